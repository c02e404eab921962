"""Logs that tell what went wrong and never whom it concerned.

An exception's message often quotes the row it failed on, so a traceback keeps the places and the kind of error only;
and an e-mail address in any message is covered.
"""

import logging
import re
import traceback
from types import TracebackType

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)*")


class QuietFormatter(logging.Formatter):
    """Formats a record without the messages of exceptions and without e-mail addresses."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The places the error passed through, and its kind."""
        kind, _, trace = ei
        places = [f"  {f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([*places, kind.__qualname__ if kind else ""])

    def format(self, record: logging.LogRecord) -> str:
        """The whole line, addresses covered."""
        record.exc_text = None  # another handler may have kept the full text on the record
        return ADDRESS.sub("[address]", super().format(record))


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": QuietFormatter, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # django's own handlers would mail whole requests to administrators
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django_tasks": {"level": "WARNING"},  # every start and end of a task: the record has it
        "django_tasks_db": {"level": "WARNING"},
    },
}
