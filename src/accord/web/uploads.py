"""Files that nobody asked for."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class NoFiles(FileUploadHandler):
    """Reads past files: they reach neither memory nor disk. A page that takes files has a handler of its own."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins: not taken."""
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called."""

    def file_complete(self, file_size: int) -> None:
        """Never called."""
