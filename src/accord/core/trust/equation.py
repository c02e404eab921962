"""The trust equation: credibility, reliability and intimacy over self-orientation."""

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse
from scipy.special import stdtrit

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, level_within, of_length, wrong
from accord.core.trust.differences import all_pairs
from accord.core.trust.index import DomainMeans, domain_means
from accord.core.trust.replicates import bootstrap_weights

_LOWEST, _HIGHEST = 0.6, 15.0
_AS_HIGH = 0.95
"""Parts that would correlate this highly but for unreliable answers are not two things to those who answer."""


def quotient(
    credibility: ArrayLike, reliability: ArrayLike, intimacy: ArrayLike, self_orientation: ArrayLike
) -> FloatArray:
    """(C + R + I) / S of group means, each taken from 0–100 to the 1–5 scale: from 0.6 to 15.

    Formula: m becomes 1 + m/25. A quotient of sums of Likert points has no unit, and self-orientation weighs in it as
    much as the three others together: use it to talk, not to rank. Compute it from group means, never
    from one person's answers averaged afterwards (a mean of quotients is another, larger number).

    Each argument: 0 to 100, NaN gives NaN; `self_orientation` high is bad. Shapes that go together.

    >>> float(quotient(50, 50, 50, 50)), float(quotient(0, 0, 0, 100)), float(quotient(100, 100, 100, 0))
    (3.0, 0.6, 15.0)

    Source: Maister, Green & Galford, The Trusted Advisor (2000), chapter 8.
    """
    parts = [np.asarray(part, dtype=np.float64) for part in (credibility, reliability, intimacy, self_orientation)]
    if any((part < 0).any() or (part > 100).any() for part in parts):
        raise wrong("credibility, reliability, intimacy, self_orientation", "quotient", "0 to 100", "a part off it")
    c, r, i, s = (1.0 + part / 25.0 for part in parts)
    result: FloatArray = (c + r + i) / s
    return result


