"""How long a roster takes: to read and check, to hold against the one that is kept, and the whole command.

    .venv/bin/python benchmarks/roster.py                     200,000 people in 220 organisations, on SQLite

Reading and comparing are timed inside one process, the best of three. The command is the one a user gives,
`accord person roster PARTNERSHIP FILE --confirm`, in a process of its own, starting up and the preview included: on an
empty roster, and again with a file in which one in twenty changed group, moved, left or is new.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from accord.analysis.reading.files import Raw
from accord.analysis.reading.roster import roster_from
from accord.analysis.rosters import KEPT, compare

ORGANISATIONS, GROUPS, SITES = 220, 8, 30


def invented(people: int, *, changed: bool = False) -> pl.DataFrame:
    """A roster; a later one in which some changed."""
    rng = np.random.default_rng(2011)
    place = np.sort(rng.integers(0, ORGANISATIONS, people))
    group, site, fate = rng.integers(0, GROUPS, people), rng.integers(0, SITES, people), rng.random(people)
    number = np.arange(people)
    if changed:
        group = np.where(fate < 0.02, (group + 1) % GROUPS, group)
        place = np.where((fate >= 0.02) & (fate < 0.03), (place + 1) % ORGANISATIONS, place)
        number = np.where((fate >= 0.03) & (fate < 0.05), number + people, number)
    return pl.DataFrame(
        {
            "Organisation": [f"Organisation {i:03}" for i in place],
            "Reference": [str(i) for i in number],
            "Name": [f"Person Surname {i}" for i in number],
            "E-mail": [f"person.{i}@organisation.example" for i in number],
            "Staff group": [f"Group {i}" for i in group],
            "Site": [f"Site {i}" for i in site],
        }
    )


def best(work: Callable[[], object]) -> float:
    """Seconds, the best of three."""
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def inside(people: int) -> None:
    first, later = (Raw("roster.csv", invented(people, changed=c).write_csv().encode()) for c in (False, True))
    print(f"read and check, {len(first.data) / 1e6:.0f} MB: {best(lambda: roster_from(first)):.2f} s")
    one, other = roster_from(first), roster_from(later)
    made = compare(one, pl.DataFrame(schema=KEPT), organisations=[])
    ids = pl.int_range(len(made.rows)).cast(pl.String)
    kept = made.rows.with_columns(id=ids, left=pl.lit(value=False)).select(*KEPT)
    names = kept["organisation"].unique().to_list()
    print(f"compare with the one that is kept: {best(lambda: compare(other, kept, organisations=names)):.2f} s")


def command(people: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"ACCORD_DATA": folder, "DATABASE_URL": ""}
        accord = [str(Path(sys.executable).with_name("accord"))]
        subprocess.run([*accord, "person", "add", "a@example.org"], input="a long walk in the rain\n",
                       env=environment, text=True, check=True, capture_output=True)  # fmt: skip
        subprocess.run([sys.executable, "-c", FOUND], env=environment, check=True)
        for said, changed in (("the first", False), ("a later one", True)):
            file = Path(folder, "roster.csv")
            invented(people, changed=changed).write_csv(file)
            begun = time.perf_counter()
            subprocess.run([*accord, "person", "roster", "vale", str(file), "--confirm"], env=environment, check=True,
                           capture_output=True)  # fmt: skip
            most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
            print(f"the whole command, {said}: {time.perf_counter() - begun:.1f} s, {most:.0f} MB at most")


FOUND = """
from accord.config import service
service.set_up()
from django.utils import timezone
from accord.audit.states import SYSTEM, By
from accord.people import actions
from accord.people.models import User
actions.create_partnership(By(SYSTEM, None, timezone.now()), name="Vale", founder=User.objects.get())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=200_000)
    people = parser.parse_args().people
    inside(people)
    command(people)


if __name__ == "__main__":
    main()
