"""What else must be withheld: a detour for each sensitive group, cheapest first, and none that is needless."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.core.disclosure.cells import Linked, Status
from accord.core.disclosure.linear import NOISE, Programme
from accord.core.disclosure.network import Change, Network


@dataclass(frozen=True, slots=True, eq=False)
class Detour:
    """A change of the atoms' counts that leaves all shown cells alone, and the targets it protects."""

    change: Change
    moved: frozenset[int]
    protects: tuple[int, ...]


def protect(linked: Linked, primary: NDArray[np.int8], minimum: int) -> tuple[NDArray[np.int8], tuple[Change, ...]]:
    """Withhold what is needed besides the sensitive cells. Returns the status of each cell, and all detours."""
    work = _Work(linked, primary.copy(), minimum)
    work.protect_all()
    work.show_the_needless()
    return work.status, tuple(detour.change for detour in work.detours)


class _Work:
    """The state of one search. Targets are atoms, or the number of atoms plus a cell (where all are alike)."""

    def __init__(self, linked: Linked, status: NDArray[np.int8], minimum: int) -> None:
        self.linked = linked
        self.status = status
        self.detours: list[Detour] = []
        self._finder = Network.of(linked) or Programme(linked)
        self._prices = _prices(linked)
        self._needs = _needs(linked, status, minimum)
        for cell in np.flatnonzero(status == Status.SHOWN):
            self._finder.set_price(int(cell), self._prices[cell])

    def protect_all(self) -> None:
        """Find detours until every target has one, withholding the shown cells they pass through."""
        open_targets = dict(self._needs)
        while open_targets:
            target = next(iter(open_targets))
            change = self._finder.detour(target, open_targets[target])
            if change is None:
                raise RuntimeError("No detour protects a small group: nothing is released.")
            detour = self._detour(change, open_targets)
            for cell in self._shown_of(detour):
                self._withhold(cell)
            self.detours.append(detour)
            for protected in detour.protects:
                del open_targets[protected]

    def show_the_needless(self) -> None:
        """Show a cell again, dearest first, where all that passed through it finds another way."""
        extra = np.flatnonzero(self.status == Status.PROTECTS_ANOTHER)
        for cell in sorted(map(int, extra), key=lambda cell: -self._prices[cell]):
            self._show(cell)
            others = self._ways_around(cell)
            if others is None:
                self._withhold(cell)
            else:
                self.detours = [detour for detour in self.detours if cell not in detour.moved] + others

    def _ways_around(self, cell: int) -> list[Detour] | None:
        """Detours through withheld cells only, for all that now pass through this cell; None if one has none."""
        passing = [target for detour in self.detours if cell in detour.moved for target in detour.protects]
        left = {target: self._needs[target] for target in passing}
        found = []
        while left:
            target = next(iter(left))
            change = self._finder.detour(target, left[target], free=True)
            if change is None:
                return None
            detour = self._detour(change, left)
            if target not in detour.protects or self._shown_of(detour):
                return None
            left = {target: need for target, need in left.items() if target not in detour.protects}
            found.append(detour)
        return found

    def _detour(self, change: Change, targets: dict[int, int]) -> Detour:
        """A change of atoms with the cells it moves and which of the targets it raises enough."""
        rise: dict[int, float] = {}
        atoms = len(self.linked.weights)
        for atom, amount in change.items():
            for cell in self.linked.cells[atom]:
                rise[atoms + int(cell)] = rise.get(atoms + int(cell), 0.0) + amount
        rise |= change
        enters_empty = any(not self.linked.answered[atom] for atom in change)
        protects = tuple(
            target
            for target in rise
            if target in targets
            and rise[target] > targets[target] - NOISE
            and not (enters_empty and self._known(target))
        )
        return Detour(
            change, frozenset(cell - atoms for cell in rise if cell >= atoms and abs(rise[cell]) > NOISE), protects
        )

    def _known(self, target: int) -> bool:
        """Whether anyone answered there: then cells known to be empty hide nothing."""
        return target >= len(self.linked.weights) or bool(self.linked.answered[target])

    def _shown_of(self, detour: Detour) -> list[int]:
        return [cell for cell in detour.moved if self.status[cell] == Status.SHOWN]

    def _withhold(self, cell: int) -> None:
        self.status[cell] = Status.PROTECTS_ANOTHER
        self._finder.set_price(cell, -self._prices[cell])

    def _show(self, cell: int) -> None:
        self.status[cell] = Status.SHOWN
        self._finder.set_price(cell, self._prices[cell])


def _needs(linked: Linked, status: NDArray[np.int8], minimum: int) -> dict[int, int]:
    """By how much each target must be able to rise: small atoms to the minimum, cells all alike by the minimum.

    Those with answers come first, then the largest needs: their detours often protect others too.
    """
    short = np.flatnonzero(linked.weights < minimum)
    order = short[np.lexsort((linked.weights[short], ~linked.answered[short]))]
    alike = np.flatnonzero(status == Status.ALL_ALIKE)
    needs = {len(linked.weights) + int(cell): minimum for cell in alike}
    return needs | {int(atom): minimum - int(linked.weights[atom]) for atom in order}


def _prices(linked: Linked) -> list[int]:
    """What it costs to withhold each cell: its answers; any margin more than all crossings, any total more still."""
    dimensions = linked.dimensions[linked.table]
    margin = int(linked.counts.sum()) + 1
    total = margin * (len(linked.counts) + 1)
    return [
        int(count) + (margin if width == 1 else total if width == 0 else 0)
        for count, width in zip(linked.counts, dimensions, strict=True)
    ]
