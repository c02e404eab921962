"""The variance of linearised estimates in a stratified design, shared by all that have a formula."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, of_length, wrong

_DENSE = 1 << 22
"""Most pairs of stratum and domain counted in a full table (32 MB); beyond, only those that occur."""


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """A stratified design: who is in which stratum, and how each stratum counts.

    `codes`: [people]. `square`: [S], (1 − f_h) n_h / (n_h − 1). `total`: [S], the same over n_h. In a stratum of
    one person nothing can be centred, so their deviation from the estimate counts whole (`total` is 0).
    """

    codes: IntArray
    square: FloatArray
    total: FloatArray


def stratify(strata: ArrayLike | None, population: ArrayLike | None, *, people: int, function: str) -> Strata:
    """Read a design; one stratum of everyone where none is given, no correction without `population`."""
    given = np.zeros(people, dtype=np.int64) if strata is None else np.asarray(strata)
    most = int(given.max(initial=-1)) + 1 if population is None else np.size(population)
    codes = codes_below(given, "strata", function, size=most, unknown=False)
    if codes.size != people:
        raise wrong("strata", function, f"an array of shape ({people},)", f"shape {codes.shape}")
    count = np.bincount(codes, minlength=most).astype(np.float64)
    sampled = _sampled(count, population, function)
    square = (1.0 - sampled) * np.where(count > 1, count / np.maximum(count - 1.0, 1.0), 1.0)
    total = np.where(count > 1, square / np.maximum(count, 1.0), 0.0)
    return Strata(codes, square, total)


def cells(domains: IntArray, strata: Strata, *, size: int) -> tuple[IntArray, IntArray, IntArray]:
    """Number the pairs of domain and stratum: each person's pair, and the domain and stratum of each pair."""
    depth = strata.square.size
    pair = domains * depth + strata.codes
    if size * depth <= _DENSE:
        every = np.arange(size * depth)
        return pair, every // max(depth, 1), every % max(depth, 1)
    used, index = np.unique(pair, return_inverse=True)
    return index, used // depth, used % depth


def _sampled(count: FloatArray, population: ArrayLike | None, function: str) -> FloatArray:
    """The share of each stratum's staff who answered; 0 where no head counts are given."""
    if population is None:
        return np.zeros_like(count)
    staff = of_length(population, "population", function, length=count.size)
    short = np.flatnonzero(~(staff >= count))
    if short.size:
        found = f"{staff[short[0]]:g} staff for {count[short[0]]:g} answers in stratum {short[0]}"
        raise wrong("population", function, "at least the answers in every stratum", found)
    return count / np.maximum(staff, 1.0)
