"""`kill -9` of web server, worker and database at random moments while answers come in, and what is there afterwards.

    .venv/bin/python -m benchmarks.killed                 five of each, on SQLite and PostgreSQL
    .venv/bin/python -m benchmarks.killed --times 50

A worker that makes batches without a rest stands in for the one that does so every minute, so that it is hit while it
does. Each answer is sent until it is acknowledged; then the round is closed, and what is in it is compared with what
was sent. The database is PostgreSQL's postmaster with all of its children; SQLite's is the web server itself.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests import killing, postgres
from tests.killing import Told
from tests.postgres import Cluster


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="kills of each")
    times = parser.parse_args().times
    print("| database | kills | acknowledged | sent again | missing | twice | in the closed round | seconds |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    row("SQLite", ("web", "worker"), times, None)
    if postgres.binaries():
        with postgres.cluster(durable=True) as cluster:
            os.environ["ACCORD_TEST_DATABASE"] = cluster.address
            row("PostgreSQL", ("web", "worker", "database"), times, cluster)
    print(f"\nLoad average {os.getloadavg()[0]:.1f} at the end.")


def row(name: str, what: tuple[str, ...], times: int, cluster: Cluster | None) -> None:
    """Do it on one database; whatever is lost, double or strange ends with an error."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        told = killing.run(Path(folder), what=what, times=times, cluster=cluster)
    kept = (told.kills, told.acknowledged, told.unanswered, told.missing, told.twice, told.closed)
    said = [name, *(f"{number:,}" for number in kept), f"{time.monotonic() - begun:.0f}"]
    print(f"| {' | '.join(said)} |", flush=True)
    if not whole(told):
        raise SystemExit(f"What is there is not what was sent: {told}")


def whole(told: Told) -> bool:
    there = {told.sent, told.acknowledged, told.spent, told.inside, told.closed}
    return len(there) == 1 and told.statuses <= {0, 503} and not (told.missing or told.twice or told.strange)


if __name__ == "__main__":
    main()
