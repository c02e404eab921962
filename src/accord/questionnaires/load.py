"""Read a questionnaire from TOML; every mistake in it is reported at once.

The file, in brief (`accord questionnaire new` writes one to start from)::

    id = "staff-2026"
    title = "Staff survey"                     # or { en = "Staff survey", cy = "Arolwg staff" }
    minimum_group = 10                         # the fewest answers shown, 5 or more
    crossings = [["organisation", "group"]]    # crossed in the picture; nothing else is
    leave_out = ["All organisations"]          # rows of summaries that are no organisation

    [columns]                                  # what the columns of the file are called
    organisation = "Employer"                  # also: sector, group, person, item, answer,
                                               # base, mean, percent, sd, period, form
    [scales.agree]
    lowest = 1
    highest = 5
    labels = ["Strongly disagree", …]          # from lowest to highest; may be left out
    dont_know = ["Don't know"]                 # count as no answer

    [[measures]]
    id = "senior"
    label = "Trust in senior leaders"
    lower_is_better = false
    core = false                               # true: in every form
    target = "Nursing"                         # only where every other group is asked about this one
    believed = false                           # true: what it is believed to think of those who answer

    [[items]]
    id = "q1"                                  # also its column, unless `column` says otherwise
    measure = "senior"
    scale = "agree"                            # may be left out when there is only one
    text = "Senior leaders keep their word."
    polarity = 1                               # -1 when agreeing means less trust
    part = "reliability"                       # or credibility, intimacy, self_orientation
    version = 1                                # another number when the words change
    same_as = []                               # earlier versions to compare with all the same
    source = "Where the question is from."

    [[forms]]                                  # may be left out: everyone is asked everything
    id = "A"                                   # what stands in the column `form`
    items = ["q1"]                             # measures are asked whole or not at all
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from accord.questionnaires.fields import Fields
from accord.questionnaires.model import Columns, Form, Item, Measure, Part, Questionnaire, Scale
from accord.questionnaires.problems import Problems
from accord.questionnaires.stated import check_forms

SMALLEST_MINIMUM = 5
"""No partnership may show fewer answers than this."""

DIMENSIONS = ("organisation", "sector", "group")


def load_questionnaire(path: Path) -> Questionnaire:
    """Read the questionnaire in a TOML file (UTF-8). Raises `InputError` with everything that is wrong."""
    problems = Problems(path.name)
    try:
        data = path.read_bytes()
    except OSError as error:
        problems.report("This file cannot be read: {error}.", error=error.strerror)
        raise problems.error() from error
    return parse_questionnaire(data, file=path.name)


def parse_questionnaire(data: bytes, *, file: str = "questionnaire.toml") -> Questionnaire:
    """The questionnaire in the bytes of a TOML file; `file` names it in problems. Raises `InputError`."""
    problems = Problems(file)
    top = Fields(_toml(data, problems), "", problems)
    scales = {name: _scale(name, table) for name, table in top.named_tables("scales").items()}
    measures = tuple(_measure(table) for table in top.tables("measures"))
    items = tuple(_item(table, scales, measures) for table in top.tables("items"))
    columns = _columns(top.table("columns"))
    questionnaire = Questionnaire(
        id=top.text("id"),
        title=top.words("title"),
        measures=measures,
        items=items,
        columns=columns,
        crossings=_crossings(top, columns),
        minimum_group=_minimum_group(top),
        leave_out=top.texts("leave_out"),
        forms=tuple(_form(table) for table in top.tables("forms", required=False)),
    )
    top.done()
    _check_names(questionnaire, problems)
    check_forms(questionnaire, problems)
    problems.refuse()
    return questionnaire


def _toml(data: bytes, problems: Problems) -> dict[str, object]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        problems.report("This file is not in UTF-8. Save it as UTF-8.")
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        problems.report("This is not TOML: {error}.", row=int(line[1]) if line else None, error=error)
    raise problems.error()


def _scale(name: str, table: Fields) -> Scale:
    scale = Scale(name, table.whole("lowest", 1), table.whole("highest", 5), table.texts("labels"),
                  table.texts("dont_know"))  # fmt: skip
    table.done()
    points = scale.highest - scale.lowest + 1
    if points < 2:
        table.report("«{key}» must be more than «lowest», {lowest}. Found {found}.", "highest",
                     lowest=scale.lowest, found=scale.highest)  # fmt: skip
    elif scale.labels and len(scale.labels) != points:
        table.report("«{key}» must be {points} words, one for each point from {low} to {high}. Found {found}.",
                     "labels", points=points, low=scale.lowest, high=scale.highest,
                     found=len(scale.labels))  # fmt: skip
    for twice in _twice(word.casefold() for word in scale.labels + scale.dont_know):
        table.report("«{key}» must be different words. Found «{found}» twice.", "labels", found=twice)
    return scale


def _measure(table: Fields) -> Measure:
    measure = Measure(
        id=table.text("id"),
        label=table.words("label"),
        lower_is_better=table.flag("lower_is_better"),
        core=table.flag("core"),
        target=table.text("target", ""),
        believed=table.flag("believed"),
    )
    table.done()
    if measure.believed and not measure.target:
        table.report("«{key}» needs a «target», the group that is believed to think so.", "believed")
    return measure


def _form(table: Fields) -> Form:
    form = Form(table.text("id"), table.texts("items"))
    table.done()
    return form


def _item(table: Fields, scales: dict[str, Scale], measures: tuple[Measure, ...]) -> Item:
    id_ = table.text("id")
    column = table.text("column", id_)
    scale = table.choice("scale", scales, required=len(scales) != 1)
    polarity = table.choice("polarity", {"1": 1, "-1": -1})
    item = Item(
        id=id_,
        measure=table.choice("measure", {m.id: m.id for m in measures}, required=True) or "",
        column=column,
        text=table.words("text", column),
        scale=scale or next(iter(scales.values()), Scale("")),
        version=table.whole("version", 1),
        polarity=polarity or 1,
        part=table.choice("part", {part.value: part for part in Part}),
        source=table.text("source", ""),
        same_as=_same_as(table),
    )
    table.done()
    return item


def _same_as(table: Fields) -> tuple[int, ...]:
    earlier = table.texts("same_as")
    version = table.whole("version", 1)
    found = tuple(int(text) for text in earlier if text.isdecimal() and 0 < int(text) < version)
    if len(found) < len(earlier):
        table.report("«{key}» must be earlier versions, whole numbers below {version}. Found {found}.", "same_as",
                     version=version, found=", ".join(earlier))  # fmt: skip
    return found


def _columns(table: Fields) -> Columns:
    names = {field.name: table.text(field.name, "") or None for field in fields(Columns)}
    table.done()
    columns = Columns(**names)
    if columns.organisation is None:
        table.report("«{key}» is missing: name the column that says where a person works.", "organisation")
    if columns.mean and columns.percent:
        table.report("Only one of «mean» and «{key}» can be given.", "percent")
    if columns.answer and (columns.mean or columns.percent):
        table.report("A file holds answers or summaries: «{key}» cannot stand beside «mean» or «percent».", "answer")
    paired = columns.answer or columns.mean or columns.percent
    if bool(columns.item) != bool(paired):
        table.report("«{key}» and one of «answer», «mean» or «percent» go together.", "item")
    if columns.answer and not columns.person:
        table.report("«{key}» is missing: with one row an answer, it says whose answer it is.", "person")
    return columns


def _crossings(top: Fields, columns: Columns) -> tuple[tuple[str, str], ...]:
    crossings = top.pairs("crossings")
    known = [name for name in DIMENSIONS if getattr(columns, name)]
    for pair in crossings:
        if pair[0] == pair[1] or not set(pair) <= set(known):
            top.report("«{key}» must cross two of the columns named in [columns]: {known}. Found {found}.",
                       "crossings", known=", ".join(known), found=" × ".join(pair))  # fmt: skip
    return crossings


def _minimum_group(top: Fields) -> int:
    minimum = top.whole("minimum_group", 10)
    if minimum < SMALLEST_MINIMUM:
        top.report("«{key}» must be {least} or more. Found {found}.", "minimum_group",
                   least=SMALLEST_MINIMUM, found=minimum)  # fmt: skip
    return minimum


def _check_names(questionnaire: Questionnaire, problems: Problems) -> None:
    """No two measures, items or columns of one name; no measure without items."""
    kinds = {
        "measures": [measure.id for measure in questionnaire.measures],
        "items": [item.id for item in questionnaire.items],
        "column": [item.column for item in questionnaire.items],
        "columns": _named(questionnaire),
        "forms": [form.id for form in questionnaire.forms],
    }
    for kind, names in kinds.items():
        for twice in _twice(name for name in names if name):
            problems.report("«{key}»: the name «{found}» is used twice.", key=kind, found=twice)
    used = {item.measure for item in questionnaire.items}
    for measure in questionnaire.measures:
        if measure.id and measure.id not in used:
            problems.report("The measure «{found}» has no items.", found=measure.id)


def _named(questionnaire: Questionnaire) -> list[str]:
    """The columns a file must have, by name: of a wide file those of the items too."""
    columns = questionnaire.columns
    names = [name for field in fields(columns) if (name := getattr(columns, field.name))]
    return names if columns.item else [*names, *{item.column for item in questionnaire.items}]


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
