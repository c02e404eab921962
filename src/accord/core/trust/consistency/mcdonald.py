"""McDonald's omega: how much of a sum is common to its items, and how much of it is one general factor."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from accord.core.estimates import Estimate
from accord.core.trust._arrays import FloatArray, level_within, wrong
from accord.core.trust.consistency._items import complete, correlation, reliability_range, varies
from accord.core.trust.consistency.factors import minres, quartimin, varimax

GROUP_FACTORS = 3
"""Fewer do not identify the general factor above them."""
ONE_THING = 0.02
"""Residual correlations this small, beyond what sampling leaves, are not taken for factors of their own."""
STILL = 1e-9
"""A sum of standardised items that varies less than this, an item's variance being 1, does not vary."""
HIGHEST = 1.0 - 1e-6
"""Draws above count as this: items that nearly follow from each other may give a draw of 1 or more."""
PILES = 1000
"""People are dealt at random into at most this many piles, and piles are resampled: one pass over the answers."""


def omega(
    items: ArrayLike, *, rng: np.random.Generator, draws: int = 200, level: float = 0.95
) -> tuple[Estimate | None, Estimate | None]:
    """How reliable the sum of the items is (omega total), and how much of it is one thing (omega hierarchical).

    Both are shares of the variance of the sum of the standardised items, R being their correlations:

    - total: 1 − Σ u²ⱼ / 1'R1, with u²ⱼ what no factor explains of item j;
    - hierarchical: (Σ gⱼ)² / 1'R1, with gⱼ the item's loading on a general factor. A high total beside a low
      hierarchical means several things in one number.

    With six items or more the model has three factors: minimum residuals, direct oblimin (γ = 0) from a varimax
    start, one factor above the three, and the Schmid-Leiman transformation, as is customary. Where one factor
    alone leaves residual correlations of no more than 0.02 (root mean square, less what sampling would leave),
    three cannot be identified, and what they would give is arbitrary: then the one factor is the general one,
    and the two omegas come out nearly equal. With three to five items the model has one factor, and hierarchical
    is None. With six or seven items three factors are barely identified; the range is then wide, and for fewer
    than some 200 people a little too narrow all the same.

    The range comes from a bootstrap of people, as estimate ± z · SD of the draws on the scale ln(1 − ω), so it
    never passes 1 and needs few draws. Beyond 1,000 people they are dealt at random into 1,000 piles that are
    resampled whole. People count as independent.

    `items`: [people, items], high meaning the same for all (turn negative items round first); NaN is no answer;
    people who answered every item count (complete cases). `draws`: 2 or more.

    Returns (total, hierarchical). Both None where they cannot be computed: fewer than three items, no more
    complete people than items, an item that everyone answered alike, or items that cancel each other out. Raises
    ValueError when `items` is not two-dimensional, `draws` is below 2, or `level` is not between 0 and 1.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> total, hierarchical = omega(rng.normal(size=(300, 1)) + rng.normal(size=(300, 4)), rng=rng)
    >>> bool(0.7 < total.value < 0.9), hierarchical is None
    (True, True)

    Source: McDonald, Test Theory (1999); Schmid & Leiman, Psychometrika 22 (1957), 53-61; Zinbarg, Revelle,
    Yovel & Li, Psychometrika 70 (2005), 123-133; Revelle & Condon, Psychological Assessment 31 (2019), 1395-1411.
    """
    level_within(level, "omega")
    if draws < 2:
        raise wrong("draws", "omega", "an int ≥ 2", draws)
    centred = complete(items, "omega")
    if centred.shape[1] < 3 or not varies(centred):
        return None, None
    matrix = correlation(centred.T @ centred)
    if not _moves(matrix):
        return None, None
    solution = _solve(matrix, _factors(matrix, len(centred)))
    value = np.array(_omegas(matrix, solution))
    resampled = filter(_moves, _resampled(centred, draws, rng))
    drawn = [_omegas(again, _solve_near(again, solution)) for again in resampled]
    # On the scale ln(1 − ω), and back by the slope at the estimate.
    se = np.log1p(-np.minimum(drawn, HIGHEST)).std(axis=0, ddof=1) * (1.0 - value)
    n = len(centred)
    total, hierarchical = (
        Estimate(float(v), *reliability_range(float(v), float(s), level), n=n) for v, s in zip(value, se, strict=True)
    )
    # A share of a variance, a square over a square, is never below 0.
    hierarchical = replace(hierarchical, low=max(hierarchical.low, 0.0))
    return total, hierarchical if centred.shape[1] >= 2 * GROUP_FACTORS else None


