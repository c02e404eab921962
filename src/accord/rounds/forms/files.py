"""What people fill in to add a round from files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.people.models import Seat
from accord.people.states import SMALLEST_GROUP
from accord.questionnaires.problems import InputError
from accord.rounds import analysis
from accord.rounds.forms import least
from accord.rounds.models import Round
from accord.rounds.states import FileKind
from accord.web.receiving import Received, copied
from accord.web.wording import sentence

LARGEST_QUESTIONNAIRE = 1_000_000
FILES = {FileKind.DATA: "answers", FileKind.FRAME: "frame"}
"""The field of each kind of file."""

EMPTY_FILE = gettext_lazy("This file is empty.")


class UploadForm(forms.Form):
    """A round from files."""

    title = forms.CharField(
        label=gettext_lazy("Name of the survey"),
        help_text=gettext_lazy("As those who answered know it."),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the survey.")},
    )
    period = forms.CharField(
        label=gettext_lazy("When it was asked"),
        help_text=gettext_lazy("For example, Autumn 2026."),
        max_length=60,
        error_messages={"required": gettext_lazy("Enter when it was asked.")},
    )
    answers = forms.FileField(
        label=gettext_lazy("Answers, or published figures"),
        help_text=gettext_lazy(
            "CSV, Excel or Parquet. One row a person, or one row an answer, without names. "
            "Or one row for each published figure."
        ),
        error_messages={"required": gettext_lazy("Choose the file with the answers."), "empty": EMPTY_FILE},
    )
    frame = forms.FileField(
        label=gettext_lazy("Head counts (may be left out)"),
        help_text=gettext_lazy(
            "How many staff each organisation has, in the columns organisation and staff; "
            "one row for each staff group where the answers have them. "
            "Without head counts nothing can be said of those who were silent."
        ),
        required=False,
        error_messages={"empty": EMPTY_FILE},
    )
    questionnaire = forms.FileField(
        label=gettext_lazy("Questionnaire (may be left out)"),
        help_text=gettext_lazy(
            "A file questionnaire.toml, a table with one row a question, or an XLSForm, where you have one. "
            "Otherwise you say on the next page which column is what."
        ),
        required=False,
        error_messages={"empty": EMPTY_FILE},
    )
    minimum_group = forms.IntegerField(
        label=gettext_lazy("Smallest group that is ever shown"),
        min_value=SMALLEST_GROUP,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
        error_messages=least.ERRORS,
    )

    def __init__(self, data: Any = None, files: Any = None, *, seat: Seat, earlier: Round | None = None) -> None:
        """`earlier`: the round whose files are uploaded once more; what was said of it is kept."""
        super().__init__(data, files, initial=_said(earlier) if earlier else None)
        self.here = {upload.kind: upload for upload in earlier.uploads.all()} if earlier else {}
        for kind, name in FILES.items():
            if kind in self.here:
                self.fields[name].required = False
                self.fields[name].help_text = _("«%(name)s» is kept. A file chosen here replaces it.") % {
                    "name": self.here[kind].name
                }
        self.kept = earlier.questionnaire if earlier else ""
        if self.kept:
            self.fields["questionnaire"].help_text = _("What was said of the columns is kept. A file replaces it.")
        self.least = seat.partnership.minimum_group
        field = self.fields["minimum_group"]
        field.initial = self.least
        field.help_text = least.help_text(self.least)

    def clean_minimum_group(self) -> int:
        """A round may be stricter than its partnership, never laxer."""
        return least.no_smaller(int(self.cleaned_data["minimum_group"]), self.least)

    def clean_questionnaire(self) -> str:
        """The questionnaire's text, which must be one; without a file, what is kept."""
        file: Received | None = self.cleaned_data["questionnaire"]
        if file is None:
            return self.kept
        if (file.size or 0) > LARGEST_QUESTIONNAIRE:
            raise ValidationError(_("This file is too large to be a questionnaire."))
        try:
            return analysis.questionnaire(file.bytes(), file=file.name or "questionnaire.toml")
        except InputError as error:
            raise ValidationError([sentence(problem) for problem in error.problems]) from error

    def held(self) -> dict[FileKind, Received]:
        """The files to hold: those that were sent, and copies of those that are kept."""
        given = {kind: self.cleaned_data[name] for kind, name in FILES.items()}
        kept = {
            FileKind(kind): copied(upload.token, name=upload.name)
            for kind, upload in self.here.items()
            if given[FileKind(kind)] is None
        }
        return {kind: file for kind, file in given.items() if file is not None} | kept


def _said(round: Round) -> dict[str, Any]:
    return {"title": round.title, "period": round.period, "minimum_group": round.minimum_group}


class ConfirmForm(forms.Form):
    """Use the files, and compare with an earlier round or with none."""

    before = forms.ChoiceField(
        label=gettext_lazy("Compare with"),
        help_text=gettext_lazy("A round that asked the same questions. The people who answered need not be the same."),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the rounds.")},
    )

    def __init__(self, data: Any = None, *, earlier: list[Round]) -> None:
        super().__init__(data)
        field = self.fields["before"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((str(round.id), f"{round.title}, {round.period}") for round in earlier),
            ("", _("No other round")),
        ]
        self.earlier = {str(round.id): round for round in earlier}
        field.initial = next(iter(self.earlier), "")

    def before_round(self) -> Round | None:
        """The round to compare with."""
        return self.earlier.get(self.cleaned_data["before"])
