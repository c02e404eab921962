"""The form that says which column is what: from a guessed questionnaire to the one that is meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.questionnaires.guesses import LABELS, plain
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire, Scale
from accord.questionnaires.problems import InputError
from accord.questionnaires.write import to_toml
from accord.rounds import mapped
from accord.rounds.mapped import key
from accord.rounds.wording import PARTS, brief
from accord.web.wording import sentence

ROLES = {
    "organisation": gettext_lazy("Organisation"),
    "sector": gettext_lazy("Sector"),
    "group": gettext_lazy("Staff group"),
    "person": gettext_lazy("Pseudonym of the person"),
    "period": gettext_lazy("Year or round"),
    "item": gettext_lazy("Name of the question"),
    "answer": gettext_lazy("Answer"),
    "mean": gettext_lazy("Mean"),
    "percent": gettext_lazy("Percentage"),
    "base": gettext_lazy("Number of answers"),
    "sd": gettext_lazy("Standard deviation"),
}
FIRST_ROLES = ("organisation", "sector", "group")
"""What most files have; the other roles are on the page, folded away."""

WAYS = {"1": gettext_lazy("more trust"), "-1": gettext_lazy("less trust")}
CHOICES = ("about", "part", "way", "scale")
"""What is chosen for each question, and can be for several at once."""

KEEP = "keep"
FEWEST, MOST = 3, 12
"""How many things that questions can be about the page has room for, where the questionnaire has not more."""
ROOM = 900
"""How many questions the page has room for: each has five fields, and a form may have 5,000."""
EXAMPLES = 6
"""How many of a column's texts are shown beside it."""

