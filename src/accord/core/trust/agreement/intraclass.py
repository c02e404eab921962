"""Intraclass correlations: how much of what people say is the group they are in."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import fdtri, gammaincinv

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, level_within, of_length, weights_for


@dataclass(frozen=True, slots=True)
class Icc:
    """How much of what people say is the group they are in, and how far a group's mean can be relied on.

    `icc1`: the share of the variance that lies between groups; also how alike two members of a group are.
    `icc2`: the reliability of the mean of a group of average size, 1 at most; 0.70 and more is customary.
    `low`, `high`: the range of `icc1`. `between`, `within`: variance components, in the squared unit of the
    scores. `average_size`: people per group.
    """

    icc1: float
    icc2: float
    between: float
    within: float
    average_size: float
    low: float
    high: float


def icc_anova(
    scores: ArrayLike, groups: ArrayLike, *, weights: ArrayLike | None = None, level: float = 0.95
) -> Icc | None:
    """ICC(1) and ICC(2) from a one-way analysis of variance.

    Formula: with MSB and MSW the mean squares between and within groups and n̄ the number of people per group,
    ICC(1) = (MSB − MSW) / (MSB + (n̄ − 1) MSW) and ICC(2) = (MSB − MSW) / MSB. Groups of unequal size enter by
    their plain mean n̄ = N/G (Bliese's convention). Both are negative where groups differ less than chance
    would have it. The range of ICC(1) is (F/f − 1) / (F/f + n̄ − 1) with F = MSB/MSW and f the upper, then the
    lower point of its distribution: exact for equal groups and normal scores, close otherwise.

    `scores`: [people], any unit, NaN is no score. `groups`: [people], ints from 0, −1 where not known; groups
    without a score do not count. `weights`: [people], at least 0, all 1 if None; they say how much each counts
    within the group, while a group of n people still counts as n.

    Returns None where it cannot be computed: fewer than two groups, no group with two people, nobody differing
    within any group (no range could be given), or all groups with the same mean (ICC(2) has no value then).
    Raises ValueError when the shapes disagree, a group is not an int ≥ −1, or `level` is not between 0 and 1.

    >>> result = icc_anova([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1])
    >>> f"{result.icc1:.4f} {result.icc2:.4f} {result.low:.2f} {result.high:.2f}"
    '0.8065 0.9259 0.03 1.00'

    Source: Shrout & Fleiss, Psychological Bulletin 86 (1979), 420-428; Bliese, in Klein & Kozlowski (eds),
    Multilevel Theory, Research, and Methods in Organizations (2000), 349-381.
    """
    level_within(level, "icc_anova")
    told = _groups(scores, groups, weights, "icc_anova")
    if told is None:
        return None
    size, within = told.average_size, told.squares / told.df_within
    df_between = len(told.n) - 1
    ratio = told.between_squares() / df_between / within
    if ratio < 1e-12:
        return None

    def share(f: float) -> float:
        return (f - 1.0) / (f + size - 1.0)

    tail = (1.0 - level) / 2.0
    return Icc(
        icc1=share(ratio),
        icc2=1.0 - 1.0 / ratio,
        between=(ratio - 1.0) * within / size,
        within=within,
        average_size=size,
        low=share(ratio / float(fdtri(df_between, told.df_within, 1.0 - tail))),
        high=share(ratio / float(fdtri(df_between, told.df_within, tail))),
    )


def icc_reml(
    scores: ArrayLike, groups: ArrayLike, *, weights: ArrayLike | None = None, level: float = 0.95
) -> Icc | None:
    """ICC(1) and ICC(2) from a random-effects model by restricted maximum likelihood; steadier with unequal groups.

    The model: score = μ + group effect + person effect, with variances `between` and `within`. For a ratio
    r = between/within all else follows in closed form, so that one number is searched: with wⱼ = nⱼ/(1 + r·nⱼ),
    μ = Σ wⱼ ȳⱼ / Σ wⱼ and Q = SSW + Σ wⱼ(ȳⱼ − μ)², the deviance is
    (N − 1) ln Q + Σ ln(1 + r·nⱼ) + ln Σ wⱼ, and within = Q/(N − 1). ICC(1) = between/(between + within);
    ICC(2) = between/(between + within/n̄), n̄ = N/G. The range holds every ICC(1) whose deviance is within the
    χ²(1) point of the least (profile likelihood); nothing lies below 0.

    `scores`: [people], any unit, NaN is no score. `groups`: [people], ints from 0, −1 where not known; groups
    without a score do not count. `weights`: [people], at least 0, all 1 if None; they say how much each counts
    within the group, while a group of n people still counts as n.

    Returns None where it cannot be computed: fewer than two groups, no group with two people, or nobody
    differing within any group. Raises ValueError when the shapes disagree, a group is not an int ≥ −1, or
    `level` is not between 0 and 1.

    >>> result = icc_reml([1, 2, 3, 4, 5, 6], [0, 0, 0, 1, 1, 1])
    >>> f"{result.icc1:.4f} {result.icc2:.4f}"
    '0.8065 0.9259'

    Source: Patterson & Thompson, Biometrika 58 (1971), 545-554; Searle, Casella & McCulloch, Variance
    Components (1992).
    """
    level_within(level, "icc_reml")
    told = _groups(scores, groups, weights, "icc_reml")
    if told is None:
        return None
    found = minimize_scalar(told.deviance, bounds=(0.0, 1.0 - 1e-9), method="bounded", options={"xatol": 1e-10})
    # The search never tries its ends, and 0 is a fair answer.
    icc1 = float(found.x) if found.fun < told.deviance(0.0) else 0.0
    limit = told.deviance(icc1) + 2.0 * float(gammaincinv(0.5, level))
    within = told.within_squares(icc1) / (int(told.n.sum()) - 1)
    between = within * icc1 / (1.0 - icc1)
    return Icc(
        icc1=icc1,
        icc2=between / (between + within / told.average_size),
        between=between,
        within=within,
        average_size=told.average_size,
        low=_crossing(lambda share: told.deviance(share) - limit, icc1, 0.0),
        high=_crossing(lambda share: told.deviance(share) - limit, icc1, 1.0 - 1e-9),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Groups:
    """Sizes and means of the groups that have scores, and the sum of squares within them.

    A trial ICC(1) is called `share` here: the share of variance that lies between groups.
    """

    n: IntArray
    means: FloatArray
    squares: float

    @property
    def average_size(self) -> float:
        return float(self.n.mean())

    @property
    def df_within(self) -> int:
        return int(self.n.sum()) - len(self.n)

    def between_squares(self) -> float:
        return float(self.n @ (self.means - np.average(self.means, weights=self.n)) ** 2)

    def within_squares(self, share: float) -> float:
        """Q of the model, for a given ICC(1)."""
        weights = self._weights(share)
        return self.squares + float(weights @ (self.means - np.average(self.means, weights=weights)) ** 2)

    def deviance(self, share: float) -> float:
        """Minus twice the restricted log-likelihood for a given ICC(1), up to a constant."""
        return float(
            (self.n.sum() - 1) * math.log(self.within_squares(share))
            + np.log1p(self.n * (share / (1.0 - share))).sum()
            + math.log(self._weights(share).sum())
        )

    def _weights(self, share: float) -> FloatArray:
        return np.asarray(self.n / (1.0 + self.n * (share / (1.0 - share))))


def _groups(scores: ArrayLike, groups: ArrayLike, weights: ArrayLike | None, function: str) -> _Groups | None:
    """The groups that have scores; None where no variance within or between them can be estimated."""
    everyone = np.asarray(groups)
    highest = int(everyone.max()) + 1 if everyone.size and np.issubdtype(everyone.dtype, np.integer) else 0
    codes = codes_below(everyone, "groups", function, size=highest, unknown=True)
    values = of_length(scores, "scores", function, length=len(codes))
    given = weights_for(weights, function, length=len(codes))
    used = (codes >= 0) & ~np.isnan(values) & (given > 0)
    _, codes, n = np.unique(codes[used], return_inverse=True, return_counts=True)
    if len(n) < 2 or n.sum() == len(n):
        return None
    values, given = values[used], given[used]
    share = given * (n / np.bincount(codes, given))[codes]
    means = np.bincount(codes, share * values) / n
    squares = float(share @ (values - means[codes]) ** 2)
    # Groups that are alike inside leave only rounding error behind.
    if squares <= 1e-24 * float(values @ values):
        return None
    return _Groups(n, means, squares)


def _crossing(above: Callable[[float], float], start: float, end: float) -> float:
    """Where a function that is negative at `start` crosses 0 on the way to `end`; `end` where it never does."""
    return float(brentq(above, start, end)) if above(end) > 0 else end
