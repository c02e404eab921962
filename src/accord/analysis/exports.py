"""A picture as JSON, whole, and as CSV, one row a figure."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, fields, is_dataclass
from typing import Any

from accord.analysis.results import Breakdown, Change, Comparison, Contrast, Crossing, MeasureResult, Picture, Trend
from accord.core.estimates import Estimate, Figure, Reported, Withheld

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet may take for the start of a formula."""


def to_json(picture: Picture) -> str:
    """The whole picture as JSON: every typed result, under the names of its fields and in their order.

    A withheld figure is `{"withheld": reason, "minimum": …}`; a published one has a `value` and no `low`.
    The same picture always gives the same text.
    """
    return json.dumps(plain(picture), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def to_csv(picture: Picture) -> str:
    """Every figure of a picture, one row each, with its ranges, head count and answers, or why it is withheld.

    `dimension` says what kind of figure it is: empty for the whole, a dimension or a crossing, `part`, `quotient`,
    `reliability`, `difference of …`, `change`, `contrast`, `thought minus believed`, `period`, `over organisations` or
    `benchmark`; `row` and `column` say which. Text that a spreadsheet could run as a formula gets an apostrophe before
    it.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([field.name for field in fields(Line)])
    for line in _lines(picture):
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in astuple(line)])
    return out.getvalue()


def neutral(text: str) -> str:
    """Text that no spreadsheet runs as a formula: an apostrophe stands before `=`, `+`, `-`, `@` or a control.

    >>> neutral("=1+1"), neutral("St Elsewhere")
    ("'=1+1", 'St Elsewhere')
    """
    return f"'{text}" if text.startswith(DANGEROUS) else text


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the CSV; an empty cell is not known, or withheld where `withheld` says why."""

    measure: str
    dimension: str = ""
    row: str = ""
    column: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    silent_low: float | None = None
    silent_high: float | None = None
    asked: int | None = None
    answered: int | None = None
    withheld: str = ""


def _line(figure: Figure | float | None, measure: str, dimension: str = "", row: str = "", column: str = "") -> Line:
    match figure:
        case Estimate(value, low, high, n, of, silent_low, silent_high):
            return Line(measure, dimension, row, column, value, low, high, silent_low, silent_high, of, n)
        case Reported(value, n):
            return Line(measure, dimension, row, column, value, answered=n)
        case Withheld(reason):
            return Line(measure, dimension, row, column, withheld=reason.value)
        case _:
            return Line(measure, dimension, row, column, figure)


def _lines(picture: Picture) -> Iterator[Line]:
    for measure in picture.measures:
        yield from _of_measure(measure)
    for contrast in picture.contrasts:
        yield _of_contrast(contrast)
    for gap in picture.between.gaps if picture.between else ():
        if gap.difference is not None:
            yield _line(gap.difference, "", "thought minus believed", gap.group, gap.other)
    for trend in picture.trends:
        yield from _of_trend(trend)
    for fact in picture.benchmarks:
        yield _line(fact.value, fact.measure or "", "benchmark", fact.label["en"], str(fact.year))


def _of_measure(measure: MeasureResult) -> Iterator[Line]:
    yield _line(measure.overall, measure.id)
    for breakdown in measure.breakdowns:
        yield from _of_breakdown(measure.id, breakdown)
    for crossing in measure.crossings:
        yield from _of_crossing(measure.id, crossing)
    yield from _of_equation(measure)
    yield from _of_reliability(measure)
    for change in measure.changes:
        yield from _of_change(measure.id, change)


def _of_breakdown(measure: str, breakdown: Breakdown) -> Iterator[Line]:
    for row in breakdown.rows:
        line = _line(row.figure, measure, breakdown.dimension, row.name)
        yield Line(**asdict(line) | {"asked": row.asked if line.asked is None else line.asked})
    if breakdown.comparison:
        yield from _of_comparison(measure, breakdown.dimension, breakdown.comparison)


def _of_comparison(measure: str, dimension: str, comparison: Comparison) -> Iterator[Line]:
    pairs = {(pair.a, pair.b): pair for pair in
             (comparison.widest, comparison.overturned_example, comparison.closest) if pair}  # fmt: skip
    for (a, b), pair in pairs.items():
        yield _line(pair.difference, measure, f"difference of {dimension}", a, b)


def _of_crossing(measure: str, crossing: Crossing) -> Iterator[Line]:
    for row, cells in zip(crossing.rows, crossing.cells, strict=True):
        for column, figure in zip(crossing.columns, cells, strict=True):
            if figure is not None:
                yield _line(figure, measure, " × ".join(crossing.dimensions), row, column)


def _of_equation(measure: MeasureResult) -> Iterator[Line]:
    if measure.equation is None:
        return
    for part in measure.equation.parts:
        yield _line(part.figure, measure.id, "part", part.part.value)
    yield _line(measure.equation.overall, measure.id, "quotient")
    for quotient in measure.equation.by_organisation:
        yield _line(quotient.figure, measure.id, "quotient", quotient.name)


def _of_reliability(measure: MeasureResult) -> Iterator[Line]:
    if measure.reliability is None:
        return
    for field in fields(measure.reliability):
        found = getattr(measure.reliability, field.name)
        if field.name not in {"warnings", "against"} and found is not None:
            yield _line(found, measure.id, "reliability", field.name)


def _of_change(measure: str, change: Change) -> Iterator[Line]:
    figures = {"before": change.before, "now": change.now, "difference": change.difference}
    for column, figure in figures.items():
        if figure is not None:
            yield _line(figure, measure, "change", change.name, column)


def _of_contrast(contrast: Contrast) -> Line:
    return _line(contrast.difference, "", "contrast", contrast.a, contrast.b)


def _of_trend(trend: Trend) -> Iterator[Line]:
    for name, figures in zip(trend.names, trend.figures, strict=True):
        for period, figure in zip(trend.periods, figures, strict=True):
            if figure is not None:
                yield _line(figure, trend.measure, "period", name, period)
    over = {"median": trend.medians, "low_quartile": trend.low_quartiles, "high_quartile": trend.high_quartiles}
    for name, values in over.items():
        for period, value in zip(trend.periods, values, strict=True):
            if value is not None:
                yield _line(value, trend.measure, "over organisations", name, period)


def plain(value: Any) -> Any:
    """What JSON can hold: dataclasses as objects, tuples as lists, a withheld figure as what it is."""
    if isinstance(value, Withheld):
        return {"withheld": value.reason.value, "minimum": value.minimum}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(value[name]) for name in sorted(value)}
    if isinstance(value, tuple | list):
        return [plain(entry) for entry in value]
    return value
