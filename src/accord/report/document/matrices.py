"""Figures over two things at once, as a table with a tone for each value."""

from dataclasses import dataclass
from itertools import pairwise

from accord.core.estimates import Estimate, Figure, Withheld
from accord.report.document.parts import Cell, Matrix, Reader
from accord.report.numbers import points, whole
from accord.report.sentences import crossings as sentences

TONES = (40, 50, 60, 70, 80)
"""Where one tone gives way to the next. Fixed, so that a tone means the same on every page."""


@dataclass(frozen=True, slots=True)
class Grid:
    """What a matrix shows. `corner`: what its rows are. `nobody`: why a cell without a figure has none, in words."""

    label: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[Figure | None, ...], ...]
    nobody: str


def matrix(reader: Reader, grid: Grid) -> Matrix:
    """The grid drawn, with the key to its tones."""
    cells = [tuple(_cell(reader, figure, grid.nobody) for figure in line) for line in grid.cells]
    kinds = {cell.kind for line in cells for cell in line}
    marks = [("withheld", reader.t.gettext("withheld")), ("none", grid.nobody)]
    return Matrix(
        label=grid.label,
        corner=grid.corner,
        columns=grid.columns,
        rows=tuple(zip(grid.rows, cells, strict=True)),
        tones=_bands(reader),
        key=tuple((mark, words) for mark, words in marks if mark in kinds),
    )


def _bands(reader: Reader) -> tuple[str, ...]:
    """What each tone stands for, in words."""
    t = reader.t
    middle = [f"{low}–{high - 1}" for low, high in pairwise(TONES)]
    return (t.gettext("under {n}").format(n=TONES[0]), *middle, t.gettext("{n} and over").format(n=TONES[-1]))


def _cell(reader: Reader, figure: Figure | None, nobody: str) -> Cell:
    if figure is None:
        return Cell("none", spoken=nobody)
    spoken = sentences.spoken(reader.t, figure)
    if isinstance(figure, Withheld):
        return Cell("withheld", spoken=spoken)
    ends = f"{points(figure.low)}–{points(figure.high)}" if isinstance(figure, Estimate) else ""
    tone = sum(whole(figure.value) >= start for start in TONES)
    return Cell("shown", points(figure.value), ends, spoken, tone)
