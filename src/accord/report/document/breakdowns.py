"""A measure over the groups of one dimension, as a section."""

from accord.analysis.results import Breakdown, Made, MeasureResult, Reliability
from accord.report.document import rows, tables
from accord.report.document.parts import Chart, Fold, Passage, Reader, Section, Table
from accord.report.language import words
from accord.report.sentence import Sentence
from accord.report.sentences import comparing, doubts, made, notes, reliability
from accord.report.sentences.subjects import Subject, dimension, heading, subject
from accord.report.sentences.withheld import hidden


def measure_section(reader: Reader, measure: MeasureResult, facts: Made, *, id: str) -> Section | None:
    """A measure's first breakdown, with how it was made and how far it can be relied on; the others inside."""
    if not measure.breakdowns:
        return None
    about = subject(measure, reader.language)
    first, *others = measure.breakdowns
    found = measure.reliability
    return Section(
        id=id,
        title=comparing.title(reader.t, about, first),
        lead=_lead(reader, about, first),
        warnings=() if found is None else _warnings(reader, measure, found),
        chart=_chart(reader, about, first),
        says=_says(reader, first),
        folds=(
            _table(reader, about, first),
            made_of(reader, measure, facts),
            asked(reader, measure),
            *_reliability(reader, measure),
        ),
        sections=tuple(_smaller(reader, about, b, id=f"{id}-{b.dimension}") for b in others),
    )


def _warnings(reader: Reader, measure: MeasureResult, found: Reliability) -> tuple[Sentence, ...]:
    turned = [words(measure.items[i].text, reader.language) for i in found.against]
    told = (notes.against(reader.t, turned),) if turned else ()
    return (*told, *(notes.warning(reader.t, key, found) for key in found.warnings))


def _smaller(reader: Reader, about: Subject, breakdown: Breakdown, *, id: str) -> Section:
    return Section(
        id=id,
        title=comparing.title(reader.t, about, breakdown),
        lead=_lead(reader, about, breakdown),
        chart=_chart(reader, about, breakdown),
        says=_says(reader, breakdown),
        folds=(_table(reader, about, breakdown),),
    )


def _lead(reader: Reader, about: Subject, breakdown: Breakdown) -> str:
    t = reader.t
    order = t.gettext("In order of name, because places are ranges too.")
    told = [
        {
            "organisation": t.gettext("By organisation, 0 to 100."),
            "sector": t.gettext("By sector, 0 to 100."),
            "group": t.gettext("By staff group, 0 to 100."),
        }[breakdown.dimension],
        order if breakdown.comparison else t.gettext("In order of name."),
        t.gettext("Lower is better.") if about.lower_is_better else "",
    ]
    return " ".join(part for part in told if part)


def _chart(reader: Reader, about: Subject, breakdown: Breakdown) -> Chart:
    lines = [rows.line(reader, row.name, row.figure, hollow=about.lower_is_better) for row in breakdown.rows]
    return rows.chart(reader, lines, label=_named(reader, about, breakdown))


def _named(reader: Reader, about: Subject, breakdown: Breakdown) -> str:
    by = dimension(reader.t, breakdown.dimension).lower()
    return reader.t.gettext("{subject}, by {dimension}").format(subject=heading(reader.t, about), dimension=by)


def _says(reader: Reader, breakdown: Breakdown) -> tuple[Passage, ...]:
    t = reader.t
    passages = [
        Passage(t.gettext("What can be told apart"), comparing.told_apart(t, breakdown)),
        Passage(t.gettext("What the silent could change"), doubts.silent(t, breakdown)),
        Passage(t.gettext("What cannot be told apart"), doubts.not_apart(t, breakdown)),
        Passage(t.gettext("What is hidden"), hidden(t, ((row.name, row.figure) for row in breakdown.rows))),
    ]
    return tuple(passage for passage in passages if passage.sentences)


def _table(reader: Reader, about: Subject, breakdown: Breakdown) -> Fold:
    head = dimension(reader.t, breakdown.dimension)
    return tables.fold(
        reader, tables.of_rows(reader, breakdown.rows, caption=_named(reader, about, breakdown), head=head)
    )


def made_of(reader: Reader, measure: MeasureResult, facts: Made) -> Fold:
    """How a measure was made."""
    return Fold(reader.t.gettext("How was this made?"), terms=made.made(reader.t, facts, measure))


def asked(reader: Reader, *measures: MeasureResult) -> Fold:
    """The questions of measures in their own words."""
    told = tuple(said for measure in measures for said in made.questions(reader.t, measure, reader.language))
    return Fold(reader.t.gettext("What was asked?"), sentences=told)


def _reliability(reader: Reader, measure: MeasureResult) -> tuple[Fold, ...]:
    if measure.reliability is None:
        return ()
    t = reader.t
    columns = (t.gettext("Coefficient"), t.gettext("Figure"), t.gettext("What it tells"))
    title = t.gettext("How far can these numbers be relied on?")
    table = Table(title, columns, reliability.lines(t, measure.reliability), text=(2,))
    return (Fold(title, table=table),) if table.rows else ()
