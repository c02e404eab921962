"""Replicate weights, one set at a time: the variance of whatever has no formula."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from accord.core.trust._arrays import FloatArray, IntArray, weights_for, wrong
from accord.core.trust._linearised import stratify

Replicate = tuple[float, FloatArray]
"""The coefficient of one replicate in the variance, and its weights [people]."""


def jackknife_weights(
    weights: ArrayLike, *, strata: ArrayLike | None = None, groups: int = 30, rng: np.random.Generator
) -> Iterator[Replicate]:
    """The stratified jackknife (JKn): in turn, leave one group of one stratum out and let the rest stand for it.

    In a stratum of at most `groups` people each person is a group of their own («delete one»); a larger one is
    dealt at random into `groups` groups of nearly the same size. Without group g of the G of its stratum, the
    others' weights are times G/(G − 1), and the coefficient is (G − 1)/G. A stratum of one person is never
    left out and adds no variance.

    `weights`: [people], at least 0. `strata`: [people], codes from 0, one stratum if None. `groups`: 2 or more.

    Yields (coefficient, weights [people]), one replicate at a time, as many as there are groups over all strata:
    memory is that of one. Estimate on each, then `replicate_variance`.

    >>> rng = np.random.default_rng(1)
    >>> [(c, w.round(1).tolist()) for c, w in jackknife_weights([1.0, 1.0, 3.0], strata=[0, 0, 1], rng=rng)]
    [(0.5, [0.0, 2.0, 3.0]), (0.5, [2.0, 0.0, 3.0])]

    Source: Rust & Rao, Statistical Methods in Medical Research 5 (1996), 283-310; Kott, Journal of Official
    Statistics 17 (2001), 521-526, for deleting groups.
    """
    base = weights_for(weights, "jackknife_weights", length=np.size(weights))
    codes = stratify(strata, None, people=base.size, function="jackknife_weights").codes
    if groups < 2:
        raise wrong("groups", "jackknife_weights", "an int ≥ 2", groups)
    return _jackknife(base, codes, groups, rng)


def bootstrap_weights(
    weights: ArrayLike, *, strata: ArrayLike | None = None, draws: int = 400, rng: np.random.Generator
) -> Iterator[Replicate]:
    """The rescaled bootstrap: in each stratum, n_h − 1 of its n_h people drawn with replacement.

    Someone drawn m times has weight · m · n_h/(n_h − 1); the coefficient is 1/draws. Drawing one fewer than
    there are makes the variance of a mean right also in small strata. A stratum of one person keeps its weight
    and adds no variance.

    `weights`: [people], at least 0. `strata`: [people], codes from 0, one stratum if None. `draws`: 2 or more.

    Yields (coefficient, weights [people]) `draws` times; memory is that of one replicate.

    >>> rng = np.random.default_rng(1)
    >>> drawn = list(bootstrap_weights([1.0, 1.0, 3.0], strata=[0, 0, 1], draws=2, rng=rng))
    >>> [(c, w.tolist()) for c, w in drawn]
    [(0.5, [0.0, 2.0, 3.0]), (0.5, [2.0, 0.0, 3.0])]

    Source: Rao, Wu & Yue, Survey Methodology 18 (1992), 209-217.
    """
    base = weights_for(weights, "bootstrap_weights", length=np.size(weights))
    codes = stratify(strata, None, people=base.size, function="bootstrap_weights").codes
    if draws < 2:
        raise wrong("draws", "bootstrap_weights", "an int ≥ 2", draws)
    return _bootstrap(base, codes, draws, rng)


def replicate_variance(estimates: ArrayLike, point: ArrayLike, coefficients: ArrayLike) -> FloatArray:
    """The variance from replicates: Σ c_r (estimate_r − point)², around the estimate from the whole sample.

    `estimates`: [replicates, …]. `point`: […]. `coefficients`: [replicates].

    Returns […], NaN where an estimate is. Raises ValueError where the numbers of replicates differ.

    >>> float(replicate_variance([[1.0], [3.0]], [2.0], [0.5, 0.5])[0])
    1.0

    Source: Wolter, Introduction to Variance Estimation (2nd ed. 2007), chapters 4 and 5.
    """
    table = np.asarray(estimates, dtype=np.float64)
    factor = np.asarray(coefficients, dtype=np.float64)
    if table.ndim == 0 or factor.shape != table.shape[:1]:
        raise wrong("coefficients", "replicate_variance", "one for each replicate", f"shape {factor.shape}")
    result: FloatArray = np.tensordot(factor, np.square(table - np.asarray(point, dtype=np.float64)), axes=1)
    return result


def _jackknife(base: FloatArray, codes: IntArray, groups: int, rng: np.random.Generator) -> Iterator[Replicate]:
    order = np.argsort(codes, kind="stable")
    for members in np.split(order, np.flatnonzero(np.diff(codes[order])) + 1):
        number = min(groups, members.size)
        if number < 2:
            continue
        dealt = np.arange(number) if members.size == number else rng.permutation(np.arange(members.size) % number)
        for group in range(number):
            values = base.copy()
            values[members] *= np.where(dealt == group, 0.0, number / (number - 1))
            yield (number - 1) / number, values


def _bootstrap(base: FloatArray, codes: IntArray, draws: int, rng: np.random.Generator) -> Iterator[Replicate]:
    order = np.argsort(codes, kind="stable")
    count = np.bincount(codes)
    first = np.cumsum(count) - count
    several = np.where(count > 1, count - 1, count)
    # One entry a draw: where its stratum starts and how many people it has.
    start, width = np.repeat(first, several), np.repeat(count, several).astype(np.float64)
    scale = np.empty_like(base)
    scale[order] = np.repeat(count / np.maximum(several, 1), count)
    scale *= base
    place = np.empty_like(order)
    place[order] = np.arange(order.size)
    for _ in range(draws):
        drawn = start + (rng.random(start.size) * width).astype(np.int64)
        yield 1.0 / draws, scale * np.bincount(drawn, minlength=base.size)[place]
