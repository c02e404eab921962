"""Slow twins of the intraclass correlations and of within-group agreement: sums as loops, likelihoods in full."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def _by_group(scores: Floats, groups: Ints) -> list[list[float]]:
    return [[float(s) for s, h in zip(scores, groups, strict=True) if h == g] for g in sorted(set(groups.tolist()))]


def icc_anova(scores: Floats, groups: Ints) -> tuple[float, float]:
    """ICC(1) and ICC(2) from the sums of squares."""
    told = _by_group(scores, groups)
    n, grand = len(scores), sum(scores) / len(scores)
    means = [sum(g) / len(g) for g in told]
    between = sum(len(g) * (m - grand) ** 2 for g, m in zip(told, means, strict=True)) / (len(told) - 1)
    within = sum((s - m) ** 2 for g, m in zip(told, means, strict=True) for s in g) / (n - len(told))
    size = n / len(told)
    return (between - within) / (between + (size - 1) * within), (between - within) / between


def restricted_deviance(scores: Floats, groups: Ints, between: float, within: float) -> float:
    """Minus twice the restricted log-likelihood, from the covariance matrix of all people."""
    n = len(scores)
    same = (groups[:, None] == groups[None, :]).astype(float)
    covariance = between * same + within * np.eye(n)
    inverse, ones = np.linalg.inv(covariance), np.ones(n)
    information = ones @ inverse @ ones
    rest = scores - (ones @ inverse @ scores) / information
    return float(
        np.linalg.slogdet(covariance)[1] + np.log(information) + rest @ inverse @ rest + (n - 1) * np.log(2 * np.pi)
    )


def icc_reml(scores: Floats, groups: Ints) -> tuple[float, float, float]:
    """Variance between, variance within and the least deviance, over both variances at once."""
    whole = float(scores.var())
    found = minimize(
        lambda at: restricted_deviance(scores, groups, np.exp(at[0]), np.exp(at[1])),
        np.log([0.2 * whole, 0.8 * whole]),
        method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-10, "maxiter": 4000},
    )
    return float(np.exp(found.x[0])), float(np.exp(found.x[1])), float(found.fun)


def rwg_j(items: Floats, groups: Ints, size: int, points: int) -> list[float]:
    """Agreement of each group over complete people."""
    out = []
    for g in range(size):
        rows = [row for row, h in zip(items, groups, strict=True) if h == g and not np.isnan(row).any()]
        if len(rows) < 2:
            out.append(float("nan"))
            continue
        variances = [np.var([row[j] for row in rows], ddof=1) for j in range(items.shape[1])]
        v = min(sum(variances) / len(variances) / ((points**2 - 1) / 12), 1.0)
        out.append(len(variances) * (1 - v) / (len(variances) * (1 - v) + v))
    return out
