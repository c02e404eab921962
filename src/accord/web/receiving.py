"""Taking files in, and refusing them before they fill the disk."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accord.web import holding

RESERVE = 200_000_000
"""Bytes of the disk that uploads leave free, for the database and the results."""

LOOK_AFTER = 16_000_000
"""How many bytes are taken in between two looks at the room that is left."""

PIECE = 1_000_000

FULL = {errno.ENOSPC, errno.EDQUOT}


class Refused(Exception):
    """An upload that is not taken, with the sentence for who sent it."""


class Received(UploadedFile):  # type: ignore[type-arg] # it is generic for the stubs only
    """A file that was taken in: it stands in the data folder as `token`."""

    def __init__(self, name: str, *, writing: holding.Writing) -> None:
        super().__init__(name=name, size=writing.size)
        self.digest = writing.end()
        self.token = writing.token

    def bytes(self) -> bytes:
        """What is in it."""
        return holding.path(self.token).read_bytes()


class Receiver(FileUploadHandler):
    """Writes each file of a request into the data folder as it comes, and stops at the limit."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.taken = 0
        self.looked_at = 0
        self.writing: list[holding.Writing] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.writing.append(holding.Writing())

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A piece of it."""
        self.taken += len(raw_data)
        if self.taken > settings.ACCORD_UPLOAD_LIMIT:
            raise Refused(too_large())
        if self.taken - self.looked_at > LOOK_AFTER:
            check_room(0)
            self.looked_at = self.taken
        with _while_there_is_room():
            self.writing[-1].write(raw_data)

    def file_complete(self, file_size: int) -> Received:
        """A file came whole."""
        with _while_there_is_room():
            return Received(str(self.file_name), writing=self.writing[-1])


@contextmanager
def _while_there_is_room() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise Refused(no_room()) from error
        raise


@contextmanager
def receiving(request: HttpRequest) -> Iterator[None]:
    """Take in the files of a request that nobody has read from. Files that no row knows at the end are removed."""
    receiver = Receiver(request)
    request.upload_handlers = [receiver]
    try:
        if request.method == "POST":
            length = request.META.get("CONTENT_LENGTH") or "0"
            check_room(int(length) if length.isdigit() else 0)
        yield
    finally:
        tokens = {writing.token for writing in receiver.writing}
        for writing in receiver.writing:
            writing.close()
        if tokens:
            holding.remove(holding.unowned(tokens))


def copied(token: str, *, name: str) -> Received:
    """A file that is held, once more under a name of its own."""
    writing = holding.Writing()
    try:
        with _while_there_is_room(), holding.path(token).open("rb") as file:
            while piece := file.read(PIECE):
                writing.write(piece)
            return Received(name, writing=writing)
    except Refused:
        writing.close()
        holding.remove([writing.token])
        raise


def check_room(coming: int) -> None:
    """Refuse what would leave the disk too full."""
    if holding.room() - coming < RESERVE:
        raise Refused(no_room())


def too_large() -> str:
    """The sentence for more than the limit."""
    limit = settings.ACCORD_UPLOAD_LIMIT // 1_000_000
    return _("Files of %(limit)s MB together are the most that is taken here. Nothing was stored.") % {"limit": limit}


def no_room() -> str:
    """The sentence for a disk that is nearly full."""
    return _("This installation has no room left for these files. Nothing was stored. Tell whoever runs it.")
