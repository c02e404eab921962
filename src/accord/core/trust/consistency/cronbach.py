"""Cronbach's alpha with a range that assumes no distribution."""

import math

import numpy as np
from numpy.typing import ArrayLike

from accord.core.estimates import Estimate
from accord.core.trust._arrays import level_within
from accord.core.trust.consistency._items import complete, reliability_range


def alpha(items: ArrayLike, *, level: float = 0.95) -> Estimate | None:
    """How far the items of a scale agree with each other: the share of the variance of their sum that is common.

    Formula: α = k/(k − 1) · (1 − Σ s²ⱼ / s²), with k items, s²ⱼ the variance of item j and s² that of the sum.
    It equals the reliability of the sum only if all items reflect one thing equally strongly; otherwise it is a
    lower bound, and a high alpha does not show that there is one thing (see `one_factor_fit`).

    The range is asymptotically distribution-free: person i moves α by
    dᵢ = k/(k − 1) · (tr S · tᵢ²/T² − qᵢ/T), with tᵢ the sum of i's deviations from the item means, qᵢ the sum of
    their squares, tr S = Σ s²ⱼ and T = s²; the standard error is the root of Σ dᵢ²/n². Feldt's F range assumes
    normal answers and equal items, and a Likert item has neither. The range is symmetric on the scale
    ln(1 − α) (Bonett), so it never passes 1. People count as independent.

    `items`: [people, items], any unit, one unit for all, coded so that high means the same; NaN is no answer.
    Only people who answered every item count (complete cases), and `n` is how many they are: the same people as
    in `omega` and `one_factor_fit`.

    Returns an `Estimate`, 1 at most, negative where items contradict each other. None where it cannot be
    computed: fewer than two items or two complete people, or a sum that is the same for everyone. Raises
    ValueError when `items` is not two-dimensional or `level` is not between 0 and 1.

    >>> import numpy as np
    >>> result = alpha([[1, 2, 1], [2, 2, 3], [3, 4, 3], [4, 4, 5], [5, 5, np.nan]])
    >>> f"{result.value:.3f}", result.n
    ('0.933', 4)

    Source: Cronbach, Psychometrika 16 (1951), 297-334; Maydeu-Olivares, Coffman & Hartmann, Psychological
    Methods 12 (2007), 157-176; Bonett, Journal of Educational and Behavioral Statistics 27 (2002), 335-340.
    """
    level_within(level, "alpha")
    centred = complete(items, "alpha")
    n, k = centred.shape
    if k < 2 or n < 2 or not (np.ptp(centred, axis=0) > 0).any():
        return None
    squares = np.einsum("ij,ij->i", centred, centred)
    sums = centred.sum(axis=1)
    trace, total = float(squares.mean()), float(np.mean(sums**2))
    # A sum that never varies leaves only rounding error behind.
    if total <= 1e-12 * trace:
        return None
    value = k / (k - 1) * (1.0 - trace / total)
    moved = k / (k - 1) * (trace * sums**2 / total**2 - squares / total)
    se = math.sqrt(float(np.mean(moved**2)) / n)
    return Estimate(value, *reliability_range(value, se, level), n=n)
