"""Trust between groups, as a section: who trusts whom, and under it what each believes of the others."""

from accord.analysis.results import Picture, TrustMatrix
from accord.core.estimates import Estimate, Figure, Withheld
from accord.report.document import breakdowns, matrices, tables
from accord.report.document.matrices import Grid
from accord.report.document.parts import Fold, Passage, Reader, Section, Table
from accord.report.numbers import points
from accord.report.sentences import between as sentences
from accord.report.sentences import changes, crossings
from accord.report.sentences.subjects import dimension
from accord.report.sentences.withheld import why

Cells = tuple[tuple[Figure | None, ...], ...]


def section(reader: Reader, picture: Picture, *, id: str) -> Section | None:
    """The matrix of trust with what sets it against what is believed; None where it was not asked."""
    found = picture.between
    if found is None:
        return None
    t = reader.t
    label = t.gettext("How far the groups in the lines trust those in the columns")
    return Section(
        id=id,
        title=sentences.title(t, found),
        lead=t.gettext("Lines: who answers. Columns: whom they are asked about. 0 to 100, with the range."),
        matrix=matrices.matrix(reader, _grid(reader, found, found.trust, label)),
        says=_says(reader, found),
        folds=(tables.fold(reader, _table(reader, found, found.trust, label)), *_made(reader, picture, found)),
        sections=(_believed(reader, found, id=f"{id}-believed"),),
    )


def _believed(reader: Reader, found: TrustMatrix, *, id: str) -> Section:
    t = reader.t
    label = t.gettext("How far the groups in the lines believe that those in the columns trust them")
    return Section(
        id=id,
        title=sentences.believed(t),
        lead=t.gettext("Lines: who answers. Columns: whose trust they were asked to guess. 0 to 100."),
        matrix=matrices.matrix(reader, _grid(reader, found, found.believed, label)),
        says=(Passage(t.gettext("How to read it"), (sentences.who(t),)),),
        folds=(
            tables.fold(reader, _table(reader, found, found.believed, label)),
            Fold(t.gettext("Believed and said, pair by pair"), table=_gaps(reader, found)),
        ),
    )


def _grid(reader: Reader, found: TrustMatrix, cells: Cells, label: str) -> Grid:
    nobody = reader.t.gettext("not asked: their own group")
    return Grid(label, dimension(reader.t, found.dimension), found.targets, found.groups, cells, nobody)


def _says(reader: Reader, found: TrustMatrix) -> tuple[Passage, ...]:
    t = reader.t
    passages = [
        Passage(t.gettext("How to read it"), sentences.reading(t, found)),
        Passage(t.gettext("What is believed, and what is said"), sentences.told(t, found)),
        Passage(t.gettext("What the silent could change"), sentences.silent(t, found)),
        Passage(t.gettext("What cannot be told apart"), (crossings.overlap(t),)),
        Passage(t.gettext("What is hidden"), sentences.hidden(t, found)),
    ]
    return tuple(passage for passage in passages if passage.sentences)


def _table(reader: Reader, found: TrustMatrix, cells: Cells, caption: str) -> Table:
    """One line a cell, with what the silent could change."""
    t = reader.t
    told = [
        (f"{group} → {target}", figure)
        for group, line in zip(found.groups, cells, strict=True)
        for target, figure in zip(found.targets, line, strict=True)
        if figure is not None
    ]
    columns = tables.of_figures(reader, [figure for _, figure in told])
    answered = [str(f.n) if isinstance(f, Estimate) else tables.NONE for _, f in told]
    names = [name for name, _ in told]
    return tables.build(caption, dimension(t, found.dimension), names, [*columns, (t.gettext("Answered"), answered)])


def _gaps(reader: Reader, found: TrustMatrix) -> Table:
    t = reader.t
    signed = [changes.difference(t, gap.difference) for gap in found.gaps]
    columns = [
        (t.gettext("Believed"), [_value(reader, gap.believed) for gap in found.gaps]),
        (t.gettext("Said"), [_value(reader, gap.thought) for gap in found.gaps]),
        (t.gettext("Difference"), [value for value, _ in signed]),
        (t.gettext("Range"), [ends for _, ends in signed]),
        (t.gettext("Told apart"), [t.gettext("yes") if gap.apart else t.gettext("no") for gap in found.gaps]),
    ]
    names = [f"{gap.group} ← {gap.other}" for gap in found.gaps]
    caption = t.gettext("What each group believes of the trust of another, and what that other says")
    return tables.build(caption, dimension(t, found.dimension), names, columns)


def _value(reader: Reader, figure: Figure) -> str:
    return why(reader.t, figure) if isinstance(figure, Withheld) else points(figure.value)


def _made(reader: Reader, picture: Picture, found: TrustMatrix) -> tuple[Fold, ...]:
    """How the first of its measures was made, as all of them were, and the questions about the first group."""
    measures = [measure for measure in picture.measures if measure.id in found.measures]
    return (breakdowns.made_of(reader, measures[0], picture.made), breakdowns.asked(reader, *measures[:2]))
