"""Which organisations are left out of a picture altogether, every total included."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accord.core.disclosure.cells import Status
from accord.core.disclosure.complementary import Masks, Tables, suppress


def left_out(
    coordinates: NDArray[np.integer],
    counts: NDArray[np.integer],
    *,
    sizes: Sequence[int],
    tables: Tables,
    minimum: int,
    alike: Masks | None = None,
) -> NDArray[np.bool_]:
    """Say which organisations are withheld, so that their people are dropped before anything is computed.

    An organisation that is withheld counts in no sector, no group and no total, nor does its head count: what is
    shown of a whole is about the organisations shown. Then no subtraction can reach it, whatever else is shown.
    First go those with fewer than `minimum` answers or all alike; then `suppress` is asked about the rest, and
    whom it would withhold to protect others goes too, until it withholds no organisation.

    Arguments as for `suppress`; dimension 0 is the organisation and `(0,)` must be among the tables. `counts` of
    one picture are the smallest over all measures that share items or are compared (see `families`), so that
    each of them leaves out the same organisations. Returns bool [organisations], True where left out; one
    without staff is not left out, as there is nothing to leave out.

    Afterwards: drop these people from answers and frame, compute `alike` and counts again, call `suppress`, and
    show «too few» for the cells of those left out (to `suppress` they are `EMPTY`).

    >>> staff = np.array([[0, 0], [1, 0], [1, 1]])
    >>> left_out(staff, np.array([6, 40, 40]), sizes=(2, 2), tables=((), (0,), (1,)), minimum=10)
    array([ True, False])
    """
    if (0,) not in [tuple(table) for table in tables]:
        raise ValueError(f"The 'tables' parameter of left_out must have (0,), the organisations. Got {tables} instead.")
    place = [tuple(table) for table in tables].index((0,))
    out = _sensitive(coordinates, counts, sizes[0], minimum, None if alike is None else alike[place])
    while True:
        kept = ~out[coordinates[:, 0]]
        shown = suppress(coordinates[kept], counts[kept], sizes=sizes, tables=tables, minimum=minimum, alike=alike)
        more = ~np.isin(shown[place], (Status.SHOWN, Status.EMPTY))
        if not more.any():
            return out
        out = out | more


def _sensitive(
    coordinates: NDArray[np.integer],
    counts: NDArray[np.integer],
    organisations: int,
    minimum: int,
    alike: NDArray[np.bool_] | None,
) -> NDArray[np.bool_]:
    """Organisations with staff that are too small or all alike, seen by themselves."""
    least = counts if counts.ndim == 1 else counts.min(axis=1)
    answers = np.bincount(coordinates[:, 0], least, minlength=organisations)
    staffed = np.bincount(coordinates[:, 0], minlength=organisations) > 0
    out: NDArray[np.bool_] = staffed & (answers < minimum)
    return out if alike is None else out | (staffed & alike)
