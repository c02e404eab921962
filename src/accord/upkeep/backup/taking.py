"""Making a backup while people work."""

import stat
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from accord.upkeep.backup import archive, databases
from accord.upkeep.backup.manifest import Manifest
from accord.web import files

LEFT_OUT = {"static", "tick", "mail", "demonstration", "lost+found"}
"""What is made anew, or is on its way to somebody else. The keys are never in it."""

Progress = Callable[[str], None]


def take(destination: Path, *, now: datetime, progress: Progress) -> Manifest:
    """Write a backup that holds all that was acknowledged before `now`.

    The database first, at one moment after `now`, then the files, of which none is removed meanwhile: so no row in the
    backup names a file that is not in it. A file that no row names does no harm; the next sweep removes it.
    """
    archive.check_name(destination)
    _check_outside(destination)
    with files.all_kept(), archive.writing(destination) as writer:
        progress("Taking the database")
        with tempfile.TemporaryDirectory(dir=destination.parent, prefix=".accord-") as folder:
            content = databases.dump(Path(folder) / "database")
            with (Path(folder) / "database").open("rb") as file:
                writer.add("database", file)
        progress("Taking the files")
        for name, path in kept():
            _add(writer, f"data/{name}", path)
        written = Manifest(now, content, writer.files)
        writer.end(written)
    return written


def take_keys(destination: Path, *, now: datetime) -> int:
    """Write the keys of rounds under way to a file of their own; the number of them."""
    archive.check_name(destination)
    _check_outside(destination)
    folder = Path(settings.ACCORD_KEYS)
    with archive.writing(destination) as writer:
        for name, path in _below(folder, "") if folder.is_dir() else ():
            _add(writer, f"keys/{name}", path)
        writer.end(Manifest(now, None, writer.files))
    return len(writer.files)


def kept() -> Iterator[tuple[str, Path]]:
    """The files of the data folder that belong in a backup, by name."""
    apart = {Path(settings.ACCORD_KEYS).resolve(), *_database_files()}
    for path in sorted(Path(settings.ACCORD_DATA).iterdir()):
        if path.name not in LEFT_OUT and path.resolve() not in apart:
            yield from _below(path, path.name)


def _below(path: Path, name: str) -> Iterator[tuple[str, Path]]:
    """The regular files at or below a path; links are not followed."""
    if path.is_symlink():
        return
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            yield from _below(inner, f"{name}/{inner.name}" if name else inner.name)
    elif stat.S_ISREG(path.lstat().st_mode):
        yield name, path


def _add(writer: archive.Writer, name: str, path: Path) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:  # a passing file of work under way: those that rows name are not removed now
        return
    with file:
        writer.add(name, file)


def _database_files() -> set[Path]:
    if connection.vendor != "sqlite":
        return set()
    place = str(connection.settings_dict["NAME"])
    return {Path(f"{place}{ending}").resolve() for ending in ("", "-wal", "-shm", "-journal")}


def _check_outside(destination: Path) -> None:
    data = Path(settings.ACCORD_DATA).resolve()
    if data in destination.resolve().parents:
        archive.refuse(destination, "This is in the data folder. Keep a backup elsewhere, best on another machine.")


def free_name(destination: Path, *, stem: str, now: datetime) -> Path:
    """The file itself; in a folder, a name made of the moment."""
    if destination.is_dir():
        return destination / f"{stem}-{now:%Y-%m-%dT%H%M%SZ}.tar.gz"
    return destination
