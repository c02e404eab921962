"""The file that a backup is: a compressed tar with the database, the files of the data folder and, last, the manifest.

It is written under another name and gets its own once it is whole and on the disk; it is read twice before anything of
it is used, and a name that would lead out of the folder is refused.
"""

import gzip
import hashlib
import io
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NoReturn, Protocol

from accord.questionnaires.problems import InputError, Problems
from accord.upkeep.backup import manifest
from accord.upkeep.backup.manifest import Manifest
from accord.web.files import sync

PIECE = 1024 * 1024
SAFE = re.compile(r"(?:database|(?:data|keys)/(?!/)(?:(?!\.\.?/)[^/\x00]+/)*(?!\.\.?$)[^/\x00]+)")
"""The database, or a file below `data/` or `keys/`; no part of a name may be `.` or `..`."""

BROKEN = (tarfile.TarError, EOFError, zlib.error, OSError, ValueError)
Files = dict[str, tuple[int, str]]


class Readable(Protocol):
    """What files are read from."""

    def read(self, size: int = ..., /) -> bytes:
        """The next bytes; none at the end."""


Take = Callable[[str, Readable], None]


def refuse(path: Path, sentence: str, **values: str) -> NoReturn:
    """Raise `InputError` with a sentence about the file."""
    problems = Problems(str(path))
    problems.report(sentence, row=None, column=None, **values)
    raise problems.error()


class Writer:
    """A backup while it is written."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: Files = {}

    def add(self, name: str, file: IO[bytes]) -> None:
        """Add what an open file holds now; if it grows meanwhile, what it held at first."""
        size = os.fstat(file.fileno()).st_size
        digested = _Digested(file)
        self._tar.addfile(_info(name, size), digested)
        self.files[name] = (size, digested.digest())

    def end(self, written: Manifest) -> None:
        """Add the manifest."""
        text = written.dumps()
        self._tar.addfile(_info(manifest.NAME, len(text)), io.BytesIO(text))


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """A new file of this name, for its owner's eyes only; there whole at the end, or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=1, format=tarfile.PAX_FORMAT) as tar:
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)  # unlike renaming, this never replaces a file that is there
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def read(path: Path, take: Take | None = None) -> Manifest:
    """Check the whole of a backup; `take` is handed each file as it is read. Raises `InputError` where it is broken."""
    found: Files = {}
    text = b""
    try:
        with gzip.open(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as tar:
            for member in tar:
                file = _open(path, tar, member, text)
                if member.name == manifest.NAME:
                    text = file.read()
                else:
                    digested = _Digested(file)
                    (take or _read_past)(member.name, digested)
                    found[member.name] = (digested.size, digested.digest())
            _read_past("", unpacked)  # to the end, where the checksum of the whole stands
        said = Manifest.loads(text) if text else None
    except InputError:
        raise
    except BROKEN as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk's own words: no such file, no room, no permission
        refuse(path, "This is no whole backup: it is broken or cut short.")
    if said is None:
        refuse(path, "This is no whole backup: its end is missing.")
    _compare(path, said, found)
    return said


def check_name(path: Path) -> None:
    """Refuse a destination that is there already or cannot be written to."""
    if path.exists():
        refuse(path, "There is a file already. A backup replaces none.")
    if not path.parent.is_dir():
        refuse(path, "There is no folder {folder}.", folder=str(path.parent))


class _Digested:
    """A file that is digested as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = PIECE) -> bytes:
        piece = self._file.read(size)
        self._digest.update(piece)
        self.size += len(piece)
        return piece

    def digest(self) -> str:
        return self._digest.hexdigest()


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _open(path: Path, tar: tarfile.TarFile, member: tarfile.TarInfo, ended: bytes) -> IO[bytes]:
    file = tar.extractfile(member) if member.isreg() else None
    if file is None or ended or not (member.name == manifest.NAME or SAFE.fullmatch(member.name)):
        refuse(path, "This is no backup of Accord's: {name} does not belong in one.", name=member.name)
    return file


def _read_past(_name: str, file: Readable) -> None:
    while file.read(PIECE):
        pass


def _compare(path: Path, said: Manifest, found: Files) -> None:
    for name in sorted(said.files.keys() - found.keys()):
        refuse(path, "{name} is missing from this backup.", name=name)
    for name, what in sorted(found.items()):
        if said.files.get(name) != what:
            refuse(path, "{name} in this backup is not what was put there.", name=name)
    if (said.content is None) == ("database" in found):
        refuse(path, "The manifest of this backup does not say what is in it.")
