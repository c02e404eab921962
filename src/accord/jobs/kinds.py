"""The kinds of long work that the apps around this one can do; each registers its own in its `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accord.jobs.models import Job


@dataclass(frozen=True, slots=True)
class Work:
    """What a piece of long work is handed: what it was asked, a folder for files, a way to say how far it is.

    `advance(share, words)` takes a share from 0 to 1 and a short sentence; it raises `Lost` once the work is no longer
    wanted. It may be called often; it is written at most twice a second.
    """

    partnership: str
    arguments: dict[str, Any]
    folder: Path
    advance: Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind: its title for the asker's page, what does it, the address it was asked from, and what it is about.

    The address shows the result of a finished job; `about` is a name, such as a round's, or empty.
    """

    title: str
    work: Callable[[Work], Any]
    address: Callable[[Job], str]
    about: Callable[[Job], str]


KINDS: dict[str, JobKind] = {}


def register(name: str, kind: JobKind) -> None:
    """Make a kind of long work known. `work` returns JSON, or writes into its folder and returns what it wrote."""
    if name in KINDS:
        raise ValueError(f"The kind {name!r} of long work is registered twice.")
    KINDS[name] = kind
