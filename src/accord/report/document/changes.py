"""What changed since the round before, as a section."""

from dataclasses import replace

from accord.analysis.results import Change, MeasureResult
from accord.core.estimates import Figure, Withheld
from accord.report.document import rows, tables
from accord.report.document.parts import Line, Passage, Reader, Section, Table
from accord.report.numbers import points
from accord.report.sentences import changes as sentences
from accord.report.sentences.subjects import heading, subject
from accord.report.sentences.withheld import hidden, why


def section(reader: Reader, measure: MeasureResult, *, id: str) -> Section | None:
    """Each row now, with a tick where it stood before."""
    if not measure.changes:
        return None
    t, about = reader.t, subject(measure, reader.language)
    told = (replace(measure.changes[0], name=t.gettext("Everyone shown")), *measure.changes[1:])
    label = t.gettext("{subject}: now and in the round before").format(subject=heading(t, about))
    return Section(
        id=id,
        title=sentences.title(t, about, measure.changes),
        lead=t.gettext("Now and in the round before, 0 to 100. In order of name, after the whole."),
        chart=rows.chart(reader, [_line(reader, c, measure.lower_is_better) for c in told], label=label),
        says=_says(reader, measure, told),
        folds=(tables.fold(reader, _table(reader, told, label)),),
    )


def _line(reader: Reader, change: Change, lower_is_better: bool) -> Line:
    now = rows.line(reader, change.name, change.now, hollow=lower_is_better)
    return rows.since(reader, now, change.before)


def _says(reader: Reader, measure: MeasureResult, changes: tuple[Change, ...]) -> tuple[Passage, ...]:
    t = reader.t
    read = (*sentences.who(t, changes[0]), *sentences.reworded(t, measure, reader.language))
    passages = [
        Passage(t.gettext("What changed"), sentences.told(t, changes)),
        Passage(t.gettext("What the silent could change"), sentences.silent(t, changes)),
        Passage(t.gettext("How to read it"), read),
        Passage(t.gettext("What is hidden"), hidden(t, ((c.name, c.now) for c in changes))),
    ]
    return tuple(passage for passage in passages if passage.sentences)


def _table(reader: Reader, changes: tuple[Change, ...], caption: str) -> Table:
    t = reader.t
    signed = [sentences.difference(t, change.difference) for change in changes]
    columns = [
        (t.gettext("Before"), [_value(reader, change.before) for change in changes]),
        (t.gettext("Now"), [_value(reader, change.now) for change in changes]),
        (t.gettext("Difference"), [value for value, _ in signed]),
        (t.gettext("Range"), [ends for _, ends in signed]),
        (t.gettext("Told apart"), [t.gettext("yes") if change.apart else t.gettext("no") for change in changes]),
    ]
    return tables.build(caption, t.gettext("Line"), [change.name for change in changes], columns)


def _value(reader: Reader, figure: Figure) -> str:
    return why(reader.t, figure) if isinstance(figure, Withheld) else points(figure.value)
