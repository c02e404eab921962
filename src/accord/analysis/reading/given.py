"""Which form each person was given, and whether they answered more than it asks."""

import numpy as np
from numpy.typing import NDArray

from accord.analysis.reading.cells import distinct
from accord.analysis.reading.files import Table
from accord.analysis.tables import forms_by_item
from accord.questionnaires.model import Questionnaire

BEYOND = "The form of this person does not ask this question. Found «{found}»."


def read_form(table: Table, questionnaire: Questionnaire) -> NDArray[np.int32] | None:
    """The place of each row's form among the questionnaire's, None without forms; an unknown one is reported."""
    column = questionnaire.columns.form
    if column is None:
        return None
    cells = distinct(table.columns[column])
    places = {form.id: i for i, form in enumerate(questionnaire.forms)}
    found = np.array([places.get(text, -1) for text in cells.texts] + [-1], dtype=np.int32)[cells.index]
    table.report("Every row needs a form. This one has none.", column, cells.index < 0)
    table.report("There is no form «{found}» in the questionnaire. There are: {known}.", column,
                 (found < 0) & (cells.index >= 0), known=", ".join(places))  # fmt: skip
    return np.maximum(found, 0)


def check_wide(
    table: Table, questionnaire: Questionnaire, form: NDArray[np.int32], answered: NDArray[np.bool_]
) -> None:
    """Report answers, [people, items], to questions that the person's form does not ask."""
    beyond = answered & ~forms_by_item(questionnaire)[form]
    for i in np.flatnonzero(beyond.any(axis=0)).tolist():
        table.report(BEYOND, questionnaire.items[i].column, beyond[:, i])


def check_long(table: Table, questionnaire: Questionnaire, form: NDArray[np.int32], items: NDArray[np.int64]) -> None:
    """Report rows about an item, by its place (-1 none), with an answer though the person's form does not ask it."""
    answer = questionnaire.columns.answer or ""
    beyond = (items >= 0) & (distinct(table.columns[answer]).index >= 0) & ~forms_by_item(questionnaire)[form, items]
    table.report(BEYOND, answer, beyond)
