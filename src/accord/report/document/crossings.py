"""A measure over two dimensions at once, as a section."""

from accord.analysis.results import Crossing, MeasureResult
from accord.core.estimates import Estimate
from accord.report.document import matrices, tables
from accord.report.document.matrices import Grid
from accord.report.document.parts import Passage, Reader, Section, Table
from accord.report.sentences import crossings as sentences
from accord.report.sentences.subjects import dimension, subject


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
        matrix=matrices.matrix(reader, _grid(reader, upright, str(title))),
        says=tuple(passage for passage in passages if passage.sentences),
        folds=(tables.fold(reader, _table(reader, upright, str(title))),),
    )


def _upright(crossing: Crossing) -> Crossing:
    """The longer dimension downward, so that the matrix fits a phone."""
    if len(crossing.rows) >= len(crossing.columns):
        return crossing
    turned = tuple(zip(*crossing.cells, strict=True))
    return Crossing((crossing.dimensions[1], crossing.dimensions[0]), crossing.columns, crossing.rows, turned)


def _grid(reader: Reader, crossing: Crossing, label: str) -> Grid:
    corner, nobody = dimension(reader.t, crossing.dimensions[0]), reader.t.gettext("nobody works here")
    return Grid(label, corner, crossing.columns, crossing.rows, crossing.cells, nobody)


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
