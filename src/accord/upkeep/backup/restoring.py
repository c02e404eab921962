"""Putting a backup back into an empty installation: all of it, or nothing."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accord import __version__
from accord.audit import queries as audit
from accord.upkeep.backup import archive, databases
from accord.upkeep.backup.archive import PIECE, Readable, refuse
from accord.upkeep.backup.manifest import Content, Manifest
from accord.web import files

IGNORED = {"lost+found"}
"""What an empty disk holds."""

Progress = Callable[[str], None]


def occupants(folder: Path) -> tuple[str, ...]:
    """What stands in a folder that should be empty."""
    return tuple(sorted(p.name for p in folder.iterdir() if p.name not in IGNORED)) if folder.is_dir() else ()


def restore(source: Path, *, progress: Progress) -> tuple[Manifest, list[str]]:
    """Put a backup back, bring it to this version, and say what the record has against it.

    The data folder must hold nothing but what this process made. Raises `InputError`; nothing is changed then.
    """
    progress("Checking the backup")
    said = archive.read(source)
    content = _check(source, said)
    with _staged(source, progress) as staging:
        settled = _settle(staging / "data")
        try:
            progress("Putting the database back")
            databases.load(staging / "database", content)
        except BaseException:
            _undo(settled, content)
            raise
    progress("Bringing it to this version")
    call_command("migrate", interactive=False, verbosity=0)
    progress("Verifying the record")
    return said, list(audit.verify())


def check_keys(source: Path) -> None:
    """Refuse what is no backup of keys, and a folder of keys that is not empty."""
    folder = Path(settings.ACCORD_KEYS)
    if archive.read(source).content is not None:
        refuse(source, "This is a backup of an installation, not of keys.")
    if there := occupants(folder):
        refuse(folder, "Keys are put back into an empty folder only. It holds {names}.", names=", ".join(there))


def restore_keys(source: Path) -> int:
    """Put keys back into the folder of keys; the number of them."""
    folder = Path(settings.ACCORD_KEYS)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    said = archive.read(source, lambda name, file: _write(folder / name.removeprefix("keys/"), file))
    return len(said.files)


def _check(source: Path, said: Manifest) -> Content:
    content = said.content
    if content is None:
        refuse(source, "This is a backup of keys. Give it with --keys.")
    if content.vendor != connection.vendor:
        _refuse_vendor(source, content.vendor)
    if _number(said.version) > _number(__version__) or not all(map(_is_known, content.migrations)):
        refuse(source, "This backup is of a newer Accord, {version}: install that first.", version=said.version)
    if not databases.is_empty():
        refuse(source, "A backup is put back into an empty database only, and DATABASE_URL names one that is not.")
    return content


def _refuse_vendor(source: Path, vendor: str) -> NoReturn:
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    refuse(source, "This backup is of {theirs}, and this installation uses {ours}. Set DATABASE_URL as it was.",
           theirs=names.get(vendor, vendor), ours=names[connection.vendor])  # fmt: skip


def _is_known(migration: str) -> bool:
    """Whether this version has a migration of this name."""
    return tuple(migration.split(".", 1)) in _loader().disk_migrations


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@contextmanager
def _staged(source: Path, progress: Progress) -> Iterator[Path]:
    """The backup's content in a folder inside the data folder, so that settling it is a matter of names only."""
    staging = Path(settings.ACCORD_DATA) / ".restoring"
    staging.mkdir(mode=0o700)
    try:
        (staging / "data").mkdir(mode=0o700)
        progress("Reading the backup")
        archive.read(source, lambda name, file: _write(staging / name, file))
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _settle(folder: Path) -> list[Path]:
    """Give each file and folder its place; the places."""
    places = []
    for path in sorted(folder.iterdir()):
        place = Path(settings.ACCORD_DATA) / path.name
        os.replace(path, place)
        places.append(place)
    files.sync(Path(settings.ACCORD_DATA))
    return places


def _undo(settled: Iterable[Path], content: Content) -> None:
    for place in settled:
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    databases.discard(content)


def _write(path: Path, file: Readable) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        while piece := file.read(PIECE):
            written.write(piece)
        written.flush()
        os.fsync(written.fileno())
