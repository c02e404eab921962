"""The plain twin of disclosure control: look at every union of groups, and at every group's possible counts."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import linprog

Row = list[Fraction]


def indicator_rows(coordinates, tables, statuses, *, shown: bool) -> np.ndarray:
    """[cells, rows of coordinates]: who is in each cell that is shown (or that is not)."""
    rows = []
    for table, status in zip(tables, statuses, strict=True):
        places = [tuple(int(row[d]) for d in table) for row in coordinates]
        chosen = [cell for cell in sorted(set(places)) if (int(status[cell]) == 0) == shown]
        rows += [[place == cell for place in places] for cell in chosen]
    return np.array(rows, dtype=int).reshape(len(rows), len(coordinates))


def derivable(rows: Sequence[Sequence[int]], union: Sequence[int]) -> bool:
    """Whether the sum over a union is a rational combination of the sums over the rows, exactly."""
    return not any(_reduce([Fraction(int(x)) for x in union], _basis(rows)))


def smallest_union(rows, counts) -> int | None:
    """The fewest people in any derivable union in which anyone is; every one of the 2**A unions is tried."""
    basis = _basis(rows)
    sizes = [
        int(np.dot(union, counts))
        for union in product((0, 1), repeat=len(counts))
        if any(union) and not any(_reduce([Fraction(x) for x in union], basis))
    ]
    return min((size for size in sizes if size), default=None)


def highest_counts(rows, counts, *, known_empty=()) -> np.ndarray:
    """How many people each group could have, as far as the rows' sums tell: a linear programme each.

    `known_empty`: groups that all know to be empty; they could have people only in their own programme.
    """
    counts = np.asarray(counts)
    highest = []
    for group in range(len(counts)):
        upper = [0 if other in known_empty and group not in known_empty else None for other in range(len(counts))]
        goal = -(np.arange(len(counts)) == group).astype(float)
        if len(rows) == 0:
            highest.append(np.inf)
            continue
        found = linprog(goal, A_eq=rows, b_eq=rows @ counts, bounds=list(zip([0] * len(counts), upper, strict=True)))
        assert found.status in (0, 3), found.message
        highest.append(np.inf if found.status == 3 else -found.fun)
    return np.array(highest)


def _basis(rows) -> list[tuple[int, Row]]:
    """The rows in echelon form, each with the place of its leading one."""
    basis: list[tuple[int, Row]] = []
    for row in rows:
        left = _reduce([Fraction(int(x)) for x in row], basis)
        lead = next((place for place, x in enumerate(left) if x), None)
        if lead is not None:
            basis.append((lead, [x / left[lead] for x in left]))
    return basis


def _reduce(row: Row, basis: list[tuple[int, Row]]) -> Row:
    """What is left of a row after taking away what the basis explains."""
    for lead, known in basis:
        if row[lead]:
            row = [x - row[lead] * y for x, y in zip(row, known, strict=True)]
    return row
