"""Logs that tell what went wrong and never whom it concerned.

An exception's message often quotes the row it failed on, so a traceback keeps the places and the kind of error only;
an e-mail address in any message is covered; and of a request its page is named, never its address, which may hold an
id. Of respondents' pages there is nothing but the kind of an error and where in the code it came up.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest

from accord.web.quiet import is_quiet, view_name

ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(\.[\w-]+)*")
BROKEN = 500
Trace = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Formats a record without the messages of exceptions and without e-mail addresses."""

    def formatException(self, ei: Trace) -> str:
        """The places the error passed through, and its kind."""
        places, kind = places_and_kind(ei)
        return "\n".join([*(f"  {place}" for place in places), kind])

    def format(self, record: logging.LogRecord) -> str:
        """The whole line, addresses covered."""
        record.exc_text = None  # another handler may have kept the full text on the record
        return ADDRESS.sub("[address]", super().format(record))


class JSONFormatter(QuietFormatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, addresses covered."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        said |= getattr(record, "said", {})
        if record.exc_info:
            said["places"], said["error"] = places_and_kind(record.exc_info)
        return ADDRESS.sub("[address]", json.dumps(said, ensure_ascii=False))


class OfRequests(logging.Filter):
    """Names the page in what the framework says of a request, in place of its address; drops what respondents did."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged; one that concerns a request is put into our words."""
        request = getattr(record, "request", None)
        if not isinstance(request, HttpRequest):
            return True
        broke = getattr(record, "status_code", 0) >= BROKEN
        quiet = is_quiet(request)
        page = "A respondent's page" if quiet else view_name(request)
        record.msg, record.args = "%s %s", (page, "broke" if broke else "refused a request")
        record.stack_info, record.exc_info = None, record.exc_info if broke else None
        if broke and not quiet:
            record.said = {"view": page, "request": getattr(request, "number", "")}
        return broke or not quiet


def places_and_kind(trace: Trace) -> tuple[list[str], str]:
    """Where in the code an error passed through, and its kind."""
    kind, _, frames = trace
    places = [f"{f.filename}:{f.lineno} in {f.name}" for f in traceback.extract_tb(frames)]
    return places, kind.__qualname__ if kind else ""


def logging_of(form: str) -> dict[str, Any]:
    """The configuration of logging, as `text` lines or as `json`; requests are noted in the latter only."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"of_requests": {"()": OfRequests}},
        "formatters": {
            "text": {"()": QuietFormatter, "format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": JSONFormatter},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["of_requests"]}},
        "root": {"handlers": ["console"], "level": "INFO"},
        # django's own handlers would mail whole requests to administrators
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django_tasks": {"level": "WARNING"},  # every start and end of a task: the record has it
            "django_tasks_db": {"level": "WARNING"},
            "accord.requests": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