@dataclass(frozen=True, slots=True, eq=False)
class _Solution:
    """Unrotated loadings, unique variances, the rotation, and loadings on the general factor."""

    loadings: FloatArray
    unique: FloatArray
    turn: FloatArray
    general: FloatArray


def _moves(matrix: FloatArray) -> bool:
    """Whether the sum of the items varies at all."""
    return float(matrix.sum()) >= STILL * len(matrix)


def _factors(matrix: FloatArray, people: int) -> int:
    """Three factors, or one where there are too few items for three or nothing for them to explain."""
    k = len(matrix)
    if k < 2 * GROUP_FACTORS:
        return 1
    loadings, _ = minres(matrix, 1)
    upper = np.triu_indices(k, 1)
    left = (matrix - loadings @ loadings.T)[upper]
    # A sample correlation has variance (1 − r²)²/n; fitting k loadings takes up k of the pairs' freedom.
    noise = np.mean((1.0 - matrix[upper] ** 2) ** 2) / people * (1.0 - k / len(left))
    return 1 if np.mean(left**2) - noise <= ONE_THING**2 else GROUP_FACTORS


def _solve(matrix: FloatArray, factors: int) -> _Solution:
    loadings, unique = minres(matrix, factors)
    return _rotated(loadings, unique, varimax(loadings))


def _solve_near(matrix: FloatArray, near: _Solution) -> _Solution:
    """As `_solve`, from a solution that cannot be far: quicker, and the factors stay the same ones."""
    loadings, unique = minres(matrix, near.loadings.shape[1], start=near.unique)
    left, _, right = np.linalg.svd(loadings.T @ near.loadings)
    return _rotated(loadings @ (left @ right), unique, near.turn)


def _rotated(loadings: FloatArray, unique: FloatArray, start: FloatArray) -> _Solution:
    """The oblique rotation, and the loadings on the one factor above; a single factor is the general one."""
    if loadings.shape[1] == 1:
        return _Solution(loadings, unique, start, loadings[:, 0])
    pattern, phi, turn = quartimin(loadings, start)
    above, _ = minres(phi, 1)
    return _Solution(loadings, unique, turn, pattern @ above[:, 0])


def _omegas(matrix: FloatArray, solution: _Solution) -> tuple[float, float]:
    whole = matrix.sum()
    total = float(1.0 - solution.unique.sum() / whole)
    # One thing is part of all that is common; residual correlations can lift it above by a hair.
    return total, min(float(solution.general.sum() ** 2 / whole), max(total, 0.0))


def _resampled(centred: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
    """Correlation matrices [draws, items, items] of resampled people; draws with an item all alike are left out."""
    n, k = centred.shape
    piles = min(n, PILES)
    deep = -(-n // piles)
    dealt = np.zeros((piles * deep, k))
    # A pile takes every `piles`-th of the shuffled people, so that piles differ by one person at most.
    dealt[np.arange(n)] = centred[rng.permutation(n)]
    stacked = dealt.reshape(deep, piles, k).transpose(1, 2, 0)
    products = (stacked @ stacked.transpose(0, 2, 1)).reshape(piles, k * k)
    sums, sizes = stacked.sum(axis=2), np.bincount(np.arange(n) % piles, minlength=piles)
    taken = rng.multinomial(piles, np.full(piles, 1.0 / piles), size=draws).astype(np.float64)
    mean = (taken @ sums) / (taken @ sizes)[:, None]
    around = (taken @ products).reshape(draws, k, k) - (taken @ sizes)[:, None, None] * (
        mean[:, :, None] * mean[:, None, :]
    )
    useful = (np.diagonal(around, axis1=1, axis2=2) > 1e-9 * np.diag(centred.T @ centred)).all(axis=1)
    return correlation(around[useful])
