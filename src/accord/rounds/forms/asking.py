"""What people fill in to choose questions, and to ask them here."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accord.booth.states import Segment, Way
from accord.people.models import Seat
from accord.people.queries import organisations
from accord.people.states import SMALLEST_GROUP
from accord.questionnaires.bank import CORE, MODULES, compose, module
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import InputError
from accord.questionnaires.targets import about_groups
from accord.report.language import words
from accord.rounds import analysis
from accord.rounds.forms import least
from accord.web.forms import DayField
from accord.web.wording import sentence

LONGEST = timedelta(days=366)


def _modules(help_text: Any) -> forms.MultipleChoiceField:
    """The choice of modules; what the choices are called waits for the reader's language."""
    return forms.MultipleChoiceField(
        label=gettext_lazy("What to ask about"),
        help_text=help_text,
        initial=CORE,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(name, _counted(name)) for name in MODULES],
        error_messages={
            "required": gettext_lazy("Choose what to ask about."),
            "invalid_choice": gettext_lazy("Choose from the list."),
        },
    )


class AskForm(forms.Form):
    """What shall be asked here, of whom, how and when."""

    title = forms.CharField(
        label=gettext_lazy("Name of the round"),
        help_text=gettext_lazy("Everybody who is asked sees it."),
        initial=gettext_lazy("Trust in our partnership"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter a name for the round.")},
    )
    period = forms.CharField(
        label=gettext_lazy("Which round it is"),
        help_text=gettext_lazy("To tell it from the rounds before and after. For example, Autumn 2026."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter which round it is, such as Autumn 2026.")},
    )
    module = _modules(
        gettext_lazy(
            "The first two are the core: everybody is asked them. Nobody is asked more than 25 questions, which take "
            "about four minutes. Where you choose more, each person is asked some of them, drawn at random."
        )
    )
    about = forms.MultipleChoiceField(
        label=gettext_lazy("Which organisations to ask about"),
        help_text=gettext_lazy("Only for trust between groups: two or more, each asked about by people of all."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("How results may be told apart"),
        help_text=gettext_lazy(
            "Fixed before the round opens, and never finer. Groups that are too small are put together beforehand."
        ),
        choices=Segment.choices,
        required=False,
        initial=Segment.STAFF_GROUP,
        widget=forms.RadioSelect,
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How answers come in"),
        help_text=gettext_lazy(
            "Anonymous: nobody who later holds the database can tell who said what. It needs a browser with scripts; "
            "whoever has none is offered the confidential way. Confidential: the server sees, for a moment, "
            "whose answers are coming in. It works on any device."
        ),
        choices=Way.choices,
        initial=Way.ANONYMOUS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how answers come in.")},
    )
    minimum_group = forms.IntegerField(
        label=gettext_lazy("Smallest group that is ever shown"),
        min_value=SMALLEST_GROUP,
        max_value=1000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
        error_messages=least.ERRORS,
    )
    opens = DayField(
        label=gettext_lazy("First day"),
        help_text=gettext_lazy("Invitations go out that morning, once somebody has countersigned."),
        error_messages={"required": gettext_lazy("Enter the first day.")},
    )
    closes = DayField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Two or three weeks after the first is usual. It closes at midnight."),
        error_messages={"required": gettext_lazy("Enter the last day.")},
    )

    def __init__(self, data: Any = None, *, seat: Seat, today: date, initial: dict[str, Any] | None = None) -> None:
        self.least, self.today, self.questionnaire = seat.partnership.minimum_group, today, ""
        begins = {"opens": today + timedelta(days=7), "closes": today + timedelta(days=28), "minimum_group": self.least}
        super().__init__(data, initial=begins | (initial or {}))
        about = self.fields["about"]
        assert isinstance(about, forms.MultipleChoiceField)
        names = organisations(seat.partnership_id).values_list("name", flat=True)
        about.choices = [(name, name) for name in names]
        if not about.choices:
            del self.fields["about"]
        self.fields["minimum_group"].help_text = least.help_text(self.least)

    def clean_minimum_group(self) -> int:
        """A round may be stricter than its partnership, never laxer."""
        return least.no_smaller(int(self.cleaned_data["minimum_group"]), self.least)

    def clean(self) -> dict[str, Any]:
        """The days must lie before each other, and not in the past."""
        given = super().clean() or {}
        opens, closes = given.get("opens"), given.get("closes")
        if opens and opens < self.today:
            self.add_error("opens", _("The first day cannot lie in the past."))
        if opens and opens > self.today + LONGEST:
            self.add_error("opens", _("The first day cannot lie more than a year ahead."))
        if opens and closes and closes < opens:
            self.add_error("closes", _("The last day cannot lie before the first."))
        if opens and closes and (closes - opens).days > LONGEST.days:
            self.add_error("closes", _("A round can be open for a year at most."))
        if not self.errors:
            self._compose(given)
        return given

    def _compose(self, given: dict[str, Any]) -> None:
        """Put the questionnaire together; what does not fit is said beside the modules or the organisations."""
        asks = any(about_groups(module(name)) for name in given["module"])
        try:
            self.questionnaire = analysis.composed(
                given["module"],
                title=given["title"],
                minimum_group=given["minimum_group"],
                grouped=bool(given["segment"]),
                groups=given.get("about", []) if asks else [],
            )
        except InputError as error:
            for problem in error.problems:
                self.add_error("about" if asks and "about" in self.fields else "module", sentence(problem))


class QuestionsForm(forms.Form):
    """Which modules of Accord's own questions, and under which title."""

    title = forms.CharField(
        label=gettext_lazy("Name of the survey"),
        initial=gettext_lazy("Trust in our partnership"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the name of the survey.")},
    )
    module = _modules(
        gettext_lazy(
            "The first two are the core. Nobody should get more than 25 questions: of a longer choice each gets a part."
        )
    )
    groups = forms.CharField(
        label=gettext_lazy("Groups to ask about"),
        help_text=gettext_lazy(
            "Only for trust between groups: one on each line, staff groups or organisations, spelt as in the answers."
        ),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.made: Questionnaire | None = None

    def clean(self) -> dict[str, Any]:
        """Put the questionnaire together; what does not fit is said beside the modules or the groups."""
        chosen = self.cleaned_data
        if self.errors:
            return chosen
        groups = [line.strip() for line in chosen["groups"].splitlines() if line.strip()]
        name, title = slugify(chosen["title"]) or "questionnaire", {"en": chosen["title"]}
        try:
            self.made = compose(chosen["module"], id=name, title=title, groups=groups)
        except InputError as error:
            about = any(about_groups(module(one)) for one in chosen["module"])
            for problem in error.problems:
                self.add_error("groups" if groups or about else "module", sentence(problem))
        return chosen


def _counted(name: str) -> str:
    found = module(name)
    said = ngettext("%(title)s (%(n)s question)", "%(title)s (%(n)s questions)", len(found.items))
    if about_groups(found):
        said = _("%(title)s (%(n)s questions about each group)")
    return said % {"title": words(found.title, get_language() or "en"), "n": len(found.items)}
