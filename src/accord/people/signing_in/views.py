"""allauth's pages where ours differ: each change of a way of signing in is recorded in its own transaction."""

from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.audit.actions import record
from accord.people import actions
from accord.people.policies import PersonsRequest
from accord.people.signing_in import providers

WAYS = reverse_lazy("mfa_index")


class SignIn(account.LoginView):
    """The door: by password, by passkey, by the account one has at an organisation."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Name the organisations."""
        onward = self.request.POST.get("next") or self.request.GET.get("next", "")
        return super().get_context_data(**context) | {"onward": onward, "providers": providers.offered(onward)}


class Forgotten(account.PasswordResetView):
    """Have a link sent for a new password. What is said is the same whether the address has an account or not."""

    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Form) -> HttpResponse:
        """Send it, if there is whom to send it to."""
        response = super().form_valid(form)
        if response.status_code == 302:
            messages.info(self.request, _("If an account has this address, a link for a new password is on its way."))
        return response


class Ways(base.IndexView):
    """The page «Signing in»: a person's ways of doing so."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """With the organisations that vouch for this person."""
        return super().get_context_data(**context) | {
            "identities": providers.names(SocialAccount.objects.filter(user=self.request.user))
        }


class ChangePassword(account.PasswordChangeView):
    """Another password; it signs out all other devices."""

    success_url = WAYS

    def dispatch(self, request: PersonsRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever has none, because an organisation vouches for them, finds out how to get one."""
        return super().dispatch(request, *args, **kwargs) if request.user.has_usable_password() else redirect(WAYS)


class AddApp(totp.ActivateTOTPView):
    """Add an app that shows codes."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Add and record it."""
        with transaction.atomic():
            _record(self.request, "people.factor-added", kind="app")
            return super().form_valid(form)


class RemoveApp(totp.DeactivateTOTPView):
    """Remove the app."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove and record it."""
        with transaction.atomic():
            _record(self.request, "people.factor-removed", kind="app")
            return super().form_valid(form)


class NewCodes(codes.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones end."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Make and record them."""
        with transaction.atomic():
            _record(self.request, "people.factor-added", kind="recovery codes")
            return super().form_valid(form)


class AddPasskey(webauthn.AddWebAuthnView):
    """Add a passkey, for signing in by itself and as a second factor."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Ask the browser for one that it can find by itself, and that asks its owner."""
        made = super().get_context_data(**context)
        return made | {"options": auth.begin_registration(self.request.user, passwordless=True)}

    def form_valid(self, form: Form) -> HttpResponse:
        """Add and record it."""
        with transaction.atomic():
            _record(self.request, "people.factor-added", kind="passkey")
            return super().form_valid(form)


class NamePasskey(webauthn.EditWebAuthnView):
    """Give a passkey another name."""

    success_url = WAYS


class RemovePasskey(webauthn.RemoveWebAuthnView):
    """Remove a passkey."""

    success_url = WAYS

    def form_valid(self, form: Form) -> HttpResponse:
        """Remove and record it."""
        with transaction.atomic():
            _record(self.request, "people.factor-removed", kind="passkey")
            return super().form_valid(form)


def hidden_from_scripts(view: Any) -> Any:
    """allauth's short-lived cookie for a SAML answer, as all our cookies are."""

    @wraps(view)
    def hidden(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = view(request, **kwargs)
        for cookie in response.cookies.values():
            cookie["httponly"] = True
        return response

    return hidden


def single_sign_out(request: HttpRequest, organization_slug: str) -> HttpResponseBase:
    """Not offered: an unsigned message from anywhere could sign people out. Everyone signs out here."""
    return redirect("people:home")


def _record(request: PersonsRequest, verb: str, *, kind: str) -> None:
    record(actions.by_person(request.user, now=timezone.now()), verb, subjects=[request.user], facts={"kind": kind})
