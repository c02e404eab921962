"""What the columns of a file probably are. A guess is a place to start: its owner checks it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NAMES = {
    "organisation": ("organisation", "organization", "employer", "company", "agency", "trust", "compid", "org"),
    "sector": ("sector",),
    "group": ("group", "profession", "role", "occupation", "directorate", "department", "team", "grade"),
    "person": ("person", "respondent", "participant", "pseudonym", "subject", "sub"),
    "period": ("period", "year", "round", "wave"),
    "item": ("item", "question"),
    "answer": ("answer", "response"),
    "percent": ("percent", "percentage", "positive", "value"),
    "mean": ("mean", "average"),
    "base": ("base", "respondents", "n"),
    "sd": ("sd",),
}
"""What columns are often called, by what they hold; the likeliest name first."""

FILLERS = frozenset({"", "name", "of", "the", "code", "id", "your"})
"""Words that say nothing of what a column holds."""

SCALES = ((1, 5), (1, 7), (0, 4), (0, 10), (1, 4), (1, 6), (1, 10), (0, 6), (1, 3))
"""Common Likert scales, the commonest first."""

LABELS = (
    ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    ("Strongly disagree", "Disagree", "Slightly disagree", "Neither agree nor disagree", "Slightly agree", "Agree",
     "Strongly agree"),
    ("Anghytuno’n gryf", "Anghytuno", "Ddim yn cytuno nac yn anghytuno", "Cytuno", "Cytuno’n gryf"),
    ("Never", "Rarely", "Sometimes", "Often", "Always"),
    ("Very dissatisfied", "Dissatisfied", "Neither satisfied nor dissatisfied", "Satisfied", "Very satisfied"),
)  # fmt: skip
"""Common words of scales, each from lowest to highest."""

UNSURE = ("don't know", "do not know", "dont know", "don't know them", "i don't know them", "not applicable", "n/a",
          "cannot say", "can't say", "prefer not to say", "ddim yn gwybod")  # fmt: skip
"""Common words of people who could not say."""

UNSURE_CODES = frozenset({-9, -8, -1, 8, 9, 77, 88, 98, 99, 999})
"""Common codes of people who could not say, where the scale does not hold them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file: its name, its distinct texts (the first of them, when there are very many), its rows.

    `distinct`: how many distinct texts there are. `filled`: how many cells are not blank.
    """

    name: str
    values: tuple[str, ...]
    distinct: int
    filled: int


@dataclass(frozen=True, slots=True)
class Guess:
    """A scale: its ends, its words if it has any, and what people say who cannot say."""

    lowest: int
    highest: int
    labels: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()


def guess_roles(columns: Sequence[Column]) -> dict[str, str]:
    """Which column holds the organisation, the group and so on, by their names; each column one thing at most."""
    roles: dict[str, str] = {}
    for role, names in NAMES.items():
        free = [column.name for column in columns if column.name and column.name not in roles.values()]
        ranked = sorted((rank, i) for i, name in enumerate(free) if (rank := _rank(name, names)) is not None)
        if ranked:
            roles[role] = free[ranked[0][1]]
    return roles


def guess_scale(values: Iterable[str]) -> Guess | None:
    """The scale that answers are on; None when they do not look like answers.

    >>> guess_scale(["2", "4", "5", "9"])
    Guess(lowest=1, highest=5, labels=(), dont_know=('9',))
    """
    found = sorted(set(values))
    unsure = tuple(value for value in found if plain(value) in UNSURE)
    rest = [value for value in found if value not in unsure]
    codes = [re.fullmatch(r"(-?\d{1,4})(?:\.0)?", value) for value in rest]
    if all(codes):
        return _numbers([int(code[1]) for code in codes if code], unsure)
    return _words(rest, unsure)


def family(name: str) -> str:
    """What numbered columns have in common; empty for a column without a number at its end.

    >>> family("LEAD01"), family("Q7_2"), family("My manager keeps promises")
    ('LEAD', 'Q7', '')
    """
    found = re.fullmatch(r"(.*?)[\s_.:-]*\d+", name)
    return found[1] if found else ""


def plain(text: str) -> str:
    """A text in small letters, with straight apostrophes and single spaces."""
    return " ".join(text.casefold().replace("’", "'").split())


def _rank(name: str, names: Sequence[str]) -> int | None:
    """How well a column's name fits: as a whole («Name of organisation»), or by its last word («Staff group»)."""
    words = [word for word in re.split(r"[\W_]+", plain(name)) if word not in FILLERS]
    whole = " ".join(words)
    if whole in names:
        return names.index(whole)
    return len(names) + names.index(words[-1]) if len(words) == 2 and words[-1] in names else None


def _numbers(codes: list[int], unsure: tuple[str, ...]) -> Guess | None:
    likely = [code for code in codes if code not in UNSURE_CODES]
    if len(likely) < 3:
        return None
    ends = next((ends for ends in SCALES if ends[0] <= min(likely) and max(likely) <= ends[1]), None)
    if ends is None:
        return None
    beyond = tuple(str(code) for code in codes if not ends[0] <= code <= ends[1])
    return Guess(*ends, dont_know=unsure + beyond)


def _words(words: list[str], unsure: tuple[str, ...]) -> Guess | None:
    said = {plain(word): word for word in words}
    for labels in LABELS:
        if said.keys() <= {plain(label) for label in labels}:
            return Guess(1, len(labels), tuple(said.get(plain(label), label) for label in labels), unsure)
    return None
