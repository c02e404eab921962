"""Slow twins of alpha, omega and the one-factor model: the definitions, minimised by a general optimiser."""

import math
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def alpha_of(covariance: Floats) -> float:
    k = len(covariance)
    return k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())


def alpha_and_se(items: Floats) -> tuple[float, float]:
    """Alpha, and its standard error from the covariance of every pair of (co)variances (delta method)."""
    n, k = items.shape
    centred = items - items.mean(axis=0)
    covariance = centred.T @ centred / n
    pairs = list(combinations_with_replacement(range(k), 2))
    products = np.array([centred[:, a] * centred[:, b] for a, b in pairs])
    spread = np.cov(products, bias=True) / n
    slopes = np.empty(len(pairs))
    for at, (a, b) in enumerate(pairs):
        step = np.zeros((k, k))
        step[a, b] = step[b, a] = 1e-6
        slopes[at] = (alpha_of(covariance + step) - alpha_of(covariance - step)) / 2e-6
    return alpha_of(covariance), math.sqrt(slopes @ spread @ slopes)


def one_factor(items: Floats) -> tuple[float, Floats]:
    """Chi-square and standardised loadings, over all loadings and unique variances at once."""
    n, k = items.shape
    matrix = np.corrcoef(items.T)

    def discrepancy(at: Floats) -> float:
        loadings, unique = at[:k], np.exp(at[k:])
        implied = np.outer(loadings, loadings) + np.diag(unique)
        return float(
            np.linalg.slogdet(implied)[1] + np.trace(matrix @ np.linalg.inv(implied)) - np.linalg.slogdet(matrix)[1] - k
        )

    found = minimize(discrepancy, np.concatenate([np.full(k, 0.6), np.full(k, -0.5)]), method="BFGS")
    return n * float(found.fun), found.x[:k] * np.sign(found.x[:k].sum())


def residual(matrix: Floats, loadings: Floats) -> float:
    """Half the sum of squared residual correlations, both halves of the matrix."""
    left = matrix - loadings @ loadings.T
    np.fill_diagonal(left, 0.0)
    return 0.5 * float((left**2).sum())


def minres(matrix: Floats, factors: int, rng: np.random.Generator) -> Floats:
    """Loadings of least residual, searched over the loadings themselves from several starts."""
    size = len(matrix)

    def loss(flat: Floats) -> tuple[float, Floats]:
        loadings = flat.reshape(size, factors)
        left = matrix - loadings @ loadings.T
        np.fill_diagonal(left, 0.0)
        return 0.5 * float((left**2).sum()), (-2.0 * left @ loadings).ravel()

    found = [minimize(loss, rng.normal(0, 0.5, size * factors), jac=True, method="BFGS") for _ in range(8)]
    return min(found, key=lambda f: f.fun).x.reshape(size, factors)


def quartimin(loadings: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Pattern and factor correlations of least crossed squares, over any T with columns of length 1."""
    factors = loadings.shape[1]

    def turn(flat: Floats) -> Floats:
        matrix = flat.reshape(factors, factors)
        return matrix / np.linalg.norm(matrix, axis=0)

    def crossed(flat: Floats) -> float:
        squared = (loadings @ np.linalg.inv(turn(flat)).T) ** 2
        return sum(
            float(squared[:, p] @ squared[:, q]) for p in range(factors) for q in range(factors) if p != q
        )  # fmt: skip

    found = [minimize(crossed, np.linalg.qr(rng.normal(size=(factors, factors)))[0].ravel()) for _ in range(6)]
    best = turn(min(found, key=lambda f: f.fun).x)
    return loadings @ np.linalg.inv(best).T, best.T @ best


def omegas(items: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """Omega total and hierarchical with three factors; the factor above them in closed form."""
    matrix = np.corrcoef(items.T)
    loadings = minres(matrix, 3, rng)
    total = 1 - (1 - (loadings**2).sum(axis=1)).sum() / matrix.sum()
    pattern, phi = quartimin(loadings, rng)
    signs = np.sign(pattern.sum(axis=0))
    pattern, phi = pattern * signs, phi * np.outer(signs, signs)
    above = np.sqrt(
        [phi[0, 1] * phi[0, 2] / phi[1, 2], phi[0, 1] * phi[1, 2] / phi[0, 2], phi[0, 2] * phi[1, 2] / phi[0, 1]]
    )
    return float(total), float((pattern @ above).sum() ** 2 / matrix.sum())
