"""The index: means by domain with their standard errors, and the two ranges every index shows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, level_within, weights_for, wrong
from accord.core.trust._linearised import Strata, cells, stratify


@dataclass(frozen=True, slots=True, eq=False)
class DomainMeans:
    """Means by domain, each array [domains], or [domains, scores] where several scores were given.

    `mean`, `se`: in the unit of the score; NaN where nobody, for `se` fewer than two, answered. `n`: people who
    answered. `effective_n`: Kish's, after weighting. `df`: degrees of freedom of `se`, `n` minus the strata
    they stand in.
    """

    mean: FloatArray
    se: FloatArray
    n: IntArray
    effective_n: FloatArray
    df: IntArray


def domain_means(
    scores: ArrayLike,
    *,
    domains: ArrayLike,
    size: int,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    population: ArrayLike | None = None,
) -> DomainMeans:
    """Weighted means by domain in a stratified design, with Taylor-linearised standard errors.

    Mean of domain d: Σ w y / Σ w over those of d who answered. It is a ratio of two estimates, so its variance
    is that of the total of u_i = w_i (y_i − mean_d) / Σ w, 0 outside d:
    Σ_h (1 − n_h/N_h) n_h/(n_h − 1) [Σ u² − (Σ u)²/n_h], where n_h counts everyone of stratum h in `scores`, in d
    or not, answered or not. The correction 1 − n_h/N_h is made only when `population` is passed: pass it to
    describe that day's staff, not to compare groups or rounds. The answers of a stratum are taken as a random
    sample of its staff; that weights were raked is not allowed for (the SE is then a little too large: use
    replicate weights where that matters).

    `scores`: [people] or [people, scores], NaN no answer. `domains`: [people], 0 to `size`−1, −1 none.
    `weights`: [people], at least 0, all 1 if None. `strata`: [people], codes from 0, one stratum if None; where
    one holds a single person, their deviation from the mean counts whole. `population`: [S], staff.

    Raises ValueError where lengths differ, a code is out of range or a stratum has more answers than staff.
    Time grows with people × scores, memory with people + pairs of domain and stratum that occur.

    >>> means = domain_means([40.0, 60.0, 80.0, 90.0], domains=[0, 0, 1, 1], size=2)
    >>> means.mean, means.se.round(3), means.n
    (array([50., 85.]), array([8.165, 4.082]), array([2, 2]))

    Source: Särndal, Swensson & Wretman, Model Assisted Survey Sampling (1992), sections 5.5 and 10.3;
    the same estimates as `svyby(…, svymean)` of R's package survey (Lumley 2004).
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim not in (1, 2):
        raise wrong("scores", "domain_means", "one- or two-dimensional", f"{table.ndim} dimensions")
    people = table.shape[0]
    groups = codes_below(domains, "domains", "domain_means", size=size, unknown=True)
    if groups.size != people:
        raise wrong("domains", "domain_means", f"an array of shape ({people},)", f"shape {groups.shape}")
    w = weights_for(weights, "domain_means", length=people)
    by_domain = _ByDomain(groups, size, w, stratify(strata, population, people=people, function="domain_means"))
    if table.ndim == 1:
        return by_domain.means(table)
    parts = [by_domain.means(column) for column in np.ascontiguousarray(table.T)]
    return DomainMeans(
        np.stack([part.mean for part in parts], axis=1),
        np.stack([part.se for part in parts], axis=1),
        np.stack([part.n for part in parts], axis=1),
        np.stack([part.effective_n for part in parts], axis=1),
        np.stack([part.df for part in parts], axis=1),
    )


