"""What stands at the top: the sentence, the measures on one axis, and how many were asked and answered."""

from accord.analysis.results import Picture
from accord.report.document import rows, tables
from accord.report.document.parts import Chart, Fold, Passage, Reader
from accord.report.language import words
from accord.report.numbers import count
from accord.report.sentences import made, titles


def eyebrow(reader: Reader, picture: Picture) -> str:
    """What this is, of what, and when."""
    t = reader.t
    told = [t.gettext("Trust picture"), words(picture.title, reader.language), picture.period]
    return ". ".join(part for part in told if part)


def chart(reader: Reader, picture: Picture) -> Chart | None:
    """Every measure over everyone shown, on one axis."""
    if not picture.measures:
        return None
    lines = [
        rows.line(reader, words(m.label, reader.language), m.overall, hollow=m.lower_is_better)
        for m in picture.measures
    ]
    return rows.chart(reader, lines, label=_label(reader, picture))


def _label(reader: Reader, picture: Picture) -> str:
    if picture.made.source == "summaries":
        return reader.t.gettext("Every measure: the median of the organisations")
    return reader.t.gettext("Every measure, over everyone shown")


def folds(reader: Reader, picture: Picture) -> tuple[Fold, ...]:
    """The numbers of the drawing as a table."""
    if not picture.measures:
        return ()
    names = [words(measure.label, reader.language) for measure in picture.measures]
    figures = tables.of_figures(reader, [measure.overall for measure in picture.measures])
    table = tables.build(_label(reader, picture), reader.t.gettext("Measure"), names, figures)
    return (tables.fold(reader, table),)


def facts(reader: Reader, picture: Picture) -> tuple[tuple[str, str], ...]:
    """Asked, answered, organisations."""
    t, m = reader.t, picture.made
    told = [(t.gettext("Asked"), count(t, m.asked))] if m.asked is not None else []
    if m.source == "answers":
        told.append((t.gettext("Answered"), made.share(t, m)))
    return (*told, (t.gettext("Organisations"), made.organisations(t, m)))


def says(reader: Reader, picture: Picture) -> tuple[Passage, ...]:
    """The contrasts the title does not speak of."""
    main = titles.main_contrast(picture.contrasts)
    labels = {measure.id: words(measure.label, reader.language) for measure in picture.measures}
    others = tuple(
        titles.other_gap(reader.t, contrast, a=labels[contrast.a], b=labels[contrast.b])
        for contrast in picture.contrasts
        if contrast is not main
    )
    return (Passage(reader.t.gettext("The same people on each measure"), others),) if others else ()
