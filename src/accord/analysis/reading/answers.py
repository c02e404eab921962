"""Read one round's answers: a row a respondent (wide), or a row an answer (long)."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from accord.analysis.reading.files import MAX_BYTES, Raw, fetch, open_source
from accord.analysis.reading.long import read_long
from accord.analysis.reading.wide import read_wide
from accord.analysis.tables import Answers
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import Problems

Progress = Callable[[float, str], None]
"""Called now and then with the share done, 0 to 1, and a few words on what is being done."""


def read_answers(
    path: Path, questionnaire: Questionnaire, *, progress: Progress | None = None, max_bytes: int = MAX_BYTES
) -> Answers:
    """Read a file of answers: CSV, the first sheet of an Excel workbook, or Parquet.

    With `columns.item` in the questionnaire a row is one answer, otherwise one respondent. An answer is the
    code of a point, that number as text, the point's label, or a word for «don't know»; a blank cell is no
    answer. A file of more than `max_bytes` is refused before it is read. Raises `InputError` with everything
    that is wrong, by row and column. A million respondents with 40 items take 0.8 GB of memory as CSV.
    """
    return answers_from(fetch(path, max_bytes), questionnaire, progress=progress)


def answers_from(raw: Raw, questionnaire: Questionnaire, *, progress: Progress | None = None) -> Answers:
    """The answers in a file's bytes; see `read_answers`."""
    if progress:
        progress(0.0, f"Reading {raw.file}")
    problems = Problems(raw.file)
    source = open_source(raw, problems)
    read = read_wide if questionnaire.columns.item is None else read_long
    answers = read(source, questionnaire)
    problems.refuse()
    if progress:
        progress(1.0, f"Read {raw.file}")
    return replace(answers, digest=raw.digest)
