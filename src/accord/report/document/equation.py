"""The four parts of the trust equation, as a section."""

from accord.analysis.results import Equation, Made, MeasureResult
from accord.core.estimates import Estimate, Figure, Withheld
from accord.questionnaires.model import Part
from accord.report.document import rows, tables
from accord.report.document.parts import Fold, Passage, Reader, Section, Table
from accord.report.numbers import decimal
from accord.report.sentences import equation as sentences
from accord.report.sentences.made import made
from accord.report.sentences.subjects import heading, part, part_means, subject
from accord.report.sentences.withheld import hidden, why


def section(reader: Reader, measure: MeasureResult, facts: Made, *, id: str) -> Section | None:
    """Parts drawn as ranges, with what can be told apart and the quotient as a conversation aid."""
    found = measure.equation
    if found is None:
        return None
    t, about = reader.t, subject(measure, reader.language)
    label = t.gettext("{subject}: its four parts").format(subject=heading(t, about))
    lines = [
        rows.line(reader, part(t, p.part), p.figure, note=part_means(t, p.part), hollow=_lower(p.part))
        for p in found.parts
    ]
    return Section(
        id=id,
        title=sentences.title(t, about, found),
        lead=t.gettext("Its four parts over everyone shown, 0 to 100."),
        chart=rows.chart(reader, lines, label=label, noted=True),
        says=_says(reader, found),
        folds=(tables.fold(reader, _table(reader, found, label)), _quotient(reader, found),
               Fold(t.gettext("How was this made?"), terms=made(t, facts, measure))),
    )  # fmt: skip


def _lower(part: Part) -> bool:
    return part is Part.SELF_ORIENTATION


def _says(reader: Reader, found: Equation) -> tuple[Passage, ...]:
    t = reader.t
    apart = t.gettext("What cannot be told apart") if found.alike else t.gettext("What can be told apart")
    passages = [
        Passage(t.gettext("How to read it"), (sentences.reading(t),)),
        Passage(apart, sentences.alike(t, found)),
        Passage(t.gettext("What is one thing to those who answered"), sentences.same_thing(t, found)),
        Passage(t.gettext("What is hidden"), hidden(t, ((part(t, p.part), p.figure) for p in found.parts))),
    ]
    return tuple(passage for passage in passages if passage.sentences)


def _table(reader: Reader, found: Equation, caption: str) -> Table:
    t = reader.t
    names = [f"{part(t, p.part)} ({part_means(t, p.part)})" if _lower(p.part) else part(t, p.part) for p in found.parts]
    figures = tables.of_figures(reader, [p.figure for p in found.parts])
    return tables.build(caption, t.gettext("Part"), names, figures)


def _quotient(reader: Reader, found: Equation) -> Fold:
    """The quotient, why it is only a conversation aid, and by organisation."""
    t = reader.t
    title = t.gettext("The four parts as one quotient, to talk about")
    table = tables.build(
        t.gettext("(C + R + I) / S by organisation, in order of name"),
        t.gettext("Organisation"),
        [q.name for q in found.by_organisation],
        [
            (t.gettext("Quotient"), [_value(reader, q.figure) for q in found.by_organisation]),
            (t.gettext("Range"), [_range(reader, q.figure) for q in found.by_organisation]),
        ],
    )
    said = (sentences.quotient(t, found), *sentences.caution(t))
    return Fold(title, sentences=said, table=table if table.rows else None)


def _value(reader: Reader, figure: Figure) -> str:
    return why(reader.t, figure) if isinstance(figure, Withheld) else decimal(reader.t, figure.value, 1)


def _range(reader: Reader, figure: Figure) -> str:
    if not isinstance(figure, Estimate):
        return tables.NONE
    t = reader.t
    return t.gettext("{low} to {high}").format(low=decimal(t, figure.low, 1), high=decimal(t, figure.high, 1))
