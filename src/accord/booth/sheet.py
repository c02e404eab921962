"""The questions as a respondent reads them, in their language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accord.questionnaires.model import Item, Questionnaire
from accord.report.language import words

# The words of the scales in `accord.questionnaires.modules`; a scale of somebody else's is shown in its own words.
gettext_noop("Strongly disagree")
gettext_noop("Disagree")
gettext_noop("Neither agree nor disagree")
gettext_noop("Agree")
gettext_noop("Strongly agree")
gettext_noop("Don't know")
gettext_noop("Don't know them")
gettext_noop("Don't know this change")
gettext_noop("Cannot say")
gettext_noop("I am one of them")
gettext_noop("Not at all")
gettext_noop("A little")
gettext_noop("Partly")
gettext_noop("Mostly")
gettext_noop("Fully")


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what can be answered: codes and their words. `unsure`: what cannot say is called, if it can.

    `numbered`: whether the points have no words, so that each is shown as its number.
    """

    id: str
    words: str
    points: tuple[tuple[int, str], ...]
    unsure: str
    numbered: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Questions about the same."""

    title: str
    questions: tuple[Question, ...]


def parts(questionnaire: Questionnaire, *, language: str, items: Iterable[str] | None = None) -> tuple[Part, ...]:
    """The questions by what they are about; only `items`, where they are named."""
    wanted = None if items is None else set(items)
    made = []
    for measure in questionnaire.measures:
        asked = [i for i in questionnaire.items_of(measure.id) if wanted is None or i.id in wanted]
        if asked:
            made.append(Part(words(measure.label, language), tuple(_question(i, language) for i in asked)))
    return tuple(made)


def for_script(parts: Iterable[Part]) -> dict[str, object]:
    """The same for the page's script. What can be answered is told once for all questions that share it."""
    scales: list[dict[str, object]] = []
    items = {}
    for part in parts:
        for one in part.questions:
            scale = {"points": one.points, "unsure": one.unsure, "numbered": one.numbered}
            if scale not in scales:
                scales.append(scale)
            items[one.id] = {"about": part.title, "words": one.words, "scale": scales.index(scale)}
    return {"items": items, "scales": scales}


def _question(item: Item, language: str) -> Question:
    scale = item.scale
    codes = range(scale.lowest, scale.highest + 1)
    numbered = len(scale.labels) != len(codes)
    labels = [str(code) for code in codes] if numbered else [_(label) for label in scale.labels]
    unsure = " / ".join(_(word) for word in scale.dont_know)
    return Question(item.id, words(item.text, language), tuple(zip(codes, labels, strict=True)), unsure, numbered)
