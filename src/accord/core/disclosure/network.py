"""Linked tables as a network, where a withheld cell is protected by a detour through other withheld cells."""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Self

import numpy as np
from numpy.typing import NDArray

from accord.core.disclosure.cells import Linked

Labels = NDArray[np.int64]
Change = dict[int, float]


class Network:
    """People flow from the whole into ever smaller groups down one chain of tables and back up another.

    Two chains, such as all → sector → organisation and all → group → (sector, group), each finer than the one
    before, cover most linked tables. Each cell is then an arc carrying its answers, and what flows into a node
    flows out of it. Whatever leaves all shown cells as they are is a circulation over the withheld ones: Cox,
    «Network models for complementary cell suppression», JASA 90 (1995) 1453–1462.
    """

    def __init__(self, linked: Linked, chains: tuple[list[Labels], list[Labels]]) -> None:
        self._atoms = len(linked.weights)
        self._tail: list[int] = []
        self._head: list[int] = []
        self._weight: list[int] = []
        self._closed: list[bool] = []
        self._arcs: dict[bytes, NDArray[np.int64]] = {}
        self._nodes = 0
        self._build(linked, chains)
        self._arc_of_cell = self._match_cells(linked)
        self._price = [0] * len(self._tail)
        self._links: list[list[tuple[int, int, int]]] = [[] for _ in range(self._nodes)]
        for arc, (tail, head) in enumerate(zip(self._tail, self._head, strict=True)):
            self._links[tail].append((arc, head, 1))
            self._links[head].append((arc, tail, -1))
        for links in self._links:
            links.sort(key=lambda link: self._weight[link[0]])

    @classmethod
    def of(cls, linked: Linked) -> Self | None:
        """The network of these tables, or None where two chains cannot hold them."""
        chains = two_chains(linked)
        return None if chains is None else cls(linked, chains)

    def set_price(self, cell: int, price: int) -> None:
        """What it costs to withhold a shown cell; nothing once it is withheld."""
        self._price[self._arc_of_cell[cell]] += price

    def detour(self, target: int, need: int, *, free: bool = False) -> Change | None:
        """The cheapest change of the atoms' counts found that raises a target by `need`; None if there is none.

        `target`: an atom, or the number of atoms plus a cell. `free`: only through what is withheld already.
        """
        arc = target if target < self._atoms else self._arc_of_cell[target - self._atoms]
        flow = {arc: 0}
        while flow[arc] < need:
            path = self._cheapest(arc, flow, free)
            if path is None:
                return None
            room = [self._weight[step] + flow.get(step, 0) for step, sign in path if sign < 0]
            amount = min([need - flow[arc], *room])
            for step, sign in [*path, (arc, 1)]:
                flow[step] = flow.get(step, 0) + sign * amount
        return {atom: change for atom, change in flow.items() if atom < self._atoms and change}

    def _cheapest(self, arc: int, flow: dict[int, int], free: bool) -> list[tuple[int, int]] | None:
        """Dijkstra's path from the end of an arc back to its start; of equal price, the newest node goes first.

        Going deep first meets the start after few steps where most cells are withheld, and that is the slow case.
        """
        start, goal = self._head[arc], self._tail[arc]
        best: dict[int, int] = {start: 0}
        via: dict[int, tuple[int, int, int]] = {}
        heap = [(0, 0, start)]
        order = 0
        while heap:
            cost, _, node = heappop(heap)
            if node == goal:
                return _walk(via, start, goal)
            if cost > best[node]:
                continue
            for step, other, sign in self._links[node]:
                price = self._price_of(step, sign, arc, flow)
                if price is None or (price and free) or cost + price >= best.get(other, cost + price + 1):
                    continue
                best[other] = cost + price
                via[other] = (node, step, sign)
                if other == goal and not price:
                    return _walk(via, start, goal)
                order -= 1
                heappush(heap, (cost + price, order, other))
        return None

    def _price_of(self, step: int, sign: int, arc: int, flow: dict[int, int]) -> int | None:
        """What it costs to go through an arc on the way round for another; None where there is no way."""
        carried = flow.get(step)
        if step == arc or (sign < 0 and self._weight[step] + (carried or 0) <= 0):
            return None
        if self._closed[step] and not self._closed[arc]:
            return None
        return 0 if carried else self._price[step]

    def _build(self, linked: Linked, chains: tuple[list[Labels], list[Labels]]) -> None:
        """Lay the arcs: first the atoms, then each chain's blocks, then the whole, closing the circle."""
        every = np.zeros(self._atoms, dtype=np.int64)
        ends = [[(labels, self._new_nodes(labels)) for labels in (every, *chain)] for chain in chains]
        (down, down_nodes), (up, up_nodes) = ends[0][-1], ends[1][-1]
        self._lay(linked, np.arange(self._atoms), down_nodes[down], up_nodes[up])
        for parents, blocks in zip(ends[0], ends[0][1:], strict=False):
            self._lay(linked, blocks[0], parents[1][parents[0]], blocks[1][blocks[0]])
        for parents, blocks in zip(ends[1], ends[1][1:], strict=False):
            self._lay(linked, blocks[0], blocks[1][blocks[0]], parents[1][parents[0]])
        self._lay(linked, every, ends[1][0][1][every], ends[0][0][1][every])

    def _new_nodes(self, labels: Labels) -> NDArray[np.int64]:
        """A node for each block of a partition."""
        nodes = self._nodes + np.arange(labels.max() + 1)
        self._nodes += len(nodes)
        return nodes

    def _lay(self, linked: Linked, labels: Labels, tail: NDArray[np.int64], head: NDArray[np.int64]) -> None:
        """An arc for each block of a partition, given the nodes at each atom's ends."""
        first = np.unique(labels, return_index=True)[1]
        self._arcs[labels.tobytes()] = len(self._tail) + np.arange(len(first))
        self._tail += tail[first].tolist()
        self._head += head[first].tolist()
        self._weight += np.bincount(labels, linked.weights).astype(np.int64).tolist()
        self._closed += (np.bincount(labels, linked.answered) == 0).tolist()

    def _match_cells(self, linked: Linked) -> list[int]:
        """Which arc each cell is."""
        arc = np.zeros(len(linked.counts), dtype=np.int64)
        for number in range(linked.cells.shape[1]):
            labels = canonical(linked.cells[:, number])
            arc[linked.cells[:, number]] = self._arcs[labels.tobytes()][labels]
        return [int(number) for number in arc]


