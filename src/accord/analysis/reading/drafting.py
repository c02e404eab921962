"""Draft a questionnaire from a file."""

from pathlib import Path

import numpy as np

from accord.analysis.reading.cells import distinct
from accord.analysis.reading.files import MAX_BYTES, Raw, Table, fetch, open_source
from accord.questionnaires.draft import draft
from accord.questionnaires.guesses import Column
from accord.questionnaires.problems import Problems

MOST_VALUES = 500
"""How many distinct texts of a column are looked at."""


def draft_questionnaire(path: Path, *, max_bytes: int = MAX_BYTES) -> str:
    """A questionnaire in TOML, guessed from a file's header and values, to be checked by its owner.

    Raises `InputError` where the file cannot be read or nothing in it looks like answers.
    """
    raw = fetch(path, max_bytes)
    return draft(columns_from(raw), file=raw.file)


def columns_from(raw: Raw) -> tuple[Column, ...]:
    """What stands in each named column of a file. Raises `InputError` where the file cannot be read."""
    source = open_source(raw, Problems(raw.file))
    names = [name for name in source.header if name]
    table = source.table(names)
    return tuple(_column(table, name) for name in names)


def _column(table: Table, name: str) -> Column:
    cells = distinct(table.columns[name])
    return Column(name, cells.texts[:MOST_VALUES], len(cells.texts), int(np.count_nonzero(cells.index >= 0)))
