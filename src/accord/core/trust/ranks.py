"""Ranks as ranges: which places the data allow each group, all of them at once."""

import numpy as np
from numpy.typing import ArrayLike

from accord.core.trust._arrays import FloatArray, IntArray, level_within, of_length, wrong

_AT_ONCE = 4_000_000
"""Differences held at one time, 32 MB."""


def rank_ranges(
    mean: ArrayLike,
    se: ArrayLike,
    *,
    rng: np.random.Generator,
    df: ArrayLike | None = None,
    level: float = 0.95,
    draws: int = 2000,
) -> tuple[IntArray, IntArray]:
    """The best and worst place each group may have; with the stated probability all ranges are right together.

    All differences get simultaneous ranges, from the distribution of the largest |t| among all pairs, drawn with
    the standard errors given. A group's best place is 1 plus how many are surely above it, its worst the number of
    groups minus how many are surely below it. Groups are taken as independent. One group has place 1 to 1.

    `mean`, `se`: [groups], finite, `se` ≥ 0. `df`: [groups], of the standard errors; infinite if None. Pass
    it unless every group has hundreds of answers: with 10 answers in each of 49 groups the ranges were all right
    in 94 % of simulated rounds with `df`, and in 61 % without. `draws`: 100 or more.

    Returns best and worst, [groups]; 1 is the highest mean. Raises ValueError on a NaN: what is withheld has no
    place. Time grows with groups² × draws (220 groups, 2,000 draws: under a second), memory is bounded.

    >>> best, worst = rank_ranges([70.0, 50.0, 51.0], [1.0, 1.0, 1.0], rng=np.random.default_rng(1))
    >>> best, worst
    (array([1, 2, 2]), array([1, 3, 3]))

    Source: Mogstad, Romano, Shaikh & Wilhelm, Review of Economic Studies 91 (2024), 476-518.
    """
    centre = np.asarray(mean, dtype=np.float64)
    error = of_length(se, "se", "rank_ranges", length=centre.size)
    degrees = np.full(centre.size, np.inf) if df is None else of_length(df, "df", "rank_ranges", length=centre.size)
    if not (np.isfinite(centre).all() and np.isfinite(error).all() and (error >= 0).all()):
        raise wrong("mean", "rank_ranges", "finite with finite 'se' ≥ 0 for every group", "a missing value")
    if not (degrees >= 1).all():
        raise wrong("df", "rank_ranges", "at least 1 for every group", float(degrees.min()))
    if draws < 100:
        raise wrong("draws", "rank_ranges", "an int ≥ 100", draws)
    level_within(level, "rank_ranges")
    if centre.size < 2:
        return np.ones(centre.size, dtype=np.int64), np.ones(centre.size, dtype=np.int64)
    first, second = np.triu_indices(centre.size, k=1)
    largest = _largest_t(error, degrees, rng, draws)
    margin = np.quantile(largest, level, method="higher") * np.hypot(error[first], error[second])
    difference = centre[first] - centre[second]
    above, below = difference > margin, -difference > margin
    count = centre.size
    beaten = np.bincount(second[above], minlength=count) + np.bincount(first[below], minlength=count)
    beats = np.bincount(first[above], minlength=count) + np.bincount(second[below], minlength=count)
    return beaten + 1, count - beats


def _largest_t(error: FloatArray, df: FloatArray, rng: np.random.Generator, draws: int) -> FloatArray:
    """The largest |t| over all pairs, in draws where no two groups truly differ."""
    first, second = np.triu_indices(error.size, k=1)
    chunk = max(1, _AT_ONCE // first.size)
    found = []
    for start in range(0, draws, chunk):
        rows = min(chunk, draws - start)
        noise = rng.standard_normal((rows, error.size)) * error
        squared = np.square(error * _spread(df, rng, rows))
        t2 = np.square(noise[:, first] - noise[:, second])
        scale = squared[:, first] + squared[:, second]
        np.divide(t2, scale, out=t2, where=scale > 0)
        found.append(np.sqrt(t2.max(axis=1)))
    return np.concatenate(found)


def _spread(df: FloatArray, rng: np.random.Generator, rows: int) -> FloatArray:
    """How far estimated standard errors fall from the true ones: √(χ²/df)."""
    known = np.isfinite(df)
    ratio = np.ones((rows, df.size))
    if known.any():
        ratio[:, known] = np.sqrt(rng.chisquare(df[known], size=(rows, int(known.sum()))) / df[known])
    return ratio
