"""One clock for the whole installation: what falls due is done by the next tick, however late or often that comes."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

DUE: dict[str, Callable[[datetime], object]] = {}


def due(name: str, function: Callable[[datetime], object]) -> None:
    """Call `function(now)` at every tick. It must be idempotent: it looks for what is due and not done."""
    if name in DUE:
        raise ValueError(f"{name!r} is on the clock twice.")
    DUE[name] = function


def tick(now: datetime) -> tuple[str, ...]:
    """Do all that is due; the names of what failed. One failure is logged and leaves the others their turn."""
    failed = []
    for name, function in DUE.items():
        try:
            function(now)
        except Exception:
            logger.exception("%s failed at a tick of the clock", name)
            failed.append(name)
    return tuple(failed)


def note() -> None:
    """Let other processes know that the clock has just ticked. A file, not a row: the database need not be written."""
    _mark().touch()


def last() -> datetime | None:
    """When it last ticked, if it ever did."""
    try:
        return datetime.fromtimestamp(_mark().stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def _mark() -> Path:
    return Path(settings.ACCORD_DATA) / "tick"
