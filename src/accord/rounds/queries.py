"""Reading rounds; everything is scoped to a partnership."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accord.booth.models import Daily, Gathered, Stratum
from accord.booth.states import ROUNDED
from accord.jobs.states import LIVE
from accord.people.models import Seat
from accord.questionnaires.problems import Problem
from accord.rounds.models import Result, Round, Upload
from accord.rounds.policies import may_add
from accord.rounds.states import FileKind, Source, State

BEHIND = 10
"""Percentage points below the share of all from which a part is named as behind."""
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
    rounds = Round.objects.filter(partnership=seat.partnership_id).select_related("result", "job", "asking")
    told = Q(state=State.RELEASED) | Q(source=Source.ASKED) & ~Q(state=State.DRAFT)
    seen = rounds if may_add(seat) else rounds.filter(told)
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
    return waiting.select_related("job", "asking").order_by("created_at", "id")


def asking(partnership: UUID) -> "QuerySet[Round]":
    """The rounds that somebody countersigned, and that are not closed, as far as the clock goes."""
    found = Round.objects.filter(partnership=partnership, state=State.COUNTERSIGNED, asking__closed_at=None)
    return found.select_related("asking").order_by("asking__closes_at", "id")


def version_of(round: Round) -> str:
    """Tells one proposal of a round from another: when its roll was frozen."""
    frozen = round.asking.prepared_at if round.asking else None
    return frozen.isoformat() if frozen else ""


def proposed(partnership: UUID) -> "QuerySet[Round]":
    """The rounds that wait for a countersignature."""
    found = Round.objects.filter(partnership=partnership, state=State.PROPOSED, asking__prepared_at__isnull=False)
    return found.select_related("asking", "created_by", "proposed_by").order_by("created_at", "id")


def files(round: Round) -> Files:
    """The uploaded files of a round that is not released."""
    held = {upload.kind: upload for upload in round.uploads.all()}
    return Files(held[FileKind.DATA], held.get(FileKind.FRAME))


def gathered(round: Round) -> Gathered:
    """The answers of a round that was asked here and is closed."""
    return Gathered.objects.get(asking=round.asking_id)


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum of a round that is asked here. `begun`: how many had by this morning, in tens; None where too few."""

    organisation: str
    group: str
    headcount: int
    begun: int | None

    @property
    def percent(self) -> int | None:
        """The share that had begun."""
        return None if self.begun is None else round_down(100 * self.begun / self.headcount)

    @property
    def most_percent(self) -> int:
        """The largest share that may have begun: counts are told in tens, and too few not at all."""
        return round_down(100 * min((self.begun or 0) + ROUNDED - 1, self.headcount) / self.headcount)


@dataclass(frozen=True, slots=True)
class Response:
    """How many have begun, by this morning: `days` from the first to the last, in all, and each stratum."""

    days: tuple[tuple[date, int], ...]
    parts: tuple[Part, ...]
    headcount: int
    begun: int

    @property
    def percent(self) -> int:
        """The share of all that had begun."""
        return round_down(100 * self.begun / self.headcount) if self.headcount else 0

    @property
    def behind(self) -> tuple[Part, ...]:
        """Those of whom far fewer have begun than of all, however the tens were rounded."""
        return tuple(part for part in self.parts if part.most_percent + BEHIND < self.percent)


def round_down(share: float) -> int:
    """A share in whole per cent."""
    return int(share)


def response(round: Round) -> Response | None:
    """How many have begun; None before the first morning."""
    strata = list(Stratum.objects.filter(asking=round.asking_id).order_by("number"))
    counts = Daily.objects.filter(stratum__asking=round.asking_id).order_by("day")
    days: dict[date, dict[int, int | None]] = {}
    for stratum, day, begun in counts.values_list("stratum_id", "day", "begun"):
        days.setdefault(day, {})[stratum] = begun
    if not days:
        return None
    last = days[max(days)]
    parts = tuple(Part(s.organisation, s.group, s.headcount, last.get(s.pk)) for s in strata)
    totals = tuple((day, sum(begun or 0 for begun in found.values())) for day, found in days.items())
    return Response(totals, parts, sum(s.headcount for s in strata), totals[-1][1])


def strata(round: Round) -> tuple[Part, ...]:
    """Of whom a round asks."""
    found = Stratum.objects.filter(asking=round.asking_id).order_by("number")
    return tuple(Part(s.organisation, s.group, s.headcount, None) for s in found)


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
    waiting = Round.objects.filter(source=Source.FILE, held_until__lt=now).exclude(state=State.RELEASED)
    return waiting.filter(Q(job=None) | ~Q(job__state__in=LIVE)).order_by("id")


def problems(round: Round) -> tuple[tuple[Problem, ...], int]:
    """What is wrong in the files, and how many more there are."""
    kept = round.problems or {"problems": [], "more": 0}
    return tuple(Problem(**problem) for problem in kept["problems"]), int(kept["more"])
