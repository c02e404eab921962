"""The same few people in every test, made by the same actions as the pages use."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from accord.audit.states import SYSTEM, By
from accord.people import actions
from accord.people.models import Partnership, Seat, User
from accord.people.states import Role

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSWORD = "a long walk in the rain"
NUMBERS = count(1)


@dataclass(frozen=True)
class Cast:
    """A partnership, one person for each kind of seat, a stranger who holds a seat elsewhere, and one who runs
    the installation and holds none."""

    partnership: Partnership
    coordinator: User
    member: User
    analyst: User
    stranger: User
    staff: User


def by(partnership: Partnership | None = None, *, now: datetime = NOW) -> By:
    return By(SYSTEM, partnership.id if partnership else None, now)


def user(name: str | None = None, **fields: object) -> User:
    name = name or f"Person {next(NUMBERS)}"
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return actions.create_user(by(), email=email, name=name, password=PASSWORD, **fields)


def partnership(founder: User, name: str = "North Vale Partnership", **fields: object) -> Partnership:
    return actions.create_partnership(by(), name=name, founder=founder, **fields)


def seat(partnership: Partnership, holder: User, role: Role, **fields: object) -> Seat:
    return actions.give_seat(by(partnership), partnership=partnership.id, user=holder, role=role, **fields)


def cast() -> Cast:
    coordinator, member, analyst, stranger = (user(name) for name in ("Cora", "Mel", "Ana", "Stranger"))
    here = partnership(coordinator)
    seat(here, member, Role.MEMBER)
    seat(here, analyst, Role.ANALYST)
    partnership(stranger, "South Vale Partnership")
    return Cast(here, coordinator, member, analyst, stranger, staff=user("Staff", is_staff=True))
