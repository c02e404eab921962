"""What commands share: files written whole or not at all, and a bar for long work."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from accord.questionnaires.problems import Problems

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers = argparse._SubParsersAction

Progress = Callable[[float, str], None]


def check_place(path: Path) -> None:
    """Refuse a place that cannot be written to, before any work is done."""
    problems = Problems(str(path))
    if path.is_dir():
        problems.report("This is a folder. Name a file.")
    elif not path.parent.is_dir():
        problems.report("There is no folder {folder}.", folder=path.parent)
    problems.refuse()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or, if anything fails, as it was before."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:  # names the file that was asked for, not the part
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def bar(*shares: float) -> Iterator[list[Progress]]:
    """A progress bar on stderr, where that is a terminal: one function for each share of the work, in order."""
    from tqdm import tqdm

    form = "{desc}: {percentage:3.0f} %|{bar}| {elapsed}"
    with tqdm(total=1.0, disable=None, leave=False, file=sys.stderr, bar_format=form) as shown:

        def part(start: float, share: float) -> Progress:
            def tell(done: float, what: str) -> None:
                shown.n = start + share * done
                shown.set_description_str(what)  # draws the bar anew

            return tell

        yield [part(sum(shares[:i]), share) for i, share in enumerate(shares)]


@contextmanager
def step() -> Iterator[Callable[[str], None]]:
    """A line on stderr, where that is a terminal, that says what is being done."""
    from tqdm import tqdm

    with tqdm(disable=None, leave=False, file=sys.stderr, bar_format="{desc} … {elapsed}") as shown:
        yield shown.set_description_str
