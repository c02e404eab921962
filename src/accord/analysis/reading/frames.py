"""Read head counts, and hold them against the answers."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from accord.analysis.reading.belonging import DIMENSIONS, read_dimensions
from accord.analysis.reading.cells import distinct, numbers
from accord.analysis.reading.coding import later
from accord.analysis.reading.files import MAX_BYTES, Raw, Source, Table, fetch, open_source
from accord.analysis.tables import Answers, Frame
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import Problems

STAFF = "staff"
"""The column of head counts."""

Cell = tuple[str, ...]


def read_frame(path: Path, questionnaire: Questionnaire, *, max_bytes: int = MAX_BYTES) -> Frame:
    """Read staff in post: the columns organisation, maybe sector and group, and staff; one row a cell.

    The columns may also have the names the answers use. Raises `InputError` with everything that is wrong.
    """
    return frame_from(fetch(path, max_bytes), questionnaire)


def frame_from(raw: Raw, questionnaire: Questionnaire) -> Frame:
    """The head counts in a file's bytes; see `read_frame`."""
    problems = Problems(raw.file)
    source = open_source(raw, problems)
    names = _columns(source, questionnaire)
    table = source.table([*names.values(), STAFF])
    dimensions = read_dimensions(table, names)
    staff, wrong = numbers(distinct(table.columns[STAFF]), whole=True)
    table.report("«{found}» stands where a number of people belongs, such as 250.", STAFF,
                 wrong | np.isnan(staff) | (staff < 0))  # fmt: skip
    _report_repeated(table, names["organisation"], [dimensions[name].codes for name in dimensions if name != "sector"])
    problems.refuse()
    labels = {name: tuple(_label(d.labels, code) for code in d.codes.tolist()) for name, d in dimensions.items()}
    return Frame(labels, staff.astype(np.int64))


def check_frame(answers: Answers, frame: Frame, *, file: str = "frame") -> None:
    """Raise `InputError` where the answers cannot be those of the staff in the frame.

    An organisation the frame does not know, one in another sector, or more respondents than staff in an
    organisation or in one of its groups. Respondents without a group count in their organisation alone.
    """
    problems = Problems(file)
    known = set(frame.labels["organisation"])
    unknown = [name for name in _present(answers) if name not in known]
    for name in unknown:
        problems.report("«{organisation}» has answers, and no row here says how many staff it has.", organisation=name)
    _check_sectors(answers, frame, problems)
    _check_cells(answers, frame, ("organisation",), problems, skip=unknown)
    if "group" in frame.labels and "group" in answers.dimensions and not problems:
        _check_cells(answers, frame, ("organisation", "group"), problems, skip=unknown)
    problems.refuse()


def _columns(source: Source, questionnaire: Questionnaire) -> dict[str, str]:
    """The column of each dimension: as the answers call it, or by its plain name; the organisation's always."""
    named = {name: getattr(questionnaire.columns, name) or name for name in DIMENSIONS}
    found = {name: next((x for x in (named[name], name) if x in source.header), None) for name in DIMENSIONS}
    return {name: column or named[name] for name, column in found.items() if column or name == "organisation"}


def _report_repeated(table: Table, column: str, codes: Sequence[NDArray[np.int32]]) -> None:
    """Report rows that count the same cell again."""
    key = np.zeros(len(table.rows), dtype=np.int64)
    for code in codes:
        key = key * (int(code.max(initial=0)) + 2) + code + 1
    table.report("These staff of «{found}» are counted in an earlier row too.", column, later(key))


def _label(labels: Sequence[str], code: int) -> str:
    return labels[code] if code >= 0 else ""


def _present(answers: Answers) -> list[str]:
    organisations = answers.dimensions["organisation"]
    return [organisations.labels[code] for code in np.unique(organisations.codes).tolist() if code >= 0]


def _check_sectors(answers: Answers, frame: Frame, problems: Problems) -> None:
    if "sector" not in frame.labels or "sector" not in answers.dimensions:
        return
    counted = dict(zip(frame.labels["organisation"], frame.labels["sector"], strict=True))
    for organisation, sector in _respondents(answers, ("organisation", "sector")):
        if counted.get(organisation) not in (None, "", sector):
            problems.report("«{organisation}» is in the sector «{found}» here, and in «{other}» in the answers.",
                            organisation=organisation, found=counted[organisation], other=sector)  # fmt: skip


def _check_cells(
    answers: Answers, frame: Frame, names: tuple[str, ...], problems: Problems, *, skip: Sequence[str]
) -> None:
    staff: dict[Cell, int] = {}
    for cell, count in zip(
        zip(*(frame.labels[name] for name in names), strict=True), frame.staff.tolist(), strict=True
    ):
        staff[cell] = staff.get(cell, 0) + count
    for cell, people in _respondents(answers, names).items():
        if cell[0] not in skip and people > staff.get(cell, 0):
            problems.report("«{cell}» has {staff} staff here and {people} respondents in the answers.",
                            cell=" · ".join(cell), staff=staff.get(cell, 0), people=people)  # fmt: skip


def _respondents(answers: Answers, names: tuple[str, ...]) -> dict[Cell, int]:
    """How many respondents there are in each cell of some dimensions; people of unknown place are left out."""
    dimensions = [answers.dimensions[name] for name in names]
    codes = np.stack([dimension.codes for dimension in dimensions])
    placed = codes[:, (codes >= 0).all(axis=0)]
    shape = tuple(len(dimension.labels) for dimension in dimensions)
    counts = np.bincount(np.ravel_multi_index(tuple(placed), shape), minlength=int(np.prod(shape)))
    cells = np.flatnonzero(counts)
    places = np.stack(np.unravel_index(cells, shape), axis=1).tolist()
    return {
        tuple(d.labels[code] for d, code in zip(dimensions, place, strict=True)): int(counts[cell])
        for cell, place in zip(cells, places, strict=True)
    }
