"""A file on disk as a table of cells: CSV, Excel workbook or Parquet, told apart by what is in them, not by name.

Row numbers are those a person sees on opening the file in a spreadsheet: the header is row 1.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from fastexcel import FastExcelError
from numpy.typing import NDArray
from polars.exceptions import PolarsError

from accord.analysis.reading.formats import Opened, open_csv, open_parquet, open_workbook
from accord.questionnaires.fields import nearest
from accord.questionnaires.problems import KEPT_OF_A_KIND, Problems

Opener = Callable[[bytes, Problems, int], Opened]

MAX_BYTES = 2_000_000_000
"""The largest file read unless the caller says otherwise: 2 GB."""


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """A file's name and bytes; `max_bytes` holds for what is packed inside, too."""

    file: str
    data: bytes
    max_bytes: int = MAX_BYTES

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The columns asked for, rows without any cell left out; `rows[i]` is the row number in the file."""

    columns: Mapping[str, pl.Series]
    rows: NDArray[np.int64]
    problems: Problems

    def cell(self, column: str, i: int) -> str:
        """What stands in a cell, as text."""
        return str(self.columns[column][i] or "")

    def report(self, template: str, column: str, bad: NDArray[np.bool_], /, **values: object) -> None:
        """Report every row where `bad`: the first few by name, with what was `found`, the rest by count."""
        where = np.flatnonzero(bad)
        for i in where[:KEPT_OF_A_KIND].tolist():
            found = self.cell(column, i)
            self.problems.report(template, row=int(self.rows[i]), column=column, found=found, **values)
        self.problems.count(max(len(where) - KEPT_OF_A_KIND, 0))


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """An opened file: its header is known, its rows are not yet read."""

    header: tuple[str, ...]
    opened: Opened
    problems: Problems

    def table(self, required: Sequence[str]) -> Table:
        """Read the columns of these names. Refuses a file without them, or without rows."""
        free = [name for name in self.header if name not in required]
        for name in required:
            self._check(name, free)
        self.problems.refuse()
        frame = self._read([self.header.index(name) for name in required])
        filled = ~frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
        rows = np.flatnonzero(filled.to_numpy()) + 2
        if len(rows) == 0:
            self.problems.report("There are no rows below the header.")
            self.problems.refuse()
        whole = frame if filled.all() else frame.filter(filled)
        columns = {name: whole.to_series(i) for i, name in enumerate(required)}
        return Table(columns, rows, self.problems)

    def _read(self, numbers: list[int]) -> pl.DataFrame:
        try:
            frame = self.opened.read(numbers)
        except (PolarsError, FastExcelError) as error:
            self.problems.report("This file cannot be read as a table: {error}.", error=str(error).splitlines()[0])
        self.problems.refuse()
        return frame

    def _check(self, name: str, free: Sequence[str]) -> None:
        """Report a column that is missing, with the nearest of those that mean nothing else."""
        if name in self.header:
            return
        near = nearest(name, free)
        if near:
            self.problems.report("The column «{missing}» is missing. Is it the one named «{nearest}»?",
                                 missing=name, nearest=near)  # fmt: skip
        elif free and len(free) < len(self.header):
            self.problems.report("The column «{missing}» is missing. The file also has: {columns}.",
                                 missing=name, columns=", ".join(free))  # fmt: skip
        else:
            self.problems.report("The column «{missing}» is missing. The file has: {columns}.",
                                 missing=name, columns=", ".join(self.header))  # fmt: skip


def fetch(path: Path, max_bytes: int = MAX_BYTES) -> Raw:
    """Read a file whole. One larger than `max_bytes` is refused before it is read."""
    problems = Problems(path.name)
    try:
        size = path.stat().st_size
        if size > max_bytes:
            problems.report("This file has {size} bytes; at most {limit} are read.", size=size, limit=max_bytes)
            problems.refuse()
        data = path.read_bytes()
    except OSError as error:
        problems.report("This file cannot be read: {error}.", error=error.strerror)
        raise problems.error() from error
    if not data or data.isspace():
        problems.report("This file is empty.")
        problems.refuse()
    return Raw(path.name, data, max_bytes)


def open_source(raw: Raw, problems: Problems) -> Source:
    """Read a file's header, and refuse what is no table."""
    opener = _opener(raw.data)
    _check_ending(raw.file, opener, problems)
    opened = opener(raw.data, problems, raw.max_bytes)
    header = tuple(opened.header)
    if not any(header):
        problems.report("The first row is empty. The names of the columns belong there.", row=1)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        where = ", ".join(str(i) for i, other in enumerate(header, start=1) if other == name)
        problems.report("{count} columns have this name: numbers {where}. Give each its own.",
                        row=1, column=name, count=header.count(name), where=where)  # fmt: skip
    problems.refuse()
    return Source(header, opened, problems)


def _check_ending(file: str, opener: Opener, problems: Problems) -> None:
    """Refuse a file whose name says it is a workbook or Parquet and whose content is neither."""
    if opener is open_csv:
        if file.lower().endswith((".xlsx", ".xlsm", ".xls")):
            problems.report("This is no Excel workbook that can be read. Save it as .xlsx, or as CSV.")
        elif file.lower().endswith(".parquet"):
            problems.report("This is no Parquet file: it does not begin like one.")
    problems.refuse()


def _opener(data: bytes) -> Opener:
    if data.startswith(b"PK\x03\x04"):
        return open_workbook
    return open_parquet if data.startswith(b"PAR1") else open_csv
