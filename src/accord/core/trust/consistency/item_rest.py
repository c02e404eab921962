"""Which items run against the others of their scale?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from accord.core.trust._arrays import FloatArray
from accord.core.trust.consistency._items import complete, varies


def item_rest(items: ArrayLike) -> FloatArray:
    """How each item goes with the sum of all the others: the corrected item-total correlation.

    Formula: r_j = corr(x_j, Σ_{k≠j} x_k), over the people who answered every item.

    `items`: [people, items], any unit, one unit for all, coded so that high means the same; NaN is no answer.

    Returns [items], −1 to 1; NaN for all where it cannot be computed: fewer than three items, no more complete
    people than items, or an item that is the same for everyone; NaN for one whose others cancel each other out.
    Raises ValueError when `items` is not two-dimensional.

    >>> item_rest([[1, 2, 5], [2, 2, 4], [3, 4, 3], [4, 4, 1], [5, 5, 2]]).round(2)
    array([-0.18,  0.26, -0.88])

    Source: Nunnally & Bernstein, Psychometric Theory, 3rd ed. (1994), chapter 8.
    """
    centred = complete(items, "item_rest")
    if centred.shape[1] < 3 or not varies(centred):
        return np.full(centred.shape[1], np.nan)
    rest = centred.sum(axis=1, keepdims=True) - centred
    scale = np.sqrt((centred**2).sum(axis=0) * (rest**2).sum(axis=0))
    with np.errstate(invalid="ignore"):
        # Rounding may lift an item that follows from the others a hair beyond 1.
        found: FloatArray = np.clip((centred * rest).sum(axis=0) / scale, -1.0, 1.0)
    return found


def against_the_rest(items: ArrayLike, *, level: float = 0.95) -> NDArray[np.bool_]:
    """Which items go against the others by more than chance explains: most often, a polarity that was turned round.

    Formula: the upper end of the range of `item_rest`, tanh(artanh r + z / √(n − 3)), is below 0.

    `items`: as in `item_rest`. Returns [items]; nothing is said where `item_rest` says nothing.

    >>> import numpy as np
    >>> trust = np.random.default_rng(1).normal(size=(100, 1)) + np.random.default_rng(2).normal(size=(100, 4))
    >>> against_the_rest(trust * [1, 1, 1, -1])
    array([False, False, False,  True])

    Source: Fisher, Metron 1 (1921), 3-32, for the range of a correlation.
    """
    people = len(complete(items, "against_the_rest"))
    half = float(ndtri(0.5 + level / 2)) / np.sqrt(max(people - 3, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.arctanh(item_rest(items)) + half < 0)
