"""Factors of a correlation matrix: least squares on its off-diagonal, then an oblique rotation."""

from dataclasses import dataclass

import numpy as np

from accord.core.trust._arrays import FloatArray
from accord.core.trust.consistency.one_factor import LEAST_UNIQUE

STARTS = (0.2, 0.5, 0.8)
"""The share of unique variance to start every item from, where nothing better is known."""
NEAR = 0.01
"""How close to a bound a unique variance counts as being at it."""
ENOUGH = 1e-12
"""A step that gains less in squared residual correlations is the last."""
MOST_DAMPING = 1e6
"""Where no step this damped goes downhill, there is nowhere to go."""


def minres(matrix: FloatArray, factors: int, *, start: FloatArray | None = None) -> tuple[FloatArray, FloatArray]:
    """Unrotated loadings [items, factors] and unique variances [items] of least squared residual correlations.

    Minimises Σ (r − λλ')² over the off-diagonal: unweighted least squares with the unique variances free, which
    is the sum of squares of all but the `factors` largest eigenvalues of R − Ψ. Ψ stays within 0.005 and 1.
    `start`: unique variances to start from; without it the best of several starts, since weak factors have
    more than one dip. Source: Harman & Jones, Psychometrika 31 (1966), 351-368.
    """
    starts = [np.full(len(matrix), u) for u in STARTS] if start is None else [start]
    best = min((_descend(_residual(u, matrix, factors), matrix, factors) for u in starts), key=lambda r: r.value)
    values, vectors = best.values[-factors:], best.vectors[:, -factors:]
    return vectors * np.sqrt(np.maximum(values, 0.0)), best.unique


def _descend(here: "_Residual", matrix: FloatArray, factors: int) -> "_Residual":
    """Newton steps with Jöreskog's positive definite approximation of the curvature, damped while they fail.

    Source: Jöreskog, in Statistical Methods for Digital Computers III (1977), 125-153.
    """
    damping = 1e-6
    while damping < MOST_DAMPING:
        there = _residual(np.clip(here.unique - _step(here, damping), LEAST_UNIQUE, 1.0), matrix, factors)
        gained = here.value - there.value
        if 0 <= gained < ENOUGH and damping < 1.0:
            break
        damping = max(damping / 10.0, 1e-10) if gained > 0 else max(damping * 10.0, 1e-6)
        here = there if gained > 0 else here
    return here


@dataclass(frozen=True, slots=True, eq=False)
class _Residual:
    """Unique variances, the eigenvalues and vectors of R − Ψ, the sum of squares left, its gradient and curvature."""

    unique: FloatArray
    values: FloatArray
    vectors: FloatArray
    value: float
    gradient: FloatArray
    curvature: FloatArray


def _residual(unique: FloatArray, matrix: FloatArray, factors: int) -> _Residual:
    values, vectors = np.linalg.eigh(matrix - np.diag(unique))
    rest, around = values[:-factors], vectors[:, :-factors]
    return _Residual(
        unique=unique,
        values=values,
        vectors=vectors,
        value=0.5 * float(rest @ rest),
        gradient=-(around**2) @ rest,
        curvature=(around @ around.T) ** 2,
    )


def _step(here: _Residual, damping: float) -> FloatArray:
    """A damped Newton step for the unique variances free to move, a gradient step for those pushed at a bound.

    Without that split a step cut off at a bound need not go downhill (Bertsekas, SIAM Journal on Control and
    Optimization 20 (1982), 221-246).
    """
    low, high = here.unique <= LEAST_UNIQUE + NEAR, here.unique >= 1.0 - NEAR
    free = np.flatnonzero(~((low & (here.gradient > 0)) | (high & (here.gradient < 0))))
    step = here.gradient / (1.0 + damping)
    curvature = here.curvature[np.ix_(free, free)] + damping * np.eye(len(free))
    step[free] = np.linalg.solve(curvature, here.gradient[free])
    return step


def varimax(loadings: FloatArray) -> FloatArray:
    """The rotation [factors, factors] to Kaiser's normalised varimax criterion: each item on few factors.

    Source: Kaiser, Psychometrika 23 (1958), 187-200.
    """
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    unit = loadings / np.maximum(lengths, 1e-12)
    turn, reached = np.eye(loadings.shape[1]), 0.0
    for _ in range(1000):
        turned = unit @ turn
        left, sizes, right = np.linalg.svd(unit.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn = left @ right
        if sizes.sum() < reached * (1 + 1e-8):
            break
        reached = sizes.sum()
    return turn


def quartimin(loadings: FloatArray, turn: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Direct oblimin with γ = 0 from the rotation `turn`: pattern, factor correlations Φ, and the rotation.

    Minimises ¼ Σᵢ Σ_{p≠q} λ²ᵢₚ λ²ᵢ_q over A = Λ T'⁻¹, the columns of T of length 1, by projected gradients with
    halved steps. Source: Jennrich, Psychometrika 67 (2002), 7-19.
    """
    step = 1.0
    value, pattern, gradient = _crossed(loadings, turn)
    for _ in range(1000):
        projected = gradient - turn * (turn * gradient).sum(axis=0)
        squared = float((projected**2).sum())
        if squared < 1e-12:
            break
        step *= 2.0
        while True:
            ahead = turn - step * projected
            ahead /= np.sqrt((ahead**2).sum(axis=0))
            new = _crossed(loadings, ahead)
            if new[0] <= value - 0.5 * step * squared or step < 1e-12:
                break
            step /= 2.0
        turn, (value, pattern, gradient) = ahead, new
    return pattern, turn.T @ turn, turn


def _crossed(loadings: FloatArray, turn: FloatArray) -> tuple[float, FloatArray, FloatArray]:
    inverse = np.linalg.inv(turn)
    pattern = loadings @ inverse.T
    squared = pattern**2
    others = squared.sum(axis=1, keepdims=True) - squared
    gradient = -(pattern.T @ (pattern * others) @ inverse).T
    return 0.25 * float((squared * others).sum()), pattern, gradient