def mean_covariance(
    scores: ArrayLike, *, weights: ArrayLike | None = None, strata: ArrayLike | None = None
) -> tuple[FloatArray, FloatArray]:
    """Means of several scores over everyone, and how their errors go together, for contrasts between them.

    cov_jk = Σ_h n_h/(n_h − 1) [Σ u_j u_k − Σ u_j Σ u_k / n_h], with u_j = w (y_j − mean_j) / Σ w where j was
    answered and 0 elsewhere: someone who answered only one of two scores counts in that one's mean.

    `scores`: [people, scores], NaN no answer. `weights`, `strata`: as in `domain_means`.

    Returns the means [scores] and their covariance [scores, scores]; NaN for a score nobody answered.

    >>> mean, cov = mean_covariance([[40.0, 50.0], [60.0, 70.0], [50.0, np.nan]])
    >>> mean, cov.round(2)
    (array([50., 60.]), array([[33.33, 50.  ],
                               [50.  , 75.  ]]))

    Source: Särndal, Swensson & Wretman (1992), section 5.5; `svymean` and `svycontrast` of R's survey.
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise wrong("scores", "mean_covariance", "two-dimensional, people by scores", f"{table.ndim} dimensions")
    people = table.shape[0]
    w = weights_for(weights, "mean_covariance", length=people)
    design = stratify(strata, None, people=people, function="mean_covariance")
    held = np.where(np.isnan(table), 0.0, w[:, None])
    weight = held.sum(axis=0)
    some = np.where(weight > 0, weight, np.nan)
    mean = (held * np.nan_to_num(table)).sum(axis=0) / some
    u = held * (np.nan_to_num(table) - mean) / some
    sums = np.stack([np.bincount(design.codes, weights=column, minlength=design.total.size) for column in u.T])
    return mean, (u * design.square[design.codes][:, None]).T @ u - (sums * design.total) @ sums.T


def intervals(
    mean: ArrayLike, se: ArrayLike, df: ArrayLike, *, level: float = 0.95, lowest: float = 0.0, highest: float = 100.0
) -> tuple[FloatArray, FloatArray]:
    """The range from sampling alone: mean ∓ t(df) · SE, cut at the ends of the scale.

    `mean`, `se`, `df`: any shapes that go together. `level`: between 0 and 1.

    Returns low and high; NaN where `se` is NaN or `df` below 1.

    >>> low, high = intervals([50.0, 99.0], [2.0, 2.0], [100, 100])
    >>> low.round(2), high.round(2)
    (array([46.03, 95.03]), array([ 53.97, 100.  ]))

    Source: Korn & Graubard, Analysis of Health Surveys (1999), section 5.2, for the degrees of freedom.
    """
    level_within(level, "intervals")
    degrees = np.asarray(df, dtype=np.float64)
    t = stdtrit(np.where(degrees >= 1, degrees, np.nan), (1 + level) / 2)
    centre, half = np.asarray(mean, dtype=np.float64), t * np.asarray(se, dtype=np.float64)
    return np.clip(centre - half, lowest, highest), np.clip(centre + half, lowest, highest)


def silent_range(mean: ArrayLike, n: ArrayLike, of: ArrayLike, *, shift: float = 10.0) -> tuple[FloatArray, FloatArray]:
    """The mean of all staff if those who were silent were `shift` points lower, or higher, than those who answered.

    Formula: (n/of) · mean + (1 − n/of) · (mean ∓ shift), where the mean of the silent stays within 0 to 100. It
    says nothing about sampling, and is no limit of what could be: it is one stated «what if».

    `mean`: 0 to 100. `n`: who answered. `of`: who were asked, NaN where no frame says so (gives NaN).

    Raises ValueError where fewer were asked than answered.

    >>> low, high = silent_range(54.0, 300, 500)
    >>> float(low), float(high)
    (50.0, 58.0)

    Source: pattern-mixture sensitivity analysis with a shift; Rubin, JASA 72 (1977), 538-543;
    Little & Rubin, Statistical Analysis with Missing Data (3rd ed. 2019), section 15.5.
    """
    centre = np.asarray(mean, dtype=np.float64)
    answered, asked = np.asarray(n, dtype=np.float64), np.asarray(of, dtype=np.float64)
    if not shift >= 0:
        raise wrong("shift", "silent_range", "a number of points ≥ 0", shift)
    if (asked < answered).any():
        raise wrong("of", "silent_range", "at least 'n'", f"{asked.min():g} asked")
    silent = 1.0 - answered / np.where(asked > 0, asked, np.nan)
    lower, higher = np.clip(centre - shift, 0.0, 100.0), np.clip(centre + shift, 0.0, 100.0)
    return centre + silent * (lower - centre), centre + silent * (higher - centre)


class _ByDomain:
    """What does not change from score to score: who belongs where, with which weight."""

    def __init__(self, groups: IntArray, size: int, weights: FloatArray, strata: Strata) -> None:
        # Those of no domain get one of their own, dropped at the end: cheaper than leaving them out.
        self.groups = np.where(groups < 0, size, groups)
        self.size, self.weights = size, weights
        self.square = strata.square[strata.codes]
        self.cell, self.domain_of, stratum_of = cells(self.groups, strata, size=size + 1)
        self.total_of = strata.total[stratum_of]

    def means(self, score: FloatArray) -> DomainMeans:
        """Means of one score."""
        answered = ~np.isnan(score) & (self.weights > 0)
        held = np.where(answered, self.weights, 0.0)
        y = np.where(answered, score, 0.0)
        one = answered.astype(np.float64)
        weight = self._sum(held)
        some = np.where(weight > 0, weight, np.nan)
        mean = self._sum(held * y) / some
        u = (held / some[self.groups]) * (y - mean[self.groups])
        u[~answered] = 0.0
        variance = self._sum(self.square * u * u) - self._over_cells(self._cell_sum(u) ** 2 * self.total_of)
        n = self._sum(one)
        strata_in = self._over_cells((self._cell_sum(one) > 0).astype(np.float64))
        se = np.where(n > 1, np.sqrt(np.maximum(variance, 0.0)), np.nan)
        effective = weight**2 / np.where(n > 0, self._sum(held * held), 1.0)
        kept = slice(0, self.size)
        return DomainMeans(
            mean[kept], se[kept], _whole(n[kept]), effective[kept], _whole(np.maximum(n - strata_in, 0)[kept])
        )

    def _sum(self, values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.groups, weights=values, minlength=self.size + 1), dtype=np.float64)

    def _cell_sum(self, values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.cell, weights=values, minlength=self.total_of.size), dtype=np.float64)

    def _over_cells(self, values: FloatArray) -> FloatArray:
        return np.asarray(np.bincount(self.domain_of, weights=values, minlength=self.size + 1), dtype=np.float64)


def _whole(values: FloatArray) -> IntArray:
    return np.rint(values).astype(np.int64)
