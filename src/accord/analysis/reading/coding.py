"""Answers as codes, with what is wrong in them reported; shared by wide and long files."""

import numpy as np
from numpy.typing import NDArray

from accord.analysis.reading.cells import Distinct, Kind, distinct, points
from accord.analysis.reading.files import Table
from accord.questionnaires.model import Scale

NO_BLANKS = frozenset({""})
"""Of answers only an empty cell is blank before the scale is known: «NA» may be one of its words."""


def code_answers(
    table: Table, column: str, cells: Distinct, scale: Scale, rows: NDArray[np.intp] | slice = slice(None)
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The codes of some rows (all unless stated), NaN for none, and where people could not say."""
    code_of, kind_of = points(cells.texts, scale)
    index = cells.index[rows]
    kinds = kind_of[index]
    if kinds.max(initial=Kind.POINT) >= Kind.OFF_SCALE:
        everywhere = np.full(len(table.rows), Kind.BLANK, dtype=np.int8)
        everywhere[rows] = kinds
        _report(table, column, scale, everywhere)
    return code_of[index], kinds == Kind.DONT_KNOW


def read_answer_cells(table: Table, column: str) -> Distinct:
    """The distinct answers of a column."""
    return distinct(table.columns[column], blank=NO_BLANKS)


def read_period(table: Table, column: str | None) -> str:
    """The one period of a file of answers; empty where the file names none."""
    if column is None:
        return ""
    periods = distinct(table.columns[column]).texts
    if len(periods) > 1:
        table.problems.report("A file of answers holds one period. Keep each in a file of its own. Found: {found}.",
                              column=column, found=", ".join(periods))  # fmt: skip
    return periods[0] if periods else ""


def read_people(table: Table, column: str) -> Distinct:
    """The pseudonyms of a file; a row without one is reported."""
    people = distinct(table.columns[column])
    table.report("Every row needs a pseudonym. This one has none.", column, people.index < 0)
    return people


def later(keys: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Where a key stands that stood in an earlier row.

    >>> later(np.array([3, 1, 3, 3])).tolist()
    [False, False, True, True]
    """
    again = np.ones(len(keys), dtype=np.bool_)
    again[np.unique(keys, return_index=True)[1]] = False
    return again


def _report(table: Table, column: str, scale: Scale, kinds: NDArray[np.int8]) -> None:
    low, high = scale.lowest, scale.highest
    table.report("{found} is not on the scale from {low} to {high}.", column, kinds == Kind.OFF_SCALE,
                 low=low, high=high)  # fmt: skip
    wrong = kinds == Kind.NOT_A_NUMBER
    if scale.labels:
        table.report("«{found}» stands where a number from {low} to {high}, or one of the scale's labels, belongs: "
                     "{labels}.", column, wrong, low=low, high=high, labels=", ".join(scale.labels))  # fmt: skip
    else:
        table.report("«{found}» stands where a number from {low} to {high} belongs.", column, wrong,
                     low=low, high=high)  # fmt: skip
