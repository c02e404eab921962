"""What a document is made of. Every number is already in words or in whole points: no drawing knows more."""

from dataclasses import dataclass, field

from accord.report.language import Translator
from accord.report.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the document is for: the translator and the code of a language."""

    t: Translator
    language: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What is drawn in a row, on an axis from 0 to 100, in whole points.

    `kind`: `estimate`, `reported`, `withheld` or `elsewhere`. `low`, `high`: the thick bar (or the outlined one of
    `elsewhere`). `silent_low`, `silent_high`: the thin pale bar. `before`: the tick of the round before.
    `hollow`: lower is better.
    """

    kind: str
    dot: int | None = None
    low: int | None = None
    high: int | None = None
    silent_low: int | None = None
    silent_high: int | None = None
    before: int | None = None
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a chart: a name, a note under it, the drawing, and the same in words.

    `value` and `span` stand at the end of the row; `spoken` is for those who hear the page; `why` says why
    nothing is drawn.
    """

    name: str
    bar: Bar
    value: str = ""
    span: str = ""
    spoken: str = ""
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one fold of a long chart; a short chart has one group without a title."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Ranges on one axis. `key`: kind of mark and its words. `noted`: rows have a second line of text."""

    label: str
    key: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    noted: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a matrix. `kind`: `shown`, `withheld` or `none`; `tone`: 0 to 5."""

    kind: str
    value: str = ""
    span: str = ""
    spoken: str = ""
    tone: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """A measure over two dimensions, one tone a band of values."""

    label: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    tones: tuple[str, ...]
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A value in time: `x` and `y` in % of the drawing from the left and the top, `words` where it is labelled."""

    x: float
    y: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """A median over periods with a band of quartiles; each run ends where a period has no figure."""

    label: str
    ticks: tuple[str, ...]
    medians: tuple[tuple[Point, ...], ...]
    bands: tuple[tuple[Point, ...], ...]
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a drawing. The first cell of a row names it; every other column holds numbers unless `text`."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    text: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A small heading with sentences under it."""

    heading: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Fold:
    """What opens in one tap: terms, sentences or a table."""

    title: str
    terms: tuple[tuple[str, Sentence], ...] = ()
    sentences: tuple[Sentence, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under its own title, with at most one drawing, and smaller sections inside."""

    id: str
    title: Sentence
    lead: str = ""
    warnings: tuple[Sentence, ...] = ()
    chart: Chart | None = None
    matrix: Matrix | None = None
    lines: Lines | None = None
    says: tuple[Passage, ...] = ()
    folds: tuple[Fold, ...] = ()
    sections: "tuple[Section, ...]" = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole picture, ready to be set. `words`: the few fixed words around it, by key."""

    language: str
    name: str
    eyebrow: str
    title: Sentence
    standfirst: Sentence
    facts: tuple[tuple[str, str], ...]
    notes: tuple[Sentence, ...]
    says: tuple[Passage, ...]
    chart: Chart | None
    folds: tuple[Fold, ...]
    sections: tuple[Section, ...]
    again: tuple[Sentence, ...]
    words: dict[str, str] = field(default_factory=dict)
