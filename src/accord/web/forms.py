"""Form fields that the pages share."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_integer
from django.utils.translation import gettext_lazy as _


class DayWidget(forms.MultiWidget):
    """Three boxes: day, month, year. Nobody has to find a date in a calendar."""

    def __init__(self) -> None:
        super().__init__([forms.TextInput(), forms.TextInput(), forms.TextInput()])

    def decompress(self, value: date | None) -> list[int | None]:
        """The three parts of a date."""
        return [value.day, value.month, value.year] if value else [None, None, None]


class DayField(forms.MultiValueField):
    """A date given as day, month, year."""

    def __init__(self, **options: Any) -> None:
        part = {"validators": [validate_integer], "error_messages": {"required": _("Enter a whole date.")}}
        parts = [forms.CharField(max_length=4, **part) for _part in range(3)]  # type: ignore[arg-type]
        super().__init__(parts, widget=DayWidget(), **options)

    def compress(self, data_list: Sequence[str]) -> date | None:
        """The date, or an error where there is none such."""
        if not data_list:
            return None
        try:
            return date(int(data_list[2]), int(data_list[1]), int(data_list[0]))
        except ValueError as wrong:
            raise ValidationError(_("There is no such date.")) from wrong


class ExampleForm(forms.Form):
    """One field of each kind, for the page of components."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="We only use it to sign you in.",
        error_messages={"required": "Enter your e-mail address.", "invalid": "Enter an address like a@b.org."},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        error_messages={"required": "Enter your password."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    sector = forms.ChoiceField(
        label="Sector",
        choices=[("", "Choose one"), ("health", "health"), ("voluntary", "voluntary sector")],
        error_messages={"required": "Choose a sector."},
    )
    kept = forms.ChoiceField(
        label="Was it kept?",
        choices=[("kept", "Kept"), ("part", "Kept in part"), ("not", "Not kept")],
        error_messages={"required": "Say what you saw."},
        widget=forms.RadioSelect,
    )
    parts = forms.MultipleChoiceField(
        label="What should the picture show?",
        choices=[("index", "the index"), ("parts", "the four parts")],
        error_messages={"required": "Choose at least one."},
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(label="Answers", error_messages={"required": "Choose a file."})
    starts = DayField(
        label="Opens on", help_text="For example, 4 12 2026.", error_messages={"required": "Enter a date."}
    )
    agreed = forms.BooleanField(
        label="The head counts are right", error_messages={"required": "Confirm the head counts."}
    )
    story = forms.CharField(
        label="What happened",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what happened."},
    )
