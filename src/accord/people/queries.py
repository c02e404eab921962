"""Reading people and partnerships; everything is scoped to a person or to a partnership."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac

from accord.people.models import Failures, Organisation, Partnership, Seat, User
from accord.people.states import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership in which a person has a place."""

    name: str
    slug: str
    fictional: bool
    roles: tuple[str, ...]


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
    return Seat.objects.filter(user=user.pk).select_related("partnership").order_by("partnership__name", "role")


def seats(partnership: UUID) -> "QuerySet[Seat]":
    """The seats of a partnership with their people, by name."""
    held = Seat.objects.filter(partnership=partnership, user__is_active=True)
    return held.select_related("user", "organisation").order_by("user__name", "role", "id")


def organisations(partnership: UUID) -> "QuerySet[Organisation]":
    """The organisations of a partnership with the number of their seats, by name."""
    return Organisation.objects.filter(partnership=partnership).annotate(held=Count("seats")).order_by("name")


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
