"""What every respondent of an asking is shown and held to. It is the same for all, so it is kept for a while."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from accord.booth.models import Asking
from accord.booth.states import Segment, Way
from accord.questionnaires.forms import forms, minutes
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Form, Questionnaire

KEPT = 10.0
"""Seconds. An asking that is closed early takes answers for so long still; `states.GRACE` is longer."""

_kept: dict[str, tuple[float, "Door"]] = {}


@dataclass(frozen=True, slots=True)
class Room:
    """A stratum, as its people are told: what they are counted as."""

    number: int
    organisation: str
    group: str
    headcount: int
    key: bytes


@dataclass(frozen=True, slots=True)
class Door:
    """An asking as its respondents meet it; `approved` … `closed_at` are for `states.phase_at`."""

    id: UUID
    door: str
    partnership: str
    fictional: bool
    title: str
    period: str
    way: Way
    segment: Segment
    minimum_group: int
    questionnaire: Questionnaire
    forms: tuple[Form, ...]
    rooms: tuple[Room, ...]
    sealing_key: bytes
    approved: bool
    prepared_at: datetime | None
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None

    @property
    def minutes(self) -> int:
        """About how many minutes the longest form takes."""
        return max(map(minutes, self.forms))

    @property
    def questions(self) -> int:
        """How many questions the longest form has."""
        return max(len(form.items) for form in self.forms)

    @property
    def last_day(self) -> datetime:
        """Within the last day on which it is open."""
        return self.closes_at - timedelta(seconds=1)


def find(door: str) -> Door | None:
    """The asking at this address, at most ten seconds old; None where there is none."""
    kept = _kept.get(door)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    asking = Asking.objects.filter(door=door).select_related("partnership").first()
    if asking is None:
        return None
    made = _made(asking)
    _kept[door] = (time.monotonic() + KEPT, made)
    return made


def forget() -> None:
    """Read all of them anew."""
    _kept.clear()


def _made(asking: Asking) -> Door:
    questionnaire = parse_questionnaire(asking.questionnaire.encode())
    return Door(
        id=asking.id,
        door=asking.door,
        partnership=asking.partnership.name,
        fictional=asking.partnership.fictional,
        title=asking.title,
        period=asking.period,
        way=Way(asking.way),
        segment=Segment(asking.segment),
        minimum_group=asking.minimum_group,
        questionnaire=questionnaire,
        forms=forms(questionnaire),
        rooms=tuple(
            Room(s.number, s.organisation, s.group, s.headcount, bytes(cast("bytes", s.key)))
            for s in asking.strata.order_by("number")
        ),
        sealing_key=bytes(asking.sealing_key),
        approved=asking.approved,
        prepared_at=asking.prepared_at,
        opens_at=asking.opens_at,
        closes_at=asking.closes_at,
        closed_at=asking.closed_at,
    )