def quotient_range(
    parts: ArrayLike,
    *,
    domains: ArrayLike,
    size: int,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    rng: np.random.Generator,
    draws: int = 400,
    level: float = 0.95,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The quotient of each domain's means, and its range from a bootstrap on the log scale.

    People are drawn within their strata, all four answers of one together (`bootstrap_weights`); the range is
    exp(log quotient ∓ t(df) · sd of the drawn logs), so both ends are above 0 and lie in proportion around the
    quotient; it is cut at 0.6 and 15.

    `parts`: [people, 4], each person's 0–100 in the order credibility, reliability, intimacy, self-orientation
    (high is more self-oriented), NaN no answer: each part's mean is over those who answered it. `domains`,
    `size`, `weights`, `strata`: as in `domain_means`.

    Returns value, low, high, each [domains]; NaN where a part has no answer, low and high also where a part
    has fewer than two. Time grows with people × draws (200,000 people, 220 domains: seconds), memory with people.

    >>> rng = np.random.default_rng(1)
    >>> parts = rng.uniform([40, 50, 30, 20], [80, 90, 70, 60], size=(200, 4))
    >>> value, low, high = quotient_range(parts, domains=[0] * 200, size=1, rng=rng)
    >>> value.round(2), low.round(2), high.round(2)
    (array([3.86]), array([3.76]), array([3.96]))

    Source: Efron & Tibshirani, An Introduction to the Bootstrap (1993), section 13.2; Rao, Wu & Yue, Survey
    Methodology 18 (1992), 209-217.
    """
    table = _four(parts, "quotient_range")
    level_within(level, "quotient_range")
    groups = codes_below(domains, "domains", "quotient_range", size=size, unknown=True)
    means = domain_means(table, domains=groups, size=size, weights=weights, strata=strata)
    value = quotient(*means.mean.T)
    sums = _Sums(table, groups, size)
    base = np.ones(len(table)) if weights is None else weights
    drawn = np.empty((draws, size))
    for row, (_, drawn_weights) in enumerate(bootstrap_weights(base, strata=strata, draws=draws, rng=rng)):
        drawn[row] = sums.log_quotient(drawn_weights)
    half = stdtrit(_least_df(means), (1 + level) / 2) * _spread(drawn)
    low, high = value * np.exp(-half), value * np.exp(half)
    return value, np.clip(low, _LOWEST, _HIGHEST), np.clip(high, _LOWEST, _HIGHEST)


def alike_parts(
    mean: ArrayLike, cov: ArrayLike, *, df: float = np.inf, level: float = 0.95
) -> tuple[tuple[int, int], ...]:
    """Pairs of parts whose means the data cannot tell apart, self-orientation taken as 100 − S.

    The six differences are tested as differences of means in the same people, with Benjamini-Hochberg
    (`all_pairs`). A pair with a part nobody answered is not listed.

    `mean`: [4], 0–100 in the order credibility, reliability, intimacy, self-orientation. `cov`: [4, 4], such as
    from `mean_covariance`. `df`: degrees of freedom, people minus strata.

    >>> alike_parts([60.0, 61.0, 50.0, 40.0], np.eye(4))
    ((0, 1), (0, 3), (1, 3))

    Source: Benjamini & Hochberg (1995); the equation by Maister, Green & Galford (2000).
    """
    centre = of_length(mean, "mean", "alike_parts", length=4).copy()
    both = np.asarray(cov, dtype=np.float64)
    if both.shape != (4, 4):
        raise wrong("cov", "alike_parts", "of shape (4, 4)", f"shape {both.shape}")
    sign = np.array([1.0, 1.0, 1.0, -1.0])
    centre[3] = 100.0 - centre[3]
    error = np.sqrt(np.maximum(np.diag(both), 0.0))
    degrees = np.full(4, min(df, 1e12))
    pairs = all_pairs(centre, error, degrees, level=level, covariance=both * np.outer(sign, sign))
    alike = ~pairs.apart & ~np.isnan(pairs.p)
    return tuple((int(i), int(j)) for i, j in zip(pairs.first[alike], pairs.second[alike], strict=True))


def same_thing(
    parts: ArrayLike,
    reliabilities: ArrayLike,
    *,
    rng: np.random.Generator,
    draws: int = 400,
    level: float = 0.95,
) -> tuple[tuple[int, int], ...]:
    """Pairs of parts that people's answers do not separate.

    The correlation of two parts, divided by √(reliability_a · reliability_b), is what it would be without
    errors of measurement. A pair is listed when the range of that figure reaches 0.95: the answers are consistent
    with the two being one thing, and few answers make that likelier. Self-orientation is taken as 100 − S.

    `parts`: [people, 4] as in `quotient_range`; people who answered all four count, each once (weights describe
    staff, this is about how answers hang together). `reliabilities`: [4], such as omega total, above 0 to 1; a part
    whose reliability is NaN (one item) or 0 cannot be judged and is in no pair. The reliabilities are taken as
    known. The range is the percentile bootstrap's over people.

    >>> rng = np.random.default_rng(1)
    >>> person = rng.normal(50, 15, size=(300, 1))
    >>> parts = np.clip(person + rng.normal(0, 8, size=(300, 4)), 0, 100)
    >>> parts[:, 3] = rng.uniform(0, 100, size=300)
    >>> same_thing(parts, [0.75, 0.75, 0.75, 0.75], rng=rng)
    ((0, 1), (0, 2), (1, 2))

    Source: Spearman, American Journal of Psychology 15 (1904), 72-101, for disattenuation; Henseler, Ringle &
    Sarstedt, Journal of the Academy of Marketing Science 43 (2015), 115-135, for ranges of the disattenuated
    correlation as the test; Fornell & Larcker, Journal of Marketing Research 18 (1981), 39-50.
    """
    table = _four(parts, "same_thing")
    level_within(level, "same_thing")
    reliability = of_length(reliabilities, "reliabilities", "same_thing", length=4)
    if (reliability > 1).any():
        raise wrong("reliabilities", "same_thing", "at most 1", float(np.nanmax(reliability)))
    whole = table[~np.isnan(table).any(axis=1)]
    if len(whole) < 3:
        return ()
    whole = np.column_stack([whole[:, :3], 100.0 - whole[:, 3]])
    drawn = _correlations(whole - whole.mean(axis=0), rng, draws)
    ceiling = np.sqrt(np.where(reliability > 0, reliability, np.nan))
    pairs = list(combinations(range(4), 2))
    top = [np.quantile(drawn[:, i, j] / (ceiling[i] * ceiling[j]), (1 + level) / 2) for i, j in pairs]
    return tuple(pair for pair, highest in zip(pairs, top, strict=True) if highest >= _AS_HIGH)


class _Sums:
    """Sums by domain of four parts and of who answered them, quick to take again with other weights."""

    def __init__(self, table: FloatArray, groups: IntArray, size: int) -> None:
        self.people = np.flatnonzero(groups >= 0)
        self.people = self.people[np.argsort(groups[self.people], kind="stable")]
        mine = table[self.people]
        answered = ~np.isnan(mine)
        self.columns = np.concatenate([np.where(answered, mine, 0.0), answered.astype(np.float64)], axis=1)
        edges = np.append(0, np.cumsum(np.bincount(groups[self.people], minlength=size)))
        self.pointer, self.shape = edges, (size, self.people.size)
        self.order = np.arange(self.people.size)

    def log_quotient(self, weights: FloatArray) -> FloatArray:
        """The log of each domain's quotient; NaN where a part has no weight."""
        chooser = sparse.csr_array((weights[self.people], self.order, self.pointer), shape=self.shape)
        sums = chooser @ self.columns
        mean = sums[:, :4] / np.where(sums[:, 4:] > 0, sums[:, 4:], np.nan)
        # Sums of many weights may pass the end of the scale by a rounding error.
        result: FloatArray = np.log(quotient(*np.clip(mean, 0.0, 100.0).T))
        return result


def _spread(drawn: FloatArray) -> FloatArray:
    """The standard deviation down the columns, of the draws in which every part was answered by someone."""
    known = ~np.isnan(drawn)
    count = known.sum(axis=0)
    mean = np.where(known, drawn, 0.0).sum(axis=0) / np.maximum(count, 1)
    squares = np.where(known, drawn - mean, 0.0) ** 2
    return np.where(count > 1, np.sqrt(squares.sum(axis=0) / np.maximum(count - 1, 1)), np.nan)


def _least_df(means: DomainMeans) -> FloatArray:
    """The degrees of freedom of the part with the fewest; NaN where a part has no standard error."""
    df = np.where(np.isnan(means.se), 0, means.df).min(axis=1)
    return np.where(df >= 1, df, np.nan).astype(np.float64)


def _correlations(centred: FloatArray, rng: np.random.Generator, draws: int) -> FloatArray:
    """Correlation matrices of people drawn with replacement, [draws, 4, 4]; NaN where a part does not vary."""
    rows, columns = np.triu_indices(4)
    moments = np.concatenate([centred, centred[:, rows] * centred[:, columns]], axis=1)
    people = len(centred)
    found = np.empty((draws, 4, 4))
    for draw in range(draws):
        times = np.bincount((rng.random(people) * people).astype(np.int64), minlength=people)
        average = times.astype(np.float64) @ moments / people
        cov = np.empty((4, 4))
        cov[rows, columns] = cov[columns, rows] = average[4:]
        cov -= np.outer(average[:4], average[:4])
        spread = np.sqrt(np.where(np.diag(cov) > 1e-12, np.diag(cov), np.nan))
        found[draw] = cov / np.outer(spread, spread)
    return found


def _four(parts: ArrayLike, function: str) -> FloatArray:
    table = np.asarray(parts, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] != 4:
        raise wrong("parts", function, "people by the four parts", f"shape {table.shape}")
    return table
