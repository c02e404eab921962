"""A questionnaire from a file: TOML, a table with one row a question, or an XLSForm."""

from pathlib import Path

import fastexcel

from accord.analysis.reading.files import MAX_BYTES, Raw, fetch
from accord.analysis.reading.items import items_from
from accord.analysis.reading.xlsform import SHEETS, xlsform_from
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire


def import_questionnaire(path: Path, *, max_bytes: int = MAX_BYTES) -> Questionnaire:
    """The questionnaire in a file. Raises `InputError` with everything that is wrong."""
    return questionnaire_from(fetch(path, max_bytes))


def questionnaire_from(raw: Raw) -> Questionnaire:
    """The questionnaire in a file's bytes: TOML by its ending, an XLSForm by its sheets, anything else as a table."""
    if raw.file.lower().endswith(".toml"):
        return parse_questionnaire(raw.data, file=raw.file)
    return xlsform_from(raw) if _is_xlsform(raw.data) else items_from(raw)


def _is_xlsform(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        return set(SHEETS) <= set(fastexcel.read_excel(data).sheet_names)
    except fastexcel.FastExcelError:
        return False  # reading it as a table says what is wrong
