"""Which rows can be told apart, what the silent could change, and which cannot be told apart."""

from collections.abc import Sequence

from accord.analysis.results import Breakdown, Comparison, Estimate, Figure, Pair, Withheld
from accord.core.estimates import Reported
from accord.report.language import Translator
from accord.report.numbers import about as roughly
from accord.report.numbers import count, points, range_of, span
from accord.report.sentence import Name, Sentence, join, listing, say
from accord.report.sentences.subjects import Subject, heading

FEW = 5
"""Up to this many names stand in a sentence about who could be highest."""


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
                a=Name(comparison.widest.a), b=Name(comparison.widest.b))  # fmt: skip
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
               name=Name(shown[0].name), range=_within(t, shown[0].figure))  # fmt: skip


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
    figures = _figures(breakdown)
    return say(template, a=Name(pair.a), range_a=_within(t, figures[pair.a]), b=Name(pair.b),
               range_b=_within(t, figures[pair.b]))  # fmt: skip


def silent(t: Translator, comparison: Comparison | None) -> tuple[Sentence, ...]:
    """What those who were silent could change about what can be told apart."""
    if comparison is None:
        return ()
    if comparison.overturned is None:
        return (say(t.gettext("That is not known: no head counts came with the answers.")),)
    if comparison.apart == 0:
        return (say(t.gettext("No pair is told apart as it is, so there is nothing to overturn.")),)
    if comparison.overturned == 0:
        return (
            say(t.gettext("Nothing: what can be told apart holds even if the silent were 10 points lower or higher.")),
        )
    lost = say(
        t.ngettext(
            "Of those {k}, {n} would no longer be certain if the silent were 10 points lower in the one "
            "and higher in the other.",
            "Of those {k}, {n} would no longer be certain if the silent were 10 points lower in the one "
            "and higher in the other.",
            comparison.overturned,
        ),
        k=count(t, comparison.apart),
        n=count(t, comparison.overturned),
    )
    pair = comparison.overturned_example
    if pair is None:
        return (lost,)
    return (lost, say(t.gettext("One is {a} and {b}."), a=Name(pair.a), b=Name(pair.b)))


def not_apart(t: Translator, breakdown: Breakdown) -> tuple[Sentence, ...]:
    """The nearest pair that cannot be told apart, what it would take, and who could stand highest."""
    comparison = breakdown.comparison
    if comparison is None:
        return ()
    said = [] if comparison.closest is None else [_closest(t, comparison.closest, breakdown)]
    if comparison.needed_for_points is not None:
        said.append(
            say(t.gettext("To tell a difference of {points} points, about {n} answers are needed in each of two."),
                points=points(comparison.points), n=count(t, roughly(comparison.needed_for_points)))
        )  # fmt: skip
    return (*said, *_highest(t, comparison.first_places))


def _closest(t: Translator, pair: Pair, breakdown: Breakdown) -> Sentence:
    figures = _figures(breakdown)
    a, b = (say("{name} ({value})", name=Name(n), value=_value(figures[n])) for n in (pair.a, pair.b))
    if pair.needed is None:
        return say(t.gettext("{a} and {b}. Even answers from everyone would not tell them apart."), a=a, b=b)
    return say(t.gettext("{a} and {b}. To tell so small a difference, about {n} answers would be needed in each."),
               a=a, b=b, n=count(t, roughly(pair.needed)))  # fmt: skip


def _value(figure: Figure) -> str:
    return "" if isinstance(figure, Withheld) else points(figure.value)


def _highest(t: Translator, names: Sequence[str]) -> tuple[Sentence, ...]:
    if len(names) < 2:
        return ()
    if len(names) > FEW:
        return (say(t.gettext("Which stands highest? It could be any of {n}."), n=count(t, len(names))),)
    return (say(t.gettext("Which stands highest? It could be {names}."), names=listing(t, names, either=True)),)


def _figures(breakdown: Breakdown) -> dict[str, Figure]:
    return {row.name: row.figure for row in breakdown.rows}


def place(t: Translator, places: tuple[int, int] | None) -> str:
    """A range of places, «2 to 5»; a dash where there is none."""
    return "–" if places is None else span(t, *places)
