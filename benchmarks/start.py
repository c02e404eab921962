"""How long a person waits before the first word: `accord --help`, a small picture, a set-up with nothing to do.

    .venv/bin/python benchmarks/start.py

Each command is run in a process of its own as often as stated, after one run that is not counted; the median stands.
Beside them, what Python itself takes to start and stop.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ACCORD = Path(sys.executable).with_name("accord")
SAMPLE = ROOT / "tests/fixtures/sample"


def seconds(command: list[str | Path], times: int) -> float:
    """The median time of a command that must succeed."""
    taken = []
    for _ in range(times + 1):
        start = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "picture.html"
        commands: dict[str, tuple[list[str | Path], int]] = {
            "python -c pass": ([sys.executable, "-c", "pass"], 20),
            "accord --help": ([ACCORD, "--help"], 20),
            "accord picture of the sample, 210 people": ([ACCORD, "picture", SAMPLE, "-o", page], 5),
            "dev.py setup, nothing to do": ([sys.executable, "dev.py", "setup"], 20),
        }
        for name, (command, times) in commands.items():
            print(f"{name:44}{seconds(command, times):8.2f} s   median of {times}")
        print(f"{'the sample’s page':44}{page.stat().st_size / 1000:8.0f} kB")


if __name__ == "__main__":
    main()
