"""What a respondent fills in where no scripts run."""

import re
from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accord.booth import codes


class CodeForm(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("16 letters and digits, from your invitation or your card."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter your code.")},
    )

    def clean_code(self) -> str:
        """The code, however it was typed."""
        try:
            return codes.clean_code(self.cleaned_data["code"])
        except codes.NotACode as wrong:
            raise ValidationError(
                _("A code has 16 letters and digits, such as %(example)s.") % {"example": "7K2M-9QXD-4TRB-1HZW"}
            ) from wrong


def answers(posted: Mapping[str, str], items: Iterable[str]) -> dict[str, object]:
    """The answers in a posted sheet: whole codes, `"dont_know"`, None where nothing was chosen."""
    return {item: _answer(posted.get(f"a-{item}", "")) for item in items}


def _answer(text: str) -> object:
    return int(text) if re.fullmatch(r"-?[0-9]{1,4}", text) else text or None
