"""What people fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accord.people.states import MINIMUM_GROUP, SMALLEST_GROUP


class SignInForm(forms.Form):
    """E-mail address and password. Whether they fit is the view's question."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )


class PartnershipForm(forms.Form):
    """A new partnership."""

    name = forms.CharField(
        label=_("Name of the partnership"),
        help_text=_("As its members would say it. Everyone who holds a seat sees it."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a name for the partnership.")},
    )
    minimum_group = forms.IntegerField(
        label=_("Smallest group that is ever shown"),
        help_text=_(
            "Numbers about fewer people than this are never shown, to anyone. "
            "10 is a good choice; 5 is the least. It cannot be made smaller once a round is open."
        ),
        initial=MINIMUM_GROUP,
        min_value=SMALLEST_GROUP,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
        error_messages={
            "required": _("Enter the smallest group that may be shown."),
            "invalid": _("Enter a whole number, 5 or more."),
            "min_value": _("The smallest group must be 5 people or more."),
            "max_value": _("The smallest group must be 1,000 people or fewer."),
        },
    )
