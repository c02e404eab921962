"""Who may be where. A stranger is told nothing, not even that a partnership exists; a wrong role is told so."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accord.audit.states import By
from accord.people.models import Seat, User
from accord.people.signing_in.policies import has_second_factor
from accord.people.states import Role
from accord.web.policies import Decorator, GoFirst, check_signed_in, policy

GUARDED = (Role.COORDINATOR, Role.ANALYST)
"""The seats that read or change much."""


class PersonsRequest(HttpRequest):
    """A request that passed `signed_in`."""

    user: User


class SeatedRequest(PersonsRequest):
    """A request that passed `seats`: who is here, in which partnership."""

    seat: Seat


def check_seat(user: AbstractBaseUser | AnonymousUser, slug: str, roles: Iterable[Role] = Role) -> Seat:
    """The person's seat in one of these roles; one that ended is none.

    Http404 for someone without any, PermissionDenied for another role.
    """
    order = list(roles)
    held = Seat.objects.filter(user=user.pk, partnership__slug=slug, ended_at=None).select_related(
        "partnership", "user"
    )
    seats = {Role(seat.role): seat for seat in held}
    if not seats:
        raise Http404
    for role in order:
        if role in seats:
            return seats[role]
    raise PermissionDenied


def may_seat(user: AbstractBaseUser | AnonymousUser, partnership: UUID, roles: Iterable[Role] = Role) -> bool:
    """Whether the person holds a seat in one of these roles."""
    held = Seat.objects.filter(user=user.pk, partnership=partnership, ended_at=None)
    return held.filter(role__in=list(roles)).exists()


def seats(*roles: Role) -> Decorator:
    """Policy of a view whose address has a partnership's `slug`: only these roles (none named: every seat).

    The view finds the person's seat, and by it the partnership, as `request.seat`.
    """

    def check(request: HttpRequest, slug: str, **_: Any) -> None:
        check_signed_in(request)
        request.seat = check_seat(request.user, slug, roles or Role)  # type: ignore[attr-defined]
        check_second_factor(request)

    return policy(" or ".join(role.value for role in roles) or "any seat", check)


coordinates = seats(Role.COORDINATOR)
COUNTED = (Role.COORDINATOR, Role.ANALYST, Role.STAFF_SIDE, Role.LEADER)
counted = seats(*COUNTED)


def may_see_counts(seat: Seat) -> bool:
    """Whether this seat may see how many staff there are."""
    return seat.role in COUNTED


def check_second_factor(request: HttpRequest) -> None:
    """Where the installation asks for one, a seat that can read or change much opens with a second factor only."""
    asked = settings.ACCORD_SECOND_FACTOR and request.seat.role in GUARDED  # type: ignore[attr-defined]
    if asked and not has_second_factor(request):
        messages.warning(request, _("This seat needs a second factor. Add a passkey or an app for codes first."))
        raise GoFirst(reverse("mfa_index"))


def by_seat(seat: Seat, *, now: datetime) -> By:
    """A person acting from a seat, for the record."""
    return By(actor=f"seat:{seat.id}", partnership=seat.partnership_id, now=now)
