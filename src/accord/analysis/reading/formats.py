"""The three formats of a table: each opened to its header first, and then read column by column as text."""

import io
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import fastexcel
import polars as pl
from polars.exceptions import PolarsError

from accord.analysis.reading.text import find_separator, first_rows, to_utf8, unclosed_quote
from accord.questionnaires.problems import KEPT_OF_A_KIND, Problems


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """`header`: the names of the columns. `read(numbers)`: the columns of these numbers, each of text."""

    header: Sequence[str]
    read: Callable[[list[int]], pl.DataFrame]


def open_csv(data: bytes, problems: Problems, _: int) -> Opened:
    """Text with commas, semicolons or tabs; the encoding by the rule of `to_utf8`."""
    text = to_utf8(data, problems)
    separator = find_separator(text)
    rows = first_rows(text, separator, 1)
    header = clean_header(rows[0] if rows else [])

    def read(numbers: list[int]) -> pl.DataFrame:
        quote = unclosed_quote(text, separator)
        if quote is not None:
            problems.report("A quotation mark opens in this row and never closes.", row=quote)
            problems.refuse()
        return _read_csv(text, separator, width=len(header), numbers=numbers, problems=problems)

    return Opened(header, read)


def _read_csv(text: bytes, separator: str, *, width: int, numbers: list[int], problems: Problems) -> pl.DataFrame:
    # Categories keep a column of a million answers at 4 bytes a cell; one column more than the header
    # catches the rows that have too many cells.
    schema = {f"column_{i + 1}": pl.Categorical(pl.Categories.random("accord")) for i in range(width + 1)}
    frame = pl.read_csv(
        text, has_header=False, skip_rows=1, separator=separator, schema=schema,
        columns=[*sorted(numbers), width], missing_columns="insert", extra_columns="ignore", truncate_ragged_lines=True,
    )  # fmt: skip
    beyond = frame.to_series(-1)
    for i in beyond.is_not_null().arg_true().head(KEPT_OF_A_KIND).to_list():
        problems.report("This row has more cells than the header. The first too many holds «{found}».",
                        row=i + 2, found=beyond[i])  # fmt: skip
    problems.count(max(len(beyond) - beyond.null_count() - KEPT_OF_A_KIND, 0))
    return frame.select(f"column_{number + 1}" for number in numbers)


def open_workbook(data: bytes, problems: Problems, max_bytes: int) -> Opened:
    """The first sheet of an Excel workbook."""
    try:
        refuse_unpacked(data, problems, max_bytes)
        sheets = fastexcel.read_excel(data)
        top = pl.DataFrame(sheets.load_sheet(0, header_row=None, skip_rows=0, n_rows=1, dtypes="string"))
    except (zipfile.BadZipFile, fastexcel.FastExcelError) as error:
        problems.report("This Excel workbook cannot be opened: {error}.", error=str(error).splitlines()[0])
        raise problems.error() from error

    def read(numbers: list[int]) -> pl.DataFrame:
        wanted = sorted(numbers)
        sheet = sheets.load_sheet(0, header_row=None, skip_rows=0, use_columns=wanted, dtypes="string")
        frame = pl.DataFrame(sheet).slice(1)
        return frame.select(frame.to_series(wanted.index(number)) for number in numbers)

    return Opened(clean_header(top.row(0) if len(top) else []), read)


def open_parquet(data: bytes, problems: Problems, max_bytes: int) -> Opened:
    """A Parquet file; numbers, booleans and dates are read as their text."""
    try:
        schema = pl.read_parquet_schema(io.BytesIO(data))
        rows = pl.scan_parquet(io.BytesIO(data)).select(pl.len()).collect().item()
    except PolarsError as error:
        problems.report("This Parquet file cannot be opened: {error}.", error=str(error).splitlines()[0])
        raise problems.error() from error
    _refuse_large(rows * len(schema), max_bytes, problems)
    names = list(schema)

    def read(numbers: list[int]) -> pl.DataFrame:
        for number in numbers:
            if schema[names[number]].is_nested():
                problems.report("This column holds lists. A number or a word belongs in each cell.",
                                column=names[number])  # fmt: skip
        problems.refuse()
        frame = pl.read_parquet(io.BytesIO(data), columns=[names[number] for number in numbers])
        return frame.cast(pl.String)

    return Opened(clean_header(names), read)


def clean_header(names: Sequence[str | None]) -> tuple[str, ...]:
    """Names without spaces around them, in one Unicode form; an unnamed column is an empty name.

    >>> clean_header([" q1 ", None])
    ('q1', '')
    """
    return tuple(unicodedata.normalize("NFC", name or "").strip() for name in names)


def refuse_unpacked(data: bytes, problems: Problems, max_bytes: int) -> None:
    """Refuse a workbook that unpacks to more than may be read. Raises `BadZipFile` for what is none."""
    unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist())
    _refuse_large(unpacked, max_bytes, problems)


def _refuse_large(size: int, max_bytes: int, problems: Problems) -> None:
    """Refuse a file that unpacks to more than may be read."""
    if size > max_bytes:
        problems.report("This file unpacks to {size} bytes; at most {limit} are read.", size=size, limit=max_bytes)
        problems.refuse()
