"""Which cells of linked tables may be shown, so that no figure for fewer than the minimum can be found.

**What is guaranteed.** Take any sum that can be worked out from the shown cells by adding and subtracting them,
each times any number, in which nobody counts negatively and some withheld person counts fully. The people in it
count at least `minimum` in all. In particular every union of groups that can be found holds `minimum` people or
more, and no withheld cell's own figure can be found. As means, standard deviations, weighted means and counts are
all sums over the same people, this holds for each of them.

**How.** By the duality of linear programming the least such count equals the greatest number of answers that the
group could have, as far as the shown cells tell. So a group of 3 is safe with a minimum of 10 when another table,
with the same shown cells and no negative count, gives it 10: a *detour* that moves 7 people into it and around
through withheld cells. Detours are found one by one, cheapest first (crossings before margins before totals, then
the fewest answers lost); what they pass through is withheld; what proves needless is shown again; and every detour
is checked at the end, in integers, against the tables themselves. Cells where all know that nobody answered carry
no detours, except those that hide that nobody did.

**What comes later.** Tables of other filters, and of earlier rounds, are further tables over finer atoms (who was
in which round): they will enter here as cells that are shown already and can no longer be withheld. Nothing of
that is done yet: one call protects one picture, not the difference between two.

Sources: Willenborg and de Waal, Elements of Statistical Disclosure Control (Springer 2001), chapters 6 to 8;
Gusfield, «A graph theoretic approach to statistical data security», SIAM J. Comput. 17 (1988) 552–571; Cox,
«Network models for complementary cell suppression», JASA 90 (1995) 1453–1462; Fischetti and Salazar-González,
«Solving the cell suppression problem on tabular data with linear constraints», Management Science 47 (2001)
1008–1027.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accord.core.disclosure.cells import LEAST_MINIMUM, Linked, Status, link, primary
from accord.core.disclosure.detours import protect
from accord.core.disclosure.proof import verify

Tables = Sequence[tuple[int, ...]]
Masks = Sequence[NDArray[np.bool_] | None]


def suppress(
    coordinates: NDArray[np.integer],
    counts: NDArray[np.integer],
    *,
    sizes: Sequence[int],
    tables: Tables,
    minimum: int,
    alike: Masks | None = None,
) -> tuple[NDArray[np.int8], ...]:
    """Say for each cell of linked tables whether it may be shown, or why not.

    Shown cells have at least `minimum` answers, are not all alike, and give no smaller group away (see above).

    `coordinates`: int [A, d], a group of people each row, by its level in each of d dimensions; every group with
    staff is listed, also where nobody answered. `counts`: int [A], answers there, or [A, items], of which the
    smallest counts. `sizes`: levels of each dimension. `tables`: dimensions of each table, `()` the total.
    `alike`: a bool mask per table (None for none) of cells where everyone's answers are the same.

    Returns, per table, int8 of the table's levels (0-dimensional for the total): a `Status` each. A cell without
    a row of coordinates is `EMPTY`. Someone whose level is not known needs a level of their own («not known»),
    shown or not: left out, they would be found as the rest.

    The result depends on counts and masks alone, never on anyone's scores. With the tables in two chains (such
    as total, sector, organisation and total, group, (sector, group) and their crossing) it takes a fraction of a
    second for 220 × 8; others, such as three dimensions crossed two by two, are solved by linear programming
    and are for small pictures. ValueError where an argument is out of range.

    >>> staff = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    >>> shown = suppress(staff, np.array([3, 40, 30, 50]), sizes=(2, 2), tables=((), (0,), (1,), (0, 1)), minimum=10)
    >>> shown[3]
    array([[1, 3],
           [3, 2]], dtype=int8)
    >>> [int(table.sum()) for table in shown[:3]]
    [0, 0, 0]
    """
    _check(coordinates, counts, sizes, tables, minimum)
    if len(coordinates) == 0:
        return tuple(np.full([sizes[d] for d in table], Status.EMPTY, dtype=np.int8) for table in tables)
    linked = link(coordinates, counts, sizes, tables)
    status, detours = protect(linked, primary(linked, minimum, alike), minimum)
    verify(linked, status, minimum, detours)
    return _unflattened(linked, _other_sides(linked, status, minimum), sizes, tables)


def _other_sides(linked: Linked, status: NDArray[np.int8], minimum: int) -> NDArray[np.int8]:
    """Say of the cells that protect others where the reason is plain: too few are left of a whole they are part of."""
    atoms = np.asarray(linked.matrix.sum(axis=1)).ravel()
    named = status.copy()
    for whole in linked.cells.T:
        for part in linked.cells.T:
            pairs = np.unique(np.column_stack([part, whole]), axis=0)
            one_whole = np.bincount(pairs[:, 0], minlength=len(status))[pairs[:, 0]] == 1
            cell, around = pairs[one_whole].T
            too_few = (linked.counts[around] - linked.counts[cell] < minimum) & (atoms[around] > atoms[cell])
            named[cell[too_few & (status[cell] == Status.PROTECTS_ANOTHER)]] = Status.OTHER_SIDE_TOO_FEW
    return named


def _unflattened(
    linked: Linked, status: NDArray[np.int8], sizes: Sequence[int], tables: Tables
) -> tuple[NDArray[np.int8], ...]:
    """The statuses in the shape of the tables."""
    result = []
    for number, dimensions in enumerate(tables):
        shape = tuple(sizes[dimension] for dimension in dimensions)
        table = np.full(int(np.prod(shape)), Status.EMPTY, dtype=np.int8)
        here = linked.table == number
        table[linked.flat[here]] = status[here]
        result.append(table.reshape(shape))
    return tuple(result)


def _check(
    coordinates: NDArray[np.integer],
    counts: NDArray[np.integer],
    sizes: Sequence[int],
    tables: Tables,
    minimum: int,
) -> None:
    """One sentence for each wrong argument of suppress."""
    if not isinstance(minimum, int | np.integer) or minimum < LEAST_MINIMUM:
        raise ValueError(
            f"The 'minimum' parameter of suppress must be an int ≥ {LEAST_MINIMUM}. Got {minimum} instead."
        )
    if coordinates.ndim != 2 or coordinates.shape[1] != len(sizes):
        raise ValueError(
            f"The 'coordinates' parameter of suppress must have {len(sizes)} columns, one per size. "
            f"Got shape {coordinates.shape} instead."
        )
    if ((coordinates < 0) | (coordinates >= np.asarray(sizes))).any():
        raise ValueError("The 'coordinates' parameter of suppress must be levels from 0 to below each of the 'sizes'.")
    if len(counts) != len(coordinates) or counts.ndim not in (1, 2) or (counts < 0).any():
        raise ValueError(
            f"The 'counts' parameter of suppress must be {len(coordinates)} rows of ints ≥ 0, one per coordinate. "
            f"Got shape {counts.shape} instead."
        )
    if not tables or any(not 0 <= dimension < len(sizes) for table in tables for dimension in table):
        raise ValueError(
            f"The 'tables' parameter of suppress must name dimensions 0 to {len(sizes) - 1}. Got {tables}."
        )
