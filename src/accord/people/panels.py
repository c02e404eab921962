"""What other apps show on a person's home and on a partnership's page; each registers its own in `AppConfig.ready`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accord.people.models import Seat


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that waits for a person: a verb («Answer»), its title, what it takes, and where to do it.

    `of`: whose it is, for a person who holds seats in several partnerships.
    """

    kind: str
    title: str
    words: str
    button: str
    address: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a partnership's page: its own template, with what that template needs."""

    title: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)


AskedOf = Callable[[Seat, datetime], Iterator[Asked]]
PanelFor = Callable[[Seat, datetime], Panel | None]

ASKED: list[AskedOf] = []
PANELS: dict[str, tuple[int, PanelFor]] = {}


def ask(function: AskedOf) -> None:
    """Let `function(seat, now)` say what waits for the holder of a seat."""
    ASKED.append(function)


def show(name: str, function: PanelFor, *, place: int) -> None:
    """Let `function(seat, now)` give a panel of the partnership's page, or None; smaller places come first."""
    if name in PANELS:
        raise ValueError(f"The panel {name!r} is registered twice.")
    PANELS[name] = (place, function)


def asked_of(seat: Seat, now: datetime) -> tuple[Asked, ...]:
    """All that waits for the holder of a seat."""
    return tuple(asked for function in ASKED for asked in function(seat, now))


def panels(seat: Seat, now: datetime) -> tuple[Panel, ...]:
    """The panels for this seat, in their places."""
    made = (function(seat, now) for _, function in sorted(PANELS.values(), key=lambda pair: pair[0]))
    return tuple(panel for panel in made if panel is not None)