KNOWN = [{plain(label) for label in labels} for labels in LABELS]

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One question on the page: its column, some of what stands there, what is chosen in brief, and its fields."""

    name: str
    examples: str
    used: bool
    brief: str
    fields: tuple[BoundField, ...]

    @property
    def wrong(self) -> bool:
        """Whether it has to be opened to see what is wrong."""
        return any(field.errors for field in self.fields)


class MappingForm(forms.Form):
    """Which column is what, for a file with these columns. `base` is the questionnaire so far, None without any."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        columns: Sequence[Mapping[str, Any]],
        base: Questionnaire | None,
        title: str,
    ) -> None:
        self.columns = {column["name"]: column for column in columns if column["name"]}
        self.base, self.title = base, title
        if data is not None:  # a browser sends every line break as two characters, a column's name has one
            data = {name: data[name].replace("\r\n", "\n") for name in data}
        self.start: Values = mapped.values(base) if data is None else dict(data)
        given = base.columns.form if base else None
        found = [name for name in _questions(self.columns, self.start) if name != given]
        self.questions, self.beyond = found[:ROOM], found[ROOM:]
        filling = "fill" in self.start
        if filling:
            _fill(self.start, [key(name) for name in self.questions])
        self.start = {f"all_{prefix}": KEEP for prefix in CHOICES} | self.start
        super().__init__(None if filling or data is None else data, initial=self.start)
        self.scales = mapped.scales(base)
        for name, field in self._fields():
            self.fields[name] = field

    def _fields(self) -> Iterator[tuple[str, forms.Field]]:
        yield from self._role_fields()
        yield from self._measure_fields()
        for k, scale in enumerate(self.scales):
            yield from _scale_fields(k, scale)
        for name in self.questions:
            yield from self._question_fields(key(name), name)
        yield from self._bulk_fields()

    def _role_fields(self) -> Iterator[tuple[str, forms.Field]]:
        columns = [(name, name) for name in self.columns]
        for role, label in ROLES.items():
            yield (
                role,
                forms.ChoiceField(
                    label=label,
                    required=role == "organisation",
                    choices=[("", _("no column")), *columns],
                    error_messages={"required": _("Choose the column that says where a person works.")},
                ),
            )
        yield "cross", forms.BooleanField(required=False, label=_("Show the staff groups of each organisation, too"))

    def _measure_fields(self) -> Iterator[tuple[str, forms.Field]]:
        for k in range(self.measures):
            label = _("Topic %(n)s") % {"n": k + 1}
            yield f"measure{k}", forms.CharField(required=False, max_length=80, label=label)
            yield f"lower{k}", forms.BooleanField(required=False, label=_("Less of it is better"))

    @property
    def measures(self) -> int:
        """How many things questions can be about: those there are, and room for more."""
        there = len(self.base.measures) if self.base else 0
        last = max((k + 1 for k in range(MOST) if self.start.get(f"measure{k}")), default=0)
        return max(FEWEST, there, min(last + 1, MOST))

    def measure_choices(self) -> list[tuple[str, str]]:
        """The things that questions can be about."""
        unnamed = (_("Topic %(n)s (no name yet)") % {"n": k + 1} for k in range(self.measures))
        return [(str(k), self.start.get(f"measure{k}") or name) for k, name in enumerate(unnamed)]

    def _question_fields(self, mark: str, name: str) -> Iterator[tuple[str, forms.Field]]:
        for prefix, field in _choices(self.measure_choices(), self.scales):
            yield f"{prefix}_{mark}", field
        yield f"text_{mark}", forms.CharField(required=False, max_length=500, label=_("Its wording"), empty_value=name)

    def _bulk_fields(self) -> Iterator[tuple[str, forms.Field]]:
        places = [(key(name), name) for name in self.questions]
        yield "from", forms.ChoiceField(label=_("From"), choices=places, required=False)
        yield "to", forms.ChoiceField(label=_("To"), choices=places, required=False)
        for prefix, field in _choices(self.measure_choices(), self.scales):
            field.choices = [(KEEP, _("leave as it is")), *field.choices]  # type: ignore[misc]
            yield f"all_{prefix}", field

    def bulk(self) -> tuple[BoundField, ...]:
        """The fields that fill in several questions at once."""
        return tuple(self[name] for name in self.fields if name in {"from", "to"} or name.startswith("all_"))

    def scale_words(self, k: int) -> str:
        """A scale in brief."""
        return mapped.scale_words(self.scales[k])

    def is_guess(self, k: int) -> bool:
        """Whether the order of a scale's words is only a guess: they are of no scale that is known."""
        said = {plain(label) for label in self.scales[k].labels}
        return bool(said) and said not in KNOWN

    def first_roles(self) -> tuple[BoundField, ...]:
        """The columns that most files have."""
        return tuple(self[role] for role in FIRST_ROLES)

    def other_roles(self) -> tuple[BoundField, ...]:
        """The columns of files that are laid out in another way."""
        return tuple(self[role] for role in ROLES if role not in FIRST_ROLES)

    def rows(self) -> Iterator[Row]:
        """The questions, in the order of the file."""
        for name in self.questions:
            mark = key(name)
            names = [f"{prefix}_{mark}" for prefix in (*CHOICES, "text")]
            found = tuple(self[field] for field in names if field in self.fields)
            yield Row(name, self._examples(name), bool(self[f"about_{mark}"].value()), self._brief(mark), found)

    def _examples(self, name: str) -> str:
        values = self.columns[name]["values"] if name in self.columns else []
        return ", ".join(values[:EXAMPLES]) + (" …" if len(values) > EXAMPLES else "")

    def _brief(self, mark: str) -> str:
        about = dict(self.measure_choices()).get(str(self[f"about_{mark}"].value() or ""))
        if about is None:
            return _("not used")
        part = self[f"part_{mark}"].value()
        return brief(about, part if part in PARTS else "", less=self[f"way_{mark}"].value() == "-1")

    def clean(self) -> dict[str, Any]:
        """Everything that is chosen must fit together; `meant` is then the questionnaire."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, said in mapped.mistakes(cleaned, count=len(self.scales), marks=[*map(key, self.questions)]):
            self.add_error(name, said)
        if not self.errors:
            self._mean(cleaned)
        return cleaned

    def _mean(self, cleaned: dict[str, Any]) -> None:
        marks = {key(name): name for name in self.questions}
        meant = to_toml(mapped.questionnaire(cleaned, marks=marks, base=self.base, title=self.title))
        try:
            parse_questionnaire(meant.encode())
        except InputError as error:
            for problem in error.problems:
                self.add_error(None, sentence(problem))
        self.meant = meant


def _questions(columns: Mapping[str, Mapping[str, Any]], start: Values) -> list[str]:
    """What can be a question: the texts of the column of questions, or every column that is nothing else."""
    named = columns.get(start.get("item") or "")
    if named is not None:
        return list(named["values"])
    taken = {start.get(role) for role in ROLES}
    return [name for name in columns if name not in taken]


def _fill(start: Values, marks: list[str]) -> None:
    """Copy what was chosen for several questions to each of them, and go on with the next ones."""
    ends = [marks.index(start[end]) for end in ("from", "to") if start.get(end) in marks]
    if len(ends) == 2:
        for mark in marks[min(ends) : max(ends) + 1]:
            chosen = {prefix: start.get(f"all_{prefix}", KEEP) for prefix in CHOICES}
            start.update({f"{prefix}_{mark}": value for prefix, value in chosen.items() if value != KEEP})
        start["from"] = start["to"] = marks[min(max(ends) + 1, len(marks) - 1)]
    for prefix in CHOICES:
        start[f"all_{prefix}"] = KEEP


def _choices(measures: list[tuple[str, str]], scales: Sequence[Scale]) -> Iterator[tuple[str, forms.ChoiceField]]:
    """What is chosen for a question, or for several at once."""
    parts = [("", _("none of the four")), *((part, str(words[1])) for part, words in PARTS.items())]
    yield "about", forms.ChoiceField(required=False, label=_("About"), choices=[("", _("not used")), *measures])
    yield "part", forms.ChoiceField(required=False, label=_("Part of trust"), choices=parts)
    yield "way", forms.ChoiceField(required=False, label=_("Agreeing means"), choices=list(WAYS.items()))
    if len(scales) > 1:
        named = [(str(k), mapped.scale_words(scale)) for k, scale in enumerate(scales)]
        yield "scale", forms.ChoiceField(required=False, label=_("Scale"), choices=named)


def _scale_fields(k: int, scale: Scale) -> Iterator[tuple[str, forms.Field]]:
    whole = {"invalid": _("Enter a whole number."), "required": _("Enter a whole number.")}
    number = {"inputmode": "numeric", "class": "nhsuk-input--width-4"}
    yield (
        f"lowest{k}",
        forms.IntegerField(
            label=_("Lowest point"),
            min_value=-1000,
            max_value=1000,
            error_messages=whole,
            widget=forms.TextInput(number),
        ),
    )
    yield (
        f"highest{k}",
        forms.IntegerField(
            label=_("Highest point"),
            min_value=-1000,
            max_value=1000,
            error_messages=whole,
            widget=forms.TextInput(number),
        ),
    )
    yield (
        f"labels{k}",
        forms.CharField(
            required=False,
            label=_("Words of the points"),
            help_text=_("One a line, from lowest to highest. May be left out where the file has numbers."),
            widget=forms.Textarea({"rows": max(len(scale.labels), 3)}),
        ),
    )
    yield (
        f"unsure{k}",
        forms.CharField(
            required=False,
            label=_("What counts as no answer"),
            help_text=_("One a line: words or codes of people who could not say."),
            widget=forms.Textarea({"rows": max(len(scale.dont_know), 2)}),
        ),
    )
