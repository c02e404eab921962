"""A measure over two dimensions at once."""

from accord.analysis.results import Crossing, Estimate
from accord.core.estimates import Figure, Withheld
from accord.report.language import Translator
from accord.report.numbers import count, points, range_of
from accord.report.sentence import Name, Sentence, say
from accord.report.sentences.subjects import Subject, dimension, heading
from accord.report.sentences.withheld import why


def title(t: Translator, about: Subject, crossing: Crossing) -> Sentence:
    """What is crossed. No more: cells are not compared with each other."""
    rows, columns = (dimension(t, name).lower() for name in crossing.dimensions)
    return say(t.gettext("{subject}, by {rows} and {columns}."), subject=heading(t, about), rows=rows, columns=columns)


def reading(t: Translator, crossing: Crossing) -> tuple[Sentence, ...]:
    """One cell in words, so that every other can be read."""
    for name, line in zip(crossing.rows, crossing.cells, strict=True):
        for column, cell in zip(crossing.columns, line, strict=True):
            if cell is not None and not isinstance(cell, Withheld):
                return (say(t.gettext("Line ‘{row}’, column ‘{column}’: {value}."), row=Name(name),
                            column=Name(column), value=spoken(t, cell)),)  # fmt: skip
    return ()


def overlap(t: Translator) -> Sentence:
    """Why a cell should not be read against its neighbour."""
    return say(t.gettext(
        "Cells were not compared with each other: that would be too many pairs for so few answers. "
        "Two whose ranges overlap may not differ at all."
    ))  # fmt: skip


def hidden(t: Translator, crossing: Crossing) -> tuple[Sentence, ...]:
    """How many cells are withheld."""
    n = sum(isinstance(cell, Withheld) for line in crossing.cells for cell in line)
    if not n:
        return ()
    return (
        say(
            t.ngettext(
                "{n} cell is withheld: too few answered in it, or it would give another away.",
                "{n} cells are withheld: too few answered in them, or they would give another away.",
                n,
            ),
            n=count(t, n),
        ),
    )


def spoken(t: Translator, figure: Figure) -> str:
    """A figure in full: value and range, or the reason it is withheld."""
    if isinstance(figure, Withheld):
        return why(t, figure)
    if isinstance(figure, Estimate):
        return t.gettext("{value}, range {range}").format(value=points(figure.value), range=range_of(t, figure))
    return points(figure.value)
