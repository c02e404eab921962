"""The picture of figures that others published: no range that what was published cannot support."""

import numpy as np
from numpy.typing import NDArray

from accord.analysis.population import by_name
from accord.analysis.results import Breakdown, MeasureResult, Row, Trend
from accord.analysis.tables import Summaries
from accord.core.disclosure.rounding import POINTS, round_estimate
from accord.core.estimates import Estimate, Figure, Reason, Reported, Withheld
from accord.core.trust.index import intervals
from accord.questionnaires.model import Measure


def published_measure(summaries: Summaries, measure: Measure) -> MeasureResult:
    """One measure's figures in the latest period, by organisation; the whole is the median of organisations."""
    trend = published_trend(summaries, measure)
    latest = [figures[-1] for figures in trend.figures]
    rows = tuple(
        Row(name, figure, answered=_base(figure))
        for name, figure in zip(trend.names, latest, strict=True)
        if figure is not None
    )
    return MeasureResult(
        id=measure.id,
        label=measure.label,
        lower_is_better=measure.lower_is_better,
        items=summaries.questionnaire.items_of(measure.id),
        overall=_median(trend.medians[-1], summaries.questionnaire.minimum_group),
        breakdowns=(Breakdown("organisation", rows, comparison=None),),
    )


def published_trend(summaries: Summaries, measure: Measure) -> Trend:
    """One measure's figures by organisation and period, with median and quartiles over organisations."""
    items = {item.id for item in summaries.questionnaire.items_of(measure.id)}
    mine = [i for i, item in enumerate(summaries.items) if item in items]
    periods = tuple(sorted({summaries.periods[i] for i in mine}))
    names = by_name({summaries.organisations[i] for i in mine})
    row = {name: i for i, name in enumerate(names)}
    column = {period: i for i, period in enumerate(periods)}
    figures: list[list[Figure | None]] = [[None] * len(periods) for _ in names]
    for i in mine:
        figures[row[summaries.organisations[i]]][column[summaries.periods[i]]] = _figure(summaries, i)
    values = np.array([[_value(figure) for figure in line] for line in figures])
    low, middle, high = (_quantiles(values, share) for share in (0.25, 0.5, 0.75))
    return Trend(measure.id, periods, names, tuple(map(tuple, figures)), middle, low, high)


def _figure(summaries: Summaries, i: int) -> Figure:
    """What one published line supports: a range with base and SD, a bare figure, or nothing."""
    value, base, sd = (float(x[i]) for x in (summaries.values, summaries.base, summaries.sd))
    minimum = summaries.questionnaire.minimum_group
    if not np.isnan(base) and base < minimum:
        return Withheld(Reason.TOO_FEW, minimum)
    if np.isnan(base) or np.isnan(sd):
        return Reported(value, None if np.isnan(base) else int(base))
    low, high = intervals(np.array([value]), np.array([sd / np.sqrt(base)]), np.array([base - 1]))
    return round_estimate(Estimate(value, float(low[0]), float(high[0]), n=int(base)), step=POINTS)


def _median(value: float | None, minimum: int) -> Figure:
    """The median of organisations; too few where every organisation is withheld."""
    return Withheld(Reason.TOO_FEW, minimum) if value is None else Reported(value)


def _base(figure: Figure) -> int | None:
    return None if isinstance(figure, Withheld) else figure.n


def _value(figure: Figure | None) -> float:
    return np.nan if figure is None or isinstance(figure, Withheld) else figure.value


def _quantiles(values: NDArray[np.float64], share: float) -> tuple[float | None, ...]:
    """The quantile of each column over the rows that have a figure; None in an empty column."""
    columns = (column[~np.isnan(column)] for column in values.T)
    return tuple(float(np.quantile(column, share)) if len(column) else None for column in columns)
