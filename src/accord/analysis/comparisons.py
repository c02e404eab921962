"""Rows of a breakdown compared with each other: pairs, places, what the silent could change."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analysis.results import Comparison, Estimate, Pair
from accord.core.disclosure.rounding import POINTS, round_estimate
from accord.core.trust.differences import Pairs, all_pairs, answers_needed
from accord.core.trust.index import DomainMeans

SHIFT = 10.0
"""How much lower or higher those who were silent are supposed to be, in points."""
DETECT = 5.0
"""The difference every reader is told the price of, in points."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """The rows of one breakdown that are shown.

    `names`, `means`; `staff` head counts, None without a frame; `sd` of person scores; `ranks` best and worst.
    """

    names: Sequence[str]
    means: DomainMeans
    staff: NDArray[np.int64] | None
    sd: float
    ranks: tuple[Sequence[int], Sequence[int]]

    def shift(self) -> NDArray[np.float64] | None:
        """How far each row's mean moves if its silent are `SHIFT` points lower or higher."""
        if self.staff is None:
            return None
        return SHIFT * (1.0 - np.minimum(self.means.n / self.staff, 1.0))


def compare(shown: Shown) -> Comparison | None:
    """Every pair of shown rows; None with fewer than two."""
    if len(shown.names) < 2:
        return None
    pairs = all_pairs(shown.means.mean, shown.means.se, shown.means.df)
    holds = _holds(pairs, shown.shift())
    return Comparison(
        looked_at=len(pairs.first),
        apart=int(pairs.apart.sum()),
        overturned=None if holds is None else int((pairs.apart & ~holds).sum()),
        widest=_pick(shown, pairs, holds, pairs.apart if holds is None else holds, largest=True),
        overturned_example=None if holds is None else _pick(shown, pairs, holds, pairs.apart & ~holds, largest=True),
        closest=_pick(shown, pairs, holds, _worth_telling(pairs), largest=False),
        first_places=tuple(name for name, place in zip(shown.names, shown.ranks[0], strict=True) if place == 1),
        points=DETECT,
        needed_for_points=answers_needed(DETECT, sd=shown.sd),
    )


def _holds(pairs: Pairs, shift: NDArray[np.float64] | None) -> NDArray[np.bool_] | None:
    """Pairs still apart when the silent of the higher row are lower and those of the lower row higher."""
    if shift is None:
        return None
    both = shift[pairs.first] + shift[pairs.second]
    nearest = np.where(pairs.difference > 0, pairs.low, -pairs.high)
    return pairs.apart & (nearest > both)


def _worth_telling(pairs: Pairs) -> NDArray[np.bool_]:
    """Pairs that cannot be told apart and differ by a point at least, as far as there are any."""
    visible = ~pairs.apart & (np.abs(pairs.difference) >= 1.0)
    return visible if visible.any() else ~pairs.apart


def _pick(
    shown: Shown,
    pairs: Pairs,
    holds: NDArray[np.bool_] | None,
    among: NDArray[np.bool_],
    *,
    largest: bool,
) -> Pair | None:
    """The pair with the largest or smallest difference among those marked."""
    candidates = np.flatnonzero(among)
    if not len(candidates):
        return None
    sizes = np.abs(pairs.difference[candidates])
    k = int(candidates[np.argmax(sizes) if largest else np.argmin(sizes)])
    up = pairs.difference[k] >= 0
    i, j = (pairs.first[k], pairs.second[k]) if up else (pairs.second[k], pairs.first[k])
    value, low, high = (float(x[k]) for x in (pairs.difference, pairs.low, pairs.high))
    value, low, high = (value, low, high) if up else (-value, -high, -low)
    head_count = None if shown.staff is None else int(min(shown.staff[i], shown.staff[j]))
    return Pair(
        a=shown.names[i],
        b=shown.names[j],
        difference=round_estimate(Estimate(value, low, high, n=int(shown.means.n[i] + shown.means.n[j])), step=POINTS),
        p_adjusted=round(float(pairs.p_adjusted[k]), 3),
        apart=bool(pairs.apart[k]),
        holds=None if holds is None else bool(holds[k]),
        needed=answers_needed(value, sd=shown.sd, head_count=head_count) if value else None,
    )
