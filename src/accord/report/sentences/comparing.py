"""Which rows can be told apart."""

from accord.analysis.results import Breakdown, Comparison, Estimate, Figure, Pair, Withheld
from accord.core.estimates import Reported
from accord.report.language import Translator
from accord.report.numbers import count, points, range_of, span
from accord.report.sentence import Name, Sentence, join, say
from accord.report.sentences.subjects import Subject, dimension, heading


def title(t: Translator, about: Subject, breakdown: Breakdown) -> Sentence:
    """The title of a breakdown: the clearest difference, and how many others there are."""
    comparison = breakdown.comparison
    if comparison is None:
        return _alone(t, about, breakdown)
    if comparison.apart == 0:
        return say(t.gettext("{subject}: no two can be told apart."), subject=heading(t, about))
    if comparison.widest is None:
        return say(t.gettext("{subject}: those who answered differ, but the silent could overturn it."),
                   subject=heading(t, about))  # fmt: skip
    first = say(t.gettext("{subject}: {a} stands above {b}."), subject=heading(t, about),
                a=called(t, breakdown, comparison.widest.a), b=called(t, breakdown, comparison.widest.b))  # fmt: skip
    return join(first, _others(t, comparison))


def _others(t: Translator, comparison: Comparison) -> Sentence | None:
    if comparison.looked_at == 1:
        return None
    if comparison.apart == comparison.looked_at:
        return say(t.gettext("Every pair can be told apart."))
    if 2 * comparison.apart > comparison.looked_at:
        return say(t.gettext("Most pairs can be told apart."))
    return say(t.gettext("Most pairs cannot be told apart."))


def _alone(t: Translator, about: Subject, breakdown: Breakdown) -> Sentence:
    """A title where nothing was compared: all withheld, published figures, or a single row."""
    subject = heading(t, about)
    shown = [row for row in breakdown.rows if not isinstance(row.figure, Withheld)]
    if not shown:
        return say(t.gettext("{subject}: every figure is withheld."), subject=subject)
    values = [row.figure.value for row in shown if not isinstance(row.figure, Withheld)]
    if len(shown) > 1:
        return say(t.gettext("{subject}: published figures lie between {low} and {high}."),
                   subject=subject, low=points(min(values)), high=points(max(values)))  # fmt: skip
    return say(t.gettext("{subject}: {name} stands at {range} in 100."), subject=subject,
               name=called(t, breakdown, shown[0].name), range=_within(t, shown[0].figure))  # fmt: skip


def _within(t: Translator, figure: Figure) -> str:
    """A row's range, or the published figure itself."""
    if isinstance(figure, Estimate):
        return range_of(t, figure)
    return points(figure.value) if isinstance(figure, Reported) else ""


def told_apart(t: Translator, breakdown: Breakdown) -> tuple[Sentence, ...]:
    """How many pairs can be told apart, and the clearest."""
    comparison = breakdown.comparison
    if comparison is None:
        return (say(t.gettext("Nothing was compared: that takes two estimates with ranges.")),)
    n, k = count(t, comparison.looked_at), count(t, comparison.apart)
    if comparison.looked_at == 1:
        one = t.gettext("The one pair can be told apart.") if comparison.apart else t.gettext(
            "The one pair cannot be told apart.")  # fmt: skip
        first = say(one)
    elif comparison.apart == 0:
        first = say(t.gettext("No pair. That allows for having looked at all {n}."), n=n)
    else:
        first = say(
            t.ngettext(
                "Of {n} pairs, {k} can be told apart. That allows for having looked at all {n}.",
                "Of {n} pairs, {k} can be told apart. That allows for having looked at all {n}.",
                comparison.apart,
            ),
            n=n,
            k=k,
        )
    return (first,) if comparison.widest is None else (first, _widest(t, comparison.widest, breakdown))


def _widest(t: Translator, pair: Pair, breakdown: Breakdown) -> Sentence:
    template = (
        t.gettext(
            "{a} ({range_a}) is above {b} ({range_b}), even if the silent were 10 points lower in the one "
            "and higher in the other."
        )
        if pair.holds
        else t.gettext("{a} ({range_a}) is above {b} ({range_b}).")
    )
    high, low = (called(t, breakdown, name) for name in (pair.a, pair.b))
    figures = figures_of(breakdown)
    return say(template, a=high, range_a=_within(t, figures[pair.a]), b=low, range_b=_within(t, figures[pair.b]))


def called(t: Translator, breakdown: Breakdown, name: str) -> Name:
    """A row's name, with its dimension before it when it is only a number: «Organisation 38»."""
    if any(letter.isalpha() for letter in name):
        return Name(name)
    return Name(f"{dimension(t, breakdown.dimension)} {name}")


def figures_of(breakdown: Breakdown) -> dict[str, Figure]:
    """A breakdown's figures by name."""
    return {row.name: row.figure for row in breakdown.rows}


def place(t: Translator, places: tuple[int, int] | None) -> str:
    """A range of places, «2 to 5»; a dash where there is none."""
    return "–" if places is None else span(t, *places)
