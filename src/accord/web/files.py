"""Files of the data folder: none is removed while a backup copies them, and what was done stays done.

A backup takes the database first and the files after. A row of that moment names a file that was written before the
row; so if nothing is removed until all files are copied, no row in the backup names a file that is not in it. What
could not be removed meanwhile is found by the next sweep.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def remove(paths: Iterable[Path]) -> bool:
    """Remove files, one that is gone already is no matter; False where a backup is under way, and nothing is done."""
    with _locked(fcntl.LOCK_SH | fcntl.LOCK_NB) as may:
        if may:
            for path in paths:
                path.unlink(missing_ok=True)
        return may


def sync(folder: Path) -> None:
    """Make sure that what was named or removed in a folder stays so through a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def all_kept() -> Iterator[None]:
    """While inside, no process removes a file. The lock goes with its process, however that ends."""
    with _locked(fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(how: int) -> Iterator[bool]:
    descriptor = os.open(settings.ACCORD_DATA, os.O_RDONLY)  # the folder itself: a full disk takes no new file
    try:
        try:
            fcntl.flock(descriptor, how)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(descriptor)
