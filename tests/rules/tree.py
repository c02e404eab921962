"""The repository as git knows it: what the rules look at."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/accord"


@cache
def tracked() -> tuple[Path, ...]:
    """Files git knows or would add, that exist. The folder may belong to somebody else, as in a container."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(sorted(path for name in set(names) if name and (path := ROOT / name).is_file()))


@cache
def text(path: Path) -> str:
    """The file's text; what is not text reads as such, so that a search in it still works."""
    return path.read_text(encoding="utf-8", errors="replace")


def python_files(*folders: str) -> list[Path]:
    """Python files below these folders."""
    return [path for path in tracked() if path.suffix == ".py" and name_of(path).startswith(folders)]


def name_of(path: Path) -> str:
    """The path as git names it."""
    return path.relative_to(ROOT).as_posix()


def line_of(path: Path, position: int) -> str:
    """`file:line` of a place in a file's text."""
    return f"{name_of(path)}:{text(path).count(chr(10), 0, position) + 1}"
