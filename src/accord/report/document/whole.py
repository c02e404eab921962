"""The whole document of a picture, in the order a reader meets it."""

from collections.abc import Iterator

from accord.analysis.results import Picture
from accord.report.document import benchmarks, between, breakdowns, changes, crossings, equation, head, trends
from accord.report.document.parts import Document, Reader, Section
from accord.report.language import translator, words
from accord.report.sentences import made, notes, titles


def document(picture: Picture, *, language: str = "en") -> Document:
    """Turn a picture into titles, drawings, sentences and tables.

    `language`: one of `accord.report.language.LANGUAGES`. The same document becomes the page and the PDF, so
    both say the same.
    """
    reader = Reader(translator(language), language)
    return Document(
        language=language,
        name=words(picture.title, language),
        eyebrow=head.eyebrow(reader, picture),
        title=titles.headline(reader.t, picture, language=language),
        standfirst=titles.standfirst(reader.t, picture),
        facts=head.facts(reader, picture),
        notes=tuple(notes.note(reader.t, key) for key in picture.notes),
        says=head.says(reader, picture),
        chart=head.chart(reader, picture),
        folds=head.folds(reader, picture),
        sections=tuple(_sections(reader, picture)),
        again=made.again(reader.t, picture.made),
        words=_words(reader, picture),
    )


def _sections(reader: Reader, picture: Picture) -> Iterator[Section]:
    found = trends.section(reader, picture, id="trends")
    if found is not None:
        yield found
    among = picture.between.measures if picture.between else ()
    for i, measure in enumerate(picture.measures, 1):
        if measure.id in among:  # drawn together, below
            continue
        told = (
            breakdowns.measure_section(reader, measure, picture.made, id=f"m{i}"),
            equation.section(reader, measure, picture.made, id=f"m{i}-equation"),
            changes.section(reader, measure, id=f"m{i}-changes"),
        )
        yield from (section for section in told if section is not None)
        for j, crossing in enumerate(measure.crossings, 1):
            yield crossings.section(reader, measure, crossing, id=f"m{i}-crossing-{j}")
    groups = between.section(reader, picture, id="between")
    if groups is not None:
        yield groups
    elsewhere = benchmarks.section(reader, picture, id="elsewhere")
    if elsewhere is not None:
        yield elsewhere


def _words(reader: Reader, picture: Picture) -> dict[str, str]:
    """The fixed words around the picture; an empty string where they do not apply."""
    t = reader.t
    fictional = t.gettext("No organisation or person on this page is real.") if picture.fictional else ""
    review = t.gettext("This translation awaits a speaker’s review.") if reader.language != "en" else ""
    return {
        "fictional_head": t.gettext("Fictional data.") if picture.fictional else "",
        "fictional": fictional,
        "review": review,
        "in_short": t.gettext("In short"),
        "know_first": t.gettext("Know this first"),
        "look_again": t.gettext("Look again"),
        "range": t.gettext("range"),
        "again": t.gettext("To compute it again"),
    }
