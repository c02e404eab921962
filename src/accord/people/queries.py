"""Reading people and partnerships; everything is scoped to a person or to a partnership."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from accord.people.models import Failures, Invitation, Organisation, Partnership, Person, RosterFile, Seat, User
from accord.people.states import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership in which a person has a place."""

    name: str
    slug: str
    fictional: bool
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many staff there are in one cell: an organisation by its key and name, a staff group and a site.

    `staff_group` and `site` are empty where the roster names none. Under the partnership's smallest group it is for
    the mathematics and for who counted them, never for a page.
    """

    organisation: UUID
    name: str
    staff_group: str
    site: str
    staff: int


def places(user: AbstractBaseUser | AnonymousUser) -> tuple[Place, ...]:
    """The partnerships of a person, by name, with the roles held there."""
    roles: dict[UUID, list[str]] = {}
    partnerships: dict[UUID, Partnership] = {}
    for seat in held_seats(user):
        partnerships[seat.partnership_id] = seat.partnership
        roles.setdefault(seat.partnership_id, []).append(str(Role(seat.role).label))
    return tuple(Place(p.name, p.slug, p.fictional, tuple(roles[key])) for key, p in partnerships.items())


def held_seats(user: AbstractBaseUser | AnonymousUser) -> "QuerySet[Seat]":
    """The seats that a person holds, with their partnerships."""
    held = Seat.objects.filter(user=user.pk, ended_at=None)
    return held.select_related("partnership").order_by("partnership__name", "role")


def seats(partnership: UUID) -> "QuerySet[Seat]":
    """The seats of a partnership with their people, by name."""
    held = Seat.objects.filter(partnership=partnership, user__is_active=True, ended_at=None)
    return held.select_related("user", "organisation").order_by("user__name", "role", "id")


def others_coordinate(seat: Seat) -> bool:
    """Whether a partnership has a coordinator besides the holder of this seat."""
    return _coordinators(seat.partnership_id).exclude(id=seat.id).exists()


def left_alone(user: User) -> list[Partnership]:
    """The partnerships in which others hold seats, and which this person alone coordinates."""
    mine = Seat.objects.filter(user=user, role=Role.COORDINATOR, ended_at=None).select_related("partnership")
    held = Seat.objects.filter(ended_at=None, user__is_active=True).exclude(user=user)
    return [
        seat.partnership
        for seat in mine.order_by("partnership__name")
        if held.filter(partnership=seat.partnership_id).exists() and not others_coordinate(seat)
    ]


def _coordinators(partnership: UUID) -> "QuerySet[Seat]":
    return Seat.objects.filter(partnership=partnership, role=Role.COORDINATOR, ended_at=None, user__is_active=True)


def invitations(partnership: UUID) -> "QuerySet[Invitation]":
    """The invitations of a partnership that were neither taken nor withdrawn, the latest first."""
    found = Invitation.objects.filter(partnership=partnership).select_related("organisation")
    return found.order_by("-invited_at", "id")


def invitation(key: str, *, now: datetime) -> Invitation | None:
    """The invitation of this key that can still be taken."""
    found = Invitation.objects.filter(key=key, expires_at__gt=now)
    return found.select_related("partnership", "organisation").first()


def organisations(partnership: UUID) -> "QuerySet[Organisation]":
    """The organisations of a partnership with the number of their seats, by name."""
    held = Count("seats", filter=Q(seats__ended_at=None))
    return Organisation.objects.filter(partnership=partnership).annotate(held=held).order_by("name")


def roster(partnership: UUID) -> "QuerySet[Person]":
    """The people on a partnership's roster: those who have not left. For actions, never for a page."""
    return Person.objects.filter(partnership=partnership, left_at=None)


def listed(partnership: UUID, organisations: Collection[UUID]) -> dict[UUID, int]:
    """How many people the roster lists, by organisation."""
    found = roster(partnership).filter(organisation__in=organisations)
    return dict(found.values_list("organisation").annotate(staff=Count("id")).order_by())


def everyone(partnership: UUID) -> Iterator[tuple[Any, ...]]:
    """Everybody who is or was on the roster, in the columns of `accord.analysis.rosters.KEPT`."""
    fields = ("organisation__name", "reference", "name", "email", "staff_group", "site", "leads")
    found = Person.objects.filter(partnership=partnership).order_by().values_list("id", *fields, "left_at")
    for key, *known, left in found.iterator():
        yield str(key), *known, left is not None


def organisation_names(partnership: UUID) -> list[str]:
    """The names of a partnership's organisations, sorted."""
    return list(Organisation.objects.filter(partnership=partnership).order_by("name").values_list("name", flat=True))


def waiting_rosters(partnership: UUID) -> "QuerySet[RosterFile]":
    """Rosters that were uploaded and are not brought in, the oldest first."""
    return RosterFile.objects.filter(partnership=partnership).select_related("job").order_by("created_at", "id")


def roster_tokens(tokens: set[str]) -> set[str]:
    """Those of these files in the data folder that belong to a roster."""
    files = RosterFile.objects.filter(Q(token__in=tokens) | Q(plan__in=tokens))
    return {token for pair in files.values_list("token", "plan") for token in pair} & tokens


def person(partnership: UUID, organisation: UUID, reference: str) -> Person | None:
    """The one person whom an organisation calls this, whether they left or not."""
    found = Person.objects.filter(partnership=partnership, organisation=organisation, reference=reference)
    return found.exclude(reference="").first()


def headcounts(partnership: UUID) -> tuple[Headcount, ...]:
    """How many people of the roster there are, by organisation, staff group and site, in this order of names.

    An organisation of which only the number of its staff is known has one, without a staff group or a site.
    """
    cells = roster(partnership).values_list("organisation", "organisation__name", "staff_group", "site")
    counted = [Headcount(*cell) for cell in cells.annotate(staff=Count("id")).order_by()]
    listed = {count.organisation for count in counted}
    numbers = Organisation.objects.filter(partnership=partnership, headcount__isnull=False).exclude(id__in=listed)
    known = [Headcount(o.id, o.name, "", "", o.headcount) for o in numbers if o.headcount is not None]
    return tuple(sorted(counted + known, key=lambda count: (count.name, count.staff_group, count.site)))


def failures_key(email: str) -> str:
    """What failures to sign in are counted under: not the address itself."""
    return salted_hmac("accord.people.failures", email.strip().lower(), algorithm="sha256").hexdigest()


def wait(email: str, *, now: datetime) -> timedelta:
    """How long until signing in with this address may be tried again."""
    failures = Failures.objects.filter(key=failures_key(email)).first()
    return max(failures.wait_until - now, timedelta(0)) if failures else timedelta(0)


def anyone_there() -> bool:
    """Whether this installation has any account yet."""
    return User.objects.exists()
