"""What django-axes does when signing in fails: the wait grows, and neither address nor machine is kept.

Its own handlers keep both in clear, with times, and lock an account out for good. This one keeps a count under a keyed
digest of the address, known or not, and no wait is longer than `LONGEST_WAIT`.
"""

from typing import Any

from axes.handlers.base import AxesHandler
from django.http import HttpRequest
from django.utils import timezone

from accord.people import actions, queries
from accord.people.models import User

Credentials = dict[str, Any] | None


class Handler(AxesHandler):
    """Asked before each attempt, and told how it ended, wherever in the program it is made."""

    def is_allowed(self, request: HttpRequest, credentials: Credentials = None) -> bool:
        """Whether no wait is running for this address."""
        return not queries.wait(_address(credentials), now=timezone.now())

    def user_login_failed(self, sender: Any, credentials: Credentials, request: Any = None, **_: Any) -> None:
        """One more failure; an attempt during the wait is none, or a colleague could prolong it."""
        if self.is_allowed(request, credentials):
            actions.note_failure(_address(credentials), now=timezone.now())

    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **_: Any) -> None:
        """Signed in, with all factors: the failures are forgotten."""
        actions.note_success(user.email)


def nowhere(_request: HttpRequest) -> str:
    """No machine's address: axes would hand it on."""
    return ""


def _address(credentials: Credentials) -> str:
    given = credentials or {}
    return str(given.get("email") or given.get("username") or "")
