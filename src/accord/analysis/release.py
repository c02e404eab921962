"""What a family of measures may show: which organisations, and which cells of which tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analysis.population import Population
from accord.analysis.scores import Scores
from accord.core.disclosure.alike import all_alike
from accord.core.disclosure.cells import REASONS, Status, flat_places
from accord.core.disclosure.complementary import suppress
from accord.core.disclosure.organisations import left_out
from accord.core.estimates import Reason

Table = tuple[str, ...]
"""Dimensions of a table: `()` the whole, one a breakdown, two a crossing."""


@dataclass(frozen=True, slots=True, eq=False)
class Release:
    """The verdict of disclosure control.

    `organisations`: bool, whose people are in any figure or total at all. `reasons[table]`: why each flat cell is
    withheld, None where it is shown or nobody is there. `minimum`: the minimum group in force.
    """

    organisations: NDArray[np.bool_]
    reasons: Mapping[Table, Sequence[Reason | None]]
    minimum: int


def release(told: Population, family: Sequence[Scores], crossings: Sequence[Table], minimum: int) -> Release:
    """Decide what is shown of measures that share items or are compared, before any figure is computed.

    They get one pattern: a cell is shown for all of them or for none. An organisation with fewer than the minimum
    of answers to any item, or whose people all answered alike, is left out of every total as well. Over the others,
    cells and margins are withheld until nothing hidden can be found by subtraction (`accord.core.disclosure`).
    """
    groups = _Groups.of(told, family)
    tables: list[Table] = [(), *((d,) for d in told.dimensions), *crossings]
    numbers = [tuple(told.dimensions.index(d) for d in table) for table in tables]
    everyone = np.ones(len(groups.people), dtype=np.bool_)
    out = left_out(
        groups.cells,
        groups.counts(everyone),
        alike=groups.alike(numbers, everyone),
        sizes=groups.sizes,
        tables=numbers,
        minimum=minimum,
    )
    kept = ~out[groups.cells[groups.people, 0]]
    rows = ~out[groups.cells[:, 0]]
    counts = groups.counts(kept)[rows]
    statuses = suppress(
        groups.cells[rows],
        counts,
        alike=groups.alike(numbers, kept),
        sizes=groups.sizes,
        tables=numbers,
        minimum=minimum,
    )
    reasons = {
        table: _reasons(status, groups.present(number), told.size(table))
        for table, number, status in zip(tables, numbers, statuses, strict=True)
    }
    return Release(~out[: len(told.labels["organisation"])], reasons, minimum)


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Everyone who was asked, by the finest group they are in; «not known» is a level of its own, the last.

    `cells`: int64 [groups, dimensions], with the frame's groups where nobody answered. `people`: [people], the
    group of each. `sizes`: levels of each dimension. `items`, `figures`: float64 [people, …], the item scores of
    the family, and what each person contributes to each of its figures.
    """

    cells: NDArray[np.int64]
    people: NDArray[np.int64]
    sizes: tuple[int, ...]
    items: NDArray[np.float64]
    figures: NDArray[np.float64]

    @classmethod
    def of(cls, told: Population, family: Sequence[Scores]) -> "_Groups":
        asked = np.any([s.asked for s in family], axis=0)
        people = np.column_stack([told.codes[d][asked] for d in told.dimensions]).astype(np.int64)
        rows = np.vstack([people, _framed(told)])
        sizes = np.array(told.size(told.dimensions))
        levels = tuple(int(size) for size in sizes + (rows < 0).any(axis=0))
        cells, group = np.unique(np.where(rows < 0, sizes, rows), axis=0, return_inverse=True)
        items = np.hstack([np.where(np.isnan(s.people)[:, None], np.nan, s.items) for s in family])
        figures = np.column_stack([figure for s in family for figure in (s.people, *s.parts.values())])
        return cls(cells, group.reshape(-1)[: len(people)], levels, items[asked], figures[asked])

    def counts(self, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
        """How many of the people kept answered each item, by group: [groups, items]."""
        size = len(self.cells)
        answered = ~np.isnan(self.items) & kept[:, None]
        return np.column_stack([np.bincount(self.people[told], minlength=size) for told in answered.T])

    def alike(self, tables: Sequence[tuple[int, ...]], kept: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], ...]:
        """A mask per table of cells where some figure tells what each person said."""
        return all_alike(self.figures[kept], self.cells[self.people[kept]], sizes=self.sizes, tables=tables)

    def present(self, table: tuple[int, ...]) -> NDArray[np.bool_]:
        """Which cells of a table have anybody at all."""
        shape = tuple(self.sizes[d] for d in table)
        found = np.zeros(int(np.prod(shape)), dtype=np.bool_)
        found[flat_places(self.cells, self.sizes, table)] = True
        return found.reshape(shape)


def _framed(told: Population) -> NDArray[np.int64]:
    """The frame's cells that have staff; where it lacks a dimension, only those of organisations that were silent."""
    if told.staff is None:
        return np.empty((0, len(told.dimensions)), dtype=np.int64)
    unknown = np.full(len(told.staff), -1)
    cells = np.column_stack([told.staff_codes.get(d, unknown) for d in told.dimensions]).astype(np.int64)
    whole = all(d in told.staff_codes for d in told.dimensions)
    return cells[(told.staff > 0) & (whole | ~np.isin(cells[:, 0], told.codes["organisation"]))]


def _reasons(status: NDArray[np.int8], present: NDArray[np.bool_], size: tuple[int, ...]) -> list[Reason | None]:
    """Reasons of the known levels, flat; where only people left out belong, too few."""
    named = np.where(present & (status == Status.EMPTY), Status.TOO_FEW, status)
    known = named[tuple(slice(levels) for levels in size)]
    return [REASONS.get(Status(code)) for code in known.ravel().tolist()]
