"""Respondents and staff in post, on one set of labels."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analysis.tables import Answers, Frame

DIMENSIONS = ("organisation", "sector", "group")


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """Who answered and who is employed, by the same codes.

    `labels[d]`: the groups of dimension d, in order of name, of answers and frame together. `codes[d]`: int32 [people],
    -1 where not known. `staff`, `staff_codes[d]`: head count and codes of each cell of the frame; no staff
    at all without a frame.
    """

    labels: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, NDArray[np.int32]]
    staff: NDArray[np.int64] | None
    staff_codes: Mapping[str, NDArray[np.int32]]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions people are known by, in the order organisation, sector, group."""
        return tuple(d for d in DIMENSIONS if d in self.labels)

    def size(self, dimensions: Sequence[str]) -> tuple[int, ...]:
        """How many groups each of these dimensions has."""
        return tuple(len(self.labels[d]) for d in dimensions)

    def cells(self, dimensions: Sequence[str]) -> NDArray[np.int64]:
        """The flat cell of each person in a crossing of dimensions (one, several or none); -1 is not known."""
        return _flat([self.codes[d] for d in dimensions], self.size(dimensions), len(self.codes["organisation"]))

    def head_count(self, dimensions: Sequence[str], *, organisations: NDArray[np.bool_]) -> NDArray[np.int64] | None:
        """Staff in each cell of a crossing, of the organisations marked True; None where no frame tells."""
        if self.staff is None or any(d not in self.staff_codes for d in dimensions):
            return None
        cells = _flat([self.staff_codes[d] for d in dimensions], self.size(dimensions), len(self.staff))
        kept = organisations[self.staff_codes["organisation"]] & (cells >= 0)
        counts = np.bincount(cells[kept], weights=self.staff[kept], minlength=int(np.prod(self.size(dimensions))))
        return np.rint(counts).astype(np.int64)


def _flat(codes: Sequence[NDArray[np.int32]], sizes: tuple[int, ...], rows: int) -> NDArray[np.int64]:
    """Several codes as one; -1 where any is not known."""
    flat = np.zeros(rows, dtype=np.int64)
    known = np.ones(rows, dtype=np.bool_)
    for code, size in zip(codes, sizes, strict=True):
        flat = flat * size + code
        known &= code >= 0
    return np.where(known, flat, -1)


def by_name(names: Iterable[str]) -> tuple[str, ...]:
    """Names in the order people expect: without regard to capitals, and numbers by size.

    >>> by_name(["Ward 10", "Ward 9", "alpha"])
    ('alpha', 'Ward 9', 'Ward 10')
    """

    def key(name: str) -> tuple[list[tuple[int, str]], str]:
        pieces = re.split(r"(\d+)", name.casefold())
        return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces if piece], name

    return tuple(sorted(names, key=key))


def population(answers: Answers, frame: Frame | None) -> Population:
    """Bring answers and frame to one set of labels; an organisation's sector is taken from wherever it stands."""
    labels: dict[str, tuple[str, ...]] = {}
    codes: dict[str, NDArray[np.int32]] = {}
    staff_codes: dict[str, NDArray[np.int32]] = {}
    for name in DIMENSIONS:
        told = answers.dimensions.get(name)
        framed = frame.labels.get(name) if frame else None
        if told is None and (framed is None or name == "group"):
            continue
        labels[name] = by_name({*(told.labels if told else ()), *(framed or ())})
        index = {label: i for i, label in enumerate(labels[name])}
        if told is not None:
            codes[name] = _recode(told.codes, np.array([index[label] for label in told.labels], dtype=np.int32))
        if framed is not None:
            staff_codes[name] = np.array([index[label] for label in framed], dtype=np.int32)
    if "sector" in labels:
        _fill_sectors(codes, staff_codes, len(labels["organisation"]))
    return Population(labels, codes, frame.staff if frame else None, staff_codes)


def _recode(codes: NDArray[np.int32], table: NDArray[np.int32]) -> NDArray[np.int32]:
    """Old codes to new ones; -1 stays."""
    return np.append(table, np.int32(-1))[codes]


def _fill_sectors(
    codes: dict[str, NDArray[np.int32]], staff_codes: dict[str, NDArray[np.int32]], organisations: int
) -> None:
    """Give every respondent and every cell of the frame the sector of its organisation."""
    sector_of = np.full(organisations, -1, dtype=np.int32)
    for found in (staff_codes, codes):
        if "sector" in found:
            known = (found["sector"] >= 0) & (found["organisation"] >= 0)
            sector_of[found["organisation"][known]] = found["sector"][known]
    for found in (codes, staff_codes):
        if "organisation" in found:
            found["sector"] = _recode(found["organisation"], sector_of)
