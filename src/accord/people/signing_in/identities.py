"""Identities that organisations vouch for: whom they let in, and how one is linked to an account that is here."""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.people import actions
from accord.people.models import User


class IdentityAdapter(DefaultSocialAccountAdapter):
    """OpenID Connect and SAML."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link an identity that is new here to the account of an address it is believed for; refuse a stranger."""
        sociallogin.state["process"] = "login"  # nobody links an identity to the account they happen to be in
        if sociallogin.is_existing:
            return
        user = _owner(sociallogin)
        if user is None:
            raise ImmediateHttpResponse(_refused(request, _stranger(sociallogin)))
        by = actions.by_person(user, now=timezone.now())
        actions.link_identity(by, identity=sociallogin.account, user=user)
        sociallogin.user = user

    def on_authentication_error(self, request: HttpRequest, provider: Any, *_args: Any, **_options: Any) -> None:
        """What went wrong at the organisation's side is theirs to say; here is the way back."""
        raise ImmediateHttpResponse(unfinished(request, provider))


def unfinished(request: HttpRequest, provider: Any) -> HttpResponse:
    """The organisation did not answer, or not as was agreed."""
    words = _("Signing in at %(organisation)s did not come to its end. Try again, or use another way.")
    return _refused(request, words % {"organisation": provider.name})


def _owner(sociallogin: SocialLogin) -> User | None:
    """The account of a verified address in a domain for which this organisation is believed."""
    domains = sociallogin.provider.app.settings["domains"]
    believed = [
        address.email.lower()
        for address in sociallogin.email_addresses
        if address.verified and address.email.rpartition("@")[2].lower() in domains
    ]
    return User.objects.filter(email__in=believed, is_active=True).first()


def _stranger(sociallogin: SocialLogin) -> str:
    words = _(
        "%(organisation)s has signed you in, but there is no account here for an address that it vouches for. "
        "Ask a coordinator for an invitation to the address you have there."
    )
    return words % {"organisation": sociallogin.provider.name}


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    context = {"title": _("You could not be signed in."), "words": words}
    return render(request, "web/error.html", context, status=403)
