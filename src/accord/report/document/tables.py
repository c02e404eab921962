"""The same numbers as a table."""

from collections.abc import Sequence

from accord.analysis.results import Row
from accord.core.estimates import Estimate, Figure, Withheld
from accord.report.document.parts import Fold, Reader, Table
from accord.report.numbers import count, points, range_of, span
from accord.report.sentences.comparing import place
from accord.report.sentences.withheld import why

NONE = "–"
"""What stands where there is no number to show."""

Column = tuple[str, list[str]]


def fold(reader: Reader, table: Table) -> Fold:
    """A table behind its own line."""
    return Fold(reader.t.gettext("The same numbers as a table"), table=table)


def of_rows(reader: Reader, rows: Sequence[Row], *, caption: str, head: str) -> Table:
    """A breakdown's rows; columns that would be empty throughout are left out."""
    t = reader.t
    figures = [row.figure for row in rows]
    columns: list[Column] = [
        *of_figures(reader, figures),
        (t.gettext("Answered"), [NONE if row.answered is None else count(t, row.answered) for row in rows]),
        (t.gettext("Asked"), [NONE if row.asked is None else count(t, row.asked) for row in rows]),
        (t.gettext("Place"), [place(t, row.place) for row in rows]),
    ]
    return build(caption, head, [row.name for row in rows], columns)


def of_figures(reader: Reader, figures: Sequence[Figure]) -> list[Column]:
    """Estimate, range, and range if the silent differ."""
    t = reader.t
    return [
        (t.gettext("Figure"), [_value(reader, figure) for figure in figures]),
        (t.gettext("Range"), [range_of(t, f) if isinstance(f, Estimate) else NONE for f in figures]),
        (t.gettext("If silent differ"), [_silent(reader, figure) for figure in figures]),
    ]


def build(caption: str, head: str, names: Sequence[str], columns: Sequence[Column]) -> Table:
    """A table of named rows, without the columns that hold nothing."""
    kept = [(title, cells) for title, cells in columns if any(cell != NONE for cell in cells)]
    rows = tuple((name, *(cells[i] for _, cells in kept)) for i, name in enumerate(names))
    return Table(caption, (head, *(title for title, _ in kept)), rows)


def _value(reader: Reader, figure: Figure) -> str:
    return why(reader.t, figure) if isinstance(figure, Withheld) else points(figure.value)


def _silent(reader: Reader, figure: Figure) -> str:
    if not isinstance(figure, Estimate) or figure.silent_low is None or figure.silent_high is None:
        return NONE
    return span(reader.t, figure.silent_low, figure.silent_high)
