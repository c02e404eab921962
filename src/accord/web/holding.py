"""Uploaded files in the data folder: under random names, for the owner's eyes only, never served."""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from accord.web import files

ORPHAN = timedelta(hours=24)
"""A file that belongs to no row, and was not written to for so long, is what a broken-off upload left."""

OWNERS: list[Callable[[set[str]], set[str]]] = []


def own(function: Callable[[set[str]], set[str]]) -> None:
    """Let `function(tokens)` say which of these files its app still needs. Called in `AppConfig.ready`."""
    OWNERS.append(function)


def unowned(tokens: set[str]) -> set[str]:
    """Those of these files that no app needs."""
    return tokens - {token for function in OWNERS for token in function(tokens)}


def sweep(now: datetime) -> int:
    """Remove files that belong to no row: an upload broke off, or a release did. Due at every tick."""
    lost = unowned(old(now - ORPHAN))
    remove(lost)
    return len(lost)


def folder() -> Path:
    """Where the files stand; made when it is missing."""
    place = Path(settings.ACCORD_DATA) / "uploads"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def path(token: str) -> Path:
    """The file of this random name."""
    return folder() / token


def room() -> int:
    """How many bytes the disk still takes."""
    return shutil.disk_usage(folder()).free


def remove(tokens: Iterable[str]) -> None:
    """Remove files; one that is gone already is no matter. During a backup they are left to the next sweep."""
    files.remove(path(token) for token in tokens)


def old(before: datetime) -> set[str]:
    """The names of files that were last written to before then."""
    times = {file.name: datetime.fromtimestamp(file.stat().st_mtime, UTC) for file in folder().iterdir()}
    return {name for name, time in times.items() if time < before}


@dataclass(slots=True)
class Writing:
    """A file while it is written: its random name, its size so far, its digest so far."""

    token: str = field(default_factory=lambda: secrets.token_hex(16))
    size: int = 0
    _digest: Any = field(default_factory=hashlib.sha256)
    _file: int = -1

    def write(self, data: bytes) -> None:
        """Add to it."""
        if self._file < 0:
            self._file = os.open(path(self.token), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        view = memoryview(data)
        while view:
            view = view[os.write(self._file, view) :]
        self._digest.update(data)
        self.size += len(data)

    def end(self) -> str:
        """Have the disk keep it; its SHA-256."""
        self.write(b"")
        os.fsync(self._file)
        self.close()
        return str(self._digest.hexdigest())

    def close(self) -> None:
        """Write no more."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
