"""Figures from elsewhere, and how far they may be held against a picture."""

from collections.abc import Sequence

from accord.analysis.results import Benchmark
from accord.report.language import Translator
from accord.report.sentence import Name, Sentence, say


def comparable(t: Translator, label: str) -> Sentence:
    """The title of identical questions asked elsewhere."""
    return say(t.gettext("{label}: the same questions, asked elsewhere."), label=Name(label))


def reading(t: Translator) -> tuple[Sentence, ...]:
    """What identical items do and do not allow."""
    return (
        say(t.gettext(
            "The questions and the scoring are the same. The people, the year and how they were asked are not."
        )),
        say(t.gettext(
            "The square is the median of the organisations there; the outlined bar holds their middle half."
        )),
    )  # fmt: skip


def history(t: Translator) -> Sentence:
    """Why older figures stand apart."""
    return say(t.gettext(
        "These figures are history. Other questions were asked and scored in another way, so they are not drawn "
        "beside yours, and a higher or lower number here says nothing about you."
    ))  # fmt: skip


def sources(benchmarks: Sequence[Benchmark]) -> tuple[Sentence, ...]:
    """Where the figures come from, each source once."""
    return tuple(say("{source}", source=name) for name in dict.fromkeys(b.source for b in benchmarks))
