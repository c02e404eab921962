"""Published figures over periods, as a section of small drawings."""

from collections.abc import Callable, Sequence

from accord.analysis.results import Picture, Trend
from accord.core.estimates import Estimate, Figure, Withheld
from accord.report.document import tables
from accord.report.document.parts import Fold, Lines, Passage, Point, Reader, Section, Table
from accord.report.language import words
from accord.report.numbers import count, points, range_of, whole
from accord.report.sentences import trends as sentences

LONGEST_GAP = 30
"""Years between the first and the last up to which every year has its place on the axis."""
TICKS = 8
"""About how many periods are named under a drawing."""

Run = list[int]


def section(reader: Reader, picture: Picture, *, id: str) -> Section | None:
    """One drawing a measure, all on the same axis."""
    if not picture.trends:
        return None
    t = reader.t
    labels = {measure.id: words(measure.label, reader.language) for measure in picture.measures}
    first = picture.trends[0]
    return Section(
        id=id,
        title=sentences.from_to(t, first),
        lead=t.gettext("0 to 100, every drawing on the same axis."),
        says=(Passage(t.gettext("How to read it"), sentences.reading(t, len(first.names))),),
        sections=tuple(
            _one(reader, trend, labels[trend.measure], id=f"{id}-{i}") for i, trend in enumerate(picture.trends, 1)
        ),
    )


def _one(reader: Reader, trend: Trend, label: str, *, id: str) -> Section:
    t = reader.t
    each = t.gettext("Every organisation, period by period")
    return Section(
        id=id,
        title=sentences.title(t, trend, label=label),
        lines=_lines(reader, trend, label),
        folds=(tables.fold(reader, _medians(reader, trend, label)), Fold(each, table=_names(reader, trend, each))),
    )


def _lines(reader: Reader, trend: Trend, label: str) -> Lines:
    t = reader.t
    slots = _slots(trend.periods)
    at = [slots.index(period) for period in trend.periods]
    x: Callable[[int], float] = lambda i: round(100 * (at[i] + 0.5) / len(slots), 2)  # noqa: E731
    step = -(-len(slots) // TICKS)
    return Lines(
        label=label,
        ticks=tuple(slot if i % step == 0 else "" for i, slot in enumerate(slots)),
        medians=tuple(_run(run, trend.medians, x) for run in _runs(at, trend.medians)),
        bands=tuple(_band(run, trend, x) for run in _runs(at, trend.low_quartiles) if len(run) > 1),
        key=(("median", t.gettext("median of the organisations")), ("band", t.gettext("middle half of them"))),
    )


def _slots(periods: Sequence[str]) -> tuple[str, ...]:
    """The places on the time axis: every year between the first and the last, or the periods as they come."""
    if all(period.isdecimal() for period in periods):
        years = [int(period) for period in periods]
        if years == sorted(set(years)) and years[-1] - years[0] <= LONGEST_GAP:
            return tuple(str(year) for year in range(years[0], years[-1] + 1))
    return tuple(periods)


def _runs(at: Sequence[int], values: Sequence[float | None]) -> list[Run]:
    """Periods that follow each other without a gap and have a figure."""
    runs: list[Run] = []
    for i, value in enumerate(values):
        if value is None:
            continue
        follows = runs and runs[-1][-1] == i - 1 and at[i] == at[i - 1] + 1
        if follows:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _run(run: Run, values: Sequence[float | None], x: Callable[[int], float]) -> tuple[Point, ...]:
    """A stretch of the median, its two ends labelled."""
    ends = (run[0], run[-1])
    return tuple(
        Point(x(i), 100 - whole(v), points(v) if i in ends else "") for i in run if (v := values[i]) is not None
    )


def _band(run: Run, trend: Trend, x: Callable[[int], float]) -> tuple[Point, ...]:
    """A stretch of the middle half: along the upper quartile, and back along the lower."""
    upper = [Point(x(i), 100 - whole(v)) for i in run if (v := trend.high_quartiles[i]) is not None]
    lower = [Point(x(i), 100 - whole(v)) for i in reversed(run) if (v := trend.low_quartiles[i]) is not None]
    return (*upper, *lower)


def _medians(reader: Reader, trend: Trend, label: str) -> Table:
    t = reader.t
    shown = [[figure for line in trend.figures if _has(figure := line[i])] for i in range(len(trend.periods))]
    columns = [
        (t.gettext("Median"), [_points(value) for value in trend.medians]),
        (t.gettext("Lower quartile"), [_points(value) for value in trend.low_quartiles]),
        (t.gettext("Upper quartile"), [_points(value) for value in trend.high_quartiles]),
        (t.gettext("Organisations"), [count(t, len(figures)) for figures in shown]),
    ]
    return tables.build(label, t.gettext("Period"), trend.periods, columns)


def _has(figure: Figure | None) -> bool:
    return figure is not None and not isinstance(figure, Withheld)


def _points(value: float | None) -> str:
    return tables.NONE if value is None else points(value)


def _names(reader: Reader, trend: Trend, caption: str) -> Table:
    rows = tuple(
        (name, *(_figure(reader, figure) for figure in line))
        for name, line in zip(trend.names, trend.figures, strict=True)
    )
    return Table(caption, (reader.t.gettext("Organisation"), *trend.periods), rows)


def _figure(reader: Reader, figure: Figure | None) -> str:
    if figure is None:
        return tables.NONE
    if isinstance(figure, Withheld):
        return reader.t.gettext("withheld")
    if isinstance(figure, Estimate):
        return f"{points(figure.value)} ({range_of(reader.t, figure)})"
    return points(figure.value)
