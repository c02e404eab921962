"""Figures as rows of a chart."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from accord.core.estimates import Estimate, Figure, Withheld
from accord.report.document.parts import Bar, Chart, Group, Line, Reader
from accord.report.numbers import count, points, range_of, span, whole
from accord.report.sentences.withheld import why

LONG = 60
"""From this many rows on, a chart is folded into groups."""
FOLD = 25
"""The most rows in one fold."""


def line(reader: Reader, name: str, figure: Figure, *, note: str = "", hollow: bool = False) -> Line:
    """A figure as a row: drawn, in numbers, and as it is read aloud."""
    if isinstance(figure, Withheld):
        return Line(name, Bar("withheld"), why=why(reader.t, figure), note=note)
    if not isinstance(figure, Estimate):
        return Line(name, Bar("reported", dot=_on_axis(figure.value), hollow=hollow), value=points(figure.value),
                    note=note)  # fmt: skip
    bar = Bar(
        "estimate",
        dot=_on_axis(figure.value),
        low=_on_axis(figure.low),
        high=_on_axis(figure.high),
        silent_low=None if figure.silent_low is None else _on_axis(figure.silent_low),
        silent_high=None if figure.silent_high is None else _on_axis(figure.silent_high),
        hollow=hollow,
    )
    return Line(name, bar, points(figure.value), range_of(reader.t, figure), _aloud(reader, figure), note=note)


def _on_axis(value: float) -> int:
    """Whole points, kept on the axis: a range near an end may reach beyond it."""
    return min(max(whole(value), 0), 100)


def _aloud(reader: Reader, figure: Estimate) -> str:
    if figure.silent_low is None or figure.silent_high is None:
        return ""
    silent = span(reader.t, figure.silent_low, figure.silent_high)
    return reader.t.gettext("{range} if the silent differ").format(range=silent)


def since(reader: Reader, now: Line, before: Figure) -> Line:
    """A row with the round before as a tick, said in words as well."""
    if isinstance(before, Withheld) or now.bar.dot is None:
        return now
    said = reader.t.gettext("before: {value}").format(value=points(before.value))
    return replace(now, bar=replace(now.bar, before=_on_axis(before.value), silent_low=None, silent_high=None),
                   spoken="", span=said)  # fmt: skip


def chart(reader: Reader, lines: Sequence[Line], *, label: str, noted: bool = False) -> Chart:
    """Rows on one axis, folded into groups where there are many, with the key of what is drawn."""
    return Chart(label, key(reader, (row.bar for row in lines)), _groups(reader, lines), noted)


def _groups(reader: Reader, lines: Sequence[Line]) -> tuple[Group, ...]:
    if len(lines) < LONG:
        return (Group("", tuple(lines)),)
    folds = -(-len(lines) // FOLD)
    size = -(-len(lines) // folds)
    return tuple(_fold(reader, lines[i : i + size]) for i in range(0, len(lines), size))


def _fold(reader: Reader, lines: Sequence[Line]) -> Group:
    title = reader.t.gettext("{first} to {last} ({n})").format(
        first=lines[0].name, last=lines[-1].name, n=count(reader.t, len(lines))
    )
    return Group(title, tuple(lines))


def key(reader: Reader, bars: Iterable[Bar]) -> tuple[tuple[str, str], ...]:
    """The marks that occur, each with its words."""
    seen = list(bars)
    t = reader.t
    silent = t.gettext("if the silent were 10 points lower or higher")
    marks = {
        "estimate": (t.gettext("estimate"), any(b.kind == "estimate" and not b.hollow for b in seen)),
        "reported": (t.gettext("figure as published"), any(b.kind == "reported" for b in seen)),
        "hollow": (t.gettext("lower is better"), any(b.hollow for b in seen)),
        "range": (t.gettext("range from sampling"), any(b.kind == "estimate" for b in seen)),
        "silent": (silent, any(b.silent_low is not None for b in seen)),
        "before": (t.gettext("the round before"), any(b.before is not None for b in seen)),
        "elsewhere": (t.gettext("median elsewhere, and the middle half"), any(b.kind == "elsewhere" for b in seen)),
        "withheld": (t.gettext("withheld"), any(b.kind == "withheld" for b in seen)),
    }
    return tuple((mark, words) for mark, (words, occurs) in marks.items() if occurs)
