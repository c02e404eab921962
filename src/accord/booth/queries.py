"""Reading askings; who was admitted is read by nothing but the sending of reminders, with the key file at hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from accord.booth.models import Admission, Asking, Invitee
from accord.booth.states import Segment
from accord.jobs.models import Job
from accord.jobs.states import State
from accord.people.models import Organisation, Person

PAUSE = timedelta(minutes=10)
"""How long the clock waits before it begins anew what failed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One who may be asked. `person` is None for somebody of whom only a head count tells."""

    person: UUID | None
    email: str
    organisation: str
    sector: str
    segment: str


def roster(partnership: UUID, segment: Segment) -> Iterator[Listed]:
    """Everybody who may be asked: the roster, and as many as the head count says where an organisation has none."""
    people = Person.objects.filter(partnership=partnership, left_at=None).order_by("id")
    fields = ("id", "email", "organisation__name", "organisation__sector", *((segment.value,) if segment else ()))
    counted: set[str] = set()
    for row in people.values_list(*fields).iterator():
        counted.add(row[2])
        yield Listed(row[0], row[1], row[2], row[3], row[4] if segment else "")
    for organisation in Organisation.objects.filter(partnership=partnership).exclude(name__in=counted).order_by("name"):
        for _one in range(organisation.headcount or 0):
            yield Listed(None, "", organisation.name, organisation.sector, "")


def strata(asking: Asking) -> list[tuple[str, str, int]]:
    """What the strata are called, and how many people each has."""
    return list(asking.strata.order_by("number").values_list("organisation", "group", "headcount"))


def reachable(asking: Asking, *, letter: int, numbers: range) -> "QuerySet[Invitee]":
    """Who of these numbers had an address, and is here still, where this letter is not out yet."""
    waiting = Invitee.objects.filter(asking=asking, sent__lte=letter, number__in=numbers).exclude(address="")
    return waiting.filter(person__isnull=False, person__left_at=None).select_related("person").order_by("number")


def admitted(marks: Iterable[UUID]) -> set[UUID]:
    """Which of these marks stand for somebody who was admitted. For the sending of reminders alone."""
    return set(Admission.objects.filter(mark__in=list(marks)).values_list("mark", flat=True))


def without_address(asking: Asking) -> list[tuple[int, str, str, int]]:
    """The strata with people who have no address: number, organisation, group, and how many."""
    counted = dict(_cards(asking).order_by().values_list("stratum__number").annotate(Count("id")))
    strata = asking.strata.order_by("number").values_list("number", "organisation", "group")
    return [(*stratum, counted[stratum[0]]) for stratum in strata if stratum[0] in counted]


def card_numbers(asking: Asking, stratum: int) -> list[int]:
    """The numbers on the roll of a stratum's people without an address; they are in random order by themselves."""
    return list(_cards(asking).filter(stratum__number=stratum).order_by("number").values_list("number", flat=True))


def _cards(asking: Asking) -> "QuerySet[Invitee]":
    return Invitee.objects.filter(asking=asking, address="")


def begun(asking: Asking) -> dict[int, int]:
    """How many of each stratum, by its number, were admitted. For `actions.counting` alone, which rounds them."""
    admissions = Admission.objects.filter(asking=asking).order_by()
    return dict(admissions.values_list("stratum__number").annotate(Count("mark")))


def due(now: datetime) -> "QuerySet[Asking]":
    """Askings that somebody approved, whose first moment has come, and that are not closed."""
    return Asking.objects.filter(approved=True, opens_at__lte=now, closed_at=None).order_by("opens_at")


def half_closed(kind: str) -> list[Asking]:
    """Closed askings whose closing, as long work of this kind, did not come to its end."""
    ended = set(Job.objects.filter(kind=kind, state=State.FINISHED).values_list("content", flat=True))
    return [asking for asking in Asking.objects.exclude(closed_at=None) if str(asking.id) not in ended]


def failed_lately(kind: str, asking: Asking, *, now: datetime) -> bool:
    """Whether this work on an asking failed in the last minutes, so that it is not begun again at every tick."""
    failed = Job.objects.filter(kind=kind, content=str(asking.id), state=State.FAILED)
    return failed.filter(ended_at__gt=now - PAUSE).exists()
