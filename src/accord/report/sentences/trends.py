"""Published figures over periods."""

from accord.analysis.results import Trend
from accord.report.language import Translator
from accord.report.numbers import count, points
from accord.report.sentence import Name, Sentence, say


def from_to(t: Translator, trend: Trend) -> Sentence:
    """The first and the last period."""
    return say(t.gettext("Published figures from {first} to {last}"), first=Name(trend.periods[0]),
               last=Name(trend.periods[-1]))  # fmt: skip


def title(t: Translator, trend: Trend, *, label: str) -> Sentence:
    """Where the median began and where it ended."""
    known = [(p, m) for p, m in zip(trend.periods, trend.medians, strict=True) if m is not None]
    if not known:
        return say(t.gettext("{label}: no period has a figure."), label=Name(label))
    (first, start), (last, end) = known[0], known[-1]
    if first == last:
        return say(t.gettext("{label}: the median was {value} in {period}."), label=Name(label),
                   value=points(start), period=Name(first))  # fmt: skip
    return say(t.gettext("{label}: the median went from {start} in {first} to {end} in {last}."), label=Name(label),
               start=points(start), first=Name(first), end=points(end), last=Name(last))  # fmt: skip


def reading(t: Translator, n: int) -> tuple[Sentence, ...]:
    """How to read median, band and gaps."""
    return (
        say(t.ngettext(
            "The line is the median of the organisations: half of them published more, half less. "
            "The band holds the middle half. {n} organisation is in it at some time.",
            "The line is the median of the organisations: half of them published more, half less. "
            "The band holds the middle half. {n} organisations are in it at some time.",
            n,
        ), n=count(t, n)),
        say(t.gettext("Where the line breaks, no figure was published.")),
        say(t.gettext(
            "Organisations come and go from period to period, and published figures carry no ranges: "
            "a few points up or down may be chance."
        )),
    )  # fmt: skip
