"""A sentence that knows which of its words are names, so that no page has to find them again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import Formatter

from accord.report.language import Translator


class Name(str):
    """Words that came from a file: the name of an organisation, a group, a measure."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a sentence; `name` when they came from a file."""

    text: str
    name: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in order. `str()` gives them plain.

    >>> str(say("{a} is above {b}.", a=Name("Hospice"), b=Name("Council")))
    'Hospice is above Council.'
    """

    runs: tuple[Run, ...]

    def __str__(self) -> str:
        """The words, plain."""
        return "".join(run.text for run in self.runs)


def say(template: str, **values: "str | Sentence") -> Sentence:
    """Fill a translated template `"{a} is above {b}."`; a `Name` stays marked as one.

    >>> say("{a} leads.", a=Name("B")).runs
    (Run(text='B', name=True), Run(text=' leads.', name=False))
    """
    runs: list[Run] = []
    for text, field, _, _ in Formatter().parse(template):
        if text:
            runs.append(Run(text))
        if field is not None:
            runs.extend(_runs(values[field]))
    return Sentence(tuple(runs))


def _runs(value: "str | Sentence") -> tuple[Run, ...]:
    if isinstance(value, Sentence):
        return value.runs
    return (Run(str(value), isinstance(value, Name)),)


def join(*parts: Sentence | None) -> Sentence:
    """Several sentences as one, a space between; None is left out.

    >>> str(join(say("One."), None, say("Two.")))
    'One. Two.'
    """
    runs: list[Run] = []
    for part in parts:
        if part is not None and part.runs:
            runs.extend((Run(" "),) if runs else ())
            runs.extend(part.runs)
    return Sentence(tuple(runs))


def listing(t: Translator, names: Sequence[str], *, either: bool = False) -> Sentence:
    """Names in a row: «A, B and C», or «A, B or C» when `either`.

    >>> from accord.report.language import translator
    >>> str(listing(translator("en"), ["A", "B", "C"], either=True))
    'A, B or C'
    """
    if len(names) == 1:
        return say("{a}", a=Name(names[0]))
    first = Sentence(tuple(run for name in names[:-1] for run in (Run(", "), Run(name, True)))[1:])
    together = t.gettext("{first} or {last}") if either else t.gettext("{first} and {last}")
    return say(together, first=first, last=Name(names[-1]))


def inner(label: str) -> str:
    """A measure's label as it reads inside a sentence: «senior leaders», but «NHS leaders», «Welsh Government».

    Only a first letter that stands alone as a capital is made small, and never a word of one letter («I»).

    >>> inner("Senior leaders"), inner("NHS leaders"), inner("I am trusted")
    ('senior leaders', 'NHS leaders', 'I am trusted')
    """
    if re.search("[A-Z]", label[1:]) or not label[1:2].isalpha():
        return label
    return label[0].lower() + label[1:]


def opening(sentence: Sentence) -> Sentence:
    """The same sentence with a capital at its start.

    >>> str(opening(say("{a} leads.", a=Name("hospice"))))
    'Hospice leads.'
    """
    if not sentence.runs:
        return sentence
    first, *rest = sentence.runs
    return Sentence((Run(first.text[:1].upper() + first.text[1:], first.name), *rest))
