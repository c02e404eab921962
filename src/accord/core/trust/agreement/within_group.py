"""Within-group agreement: do the members of one group answer alike?"""

import numpy as np
from numpy.typing import ArrayLike

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, wrong


def rwg(scores: ArrayLike, groups: ArrayLike, size: int, *, points: int) -> FloatArray:
    """Within-group agreement on one item: 1 where all in a group say the same, 0 where answers look like chance.

    Formula: 1 − s² / σ², with s² the variance of the group's answers and σ² = (A² − 1)/12 that of answers spread
    evenly over the A points; below 0 (answers more split than chance) becomes 0, as is customary.

    `scores`: [people], in points of the scale (steps of 1, not of 25), NaN is no answer. `groups`: [people],
    ints from 0 to `size` − 1, −1 where not known. `points`: A, 2 or more.

    Returns float64 [size], 0 to 1; NaN for a group with fewer than two answers. Raises ValueError when shapes
    disagree, a group is out of range or `points` is below 2.

    >>> rwg([4, 4, 5, 1, 5, 3], [0, 0, 0, 1, 1, 2], 3, points=5).round(3)
    array([0.833, 0.   ,   nan])

    Source: James, Demaree & Wolf, Journal of Applied Psychology 69 (1984), 85-98.
    """
    column = np.asarray(scores, dtype=np.float64)
    if column.ndim != 1:
        raise wrong("scores", "rwg", "one-dimensional", f"{column.ndim} dimensions")
    return _agreement(column[:, None], groups, size, points, "rwg")


def rwg_j(items: ArrayLike, groups: ArrayLike, size: int, *, points: int) -> FloatArray:
    """Within-group agreement on a scale of several items: is there a common view that a group's mean can stand for?

    Formula: J(1 − v) / (J(1 − v) + v), with J items and v the mean of the items' variances within the group over
    σ² = (A² − 1)/12, that of answers spread evenly over the A points; v above 1 counts as 1, which gives 0, as is
    customary. Values of 0.70 and more are customarily called agreement. The more items, the higher it comes out.

    `items`: [people, items], in points of the scale (steps of 1, not of 25), NaN is no answer; people who
    answered every item count. `groups`: [people], ints from 0 to `size` − 1, −1 where not known. `points`: A,
    2 or more, the same for all items.

    Returns float64 [size], 0 to 1; NaN for a group with fewer than two complete people. Raises ValueError when
    shapes disagree, there is no item, a group is out of range or `points` is below 2.

    >>> rwg_j([[4, 4], [5, 4], [1, 5], [5, 1]], [0, 0, 1, 1], 3, points=5).round(3)
    array([0.933, 0.   ,   nan])

    Source: James, Demaree & Wolf, Journal of Applied Psychology 69 (1984), 85-98.
    """
    table = np.asarray(items, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] == 0:
        raise wrong("items", "rwg_j", "people by at least one item", f"shape {table.shape}")
    return _agreement(table, groups, size, points, "rwg_j")


def _agreement(table: FloatArray, groups: ArrayLike, size: int, points: int, function: str) -> FloatArray:
    if points < 2:
        raise wrong("points", function, "an int ≥ 2", points)
    codes = codes_below(groups, "groups", function, size=size, unknown=True)
    if codes.shape != table.shape[:1]:
        raise wrong("groups", function, f"an array of shape ({len(table)},)", f"shape {codes.shape}")
    used = (codes >= 0) & ~np.isnan(table).any(axis=1)
    n = np.bincount(codes[used], minlength=size)
    sums = sum((spread(column[used], codes[used], n) for column in table.T), np.zeros(size))
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = sums / table.shape[1] / np.where(n > 1, n - 1, np.nan)
    share = np.minimum(variance / ((points**2 - 1) / 12.0), 1.0)
    agreed = table.shape[1] * (1.0 - share)
    return np.asarray(agreed / (agreed + share))


def spread(values: FloatArray, codes: IntArray, n: IntArray) -> FloatArray:
    """Sum of squared deviations from the group mean, per group."""
    means = np.bincount(codes, values, minlength=len(n)) / np.maximum(n, 1)
    return np.asarray(np.bincount(codes, (values - means[codes]) ** 2, minlength=len(n)), dtype=np.float64)
