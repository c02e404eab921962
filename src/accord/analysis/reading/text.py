"""What a text file is written in, and what stands between its cells."""

import codecs
import csv
import io

from accord.questionnaires.problems import Problems

MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
"""The byte order marks that name an encoding."""

HEAD = 1 << 20
"""How much of a file is looked at to find its header and its separator, in bytes."""

SEPARATORS = (",", ";", "\t")


def to_utf8(data: bytes, problems: Problems) -> bytes:
    """The text in UTF-8, without a byte order mark and with lines that end in a line feed.

    The rule: a byte order mark decides (UTF-8, UTF-16); without one, whatever is valid UTF-8 is UTF-8; anything
    else is Windows-1252, unless it holds one of the five bytes that Windows-1252 leaves undefined. Text holds no
    NUL. What fails is reported and refused.
    """
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    encoding = MARKS.get(mark) or ("utf-8" if _is_utf8(data) else "cp1252")
    body = data[len(mark) :] if mark else data
    try:
        text = body if encoding == "utf-8" and (not mark or _is_utf8(body)) else body.decode(encoding).encode()
    except UnicodeDecodeError:
        text = b"\0"
    if b"\0" in text:
        problems.report("This is not text in UTF-8, UTF-16 or Windows-1252. Save it as CSV in UTF-8.")
        problems.refuse()
    return text.replace(b"\r", b"\n") if b"\r" in text[:HEAD] and b"\n" not in text[:HEAD] else text


def find_separator(text: bytes) -> str:
    """Comma, semicolon or tab: the one that cuts the header and the next rows into equally many cells, the most."""
    return max(SEPARATORS, key=lambda separator: _fit(first_rows(text, separator, 20)))


def first_rows(text: bytes, separator: str, most: int) -> list[list[str]]:
    """The first rows, as cells; one row where even the header cannot be cut."""
    head = text[:HEAD].decode("utf-8", errors="ignore")
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
            rows.append(row)
            if len(rows) == most:
                break
    except csv.Error:  # a cell of more than 131,072 characters: the rows before it serve
        return rows or [[head]]
    return rows


def unclosed_quote(text: bytes, separator: str) -> int | None:
    """The row where a quotation mark opens that never closes, None when all do.

    Left alone, such a mark would swallow every later row into one cell.
    """
    if text.count(b'"') % 2 == 0:
        return None
    lines = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline="")
    row = 0
    try:
        for row, _ in enumerate(csv.reader(lines, delimiter=separator, strict=True), start=1):  # noqa: B007
            pass
    except csv.Error:
        return row + 1
    return None


def _fit(rows: list[list[str]]) -> tuple[bool, int]:
    widths = [len(row) for row in rows if row]
    width = widths[0] if widths else 0
    return width > 1 and all(other == width for other in widths[:-1]), width


def _is_utf8(data: bytes) -> bool:
    """Valid UTF-8? Read a piece at a time, so that a large file is not held twice."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), HEAD):
            decoder.decode(data[start : start + HEAD])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
