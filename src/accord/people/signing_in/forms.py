"""allauth's forms in our words. What is true of a code, a password or a key is theirs to say."""

import struct
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as code
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accord.people import queries


def email_field() -> forms.EmailField:
    """The address with which somebody signs in."""
    return forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )


def password_field(label: Any, *, autocomplete: str = "current-password") -> forms.CharField:
    """A password that somebody has."""
    return forms.CharField(
        label=label,
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": _("Enter your password.")},
    )


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A code from a telephone or from paper."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Enter the code.")},
    )


def name_field() -> forms.CharField:
    """What a passkey is called, so that its owner knows it among others."""
    return forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you know it among others: «my phone», «blue key»."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a name for the passkey.")},
    )


class SignInForm(account.LoginForm):
    """E-mail address and password; after repeated failures one has to wait a little longer each time."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"] = email_field()
        self.fields["password"] = password_field(_("Password"))
        self.order_fields(["login", "password"])

    def clean(self) -> Any:
        """The account, if one may try now and both fit together."""
        wait = queries.wait(self.cleaned_data.get("login", ""), now=timezone.now())
        if wait and not self.errors:
            self.add_error("login", wait_words(wait))
            return self.cleaned_data
        try:
            return super().clean()
        except forms.ValidationError as wrong:
            self.add_error("login", wrong)
            return self.cleaned_data


def wait_words(wait: timedelta) -> str:
    """How long to wait, in words."""
    seconds = int(wait.total_seconds()) + 1
    if seconds < 60:
        said = ngettext("Wait %(n)s second, then try again.", "Wait %(n)s seconds, then try again.", seconds)
        return said % {"n": seconds}
    minutes = -(-seconds // 60)
    said = ngettext("Wait %(n)s minute, then try again.", "Wait %(n)s minutes, then try again.", minutes)
    return said % {"n": minutes}


class ForgottenForm(account.ResetPasswordForm):
    """To whom the link for a new password is sent."""

    email = email_field()


def _new_password(form: forms.Form) -> None:
    """One field for the new password, which can be looked at: typing it twice says less."""
    del form.fields["password2"]
    field = form.fields["password1"]
    field.label = _("New password")
    field.help_text = lazy(_rules, str)()
    field.error_messages["required"] = _("Enter a new password.")
    field.widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})


def _rules() -> str:
    return " ".join(password_validators_help_texts())


class ChangePasswordForm(account.ChangePasswordForm):
    """The password somebody has, and the one they want."""

    oldpassword = password_field(_("Password you have now"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _new_password(self)


class NewPasswordForm(account.ResetPasswordKeyForm):
    """A new password, by the link that was sent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _new_password(self)


class ConfirmForm(account.ReauthenticateForm):
    """The password once more, before a way of signing in is changed."""

    password = password_field(_("Password"))


CODE_HELP = _("Six digits from the app, or one of your recovery codes.")


class CodeForm(code.AuthenticateForm):
    """The second factor: a code of the app, or a recovery code."""

    code = code_field(_("Code"), CODE_HELP)


class ConfirmCodeForm(code.ReauthenticateForm):
    """A code once more, before a way of signing in is changed."""

    code = code_field(_("Code"), CODE_HELP)


class AppForm(totp.ActivateTOTPForm):
    """The first code of an app shows that it was set up."""

    code = code_field(_("Code that the app shows"), _("Six digits; they change every half minute."))


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey. It asks its owner for a finger, a face or a PIN, so that it does for signing in by itself."""

    name = name_field()
    passwordless = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].required = False  # the browser has made the key by now: a name must not undo it
        self.fields["credential"].error_messages["required"] = say("Your browser has not made a passkey. Try again.")

    def clean(self) -> Any:
        """The key, if the browser's answer is one to what was asked."""
        return _understood(super().clean)


class PasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey as second factor."""

    def clean_credential(self) -> Any:
        """Whose key it is."""
        return _understood(super().clean_credential)


class SignInByPasskeyForm(webauthn.LoginWebAuthnForm):
    """A passkey by itself."""

    def clean_credential(self) -> Any:
        """Whose key it is."""
        return _understood(super().clean_credential)


class ConfirmPasskeyForm(webauthn.ReauthenticateWebAuthnForm):
    """A passkey once more, before a way of signing in is changed."""

    def clean_credential(self) -> Any:
        """Whose key it is."""
        return _understood(super().clean_credential)


def _understood(check: Callable[[], Any]) -> Any:
    """What the check says; what a browser would never send breaks fido2 in many ways, and does not fit either."""
    try:
        return check()
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, struct.error) as wrong:
        raise get_adapter().validation_error("incorrect_code") from wrong


class NamePasskeyForm(webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = name_field()
