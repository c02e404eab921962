"""What a sentence is about: a measure, a dimension, a part of the trust equation."""

from dataclasses import dataclass

from accord.analysis.results import MeasureResult
from accord.questionnaires.model import Part
from accord.report.language import Translator, words
from accord.report.sentence import Name, Sentence, inner, say


@dataclass(frozen=True, slots=True)
class Subject:
    """A measure as sentences speak of it. `trusted`: it has the parts of the trust equation, so it is about trust."""

    label: str
    trusted: bool = False
    lower_is_better: bool = False


def subject(measure: MeasureResult, language: str) -> Subject:
    """The subject of a measure's sentences."""
    return Subject(words(measure.label, language), measure.equation is not None, measure.lower_is_better)


def heading(t: Translator, about: Subject) -> Sentence:
    """How a title begins: «Trust in senior leaders», or the measure's own label.

    >>> from accord.report.language import translator
    >>> str(heading(translator("en"), Subject("Senior leaders", trusted=True)))
    'Trust in senior leaders'
    """
    if about.trusted:
        return say(t.gettext("Trust in {label}"), label=Name(inner(about.label)))
    return say("{label}", label=Name(about.label))


def dimension(t: Translator, name: str) -> str:
    """A dimension as the head of a column."""
    return {
        "organisation": t.gettext("Organisation"),
        "sector": t.gettext("Sector"),
        "group": t.gettext("Staff group"),
    }[name]


def part(t: Translator, name: Part) -> str:
    """A part of the trust equation by name."""
    return {
        Part.CREDIBILITY: t.gettext("Credibility"),
        Part.RELIABILITY: t.gettext("Reliability"),
        Part.INTIMACY: t.gettext("Intimacy"),
        Part.SELF_ORIENTATION: t.gettext("Self-orientation"),
    }[name]


def part_means(t: Translator, name: Part) -> str:
    """What a part of the trust equation means, in a few words."""
    return {
        Part.CREDIBILITY: t.gettext("they know their work"),
        Part.RELIABILITY: t.gettext("they do what they said"),
        Part.INTIMACY: t.gettext("it is safe to tell them"),
        Part.SELF_ORIENTATION: t.gettext("lower is better"),
    }[name]
