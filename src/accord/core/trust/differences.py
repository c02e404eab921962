"""Differences tested as differences, allowing for how many were looked at."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtr, stdtrit

from accord.core.trust._arrays import FloatArray, IntArray, level_within, of_length, wrong
from accord.core.trust.index import domain_means

Point = tuple[ArrayLike, ArrayLike, ArrayLike]
"""Estimates as (mean, standard error, degrees of freedom), three arrays of one length."""


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """Differences with what can be said of them, each array [differences].

    `difference`: NaN where it cannot be computed. `low`, `high`: its range. `p`: of no difference, two-sided.
    `p_adjusted`: allowing for all that were looked at. `apart`: they can be told apart; exactly then the
    range leaves out 0.
    """

    difference: FloatArray
    low: FloatArray
    high: FloatArray
    p: FloatArray
    p_adjusted: FloatArray
    apart: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs(Differences):
    """All pairs, `first` minus `second`; `first` < `second` are places in the arrays compared."""

    first: IntArray
    second: IntArray


def benjamini_hochberg(p: ArrayLike) -> FloatArray:
    """Adjusted p-values: call apart all that are at most q, and at most the share q of those calls is expected wrong.

    Formula: in order of size, p_(i) m / i, and never more than a later one's; m counts those that are not NaN.
    NaN stays NaN.

    >>> benjamini_hochberg([0.01, 0.04, 0.03, float("nan")])
    array([0.03, 0.04, 0.04,  nan])

    Source: Benjamini & Hochberg, Journal of the Royal Statistical Society B 57 (1995), 289-300.
    """
    values = np.asarray(p, dtype=np.float64)
    if values.ndim != 1 or (values < 0).any() or (values > 1).any():
        raise wrong("p", "benjamini_hochberg", "a vector of values from 0 to 1", f"shape {values.shape}")
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * (known.size / np.arange(1, known.size + 1))
    adjusted = np.full(values.shape, np.nan)
    adjusted[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return adjusted


def all_pairs(
    mean: ArrayLike, se: ArrayLike, df: ArrayLike, *, level: float = 0.95, covariance: ArrayLike | None = None
) -> Pairs:
    """Every pair of means compared, with Benjamini-Hochberg over all pairs.

    t = (mean_a − mean_b) / √(se_a² + se_b² − 2 cov_ab) with Welch-Satterthwaite degrees of freedom. When R of
    the m pairs are apart at q = 1 − `level`, every pair's range is made at level 1 − q max(R, 1)/m: of the
    ranges of pairs called apart, at most the share q is then expected to miss the truth, and a range leaves out
    0 exactly when its pair is apart, so that page and verdict never disagree.

    `mean`, `se`, `df`: [groups]. `covariance`: [groups, groups] where the same people stand in several, such as
    from `mean_covariance`; its diagonal is not used. A pair with a NaN is NaN, not apart and not counted.

    >>> pairs = all_pairs([50.0, 57.0, 58.0], [1.0, 1.0, 1.0], [99, 99, 99])
    >>> pairs.first, pairs.second, pairs.apart
    (array([0, 0, 1]), array([1, 2, 2]), array([ True,  True, False]))

    Source: Benjamini & Hochberg (1995); Benjamini & Yekutieli, JASA 100 (2005), 71-81, for the ranges; Welch,
    Biometrika 34 (1947), 28-35.
    """
    centre, error, degrees = _point((mean, se, df), "all_pairs")
    first, second = np.triu_indices(centre.size, k=1)
    both = np.zeros((centre.size, centre.size)) if covariance is None else np.asarray(covariance, dtype=np.float64)
    if both.shape != (centre.size, centre.size):
        raise wrong("covariance", "all_pairs", f"of shape ({centre.size}, {centre.size})", f"shape {both.shape}")
    variance = error[first] ** 2 + error[second] ** 2 - 2 * both[first, second]
    tested = _test(
        centre[first] - centre[second],
        np.sqrt(np.maximum(variance, 0.0)),
        _welch(error[first], degrees[first], error[second], degrees[second]),
        level_within(level, "all_pairs"),
    )
    return Pairs(*tested, first.astype(np.int64), second.astype(np.int64))


def change(before: Point, now: Point, *, level: float = 0.95) -> Differences:
    """Each group's mean now minus before, where the two rounds are fresh samples.

    The errors of the two rounds are independent, so the variance of a change is the sum of theirs; the ranges and
    the correction for how many groups were looked at are as in `all_pairs`. Anonymous rounds are always compared
    so. Where the same people answered twice and can be linked, `change_same_people` is sharper.

    `before`, `now`: (mean, se, df), each [groups], in the same order of groups; NaN where a round has no figure.

    >>> changed = change(([50.0], [1.0], [99]), ([54.0], [1.0], [99]))
    >>> changed.difference, changed.low.round(2), changed.apart
    (array([4.]), array([1.21]), array([ True]))

    Source: Kish, Survey Sampling (1965), section 12.4.
    """
    mean, error, degrees = _point(before, "change")
    mean_now, error_now, degrees_now = _point(now, "change")
    if mean.size != mean_now.size:
        raise wrong("now", "change", f"of {mean.size} groups, as 'before'", mean_now.size)
    df = _welch(error, degrees, error_now, degrees_now)
    return Differences(*_test(mean_now - mean, np.hypot(error, error_now), df, level_within(level, "change")))


def change_same_people(
    before: ArrayLike,
    now: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    domains: ArrayLike | None = None,
    size: int = 1,
    level: float = 0.95,
) -> Differences:
    """The mean of each person's own change, by group, of those who answered both times.

    It is about those who stayed: people who joined or left between the rounds are not in it.

    `before`, `now`: [people], in the same order of people, NaN no answer. `weights`: [people], all 1 if None.
    `domains`: [people], 0 to `size`−1, −1 none; everyone in one group if None.

    >>> changed = change_same_people([40.0, 50, 60, 70], [45.0, 54, 66, np.nan])
    >>> changed.difference, changed.apart
    (array([5.]), array([ True]))

    Source: the paired t-test on weighted means; Kish, Survey Sampling (1965), section 12.4.
    """
    first = np.asarray(before, dtype=np.float64)
    difference = of_length(now, "now", "change_same_people", length=first.size) - first
    groups = np.zeros(first.size, dtype=np.int64) if domains is None else domains
    means = domain_means(difference, domains=groups, size=size, weights=weights)
    df = means.df.astype(np.float64)
    return Differences(*_test(means.mean, means.se, df, level_within(level, "change_same_people")))


def answers_needed(
    difference: float,
    *,
    sd: float,
    level: float = 0.95,
    power: float = 0.8,
    head_count: int | None = None,
    design_effect: float = 1.0,
) -> int | None:
    """How many answers each of two groups needs for a true difference of this size to be told apart.

    Formula: design effect · [2 (sd/difference)² (z_{(1+level)/2} + z_power)² + z²_{(1+level)/2} / 4], rounded up, at
    least 2. The last term makes the normal formula right for a t-test. No finite-population correction:
    a difference is between the processes that made the answers, not between two days' staff lists.

    `difference`, `sd`: in points; the sign does not matter. `head_count`: staff of the smaller group; None is
    returned when more answers would be needed than there are staff, and for a difference of 0.
    `design_effect`: how much weighting costs, see `Weights`.

    >>> answers_needed(2.0, sd=20.0), answers_needed(2.0, sd=20.0, head_count=900)
    (1571, None)

    Source: Cohen, Statistical Power Analysis (2nd ed. 1988), chapter 2; Guenther, The American Statistician
    35 (1981), 243-244, for the last term.
    """
    level_within(level, "answers_needed")
    if not 0 < power < 1:
        raise wrong("power", "answers_needed", "a float between 0 and 1", power)
    if not (math.isfinite(sd) and sd >= 0):
        raise wrong("sd", "answers_needed", "a number of points ≥ 0", sd)
    if not design_effect > 0:
        raise wrong("design_effect", "answers_needed", "a number above 0", design_effect)
    if not math.isfinite(difference):
        raise wrong("difference", "answers_needed", "a finite number of points", difference)
    if difference == 0:
        return None
    two_sided = float(ndtri((1 + level) / 2))
    needed = 2 * (sd / difference) ** 2 * (two_sided + float(ndtri(power))) ** 2 + two_sided**2 / 4
    answers = max(2, math.ceil(design_effect * needed))
    return None if head_count is not None and answers > head_count else answers


def _point(point: Point, function: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    mean = np.asarray(point[0], dtype=np.float64)
    if mean.ndim != 1:
        raise wrong("mean", function, "one-dimensional", f"{mean.ndim} dimensions")
    se = of_length(point[1], "se", function, length=mean.size)
    if (se < 0).any():
        raise wrong("se", function, "at least 0", float(np.nanmin(se)))
    return mean, se, of_length(point[2], "df", function, length=mean.size)


def _welch(se_a: FloatArray, df_a: FloatArray, se_b: FloatArray, df_b: FloatArray) -> FloatArray:
    """Welch-Satterthwaite degrees of freedom; NaN where either side has none of its own."""
    a, b = se_a**2, se_b**2
    spread = a**2 / np.where(df_a >= 1, df_a, np.nan) + b**2 / np.where(df_b >= 1, df_b, np.nan)
    # Two exact means: any number does, for there is no error to divide by.
    return np.where(spread > 0, (a + b) ** 2 / np.where(spread > 0, spread, 1.0), np.where(spread == 0, 1.0, np.nan))


def _test(
    difference: FloatArray, error: FloatArray, df: FloatArray, level: float
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray, NDArray[np.bool_]]:
    """Differences, low, high, p, adjusted p, apart: the fields of `Differences` in order."""
    exact = error == 0
    t = np.where(exact, np.where(difference == 0, 0.0, np.inf), np.abs(difference) / np.where(exact, 1.0, error))
    p = 2 * stdtr(np.where(df >= 1, df, np.nan), -t)
    adjusted = benjamini_hochberg(p)
    apart = adjusted <= 1 - level
    looked_at = max(int((~np.isnan(p)).sum()), 1)
    share = (1 - level) * max(int(apart.sum()), 1) / looked_at
    half = stdtrit(np.where(df >= 1, df, np.nan), 1 - share / 2) * error
    return difference, difference - half, difference + half, p, adjusted, apart
