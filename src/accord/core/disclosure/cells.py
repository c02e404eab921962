"""Linked tables over the same people: their cells, what may be said of each, and which are sensitive themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from accord.core.estimates import Reason

LEAST_MINIMUM = 5
"""No partnership may choose a smaller minimum group than this."""


class Status(IntEnum):
    """What `suppress` says of a cell. `EMPTY`: nobody is employed there, which the head counts tell anyway."""

    SHOWN = 0
    TOO_FEW = 1
    PROTECTS_ANOTHER = 2
    OTHER_SIDE_TOO_FEW = 3
    ALL_ALIKE = 4
    EMPTY = 5


REASONS = {
    Status.TOO_FEW: Reason.TOO_FEW,
    Status.PROTECTS_ANOTHER: Reason.PROTECTS_ANOTHER,
    Status.OTHER_SIDE_TOO_FEW: Reason.OTHER_SIDE_TOO_FEW,
    # «All alike» beside a group would tell each member, who knows their own answer, what all the others said.
    Status.ALL_ALIKE: Reason.TOO_FEW,
}
"""The reason a reader is given for each withheld status."""


@dataclass(frozen=True, slots=True, eq=False)
class Linked:
    """Atoms, the finest groups that any of the tables tells apart, and the cells they add up to.

    `weights`: answers of each atom, the smallest over the items. `answered`: whether anyone there answered any.
    `cells`: [atoms, tables], the cell each atom is part of, numbered over all tables. `table`, `flat`: [cells],
    which table a cell is in, and its place in the flattened table. `dimensions`: [tables], how many cross there.
    `counts`: [cells], answers.
    `matrix`: [cells, atoms], 1 where the atom is part of the cell.
    """

    weights: NDArray[np.int64]
    answered: NDArray[np.bool_]
    cells: NDArray[np.int64]
    table: NDArray[np.int64]
    flat: NDArray[np.int64]
    dimensions: NDArray[np.int64]
    counts: NDArray[np.int64]
    matrix: Any


def link(
    coordinates: NDArray[np.integer],
    counts: NDArray[np.integer],
    sizes: Sequence[int],
    tables: Sequence[tuple[int, ...]],
) -> Linked:
    """Number the cells of all tables and join the people whom no table tells apart into atoms."""
    weights, most = _least_and_most(counts)
    numbered, table, flat = _numbered(coordinates, sizes, tables)
    cells, atom = np.unique(numbered, axis=0, return_inverse=True)
    atom = atom.reshape(-1)
    weight = np.bincount(atom, weights, minlength=len(cells)).astype(np.int64)
    answered = np.bincount(atom, most, minlength=len(cells)) > 0
    places = (cells.ravel(), np.repeat(np.arange(len(cells)), len(tables)))
    matrix = sparse.csr_array((np.ones(cells.size, dtype=np.int64), places), shape=(len(table), len(cells)))
    dimensions = np.array([len(table) for table in tables])
    counts_of_cells = np.bincount(cells.ravel(), np.repeat(weight, len(tables))).astype(np.int64)
    return Linked(weight, answered, cells, table, flat, dimensions, counts_of_cells, matrix)


def primary(linked: Linked, minimum: int, alike: Sequence[NDArray[np.bool_] | None] | None = None) -> NDArray[np.int8]:
    """The status of each cell seen by itself: shown, too few answers, or all alike (`alike`: a mask per table)."""
    status = np.where(linked.counts < minimum, Status.TOO_FEW, Status.SHOWN).astype(np.int8)
    for number, mask in enumerate(alike or ()):
        if mask is not None:
            here = np.flatnonzero(linked.table == number)
            same = mask.ravel()[linked.flat[here]] & (status[here] == Status.SHOWN)
            status[here[same]] = Status.ALL_ALIKE
    return status


def _least_and_most(counts: NDArray[np.integer]) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Answers of each row by the item fewest answered, and by the one most answered."""
    if counts.ndim == 1:
        return counts, counts
    return counts.min(axis=1), counts.max(axis=1)


def _numbered(
    coordinates: NDArray[np.integer], sizes: Sequence[int], tables: Sequence[tuple[int, ...]]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The cell of each row in each table, numbered over all tables; and each cell's table and place in it."""
    numbered = np.empty((len(coordinates), len(tables)), dtype=np.int64)
    table, flat = [], []
    first = 0
    for number, dimensions in enumerate(tables):
        places = flat_places(coordinates, sizes, dimensions)
        present, inverse = np.unique(places, return_inverse=True)
        numbered[:, number] = first + inverse
        table.append(np.full(len(present), number, dtype=np.int64))
        flat.append(present)
        first += len(present)
    return numbered, np.concatenate(table), np.concatenate(flat)


def flat_places(
    coordinates: NDArray[np.integer], sizes: Sequence[int], dimensions: tuple[int, ...]
) -> NDArray[np.int64]:
    """Where each row of coordinates falls in the flattened table of these dimensions.

    >>> flat_places(np.array([[0, 0], [0, 2], [1, 0]]), sizes=(2, 3), dimensions=(0, 1))
    array([0, 2, 3])
    """
    places = np.zeros(len(coordinates), dtype=np.int64)
    for dimension in dimensions:
        places = places * sizes[dimension] + coordinates[:, dimension]
    return places
