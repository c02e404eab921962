"""Every view names who may see it, and is guarded by the same words. A rules test finds a view that does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]
Decorator = Callable[[View], View]
Check = Callable[..., None]


class SignInFirst(Exception):
    """Raised by a check for somebody who has not signed in: they are led to the page where they can."""


class GoFirst(Exception):
    """Raised by a check, with an address: something has to be done there before, and then one comes back."""


def policy(name: str, check: Check) -> Decorator:
    """A decorator that calls `check(request, **kwargs)` before the view, and gives the view the policy's name."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                check(request, **kwargs)
            except SignInFirst:
                return redirect_to_login(request.get_full_path())
            except GoFirst as first:
                return redirect_to_login(request.get_full_path(), str(first))
            return view(request, *args, **kwargs)

        guarded.policy = name  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def check_nothing(_request: HttpRequest, **_: Any) -> None:
    """Everybody is welcome."""


def check_signed_in(request: HttpRequest, **_: Any) -> None:
    """Somebody with an account."""
    if not request.user.is_authenticated:
        raise SignInFirst


def check_staff(request: HttpRequest, **_: Any) -> None:
    """Those who run this installation, and its developers; to anyone else the page does not exist."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise Http404


anyone = policy("anyone", check_nothing)
signed_in = policy("signed in", check_signed_in)
staff = policy("staff", check_staff)
