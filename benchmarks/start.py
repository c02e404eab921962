"""How long a person waits before the first word: `accord --help`, a small picture, a set-up with nothing to do.

    .venv/bin/python benchmarks/start.py
    .venv/bin/python benchmarks/start.py --clone    also: from a fresh clone to the demonstration's first page

Each command is run in a process of its own as often as stated, after one run that is not counted; the median stands.
Beside them, what Python itself takes to start and stop. From a fresh clone, each start is done once: from the command
to the first page that answers 200. What the package installers keep from earlier is used.
"""

import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

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


def first_page(clone: Path) -> float:
    """Seconds from `dev.py demo` to the first page; then it is stopped."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    command = ["python3", "dev.py", "demo", "--port", str(port)]
    with subprocess.Popen(command, cwd=clone, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            try:
                urlopen(f"http://127.0.0.1:{port}/", timeout=20).close()
                break
            except URLError:
                time.sleep(0.02)
        taken = time.perf_counter() - start
        if process.poll() is not None:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        process.send_signal(signal.SIGINT)
    return taken


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
        if "--clone" in sys.argv:
            clone = Path(folder) / "clone"
            subprocess.run(["git", "clone", "-q", ROOT, clone], check=True)
            for name in ("dev.py demo in a fresh clone, to its first page", "the same, the second time"):
                print(f"{name:48}{first_page(clone):4.1f} s   once")


if __name__ == "__main__":
    main()
