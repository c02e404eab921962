"""What is in a file, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.questionnaires.forms import forms, minutes
from accord.questionnaires.model import Columns, Part, Questionnaire
from accord.questionnaires.targets import PLACE
from accord.report.language import words

PARTS: dict[str, tuple[Any, Any]] = {
    Part.CREDIBILITY: (gettext_lazy("credibility"), gettext_lazy("credibility: they know what they talk about")),
    Part.RELIABILITY: (gettext_lazy("reliability"), gettext_lazy("reliability: they do what they say")),
    Part.INTIMACY: (gettext_lazy("intimacy"), gettext_lazy("intimacy: it is safe to tell them things")),
    Part.SELF_ORIENTATION: (gettext_lazy("self-orientation"), gettext_lazy("self-orientation: whom they act for")),
}


def brief(topic: str, part: str, *, less: bool) -> str:
    """What is said of a question, in brief; `part` is empty where it is none of the four."""
    said = (topic, str(PARTS[part][0]) if part else "", _("agreeing means less") if less else "")
    return " · ".join(word for word in said if word)


def asked_of(questionnaire: Questionnaire, language: str) -> list[tuple[str, str]]:
    """Each question as it will be used: its column and wording, and what is said of it in brief."""
    topics = {measure.id: words(measure.label, language) for measure in questionnaire.measures}
    found = []
    for item in questionnaire.items:
        wording = words(item.text, language)
        name = item.column if wording == item.column else f"{item.column}: {wording}"
        found.append((name, brief(topics[item.measure], item.part or "", less=item.polarity < 0)))
    return found


def worded(questionnaire: Questionnaire, language: str) -> list[tuple[str, str]]:
    """Each question in its own words, «…» for the name of a group, and whether agreeing means less."""
    turned = {1: "", -1: _("agreeing means less")}
    said = [words(item.text, language).replace(PLACE, "…") for item in questionnaire.items]
    return [(text, turned[item.polarity]) for text, item in zip(said, questionnaire.items, strict=True)]


def given(questionnaire: Questionnaire, language: str) -> list[tuple[str, int, int, str]]:
    """What each person gets: the form's name (empty for everyone), questions, minutes, and what they are about."""
    found = []
    for form in forms(questionnaire):
        asked = {item.measure for item in questionnaire.items if item.id in form.items}
        topics = ", ".join(words(m.label, language) for m in questionnaire.measures if m.id in asked)
        found.append((form.id if questionnaire.forms else "", len(form.items), minutes(form), topics))
    return found


def unused(questionnaire: Questionnaire, columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """The columns of a file that a questionnaire makes no use of."""
    used = {getattr(questionnaire.columns, field.name) for field in fields(Columns)}
    if questionnaire.columns.item is None:
        used |= {item.column for item in questionnaire.items}
    return [column["name"] for column in columns if column["name"] and column["name"] not in used]
