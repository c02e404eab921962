#!/usr/bin/env python3
"""Set the project up and run it: `python3 dev.py demo | test | check | lock`. Needs Python 3.11 or newer, and git."""

import argparse
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
REQUIREMENTS = ROOT / "requirements"


def run(*command: str | Path, **environment: str) -> None:
    """Run a command in the project's folder; stop with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def set_up() -> None:
    """Bring `.venv` to the pinned requirements; does nothing when they have not changed."""
    if sys.version_info < (3, 11):
        sys.exit(f"Accord needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    pins = [REQUIREMENTS / "uv.txt", REQUIREMENTS / "dev.txt", ROOT / "pyproject.toml"]
    wanted = "\n".join(path.read_text() for path in pins) + sys.version
    stamp = VENV / "accord-set-up"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if not (BIN / "python").exists():
        print("Making .venv …", flush=True)
        make_environment()
    print("Installing the pinned requirements …", flush=True)
    run(BIN / "python", "-m", "pip", "install", "-q", "--require-hashes", "-r", pins[0])
    uv = (BIN / "uv", "pip", "--quiet")
    target = ("--python", BIN / "python")
    run(*uv, "install", *target, "--require-hashes", "-r", pins[1])
    run(*uv, "install", *target, "--no-deps", "--no-build-isolation", "-e", ".")
    stamp.write_text(wanted)


def make_environment() -> None:
    """Create `.venv`, or say which Debian package is missing."""
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("Python cannot make a virtual environment here. On Debian: apt-get install python3-venv")


def demo(arguments: list[str]) -> None:
    """Load the demonstration partnership and serve it on http://127.0.0.1:8000."""
    set_up()
    run(BIN / "accord", "demo", *arguments)


def test(arguments: list[str]) -> None:
    """Run the whole test suite; further arguments go to pytest."""
    set_up()
    bring_chromium()
    run(BIN / "python", "-m", "pytest", *arguments)


def bring_chromium() -> None:
    """Install Debian's Chromium for the browser tests when it is missing and this may be done."""
    may = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if shutil.which("chromium") or not may:
        return
    print("Installing Debian's chromium for the browser tests …", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", **quiet)
    run("apt-get", "install", "-y", "-qq", "chromium", "fonts-noto-core", **quiet)


def check(_: list[str]) -> None:
    """Lint, types and import contracts."""
    set_up()
    run(BIN / "ruff", "check", ".")
    run(BIN / "ruff", "format", "--check", ".")
    run(BIN / "mypy")
    run(BIN / "lint-imports")


def lock(_: list[str]) -> None:
    """Compile the requirements anew, with hashes and without host names."""
    set_up()
    compile_ = (BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--upgrade")
    compile_ += ("--python-version", "3.11", "--no-annotate", "--no-header")
    run(*compile_, "requirements/uv.in", "-o", "requirements/uv.txt")
    run(*compile_, "pyproject.toml", "--extra", "postgresql", "-o", "requirements/base.txt")
    run(*compile_, "requirements/dev.in", "-o", "requirements/dev.txt")


def main() -> None:
    """Read the command line."""
    commands = {f.__name__: f for f in (demo, test, check, lock)}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=commands)
    chosen, rest = parser.parse_known_args()
    commands[chosen.command](rest)


if __name__ == "__main__":
    main()
