"""Where allauth asks this installation: what it says, what it sends, what it keeps."""

import base64
import logging
from threading import Thread
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from accord.people import actions
from accord.people.models import User

logger = logging.getLogger(__name__)

SAID = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("Your password is changed. Other devices are signed out."),
    "mfa/messages/totp_activated.txt": _("The app is added."),
    "mfa/messages/totp_deactivated.txt": _("The app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}
"""What is said on the next page, by allauth's name for it. What stands not here is not worth saying."""

SENT = {
    "account/email/password_changed": _("the password was changed"),
    "account/email/password_reset": _("the password was changed by a link that was sent to you"),
    "mfa/email/totp_activated": _("an app for codes was added"),
    "mfa/email/totp_deactivated": _("the app for codes was removed"),
    "mfa/email/webauthn_added": _("a passkey was added"),
    "mfa/email/webauthn_removed": _("a passkey was removed"),
    "mfa/email/recovery_codes_generated": _("new recovery codes were made"),
}
"""What a person is told by e-mail, so that a change which is not theirs does not stay unseen."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address and password."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not fit together."),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not the password you have now."),
        "too_many_login_attempts": _("Too many wrong codes. Wait five minutes, then try again."),
        "rate_limited": _("Too many wrong codes. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: django-axes is asked before a password is looked at, wherever that happens."""

    def reauthenticate(self, user: User, password: str) -> bool:
        """Whether this is the person's password; a wrong one counts as a failure to sign in."""
        found = self.authenticate(current.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def set_password(self, user: User, password: str) -> None:
        """Through the one action that does so, which records it; failures to sign in are then forgotten."""
        actions.set_password(actions.by_person(user, now=timezone.now()), user=user, password=password)
        actions.note_success(user.email)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Back to the door, with a sentence."""
        messages.error(request, say("This account is closed."))
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words."""
        words = message or SAID.get(message_template or "")
        if words:
            messages.add_message(request, level, str(words), extra_tags=extra_tags)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the person what changed; of where and by which browser nothing is noted."""
        if template_prefix in SENT:
            self.send_mail("account/email/changed", user.email, {"what": SENT[template_prefix]})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address at which a new password is chosen."""
        account, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": account, "key": token})
        return str(settings.ACCORD_ADDRESS + path)

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """To the address of the account, not as somebody spelt it."""
        super().send_password_reset_mail(user, user.email, context)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send beside the answer: how long that takes would tell whether an address has an account."""
        message = self.render_mail(template_prefix, email, context | {"here": settings.ACCORD_ADDRESS})
        Thread(target=_send, args=[message]).start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        logger.exception("An e-mail about signing in could not be sent")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Codes and passkeys."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code or passkey does not fit. Try again."),
    }

    def get_totp_issuer(self) -> str:
        """What the app calls this account."""
        return f"Accord ({current.request.get_host()})"

    def encrypt(self, text: str) -> str:
        """Secrets of apps and recovery codes cannot be used by whoever has the database without the secret key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; an empty one, which no code fits, where the secret key is another by now."""
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            logger.warning("A second factor cannot be read: ACCORD_SECRET_KEY is another one than when it was added")
            return ""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner gives it a name."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return say("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """What the device shows when it asks which passkey to use."""
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.name}


def _cipher() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accord.people.second-factor")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
