"""Trust between groups: what each says of every other, and what it believes the other thinks of it."""

from accord.analysis.results import Estimate, Gap, TrustMatrix, Withheld
from accord.report.language import Translator
from accord.report.numbers import count, points, span
from accord.report.sentence import Name, Sentence, say

NAMED = 5
"""More gaps than this are counted; the table has them all."""


def title(t: Translator, found: TrustMatrix) -> Sentence:
    """The largest gap that holds for the silent too, else what the section shows."""
    certain = [gap for gap in found.gaps if gap.apart and gap.holds is not False and gap.difference]
    if not certain:
        return say(t.gettext("How far groups trust each other, and what they believe of each other."))
    gap = max(certain, key=lambda one: abs(one.difference.value) if one.difference else 0.0)
    more = gap.difference is not None and gap.difference.value > 0
    template = (
        t.gettext("{other}: more trust in {group} than {group} believe.")
        if more
        else t.gettext("{other}: less trust in {group} than {group} believe.")
    )
    return say(template, group=Name(gap.group), other=Name(gap.other))


def reading(t: Translator, found: TrustMatrix) -> tuple[Sentence, ...]:
    """One cell in words, so that every other can be read."""
    for group, line in zip(found.groups, found.trust, strict=True):
        for target, figure in zip(found.targets, line, strict=True):
            if isinstance(figure, Estimate):
                template = t.gettext("Line ‘{group}’, column ‘{target}’: people of {group} trust {target} {value} on a "
                                     "scale from 0 to 100.")  # fmt: skip
                return (say(template, group=Name(group), target=Name(target), value=points(figure.value)),)
    return ()


def told(t: Translator, found: TrustMatrix) -> tuple[Sentence, ...]:
    """Where what is believed and what is said can be told apart."""
    compared = [gap for gap in found.gaps if gap.difference is not None]
    apart = sorted((gap for gap in compared if gap.apart), key=_size, reverse=True)
    if not compared:
        return (say(t.gettext("Nothing: nowhere are both what is believed and what is said shown.")),)
    counted = t.ngettext(
        "Of {n} pairs compared, {k} can be told apart.", "Of {n} pairs compared, {k} can be told apart.", len(apart)
    )
    first = say(counted, n=count(t, len(compared)), k=count(t, len(apart)))
    return (first, *(_gap(t, gap, gap.difference) for gap in apart[:NAMED] if gap.difference))


def silent(t: Translator, found: TrustMatrix) -> tuple[Sentence, ...]:
    """What the silent could change about that."""
    apart = [gap for gap in found.gaps if gap.apart]
    if not apart:
        return ()
    if any(gap.holds is None for gap in apart):
        return (say(t.gettext("That cannot be known without head counts.")),)
    template = t.ngettext(
        "Of {k} told apart, {n} might not be, if the silent of the one group were 10 points lower and those of the "
        "other 10 higher.",
        "Of {k} told apart, {n} might not be, if the silent of the one group were 10 points lower and those of the "
        "other 10 higher.",
        len(apart),
    )
    return (say(template, k=count(t, len(apart)), n=count(t, sum(not gap.holds for gap in apart))),)


def believed(t: Translator) -> Sentence:
    """The title of what is believed."""
    return say(t.gettext("What each group believes that the others think of it."))


def who(t: Translator) -> Sentence:
    """Whose answers are set against whose."""
    return say(t.gettext("Nobody was asked about their own group. What one group believes and what the other says come "
                         "from different people."))  # fmt: skip


def hidden(t: Translator, found: TrustMatrix) -> tuple[Sentence, ...]:
    """How many cells are withheld, of both tables."""
    lines = (*found.trust, *found.believed)
    n = sum(isinstance(figure, Withheld) for line in lines for figure in line)
    if not n:
        return ()
    template = t.ngettext(
        "{n} cell is withheld: too few answered in it, or it would give another away.",
        "{n} cells are withheld: too few answered in them, or they would give another away.",
        n,
    )
    return (say(template, n=count(t, n)),)


def _size(gap: Gap) -> float:
    return abs(gap.difference.value) if gap.difference else 0.0


def _gap(t: Translator, gap: Gap, d: Estimate) -> Sentence:
    ends = (d.low, d.high) if d.value > 0 else (-d.high, -d.low)
    template = (
        t.gettext("{other} trust {group} {points} points more than {group} believe (range {range}).")
        if d.value > 0
        else t.gettext("{other} trust {group} {points} points less than {group} believe (range {range}).")
    )
    return say(
        template, other=Name(gap.other), group=Name(gap.group), points=points(abs(d.value)), range=span(t, *ends)
    )