def two_chains(linked: Linked) -> tuple[list[Labels], list[Labels]] | None:
    """Two chains of partitions, each finer than the one before, that hold every table; None if there are none.

    The whole (one block) and the atoms themselves, where every chain starts and ends, are left out.
    """
    distinct = {labels.tobytes(): labels for labels in map(canonical, linked.cells.T)}
    between = [labels for labels in distinct.values() if 0 < labels.max() < len(labels) - 1]
    return _place(sorted(between, key=np.max), ([], []))


def _place(
    left: Sequence[Labels], chains: tuple[list[Labels], list[Labels]]
) -> tuple[list[Labels], list[Labels]] | None:
    """Put the coarsest partition left on either chain whose last it refines, and go on with the rest."""
    if not left:
        return chains
    for side in (0, 1):
        if not chains[side] or refines(left[0], chains[side][-1]):
            grown = [*chains[side], left[0]]
            found = _place(left[1:], (grown, chains[1]) if side == 0 else (chains[0], grown))
            if found is not None:
                return found
    return None


def canonical(labels: NDArray[np.int64]) -> Labels:
    """The same partition with its blocks numbered by first appearance, so that equal ones compare equal."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse].astype(np.int64)


def refines(fine: Labels, coarse: Labels) -> bool:
    """Whether each block of one partition lies within a block of another."""
    return len(np.unique(fine * (coarse.max() + 1) + coarse)) == int(fine.max()) + 1


def _walk(via: dict[int, tuple[int, int, int]], start: int, goal: int) -> list[tuple[int, int]]:
    """The steps from start to goal, as (arc, +1 along it or −1 against it)."""
    path, node = [], goal
    while node != start:
        node, arc, sign = via[node]
        path.append((arc, sign))
    return path[::-1]
