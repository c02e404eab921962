"""Groups whose people all gave the same answers: a figure for them would tell what each person said."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accord.core.disclosure.cells import flat_places

NEARLY = 1e-6
"""Points: scores this close are the same."""


def all_alike(
    scores: NDArray[np.float64],
    coordinates: NDArray[np.integer],
    *,
    sizes: Sequence[int],
    tables: Sequence[tuple[int, ...]],
) -> tuple[NDArray[np.bool_], ...]:
    """Say per table which cells show a figure to which everyone there contributed the same score.

    One such figure is enough to withhold the cell, as cells are shown or withheld for all figures together. This
    covers means at the ends of the scale: only when all are alike is a mean exactly 0 or 100.

    `scores`: float64 [people, figures], what each person contributes to each figure (to an index, to a part, to
    an item that is shown), NaN where they contribute nothing. `coordinates`: int [people, d], where each person
    belongs. `sizes`, `tables`: as for `suppress`. Returns a bool mask per table, of its levels; False where
    nobody contributes.

    >>> all_alike(np.array([[75.0], [75.0], [50.0]]), np.array([[0], [0], [1]]), sizes=(2,), tables=((), (0,)))
    (array(False), array([ True,  True]))
    """
    masks = []
    for table in tables:
        shape = tuple(sizes[dimension] for dimension in table)
        places = flat_places(coordinates, sizes, table)
        lowest = np.full((int(np.prod(shape)), scores.shape[1]), np.inf)
        highest = -lowest
        np.fmin.at(lowest, places, scores)
        np.fmax.at(highest, places, scores)
        # Nearly: on a scale of seven points the same answers in another order differ in the sixteenth digit.
        masks.append((np.abs(highest - lowest) < NEARLY).any(axis=1).reshape(shape))
    return tuple(masks)
