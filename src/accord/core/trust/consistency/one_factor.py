"""Does one factor explain how the items go together? A maximum-likelihood factor model with one factor."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from accord.core.trust._arrays import FloatArray
from accord.core.trust.consistency._items import complete, correlation, varies

LEAST_UNIQUE = 0.005
"""The smallest share of an item's variance that stays its own; a factor never explains an item entirely."""


@dataclass(frozen=True, slots=True, eq=False)
class OneFactorFit:
    """How well one factor fits.

    `cfi`: 0 to 1, how much of the way from «nothing goes together» to a perfect fit; 0.95 is customarily good,
    below 0.90 poor. `rmsea`: misfit per degree of freedom, 0 is none, above 0.08 poor. `tli`: as `cfi`, with a
    price for parameters; not bounded. `chi2`, `df`: likelihood-ratio statistic of the model against any
    covariances. `loadings`: [items], correlation of each item with the factor, positive on the whole.
    """

    cfi: float
    rmsea: float
    tli: float
    chi2: float
    df: int
    loadings: FloatArray


def one_factor_fit(items: ArrayLike) -> OneFactorFit | None:
    """Fit one factor to the items by maximum likelihood, and say how far it explains their correlations.

    The model: Σ = λλ' + Ψ, with Ψ diagonal; the discrepancy F = ln|Σ| + tr(SΣ⁻¹) − ln|S| − k is minimised over
    Ψ, λ following in closed form from the first eigenvector of Ψ^(−1/2) S Ψ^(−1/2). Then, with n people and k
    items: χ² = nF, df = k(k − 3)/2, χ²₀ = −n ln|R| and df₀ = k(k − 1)/2 for items that do not go together at all,

    - CFI = 1 − max(χ² − df, 0) / max(χ²₀ − df₀, χ² − df, 0),
    - TLI = (χ²₀/df₀ − χ²/df) / (χ²₀/df₀ − 1),
    - RMSEA = √(max(χ² − df, 0) / (n·df)).

    Answers count as continuous and people as independent: with Likert items χ² is too large and its p-value is
    worth nothing, which is why none is given; CFI and RMSEA are descriptions.

    `items`: [people, items], any units, high meaning the same for all; NaN is no answer; people who answered
    every item count (complete cases).

    Returns None where it cannot be computed: fewer than four items (three always fit), no more complete people
    than items, an item that everyone answered alike, or items of which one follows from the others. Where the
    best Ψ would leave an item less than 0.005 of its variance, it stops there. Raises ValueError when `items`
    is not two-dimensional.

    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> fit = one_factor_fit(rng.normal(size=(500, 1)) + rng.normal(size=(500, 5)))
    >>> fit.df, bool(fit.cfi > 0.98), fit.loadings.shape
    (5, True, (5,))

    Source: Jöreskog, Psychometrika 32 (1967), 443-482; Bentler, Psychological Bulletin 107 (1990), 238-246;
    Tucker & Lewis, Psychometrika 38 (1973), 1-10; Steiger, Multivariate Behavioral Research 25 (1990), 173-180.
    """
    centred = complete(items, "one_factor_fit")
    n, k = centred.shape
    if k < 4 or not varies(centred):
        return None
    matrix = correlation(centred.T @ centred)
    if np.linalg.eigvalsh(matrix)[0] < 1e-10:
        return None
    discrepancy, loadings = maximum_likelihood(matrix)
    null = -n * float(np.linalg.slogdet(matrix)[1])
    return _indices(n * discrepancy, k * (k - 3) // 2, null, k * (k - 1) // 2, n=n, loadings=loadings)


def maximum_likelihood(matrix: FloatArray) -> tuple[float, FloatArray]:
    """The least discrepancy of one factor from a correlation matrix, and the loadings that reach it."""
    start = np.clip(1.0 / np.diag(np.linalg.inv(matrix)), LEAST_UNIQUE, 1.0)
    bounds = [(LEAST_UNIQUE, 1.0)] * len(matrix)
    found = minimize(
        _discrepancy,
        start,
        args=(matrix,),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-10},
    )
    loadings = _loadings(found.x, *_first(found.x, matrix))
    return float(found.fun), loadings if loadings.sum() >= 0 else -loadings


def _first(unique: FloatArray, matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(matrix / np.outer(root, root))
    return values, vectors[:, -1]


def _loadings(unique: FloatArray, values: FloatArray, vector: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(unique * max(values[-1] - 1.0, 0.0)) * vector)


def _discrepancy(unique: FloatArray, matrix: FloatArray) -> tuple[float, FloatArray]:
    """F at its least over the loadings, for given unique variances, and its gradient."""
    values, vector = _first(unique, matrix)
    rest = values[:-1]
    loadings = _loadings(unique, values, vector)
    gradient = (loadings**2 + unique - 1.0) / unique**2
    return float(np.sum(rest - np.log(rest) - 1.0)), gradient


def _indices(chi2: float, df: int, null: float, null_df: int, *, n: int, loadings: FloatArray) -> OneFactorFit:
    excess, null_excess = max(chi2 - df, 0.0), max(null - null_df, 0.0)
    worst = max(excess, null_excess)
    ratio = null / null_df
    return OneFactorFit(
        cfi=1.0 - excess / worst if worst > 0 else 1.0,
        rmsea=math.sqrt(excess / (n * df)),
        tli=(ratio - chi2 / df) / (ratio - 1.0),
        chi2=chi2,
        df=df,
        loadings=loadings,
    )
