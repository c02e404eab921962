"""Columns of text as labels, points of a scale and numbers. Work is done once per distinct text, not per row."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.questionnaires.model import Scale

BLANK = frozenset({"", "NA", "NaN", "null", "NULL", "#N/A"})
"""Cells that hold nothing: also what R, Python, databases and Excel write for nothing."""

WHOLE = re.compile(r"([+-]?\d{1,15})(?:[.,]0*)?")
"""A whole number, perhaps written 4.0 or 4,0."""

REAL = re.compile(r"[+-]?\d{1,15}(?:[.,]\d+)?(?:[eE][+-]?\d{1,2})?")
"""A number with a decimal point or a decimal comma."""


class Kind(IntEnum):
    """What a cell of an item holds."""

    POINT = 0
    BLANK = 1
    DONT_KNOW = 2
    OFF_SCALE = 3
    NOT_A_NUMBER = 4


@dataclass(frozen=True, slots=True, eq=False)
class Distinct:
    """The distinct texts of a column, sorted, without spaces around them; `index[i]` is row i's, -1 where blank."""

    texts: tuple[str, ...]
    index: NDArray[np.int32]


def distinct(column: pl.Series, *, blank: frozenset[str] = BLANK) -> Distinct:
    """The distinct texts of a column; those of `blank` hold nothing."""
    cells = column if isinstance(column.dtype, pl.Categorical) else column.cast(pl.Categorical)
    found = cells.unique().drop_nulls()
    texts = [unicodedata.normalize("NFC", text).strip() for text in found.cast(pl.String).to_list()]
    labels = sorted(set(texts) - blank)
    place = {label: i for i, label in enumerate(labels)}
    physical = found.to_physical().to_numpy()
    nothing = int(physical.max(initial=0)) + 1
    lookup = np.full(nothing + 1, -1, dtype=np.int32)
    lookup[physical] = [place.get(text, -1) for text in texts]
    return Distinct(tuple(labels), lookup[cells.to_physical().fill_null(nothing).to_numpy()])


def points(texts: tuple[str, ...], scale: Scale) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """What each text means on a scale: its code, NaN where there is none, and its kind.

    A text may be the code itself, also written 4.0, one of the scale's labels, or a word for «don't know».
    Both arrays end with one entry more, for a blank cell, so that they can be indexed by `Distinct.index`.
    """
    words = _words(scale)
    meanings = [_meaning(text, scale, words) for text in texts]
    codes = np.array([code for code, _ in meanings] + [np.nan])
    return codes, np.array([kind for _, kind in meanings] + [Kind.BLANK], dtype=np.int8)


def numbers(cells: Distinct, *, whole: bool = False) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The number in each row, NaN where there is none, and whether a cell holds something else.

    A decimal comma is taken for a point; a whole number has neither, so that 1,234 is never misread.
    """
    values = np.array([_number(text, whole=whole) for text in cells.texts] + [np.nan])
    wrong = np.isnan(values)
    wrong[-1] = False
    return values[cells.index], wrong[cells.index]


def _words(scale: Scale) -> dict[str, float | None]:
    """What a scale's words mean: a code, or None for «don't know»."""
    words: dict[str, float | None] = {_key(label): float(scale.lowest + i) for i, label in enumerate(scale.labels)}
    return words | dict.fromkeys(map(_key, scale.dont_know))


def _key(text: str) -> str:
    """A text without what people write now one way, now another: case, spaces, kinds of apostrophe, 9 or 9.0."""
    plain = " ".join(text.casefold().replace("’", "'").split())
    number = WHOLE.fullmatch(plain)
    return str(int(number[1])) if number else plain


def _meaning(text: str, scale: Scale, words: dict[str, float | None]) -> tuple[float, Kind]:
    word = _key(text)
    if word in words:
        code = words[word]
        return (np.nan, Kind.DONT_KNOW) if code is None else (code, Kind.POINT)
    if text in BLANK:
        return np.nan, Kind.BLANK
    number = _number(text)
    if np.isnan(number):
        return np.nan, Kind.NOT_A_NUMBER
    on_scale = number.is_integer() and scale.lowest <= number <= scale.highest
    return (number, Kind.POINT) if on_scale else (np.nan, Kind.OFF_SCALE)


def _number(text: str, *, whole: bool = False) -> float:
    """The number a text writes, NaN when it writes none."""
    if whole:
        found = re.fullmatch(r"([+-]?\d{1,15})(?:\.0*)?", text)
        return float(found[1]) if found else np.nan
    return float(text.replace(",", ".")) if REAL.fullmatch(text) else np.nan
