"""A measure over two dimensions at once, as a section."""

from itertools import pairwise

from accord.analysis.results import Crossing, MeasureResult
from accord.core.estimates import Estimate, Figure, Withheld
from accord.report.document import tables
from accord.report.document.parts import Cell, Matrix, Passage, Reader, Section, Table
from accord.report.numbers import points, whole
from accord.report.sentences import crossings as sentences
from accord.report.sentences.subjects import dimension, subject

TONES = (40, 50, 60, 70, 80)
"""Where one tone gives way to the next. Fixed, so that a tone means the same on every page."""


def section(reader: Reader, measure: MeasureResult, crossing: Crossing, *, id: str) -> Section:
    """A matrix with a tone for each value, and all its ranges as a table."""
    t, about = reader.t, subject(measure, reader.language)
    upright = _upright(crossing)
    title = sentences.title(t, about, upright)
    passages = [
        Passage(t.gettext("How to read it"), sentences.reading(t, upright)),
        Passage(t.gettext("What cannot be told apart"), (sentences.overlap(t),)),
        Passage(t.gettext("What is hidden"), sentences.hidden(t, upright)),
    ]
    return Section(
        id=id,
        title=title,
        lead=t.gettext("0 to 100, with the range from sampling where there is room for it. In order of name."),
        matrix=_matrix(reader, upright, label=str(title)),
        says=tuple(passage for passage in passages if passage.sentences),
        folds=(tables.fold(reader, _table(reader, upright, str(title))),),
    )


def _upright(crossing: Crossing) -> Crossing:
    """The longer dimension downward, so that the matrix fits a phone."""
    if len(crossing.rows) >= len(crossing.columns):
        return crossing
    turned = tuple(zip(*crossing.cells, strict=True))
    return Crossing((crossing.dimensions[1], crossing.dimensions[0]), crossing.columns, crossing.rows, turned)


def _matrix(reader: Reader, crossing: Crossing, *, label: str) -> Matrix:
    t = reader.t
    cells = [tuple(_cell(reader, figure) for figure in line) for line in crossing.cells]
    kinds = {cell.kind for line in cells for cell in line}
    marks = [("withheld", t.gettext("withheld")), ("none", t.gettext("nobody works here"))]
    return Matrix(
        label=label,
        corner=dimension(t, crossing.dimensions[0]),
        columns=crossing.columns,
        rows=tuple(zip(crossing.rows, cells, strict=True)),
        tones=_bands(reader),
        key=tuple((mark, words) for mark, words in marks if mark in kinds),
    )


def _bands(reader: Reader) -> tuple[str, ...]:
    """What each tone stands for, in words."""
    t = reader.t
    middle = [f"{low}–{high - 1}" for low, high in pairwise(TONES)]
    return (t.gettext("under {n}").format(n=TONES[0]), *middle, t.gettext("{n} and over").format(n=TONES[-1]))


def _cell(reader: Reader, figure: Figure | None) -> Cell:
    spoken = sentences.spoken(reader.t, figure)
    if figure is None:
        return Cell("none", spoken=spoken)
    if isinstance(figure, Withheld):
        return Cell("withheld", spoken=spoken)
    ends = f"{points(figure.low)}–{points(figure.high)}" if isinstance(figure, Estimate) else ""
    tone = sum(whole(figure.value) >= start for start in TONES)
    return Cell("shown", points(figure.value), ends, spoken, tone)


def _table(reader: Reader, crossing: Crossing, caption: str) -> Table:
    """One line a cell: the matrix shows no silent range, this does."""
    t = reader.t
    told = [
        (f"{row}, {column}", figure)
        for row, line in zip(crossing.rows, crossing.cells, strict=True)
        for column, figure in zip(crossing.columns, line, strict=True)
        if figure is not None
    ]
    columns = tables.of_figures(reader, [figure for _, figure in told])
    answered = [tables.NONE if not isinstance(f, Estimate) else str(f.n) for _, f in told]
    head = " × ".join(dimension(t, name) for name in crossing.dimensions)
    named = [name for name, _ in told]
    return tables.build(caption, head, named, [*columns, (t.gettext("Answered"), answered)])
