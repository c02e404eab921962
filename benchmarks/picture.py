"""How long a whole picture takes, from files to the page, and how that grows with the number of people.

    .venv/bin/python benchmarks/picture.py                     25,000 to 200,000 people
    .venv/bin/python benchmarks/picture.py --people 200000     one size

Every run is the command a user gives, `accord picture FOLDER -o picture.html`, in a process of its own on simulated
files: 40 items in three measures with four parts each, 220 organisations in 9 sectors, 8 staff groups, the crossing of
organisation and group. Seconds are by the wall clock, starting up included; memory is the most the process ever held.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

ORGANISATIONS, SECTORS, GROUPS, ITEMS = 220, 9, 8, 40
PARTS = ("credibility", "reliability", "intimacy", "self_orientation")
MEASURES = ("senior_leaders", "direct_managers", "partners")


def write(folder: Path, people: int) -> None:
    """Write questionnaire.toml, answers.csv and frame.csv."""
    rng = np.random.default_rng(2011)
    organisation = rng.integers(0, ORGANISATIONS, people)
    group = rng.choice(GROUPS, people, p=[0.4, 0.2, 0.1, 0.1, 0.08, 0.07, 0.04, 0.01])
    person = rng.normal(0, 0.3, ORGANISATIONS)[organisation] + rng.normal(0, 0.8, people)
    factors = rng.normal(0, 0.4, (people, len(MEASURES) * len(PARTS)))
    belongs = np.arange(ITEMS) % factors.shape[1]
    codes = np.clip(np.rint(3 + person[:, None] + factors[:, belongs] + rng.normal(0, 0.6, (people, ITEMS))), 1, 5)
    answers = pl.DataFrame(codes.astype(np.int8), schema=[f"q{i}" for i in range(ITEMS)])
    missing = pl.DataFrame(rng.random((people, ITEMS)) < 0.03, schema=answers.columns)
    kept = answers.select(
        pl.when(missing[name]).then(None).otherwise(answers[name]).alias(name) for name in missing.columns
    )
    names = pl.DataFrame(_labels(organisation, group))
    names.hstack(kept).write_csv(folder / "answers.csv")
    cells = np.arange(ORGANISATIONS * GROUPS)
    asked = np.bincount(organisation * GROUPS + group, minlength=len(cells)) * 2 + 1
    frame = pl.DataFrame(_labels(cells // GROUPS, cells % GROUPS) | {"staff": asked})
    frame.write_csv(folder / "frame.csv")
    (folder / "questionnaire.toml").write_text(_questionnaire(belongs))


def _labels(organisation: np.ndarray, group: np.ndarray) -> dict[str, list[str]]:
    return {
        "organisation": [f"Organisation {i:03}" for i in organisation],
        "sector": [f"Sector {i % SECTORS}" for i in organisation],
        "group": [f"Group {i}" for i in group],
    }


def _questionnaire(belongs: np.ndarray) -> str:
    """Items dealt to measures and parts in turn."""
    head = 'id = "benchmark"\ntitle = "Benchmark"\ncrossings = [["organisation", "group"]]\n'
    head += '[columns]\norganisation = "organisation"\nsector = "sector"\ngroup = "group"\n'
    head += "[scales.agree5]\nlowest = 1\nhighest = 5\n"
    measures = "".join(f'[[measures]]\nid = "{name}"\nlabel = "{name}"\n' for name in MEASURES)
    items = "".join(
        f'[[items]]\nid = "q{i}"\nmeasure = "{MEASURES[k % 3]}"\npart = "{PARTS[k // 3]}"\n'
        f'scale = "agree5"\npolarity = {-1 if k // 3 == 3 else 1}\ntext = "Question {i}"\n'
        for i, k in enumerate(belongs)
    )
    return head + measures + items


def run(folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of the command."""
    accord = Path(sys.executable).with_name("accord")
    command = [str(accord), "picture", str(folder), "-o", str(folder / "picture.html")]
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)} failed")
    process.returncode = 0
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print a Markdown table, a row a size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    print("| people | seconds | memory | page |\n|---:|---:|---:|---:|")
    for people in parser.parse_args().people:
        with tempfile.TemporaryDirectory() as name:
            write(Path(name), people)
            seconds, memory = run(Path(name))
            page = (Path(name) / "picture.html").stat().st_size / 1024
        print(f"| {people:,} | {seconds:.1f} | {memory:.0f} MB | {page:.0f} kB |", flush=True)


if __name__ == "__main__":
    main()
