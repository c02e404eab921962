"""The proof that a pattern of withheld cells is safe, against the tables themselves."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from accord.core.disclosure.cells import Linked, Status
from accord.core.disclosure.network import Change

TOLERANCE = 1e-6
"""People: whole numbers where the tables are a network, the solver's accuracy where they are not."""


def verify(linked: Linked, status: NDArray[np.int8], minimum: int, detours: Sequence[Change]) -> None:
    """Prove by its detours that a pattern is safe; RuntimeError otherwise, so that nothing unproven is released.

    No cell shown may be sensitive. Each detour must leave every shown cell as it is and no atom below nothing,
    and together they must bring each atom up to the minimum and each cell where all are alike up by the minimum;
    where someone answered, by detours that put nobody where all know that nobody answered.
    """
    shown = status == Status.SHOWN
    rise, rise_kept = np.zeros(len(linked.weights)), np.zeros(len(linked.weights))
    cell_rise = np.zeros(len(status))
    for moves in _batches(detours, len(linked.weights)):
        _check_lawful(linked, shown, moves)
        kept = moves[:, (np.abs(moves[~linked.answered]) < TOLERANCE).all(axis=0)]
        rise = np.maximum(rise, moves.max(axis=1))
        rise_kept = np.maximum(rise_kept, kept.max(axis=1, initial=0.0))
        cell_rise = np.maximum(cell_rise, (linked.matrix @ kept).max(axis=1, initial=0.0))
    highest = linked.weights + np.where(linked.answered, rise_kept, rise)
    if (
        (linked.counts[shown] < minimum).any()
        or (highest < minimum - TOLERANCE).any()
        or (cell_rise[status == Status.ALL_ALIKE] < minimum - TOLERANCE).any()
    ):
        raise RuntimeError("A group smaller than the minimum could be found: nothing is released.")


def _check_lawful(linked: Linked, shown: NDArray[np.bool_], moves: NDArray[np.float64]) -> None:
    """Detours [atoms, detours] must not change a shown cell, nor count fewer than nobody."""
    changed = np.abs((linked.matrix @ moves)[shown]) > TOLERANCE
    if changed.any() or (moves < -linked.weights[:, None] - TOLERANCE).any():
        raise RuntimeError("A detour changes a shown cell or counts fewer than nobody: nothing is released.")


def _batches(detours: Sequence[Change], atoms: int, width: int = 256) -> Iterator[NDArray[np.float64]]:
    """The detours as columns of dense matrices [atoms, width], a few at a time."""
    for first in range(0, len(detours), width):
        some = detours[first : first + width]
        moves = np.zeros((atoms, len(some)))
        for column, change in enumerate(some):
            moves[list(change), column] = list(change.values())
        yield moves
