"""Figures from elsewhere, as sections: beside yours where questions and scoring are the same, as history otherwise."""

from collections.abc import Sequence

from accord.analysis.results import Benchmark, MeasureResult, Picture
from accord.report.document import rows, tables
from accord.report.document.parts import Bar, Line, Passage, Reader, Section, Table
from accord.report.language import words
from accord.report.numbers import points, span, whole
from accord.report.sentence import say
from accord.report.sentences import benchmarks as sentences


def section(reader: Reader, picture: Picture, *, id: str) -> Section | None:
    """All benchmarks of a picture; None when there are none."""
    if not picture.benchmarks:
        return None
    measures = {measure.id: measure for measure in picture.measures}
    beside: dict[str, list[Benchmark]] = {}
    for benchmark in picture.benchmarks:
        if benchmark.comparable and benchmark.measure in measures:
            beside.setdefault(benchmark.measure, []).append(benchmark)
    history = [benchmark for benchmark in picture.benchmarks if not benchmark.comparable]
    parts = [
        _comparable(reader, measures[measure], found, id=f"{id}-{i}")
        for i, (measure, found) in enumerate(beside.items(), 1)
    ]
    return Section(
        id=id,
        title=say(reader.t.gettext("Figures from elsewhere")),
        sections=(*parts, *([_history(reader, history, id=f"{id}-history")] if history else [])),
    )


def _comparable(reader: Reader, measure: MeasureResult, found: Sequence[Benchmark], *, id: str) -> Section:
    """Your figure above theirs, on one axis."""
    t = reader.t
    label = words(measure.label, reader.language)
    yours = rows.line(reader, t.gettext("This picture"), measure.overall)
    title = sentences.comparable(t, label)
    return Section(
        id=id,
        title=title,
        chart=rows.chart(reader, [yours, *(_line(reader, benchmark) for benchmark in found)], label=str(title)),
        says=(Passage(t.gettext("How to read it"), sentences.reading(t)),
              Passage(t.gettext("Where they come from"), sentences.sources(found))),
        folds=(tables.fold(reader, _table(reader, found, caption=str(title))),),
    )  # fmt: skip


def _line(reader: Reader, benchmark: Benchmark) -> Line:
    low, high = benchmark.low_quartile, benchmark.high_quartile
    known = low is not None and high is not None
    bar = Bar(
        "elsewhere",
        dot=whole(benchmark.value),
        low=whole(low) if low is not None and known else None,
        high=whole(high) if high is not None and known else None,
    )
    ends = span(reader.t, low, high) if low is not None and high is not None else ""
    return Line(str(benchmark.year), bar, points(benchmark.value), ends)


def _history(reader: Reader, found: Sequence[Benchmark], *, id: str) -> Section:
    """Older figures in a table of their own, without a drawing."""
    t = reader.t
    caption = t.gettext("Published before, with other questions")
    return Section(
        id=id,
        title=say(caption),
        lead=str(sentences.history(t)),
        says=(Passage(t.gettext("Where they come from"), sentences.sources(found)),),
        folds=(tables.fold(reader, _table(reader, found, caption=caption, language=reader.language)),),
    )


def _table(reader: Reader, found: Sequence[Benchmark], *, caption: str, language: str = "") -> Table:
    """Figures with their year; with a language, named by their label as well."""
    t = reader.t
    names = [words(b.label, language) if language else str(b.year) for b in found]
    columns = [
        (t.gettext("Year"), [str(b.year) if language else tables.NONE for b in found]),
        (t.gettext("Figure"), [points(b.value) for b in found]),
        (t.gettext("Lower quartile"), [_quartile(b.low_quartile) for b in found]),
        (t.gettext("Upper quartile"), [_quartile(b.high_quartile) for b in found]),
    ]
    head = t.gettext("Published for") if language else t.gettext("Year")
    return tables.build(caption, head, names, columns)


def _quartile(value: float | None) -> str:
    return tables.NONE if value is None else points(value)
