"""Linked tables that are no network: the same detours found by linear programming."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from accord.core.disclosure.cells import Linked
from accord.core.disclosure.network import Change

NOISE = 1e-7
"""Changes smaller than this are the solver's rounding, not changes."""


class Programme:
    """Detours in any linked tables: atoms x ≥ −answers, the cost |change of a shown cell| × its price, least.

    Slower than `Network` and for the few tables that need it (three dimensions crossed two by two). Kelly, Golden
    and Assad, «Cell suppression: disclosure protection for sensitive tabular data», Networks 22 (1992) 397–417.
    """

    def __init__(self, linked: Linked) -> None:
        self._linked = linked
        self._price = np.zeros(len(linked.counts))

    def set_price(self, cell: int, price: int) -> None:
        """What it costs to withhold a shown cell; nothing once it is withheld."""
        self._price[cell] += price

    def detour(self, target: int, need: int, *, free: bool = False) -> Change | None:
        """The cheapest change of the atoms' counts that raises a target by `need`; None if there is none.

        `target`: an atom, or the number of atoms plus a cell. `free`: only through what is withheld already.
        """
        shown = np.flatnonzero(self._price > 0)
        goal = self._row(target)
        atoms, kept = len(goal), 0 if free else len(shown)
        rows: Any = sparse.hstack([self._linked.matrix[shown], _moved(len(shown), kept)])
        lower, upper = self._limits(goal)
        lower, upper = np.append(lower, np.zeros(2 * kept)), np.append(upper, np.full(2 * kept, np.inf))
        price = np.concatenate([np.zeros(atoms), *2 * [self._scaled(shown)[:kept]]])
        equal: Any = sparse.vstack([rows, sparse.csr_array(np.append(goal, np.zeros(2 * kept))[None, :])])
        limits: Any = np.column_stack([lower, upper])
        found = linprog(price, A_eq=equal, b_eq=np.append(np.zeros(len(shown)), need), bounds=limits, method="highs")
        if found.x is None:
            return None
        return {int(atom): float(found.x[atom]) for atom in np.flatnonzero(np.abs(found.x[:atoms]) > NOISE)}

    def _scaled(self, shown: NDArray[np.intp]) -> NDArray[np.float64]:
        """Prices within the solver's accuracy: beyond ten thousand times the lowest, all are just as dear."""
        prices = self._price[shown]
        scaled: NDArray[np.float64] = np.minimum(prices / prices.min(initial=np.inf), 1e4)
        return scaled

    def _row(self, target: int) -> NDArray[np.float64]:
        """1 for each atom of the target."""
        atoms = len(self._linked.weights)
        cell = (self._linked.cells == target - atoms).any(axis=1)
        return np.where(cell if target >= atoms else np.arange(atoms) == target, 1.0, 0.0)

    def _limits(self, goal: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """How far each atom may move: never below no answers; not at all where all know that nobody answered."""
        upper = np.full(len(goal), np.inf)
        if self._linked.answered[goal > 0].any():
            upper[~self._linked.answered] = 0.0
        return -self._linked.weights.astype(np.float64), upper


def _moved(rows: int, kept: int) -> sparse.csr_array:
    """Columns for how far each shown cell falls and rises; none where no shown cell may move."""
    unit = sparse.eye_array(rows, kept, format="csr")
    return sparse.csr_array(sparse.hstack([unit, -unit]))
