"""What people fill in."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accord.people.models import Organisation, User
from accord.people.states import MINIMUM_GROUP, SMALLEST_GROUP, Role, Sector


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


class RosterForm(forms.Form):
    """A roster to look at."""

    roster = forms.FileField(
        label=_("Roster"),
        help_text=_(
            "CSV, Excel or Parquet, one row a person. The columns organisation, and reference or email, are needed; "
            "sector, kind, name, staff_group, site and leads may be there."
        ),
        error_messages={"required": _("Choose the file with the roster."), "empty": _("This file is empty.")},
    )


class SectorsForm(forms.Form):
    """The sectors of new organisations of which the file does not say it."""

    def __init__(self, data: Any = None, *, names: Sequence[str]) -> None:
        super().__init__(data)
        self.names = {f"sector{i}": name for i, name in enumerate(names)}
        for field, name in self.names.items():
            self.fields[field] = forms.ChoiceField(
                label=name,
                choices=Sector.choices,
                initial=Sector.HEALTH,
                error_messages={"required": _("Choose a sector."), "invalid_choice": _("Choose one of the sectors.")},
            )

    def sectors(self) -> dict[str, str]:
        """The chosen sectors, by name of the organisation."""
        return {name: self.cleaned_data[field] for field, name in self.names.items()}


class OrganisationForm(forms.Form):
    """What is known of an organisation."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the name of the organisation.")},
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=Sector.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a sector."), "invalid_choice": _("Choose one of the sectors.")},
    )
    kind = forms.CharField(
        label=_("Kind (may be left out)"),
        help_text=_("What people there call it: acute trust, council, hospice."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    headcount = forms.IntegerField(
        label=_("Head count (may be left out)"),
        help_text=_("Staff in all, where the organisation has no roster. A roster counts for itself."),
        min_value=1,
        max_value=10_000_000,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-5"}),
        error_messages={
            "invalid": _("Enter a whole number, such as 250."),
            "min_value": _("Enter a whole number, 1 or more, or leave it out."),
            "max_value": _("Enter a number of people."),
        },
    )

    def __init__(self, data: Any = None, *, taken: Collection[str], organisation: Organisation | None = None) -> None:
        known = ("name", "sector", "kind", "headcount")
        super().__init__(data, initial={name: getattr(organisation, name) for name in known} if organisation else None)
        self.taken = {name.casefold() for name in taken} - {organisation.name.casefold() if organisation else ""}

    def clean_name(self) -> str:
        """No two organisations of a partnership have one name, however it is written."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if name.casefold() in self.taken:
            raise forms.ValidationError(_("There is an organisation of this name already."))
        return name


class InvitationForm(forms.Form):
    """Whom to invite, to which seat."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Of the one person who should take this seat."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose one of the roles.")},
    )
    organisation = forms.ChoiceField(
        label=_("Organisation (may be left out)"),
        help_text=_("For whom the person speaks here."),
        required=False,
        error_messages={"invalid_choice": _("Choose one of the organisations.")},
    )

    def __init__(self, data: Any = None, *, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        self.organisations = {str(organisation.id): organisation for organisation in organisations}
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None")), *((key, found.name) for key, found in self.organisations.items())]

    def place(self) -> Organisation | None:
        """The one that was chosen."""
        return self.organisations.get(self.cleaned_data["organisation"])


class JoinForm(forms.Form):
    """A new account for somebody who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As others who hold a seat here should see it."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters. Three or four words that do not belong together are good."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password.")},
    )

    def __init__(self, data: Any = None, *, email: str) -> None:
        super().__init__(data)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The password is not easily guessed, nor much like the name or the address."""
        given = super().clean() or {}
        if "password" in given:
            try:
                validate_password(given["password"], User(email=self.email, name=given.get("name", "")))
            except forms.ValidationError as wrong:
                self.add_error("password", wrong)
        return given


class RosterPersonForm(forms.Form):
    """One person on the roster, by what their employer calls them."""

    organisation = forms.ChoiceField(
        label=_("Organisation"),
        error_messages={
            "required": _("Choose the organisation."),
            "invalid_choice": _("Choose one of the organisations."),
        },
    )
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("What the employer calls the person, such as a payroll number."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter the reference.")},
    )

    def __init__(self, data: Any = None, *, organisations: Iterable[Organisation]) -> None:
        super().__init__(data)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(found.id), found.name) for found in organisations]


class EraseForm(forms.Form):
    """Typed, so that nobody erases themselves by a slip."""

    email = forms.CharField(
        label=_("Type your e-mail address to say that you mean it"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type your e-mail address.")},
    )

    def __init__(self, data: Any = None, *, email: str) -> None:
        super().__init__(data)
        self.own = email

    def clean_email(self) -> str:
        """It must be the account's own."""
        if self.cleaned_data["email"].strip().lower() != self.own:
            raise forms.ValidationError(_("This is not the e-mail address of your account."))
        return self.own
