"""A questionnaire from a table with one row a question.

Columns: `id`, `measure` and `text` (or `text_en`, `text_cy`) are needed; `lowest`, `highest`, `labels` and `dont_know`
(several words divided by `|`), `polarity`, `part`, `version`, `source` and `column` may be there.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from accord.analysis.reading.files import Raw, Table, open_source
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Columns, Item, Measure, Part, Questionnaire, Scale
from accord.questionnaires.naming import slug
from accord.questionnaires.problems import Problems
from accord.questionnaires.write import to_toml

NEEDED = ("id", "measure")
TEXTS = {"text": "en", "text_en": "en", "text_cy": "cy"}
OPTIONAL = ("lowest", "highest", "labels", "dont_know", "polarity", "part", "version", "source", "column")
USUAL = Columns(organisation="organisation")
"""The one column that answers must have beside these, until their owner says what it is called."""


def items_from(raw: Raw) -> Questionnaire:
    """The questionnaire in a table of questions. Raises `InputError` with everything that is wrong."""
    problems = Problems(raw.file)
    source = open_source(raw, problems)
    texts = [name for name in TEXTS if name in source.header]
    table = source.table([*NEEDED, *(texts or ["text"]), *(name for name in OPTIONAL if name in source.header)])
    found = [_question(table, i, texts) for i in range(len(table.rows))]
    problems.refuse()
    return assembled(raw, found)


def assembled(raw: Raw, questions: list[Item]) -> Questionnaire:
    """The questionnaire of these questions, each under the label of its measure; checked as one read from TOML."""
    labels = list(dict.fromkeys(question.measure for question in questions))
    slugs = [slug(label, otherwise="questionnaire") for label in labels]
    ids = {label: f"{slugs[i]}_{i}" if slugs[i] in slugs[:i] else slugs[i] for i, label in enumerate(labels)}
    name = re.sub(r"\.\w+$", "", raw.file)
    found = Questionnaire(
        id=slug(name, otherwise="questionnaire"),
        title={"en": name},
        measures=tuple(Measure(ids[label], {"en": label}) for label in labels),
        items=tuple(replace(question, measure=ids[question.measure]) for question in questions),
        columns=USUAL,
    )
    return parse_questionnaire(to_toml(found).encode(), file=raw.file)


def _question(table: Table, i: int, texts: list[str]) -> Item:
    cells = {name: table.cell(name, i).strip() for name in table.columns}
    row = int(table.rows[i])
    for name in (*NEEDED, *texts[:1]):
        if not cells[name]:
            table.problems.report("This cell is empty. Every question needs one.", row=row, column=name)
    low, high = _whole(table, row, cells, "lowest", 1), _whole(table, row, cells, "highest", 5)
    return Item(
        id=cells["id"],
        column=cells.get("column") or cells["id"],
        measure=cells["measure"],
        text={TEXTS[name]: cells[name] for name in texts if cells[name]},
        scale=_scale(low, high, cells),
        polarity=_polarity(table, row, cells),
        part=_part(table, row, cells),
        version=_whole(table, row, cells, "version", 1),
        source=cells.get("source", ""),
    )


def _scale(low: int, high: int, cells: Mapping[str, str]) -> Scale:
    labels, unsure = (_words(cells.get(name, "")) for name in ("labels", "dont_know"))
    name = f"{low} to {high} {'|'.join(labels)} {'|'.join(unsure)}".strip()
    return Scale(name, low, high, labels, unsure)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split("|") if word.strip())


def _whole(table: Table, row: int, cells: Mapping[str, str], name: str, unstated: int) -> int:
    text = cells.get(name, "")
    if not text:
        return unstated
    if re.fullmatch(r"-?\d{1,3}(\.0*)?", text):
        return int(float(text))
    table.problems.report("«{found}» stands where a whole number belongs.", row=row, column=name, found=text)
    return unstated


def _polarity(table: Table, row: int, cells: Mapping[str, str]) -> int:
    found = _whole(table, row, cells, "polarity", 1)
    if found not in {1, -1}:
        table.problems.report("The polarity is 1, or -1 where agreeing means less. Found {found}.",
                              row=row, column="polarity", found=found)  # fmt: skip
    return found


def _part(table: Table, row: int, cells: Mapping[str, str]) -> Part | None:
    text = cells.get("part", "")
    if text and text not in set(Part):
        table.problems.report("«{found}» is no part of the trust equation. There are: {known}.",
                              row=row, column="part", found=text, known=", ".join(Part))  # fmt: skip
        return None
    return Part(text) if text else None
