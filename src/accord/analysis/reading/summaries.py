"""Read figures that others published: one row an organisation, an item and maybe a period."""

from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from accord.analysis.reading.belonging import read_dimensions
from accord.analysis.reading.cells import distinct, numbers
from accord.analysis.reading.coding import later
from accord.analysis.reading.files import MAX_BYTES, Raw, Table, fetch, open_source
from accord.analysis.reading.long import read_items
from accord.analysis.tables import Summaries
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import Problems

Values = NDArray[np.float64]
Rows = NDArray[np.intp]


def read_summaries(path: Path, questionnaire: Questionnaire, *, max_bytes: int = MAX_BYTES) -> Summaries:
    """Read a file of summaries: organisation, item, a mean or a percentage, maybe base, SD and period.

    A mean and its SD are on the item's scale and become 0 to 100; a percentage is of those who agree. Both are
    turned round where agreeing means less (polarity -1), so that every value counts for its measure. The SD of a
    percentage follows from itself, 100 √(p(1 - p)), and is used where the base is known; at 0 and 100 it is
    left unknown. A row without a figure is left out, as are items the questionnaire does not know and what it says
    is no organisation.
    Raises `InputError` with everything that is wrong.
    """
    return summaries_from(fetch(path, max_bytes), questionnaire)


def summaries_from(raw: Raw, questionnaire: Questionnaire) -> Summaries:
    """The summaries in a file's bytes; see `read_summaries`."""
    problems = Problems(raw.file)
    _check_measures(questionnaire, problems)
    source = open_source(raw, problems)
    columns = questionnaire.columns
    organisation, item, value = columns.organisation or "", columns.item or "", columns.mean or columns.percent or ""
    table = source.table([organisation, item, value, *filter(None, (columns.base, columns.sd, columns.period))])
    asked = read_items(table, item, questionnaire)
    where = read_dimensions(table, {"organisation": organisation})["organisation"]
    when = distinct(table.columns[columns.period] if columns.period else table.columns[item])
    period = when.index if columns.period else np.full_like(where.codes, -1)
    wanted = np.array([label not in questionnaire.leave_out for label in where.labels] + [False])[where.codes]
    rows = np.flatnonzero((asked >= 0) & wanted & _filled(table, value))
    _report_repeated(table, organisation, np.stack([asked, where.codes, period])[:, rows], rows)
    values, sd = _on_100(table, questionnaire, asked[rows], rows)
    base = _column(table, columns.base, rows, least=1)
    problems.refuse()
    return Summaries(
        questionnaire=questionnaire,
        organisations=tuple(where.labels[i] for i in where.codes[rows].tolist()),
        items=tuple(questionnaire.items[i].id for i in asked[rows].tolist()),
        periods=tuple(when.texts[i] if i >= 0 else "" for i in period[rows].tolist()),
        values=values, base=base, sd=sd, digest=raw.digest, left_out=len(table.rows) - len(rows),
    )  # fmt: skip


def _check_measures(questionnaire: Questionnaire, problems: Problems) -> None:
    """Figures of several items cannot be put together without the answers behind them."""
    for measure, items in Counter(item.measure for item in questionnaire.items).items():
        if items > 1:
            problems.report("The measure «{measure}» has {items} items. With summaries, give each its own measure.",
                            measure=measure, items=items)  # fmt: skip


def _filled(table: Table, column: str) -> NDArray[np.bool_]:
    return distinct(table.columns[column]).index >= 0


def _report_repeated(table: Table, column: str, key: NDArray[np.integer], rows: Rows) -> None:
    """Report rows with the organisation, item and period of an earlier one."""
    shape = tuple((key.max(axis=1, initial=0) + 2).tolist())
    bad = np.zeros(len(table.rows), dtype=np.bool_)
    bad[rows] = later(np.ravel_multi_index(tuple(key + 1), shape))
    table.report("«{found}» has a figure for this item and period in an earlier row too.", column, bad)


def _on_100(table: Table, questionnaire: Questionnaire, asked: NDArray[np.int64], rows: Rows) -> tuple[Values, Values]:
    """Values and SDs from 0 to 100, each in the direction of its measure."""
    columns, items = questionnaire.columns, questionnaire.items
    low, high = np.zeros(len(items)), np.full(len(items), 100.0)
    if columns.mean:
        low, high = (
            np.array([getattr(item.scale, end) for item in items], dtype=float) for end in ("lowest", "highest")
        )
    bottom, top = low[asked], high[asked]
    found = _column(table, columns.mean or columns.percent, rows, least=bottom, most=top)
    if columns.percent and 0 < np.nan_to_num(found).max(initial=0) <= 1:
        table.problems.report("No percentage is above 1. Write 63 rather than 0.63.", column=columns.percent)
    values = 100 * (found - bottom) / (top - bottom)
    sd = 100 * _column(table, columns.sd, rows, least=0) / (top - bottom)
    if columns.percent and columns.base and not columns.sd:
        spread = np.sqrt(values * (100 - values))
        sd = np.where(spread > 0, spread, np.nan)
    turned = np.array([item.polarity for item in items])[asked] < 0
    return np.where(turned, 100 - values, values), sd


def _column(
    table: Table, column: str | None, rows: Rows, *, least: Values | float, most: Values | float = np.inf
) -> Values:
    """The numbers of some rows of a column, NaN where blank or without a column; others are reported."""
    if column is None:
        return np.full(len(rows), np.nan)
    every, wrong = numbers(distinct(table.columns[column]))
    found = every[rows]
    bad = np.zeros(len(table.rows), dtype=np.bool_)
    bad[rows] = wrong[rows]
    table.report("«{found}» stands where a number belongs.", column, bad)
    beyond = (found < least) | (found > most)
    bad[rows] = beyond
    if np.isfinite(most).all():
        low, high = np.min(least), np.max(most)
        table.report("{found} is not from {low} to {high}.", column, bad, low=f"{low:g}", high=f"{high:g}")
    else:
        table.report("{found} is too low: {low} or more belongs here.", column, bad, low=f"{least:g}")
    return np.where(beyond, np.nan, found)
