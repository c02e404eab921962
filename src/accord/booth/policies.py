"""Who may answer: whoever holds a code. Addresses that take one are open to anybody, and tell nothing without it."""

from typing import Any

from django.http import Http404, HttpRequest

from accord.booth import doors
from accord.booth.doors import Door
from accord.web.policies import policy


class DoorRequest(HttpRequest):
    """A request that passed `respondents`: at whose door."""

    at: Door


def _check_door(request: HttpRequest, door: str, **_: Any) -> None:
    found = doors.find(door)
    if found is None or not found.approved or found.prepared_at is None:
        raise Http404
    request.at = found  # type: ignore[attr-defined]


respondents = policy("whoever holds a code", _check_door)
