"""A file with one row a respondent and one column an item."""

import numpy as np

from accord.analysis.reading.belonging import dimension_columns, read_dimensions
from accord.analysis.reading.coding import code_answers, later, read_answer_cells, read_people, read_period
from accord.analysis.reading.files import Source, Table
from accord.analysis.reading.given import check_wide, read_form
from accord.analysis.tables import Answers
from accord.questionnaires.model import Questionnaire


def read_wide(source: Source, questionnaire: Questionnaire) -> Answers:
    """The answers of a wide file; problems are reported to the source's."""
    columns = questionnaire.columns
    names = dimension_columns(columns)
    about = [name for name in (columns.person, columns.period, columns.form) if name is not None]
    items = questionnaire.items
    table = source.table([*names.values(), *about, *(item.column for item in items)])
    shape = (len(table.rows), len(items))
    codes, dont_know = np.empty(shape, order="F"), np.empty(shape, dtype=np.bool_, order="F")
    for i, item in enumerate(items):
        cells = read_answer_cells(table, item.column)
        codes[:, i], dont_know[:, i] = code_answers(table, item.column, cells, item.scale)
    form = read_form(table, questionnaire)
    if form is not None:
        check_wide(table, questionnaire, form, ~np.isnan(codes) | dont_know)
    return Answers(
        questionnaire=questionnaire,
        codes=codes,
        dont_know=dont_know,
        dimensions=read_dimensions(table, names),
        people=_people(table, columns.person),
        period=read_period(table, columns.period),
        form=form,
    )


def _people(table: Table, column: str | None) -> tuple[str, ...] | None:
    """The pseudonym of each row; one that stands twice is reported."""
    if column is None:
        return None
    people = read_people(table, column)
    twice = later(people.index) & (people.index >= 0)
    table.report("«{found}» stands in an earlier row too. Each person has one row.", column, twice)
    return tuple(people.texts[i] if i >= 0 else "" for i in people.index.tolist())
