"""What the silent could change, and what cannot be told apart."""

from collections.abc import Sequence

from accord.analysis.results import Breakdown, Figure, Pair, Withheld
from accord.report.language import Translator
from accord.report.numbers import about as roughly
from accord.report.numbers import count, points
from accord.report.sentence import Sentence, listing, say
from accord.report.sentences.comparing import called, figures_of

FEW = 5
"""Up to this many names stand in a sentence about who could be highest."""


def silent(t: Translator, breakdown: Breakdown) -> tuple[Sentence, ...]:
    """What those who were silent could change about what can be told apart."""
    comparison = breakdown.comparison
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
    lost = _lost(t, comparison.apart, comparison.overturned)
    pair = comparison.overturned_example
    if pair is None:
        return (lost,)
    a, b = (called(t, breakdown, name) for name in (pair.a, pair.b))
    return (lost, say(t.gettext("One is {a} and {b}."), a=a, b=b))


def _lost(t: Translator, apart: int, overturned: int) -> Sentence:
    """How many of the pairs told apart would not be, if the silent differ."""
    if overturned == apart:
        template = t.ngettext(
            "It would no longer be certain if the silent were 10 points lower in the one and higher in the other.",
            "None of those {k} would still be certain if the silent were 10 points lower in the one and higher in "
            "the other.",
            apart,
        )
    else:
        template = t.ngettext(
            "Of those {k}, {n} would no longer be certain if the silent were 10 points lower in the one "
            "and higher in the other.",
            "Of those {k}, {n} would no longer be certain if the silent were 10 points lower in the one "
            "and higher in the other.",
            overturned,
        )
    return say(template, k=count(t, apart), n=count(t, overturned))


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
        said.extend(_staffed(t, breakdown, roughly(comparison.needed_for_points)))
    return (*said, *_highest(t, breakdown, comparison.first_places))


def _staffed(t: Translator, breakdown: Breakdown, needed: int) -> tuple[Sentence, ...]:
    """How many of the rows have so many staff at all, where some have not."""
    staff = [row.asked for row in breakdown.rows if row.asked is not None and not isinstance(row.figure, Withheld)]
    enough = sum(asked >= needed for asked in staff)
    if enough == len(staff):
        return ()
    if enough == 0:
        return (say(t.gettext("None here has so many staff.")),)
    return (
        say(
            t.ngettext("Of {m} here, {k} has so many staff.", "Of {m} here, {k} have so many staff.", enough),
            m=count(t, len(staff)),
            k=count(t, enough),
        ),
    )


def _closest(t: Translator, pair: Pair, breakdown: Breakdown) -> Sentence:
    figures = figures_of(breakdown)
    a, b = (say("{name} ({value})", name=called(t, breakdown, n), value=_value(figures[n])) for n in (pair.a, pair.b))
    if pair.needed is None:
        return say(t.gettext("{a} and {b}. Even answers from everyone would not tell them apart."), a=a, b=b)
    return say(t.gettext("{a} and {b}. To tell so small a difference, about {n} answers would be needed in each."),
               a=a, b=b, n=count(t, roughly(pair.needed)))  # fmt: skip


def _value(figure: Figure) -> str:
    return "" if isinstance(figure, Withheld) else points(figure.value)


def _highest(t: Translator, breakdown: Breakdown, names: Sequence[str]) -> tuple[Sentence, ...]:
    if len(names) < 2:
        return ()
    if len(names) > FEW:
        return (say(t.gettext("Which stands highest? It could be any of {n}."), n=count(t, len(names))),)
    return (
        say(
            t.gettext("Which stands highest? It could be {names}."),
            names=listing(t, [called(t, breakdown, name) for name in names], either=True),
        ),
    )
