"""Weights that make those who answered stand for the staff in post."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, weights_for, wrong

Margin = tuple[ArrayLike, ArrayLike]
"""A margin to rake to: each person's level (-1 not known) and the staff at each level."""

_SWEEPS = 500
_TOLERANCE = 1e-10
_MET = 1e-5  # how far a margin may be off, as a share of itself: less than any reader could see


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One weight a person, and what weighting costs.

    `values`: [people], summing to the staff described. `design_effect`: Kish's n Σw² / (Σw)², 1 or more.
    `effective_n`: how many equally weighted answers would be as precise, n / design effect. `trimmed`: how
    many people stand at a limit. `converged`: whether every margin is met, to one in 100,000.

    Source: Kish, Journal of Official Statistics 8 (1992), 183-200.
    """

    values: FloatArray
    design_effect: float
    effective_n: float
    trimmed: int
    converged: bool


def poststratify(strata: ArrayLike, population: ArrayLike) -> Weights:
    """Weight everyone by staff over answers in their stratum, N_h / n_h.

    `strata`: [people], codes 0 to S−1. `population`: [S], staff in each stratum.

    A stratum with staff and no answers has nobody who could stand for its staff, and one with answers and no
    staff shows a frame that does not fit: both raise ValueError. Merge them first, see `merge_thin_strata`.
    A stratum with more answers than staff is weighted below 1.

    >>> poststratify([0, 0, 1], [10, 20]).values
    array([ 5.,  5., 20.])

    Source: Holt & Smith, Journal of the Royal Statistical Society A 142 (1979), 33-46.
    """
    staff = _staff(population, "poststratify")
    codes = codes_below(strata, "strata", "poststratify", size=staff.size, unknown=False)
    answers = np.bincount(codes, minlength=staff.size)
    unfit = np.flatnonzero((answers > 0) != (staff > 0))
    if unfit.size:
        found = f"{staff[unfit[0]]:g} staff and {answers[unfit[0]]} answers in stratum {unfit[0]}"
        raise wrong("population", "poststratify", "above 0 exactly where there are answers", found)
    return _weighed(staff[codes] / answers[codes], trimmed=0, converged=True)


def rake(base: ArrayLike, margins: Sequence[Margin], *, trim: tuple[float, float] = (0.3, 3.0)) -> Weights:
    """Adjust weights until every margin has its share of the staff, within limits on any one weight.

    Iterative proportional fitting of w_i = clip(base_i · Π factor of i's levels), where the limits are `trim`
    times the mean weight: trimming happens inside the fit, so what it takes is given back to others of the
    same margins at once, and the result is as near to `base` (in Kullback-Leibler distance) as the limits allow.

    `base`: [people], above 0. `margins`: pairs of levels [people] and staff per level. Margins are used as
    shares; the weights sum to the first margin's staff. A person whose level is −1, not known, is left alone
    by that margin, and those who are known share the rest. `trim`: lowest and highest weight over the mean.

    When no weights within the limits meet the margins, the nearest found are returned with `converged` False:
    the limits hold, the margins do not. Raises ValueError for a level with staff and no answers or the other
    way about (merge it first), for margins of other lengths, and for limits that exclude 1.

    >>> sex, age = [0, 0, 0, 1], [0, 1, 1, 1]
    >>> raked = rake([1.0, 1, 1, 1], [(sex, [60, 40]), (age, [30, 70])])
    >>> raked.values, raked.converged
    (array([30., 15., 15., 40.]), True)

    Source: Deville, Särndal & Sautory, JASA 88 (1993), 1013-1020; Battaglia, Hoaglin & Frankel,
    Survey Practice 2(5) (2009), for trimming while raking.
    """
    start = np.asarray(base, dtype=np.float64)
    if start.ndim != 1 or not start.size or not (np.isfinite(start) & (start > 0)).all():
        raise wrong("base", "rake", "a non-empty vector of finite weights above 0", f"shape {start.shape}")
    if not 0 <= trim[0] < 1 < trim[1]:
        raise wrong("trim", "rake", "limits below and above 1", trim)
    if not margins:
        raise wrong("margins", "rake", "at least one pair of levels and staff", "none")
    checked = [_margin(levels, staff, start.size) for levels, staff in margins]
    weights, converged = _fit(start / start.mean(), checked, trim)
    at_limit = (weights <= trim[0] * (1 + 1e-9)) | (weights >= trim[1] * (1 - 1e-9))
    total = float(np.sum(np.asarray(margins[0][1], dtype=np.float64)))
    return _weighed(weights * (total / weights.sum()), trimmed=int(at_limit.sum()), converged=converged)


def effective_size(weights: ArrayLike) -> tuple[float, float]:
    """Kish's design effect of unequal weights and the effective number of answers.

    Formulas: design effect n Σw² / (Σw)², effective n (Σw)² / Σw². `weights`: [people], at least 0, some above.

    >>> effective_size([1, 1, 2, 2])
    (1.111..., 3.6)

    Source: Kish, Journal of Official Statistics 8 (1992), 183-200.
    """
    values = weights_for(weights, "effective_size", length=np.size(weights))
    total = float(values.sum())
    if total <= 0:
        raise wrong("weights", "effective_size", "above 0 for someone", "weights that sum to 0")
    effective = total**2 / float(np.square(values).sum())
    return values.size / effective, effective


def _fit(
    start: FloatArray, margins: list[tuple[IntArray, FloatArray]], trim: tuple[float, float]
) -> tuple[FloatArray, bool]:
    """Sweep over the margins until none is off. `start` has mean 1, and so have the weights at the end."""
    free = start.copy()
    for _ in range(_SWEEPS):
        worst = 0.0
        for levels, share in margins:
            held = np.clip(free, *trim)
            now = np.bincount(levels, weights=held, minlength=share.size)[: share.size]
            factor = share * (now.sum() / now)
            free *= np.append(factor, 1.0)[levels]
            worst = max(worst, float(np.abs(factor - 1).max()))
        # The limits are relative to the mean weight, so the scale itself must be fitted too.
        mean = float(np.clip(free, *trim).mean())
        free /= mean
        if max(worst, abs(mean - 1)) < _TOLERANCE:
            return np.clip(free, *trim), True
        # Where the margins cannot be met, factors run away without end: hold them where they still count.
        np.clip(free, 1e-100, 1e100, out=free)
    return _held(free, trim), worst < _MET


def _held(free: FloatArray, trim: tuple[float, float]) -> FloatArray:
    """Weights in proportion as far as the limits allow, and of mean 1, which the limits are relative to."""

    def off(scale: float) -> float:
        return float(np.clip(free * np.exp(scale), *trim).mean()) - 1.0

    return np.clip(free * float(np.exp(brentq(off, -300.0, 300.0))), *trim)


def _margin(levels: ArrayLike, staff: ArrayLike, people: int) -> tuple[IntArray, FloatArray]:
    """Levels with «not known» moved past the last one, and the share of staff at each; levels nobody has go."""
    counts = _staff(staff, "rake")
    codes = codes_below(levels, "margins", "rake", size=counts.size, unknown=True)
    if codes.size != people:
        raise wrong("margins", "rake", f"levels for {people} people", f"{codes.size}")
    found = np.bincount(codes[codes >= 0], minlength=counts.size)
    unfit = np.flatnonzero((found > 0) != (counts > 0))
    if unfit.size:
        got = f"{counts[unfit[0]]:g} staff and {found[unfit[0]]} answers at level {unfit[0]}"
        raise wrong("margins", "rake", "staff above 0 exactly where there are answers", got)
    used = np.flatnonzero(counts > 0)
    place = np.full(counts.size + 1, used.size)
    place[used] = np.arange(used.size)
    return place[codes], counts[used] / counts.sum()


def _staff(population: ArrayLike, function: str) -> FloatArray:
    staff = np.asarray(population, dtype=np.float64)
    if staff.ndim != 1 or not np.isfinite(staff).all() or (staff < 0).any() or staff.sum() <= 0:
        raise wrong("population", function, "a vector of head counts, not all 0", staff.tolist())
    return staff


def _weighed(values: FloatArray, *, trimmed: int, converged: bool) -> Weights:
    design_effect, effective = effective_size(values)
    return Weights(values, design_effect, effective, trimmed, converged)
