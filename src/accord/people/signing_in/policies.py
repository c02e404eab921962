"""Who may be at the pages of signing in, and what a seat with power asks of its holder's sign-in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from accord.web.policies import GoFirst, SignInFirst, check_signed_in, policy


def check_confirmed(request: HttpRequest, **_: Any) -> None:
    """Somebody who has shown in the last minutes that the account is theirs; others are asked to, and come back."""
    check_signed_in(request)
    if not did_recently_reauthenticate(request):
        raise GoFirst(get_adapter().get_reauthentication_methods(request.user)[0]["url"])


def check_half_signed_in(request: HttpRequest, **_: Any) -> None:
    """Somebody who gave the right password, and now the second factor."""
    if not request.user.is_authenticated and get_pending_stage(request) is None:
        raise SignInFirst


def has_second_factor(request: HttpRequest) -> bool:
    """Whether the account is guarded by more than a password, here or at the organisation that vouched this time."""
    methods = {record["method"] for record in get_authentication_records(request, request.user)}
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return "socialaccount" in methods or Authenticator.objects.filter(user=request.user.pk, type__in=factors).exists()


confirmed = policy("signed in, confirmed", check_confirmed)
half_signed_in = policy("half signed in", check_half_signed_in)
