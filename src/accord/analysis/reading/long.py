"""A file with one row an answer: person, item, answer."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from accord.analysis.reading.belonging import dimension_columns, read_dimensions
from accord.analysis.reading.cells import Distinct, distinct
from accord.analysis.reading.coding import code_answers, later, read_answer_cells, read_people, read_period
from accord.analysis.reading.files import Source, Table
from accord.analysis.reading.given import check_long, read_form
from accord.analysis.tables import Answers, Dimension
from accord.questionnaires.fields import nearest
from accord.questionnaires.model import Questionnaire


def read_long(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers of a long file, people in the order of their pseudonyms; problems go to the source's.

    Items the questionnaire does not know are left out, as other columns of a wide file are.
    """
    columns = questionnaire.columns
    person, item, answer = columns.person or "", columns.item or "", columns.answer or ""
    names = dimension_columns(columns)
    about = [name for name in (columns.period, columns.form) if name]
    table = source.table([*names.values(), person, item, answer, *about])
    people = read_people(table, person)
    dimensions = read_dimensions(table, names)
    asked = read_items(table, item, questionnaire)
    table.report("This person answers «{found}» in an earlier row too.", item, _twice(people, asked))
    form = read_form(table, questionnaire)
    first = _first_rows(table, *_constant(questionnaire, names, dimensions, form), people)
    if form is not None:
        check_long(table, questionnaire, form, asked)
    table.problems.refuse()
    codes, dont_know = _matrix(table, questionnaire, people, asked)
    return Answers(
        questionnaire=questionnaire,
        codes=codes,
        dont_know=dont_know,
        dimensions={name: Dimension(name, d.labels, d.codes[first]) for name, d in dimensions.items()},
        people=people.texts,
        period=read_period(table, columns.period),
        form=None if form is None else form[first],
    )


def _constant(
    questionnaire: Questionnaire,
    names: Mapping[str, str],
    dimensions: Mapping[str, Dimension],
    form: NDArray[np.int32] | None,
) -> tuple[dict[str, str], dict[str, Dimension]]:
    """What must be the same in every row of a person: where they belong, and their form."""
    column = questionnaire.columns.form
    if form is None or column is None:
        return dict(names), dict(dimensions)
    given = Dimension("form", tuple(one.id for one in questionnaire.forms), form)
    return {**names, "form": column}, {**dimensions, "form": given}


def read_items(table: Table, column: str, questionnaire: Questionnaire) -> NDArray[np.int64]:
    """The place in the questionnaire of each row's item, -1 for others; an item that never comes is reported."""
    cells = distinct(table.columns[column])
    table.report("Every row needs an item. This one has none.", column, cells.index < 0)
    places = {item.column: i for i, item in enumerate(questionnaire.items)}
    for name in [name for name in places if name not in cells.texts]:
        near = nearest(name, cells.texts)
        if near:
            table.problems.report("No row is about the item «{missing}». Is it the one named «{nearest}»?",
                                  column=column, missing=name, nearest=near)  # fmt: skip
        else:
            table.problems.report("No row is about the item «{missing}».", column=column, missing=name)
    return np.array([places.get(text, -1) for text in cells.texts] + [-1])[cells.index]


def _twice(people: Distinct, asked: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Where a row repeats a person and an item."""
    known = (people.index >= 0) & (asked >= 0)
    key = asked * max(len(people.texts), 1) + people.index
    return known & later(np.where(known, key, -1))


def _first_rows(
    table: Table, names: Mapping[str, str], dimensions: Mapping[str, Dimension], people: Distinct
) -> NDArray[np.intp]:
    """The first row of each person; a later one that places the person elsewhere is reported."""
    placed, first = np.unique(people.index, return_index=True)
    first = first[placed >= 0]
    known = np.flatnonzero(people.index >= 0)
    for name, dimension in dimensions.items():
        moved = np.zeros(len(table.rows), dtype=np.bool_)
        moved[known] = dimension.codes[known] != dimension.codes[first[people.index[known]]]
        table.report("Found «{found}», where an earlier row of the same person has something else.",
                     names[name], moved)  # fmt: skip
    return first


def _matrix(
    table: Table, questionnaire: Questionnaire, people: Distinct, asked: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Codes and «don't know» by person and item."""
    answer = questionnaire.columns.answer or ""
    shape = (len(people.texts), len(questionnaire.items))
    codes, dont_know = np.full(shape, np.nan, order="F"), np.zeros(shape, dtype=np.bool_, order="F")
    cells = read_answer_cells(table, answer)
    for i, item in enumerate(questionnaire.items):
        rows = np.flatnonzero(asked == i)
        code, could_not_say = code_answers(table, answer, cells, item.scale, rows)
        codes[people.index[rows], i], dont_know[people.index[rows], i] = code, could_not_say
    return codes, dont_know
