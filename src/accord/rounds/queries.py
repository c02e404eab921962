"""Reading rounds; everything is scoped to a partnership."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accord.jobs.states import LIVE
from accord.people.models import Seat
from accord.questionnaires.problems import Problem
from accord.rounds.models import Result, Round, Upload
from accord.rounds.policies import may_add
from accord.rounds.states import FileKind, State

MOST_EARLIER = 20
"""How many earlier rounds are offered to compare a new one with."""


@dataclass(frozen=True, slots=True)
class Files:
    """The uploaded files of a round."""

    data: Upload
    frame: Upload | None

    @property
    def all(self) -> tuple[Upload, ...]:
        """Those that are there."""
        return (self.data, self.frame) if self.frame else (self.data,)

    @property
    def size(self) -> int:
        """Their sizes together, in bytes."""
        return sum(upload.size for upload in self.all)


def visible(seat: Seat) -> "QuerySet[Round]":
    """The rounds that a seat may know of: what is being prepared first, then the latest released."""
    rounds = Round.objects.filter(partnership=seat.partnership_id).select_related("result", "job")
    seen = rounds if may_add(seat) else rounds.filter(state=State.RELEASED)
    order = (F("released_at").desc(nulls_first=True), "-created_at")
    return seen.defer("result__picture", "result__standing").order_by(*order)


def released(partnership: UUID) -> "QuerySet[Round]":
    """The released rounds of a partnership, the latest first."""
    return Round.objects.filter(partnership=partnership, state=State.RELEASED).order_by("-released_at", "id")


def latest(partnership: UUID) -> Round | None:
    """The round that was released last."""
    return released(partnership).select_related("result").defer("result__picture", "result__standing").first()


def unfinished(partnership: UUID) -> "QuerySet[Round]":
    """The rounds that wait for somebody to go on with them, the oldest first."""
    waiting = Round.objects.filter(partnership=partnership).exclude(state=State.RELEASED)
    return waiting.select_related("job").order_by("created_at", "id")


def files(round: Round) -> Files:
    """The uploaded files of a round that is not released."""
    held = {upload.kind: upload for upload in round.uploads.all()}
    return Files(held[FileKind.DATA], held.get(FileKind.FRAME))


def picture(round: Round) -> str:
    """A released round's picture, as text."""
    return Result.objects.values_list("picture", flat=True).get(round=round)


def standings(partnership: UUID) -> Iterator[tuple[Round, str]]:
    """The latest released rounds, each with where it stood; without those of published figures."""
    found = Result.objects.filter(round__partnership=partnership).exclude(standing="").select_related("round")
    for result in found.defer("picture").order_by("-round__released_at")[:MOST_EARLIER]:
        yield result.round, result.standing


def same(round: Round, content: str) -> Round | None:
    """Another round of the partnership that is made of the same."""
    found = Round.objects.filter(partnership=round.partnership_id, content=content).exclude(id=round.id)
    return found.filter(state__in=(State.COMPUTING, State.RELEASED)).first()


def held(tokens: set[str]) -> set[str]:
    """Those of these files that belong to a round."""
    return set(Upload.objects.filter(token__in=tokens).values_list("token", flat=True))


def unconfirmed(now: datetime) -> "QuerySet[Round]":
    """Rounds whose time is over: not released, not being worked on."""
    waiting = Round.objects.exclude(state=State.RELEASED).filter(held_until__lt=now)
    return waiting.filter(Q(job=None) | ~Q(job__state__in=LIVE)).order_by("id")


def problems(round: Round) -> tuple[tuple[Problem, ...], int]:
    """What is wrong in the files, and how many more there are."""
    kept = round.problems or {"problems": [], "more": 0}
    return tuple(Problem(**problem) for problem in kept["problems"]), int(kept["more"])
