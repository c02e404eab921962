"""From raw codes on Likert scales to a person's score of 0 to 100."""

import numpy as np
from numpy.typing import ArrayLike

from accord.core.trust._arrays import FloatArray, of_length, wrong


def score_items(codes: ArrayLike, *, lowest: ArrayLike, highest: ArrayLike, polarity: ArrayLike) -> FloatArray:
    """Each answer as 0 to 100: the share of the way from the scale's worst end to its best.

    Formula: 100 (code − lowest) / (highest − lowest), and 100 minus that where `polarity` is −1. Five points
    become 0, 25, 50, 75, 100; the steps of a scale count as equal, as in every mean of Likert items.

    `codes`: [people, items], whole codes, NaN where there is no answer. «Don't know them» is no answer: the
    caller passes NaN for it, and it stays NaN; it is never the middle of the scale, because someone who could
    not judge is not someone who was undecided. `lowest`, `highest`, `polarity`: [items].

    Returns float64 [people, items], NaN where `codes` is. Raises ValueError when a code is off its scale or is
    not whole, a scale has no two points, or a polarity is not 1 or −1.

    >>> score_items([[1, 5], [4, np.nan]], lowest=[1, 1], highest=[5, 5], polarity=[1, -1])
    array([[ 0.,  0.],
           [75., nan]])

    Source: percentage-of-maximum-possible scoring; Cohen, Cohen, Aiken & West, Multivariate Behavioral
    Research 34 (1999), 315-346.
    """
    raw = np.asarray(codes, dtype=np.float64)
    if raw.ndim != 2:
        raise wrong("codes", "score_items", "two-dimensional, people by items", f"{raw.ndim} dimensions")
    low, high, sign = (
        of_length(values, name, "score_items", length=raw.shape[1])
        for name, values in (("lowest", lowest), ("highest", highest), ("polarity", polarity))
    )
    if not (high > low).all():
        raise wrong("highest", "score_items", "greater than 'lowest' for every item", high.tolist())
    if not np.isin(sign, (-1.0, 1.0)).all():
        raise wrong("polarity", "score_items", "1 or -1 for every item", sign.tolist())
    _refuse_off_scale(raw, low, high)
    share = 100.0 * (raw - low) / (high - low)
    return np.where(sign > 0, share, 100.0 - share)


def score_people(scores: ArrayLike, *, least: float = 0.5) -> FloatArray:
    """Each person's score: the mean of the items they answered, if they answered enough of them.

    The rule for missing answers: a person with at least the share `least` of the items answered is scored on
    those («person mean»); one with fewer has no score, NaN, and does not count as having answered the measure.
    Nothing is filled in from other people. «Don't know them» counts as not answered.

    `scores`: [people, items], 0 to 100, NaN where there is no answer. `least`: above 0, at most 1.

    Returns float64 [people]. Raises ValueError without any item, or where `least` is out of range.

    >>> score_people([[100, 50, np.nan, np.nan], [100, np.nan, np.nan, np.nan]])
    array([75., nan])

    Source: the «half rule»; Fairclough & Cella, Quality of Life Research 5 (1996), 273-274.
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] == 0:
        raise wrong("scores", "score_people", "people by at least one item", f"shape {table.shape}")
    if not 0 < least <= 1:
        raise wrong("least", "score_people", "a float above 0 and at most 1", least)
    answered = ~np.isnan(table)
    count = answered.sum(axis=1)
    total = np.where(answered, table, 0.0).sum(axis=1)
    # Rounding: 0.7 × 10 items must mean 7, whatever binary fractions make of it.
    enough = (count >= least * table.shape[1] - 1e-9) & (count > 0)
    return np.where(enough, total / np.maximum(count, 1), np.nan)


def _refuse_off_scale(raw: FloatArray, low: FloatArray, high: FloatArray) -> None:
    off = (raw < low) | (raw > high) | (raw != np.rint(raw))
    off &= ~np.isnan(raw)
    if off.any():
        person, item = np.argwhere(off)[0]
        scale = f"whole codes from {low[item]:g} to {high[item]:g} in column {item}"
        raise wrong("codes", "score_items", scale, f"{raw[person, item]:g} in row {person}")
