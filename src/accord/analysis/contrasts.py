"""Measures compared in the same people, such as direct managers against senior leaders."""

import numpy as np
from numpy.typing import NDArray

from accord.analysis.asked import Asked
from accord.analysis.comparisons import SHIFT
from accord.analysis.measures import Weighed
from accord.analysis.results import Contrast, Estimate
from accord.analysis.weights import weigh
from accord.core.disclosure.rounding import POINTS, round_estimate
from accord.core.trust.differences import Pairs, all_pairs
from accord.core.trust.index import mean_covariance


def contrasts(now: Asked) -> tuple[Contrast, ...]:
    """Every two measures that have the four parts of trust, over the organisations shown.

    Whoever was asked only one of the two, by chance, counts in that one's mean.

    `holds`: they are still apart if those who were silent think `SHIFT` points less of the one and as much more
    of the other.
    """
    ids = [key for key in now.compared if key in now.weighed]
    if len(ids) < 2 or now.weighed[ids[0]].release.reasons[()][0] is not None:
        return ()
    organisations = now.weighed[ids[0]].release.organisations
    used = np.zeros(len(now.answers.codes), dtype=np.bool_)
    used[np.concatenate([now.weighed[key].sample.people for key in ids])] = True
    sample = weigh(now.told, used, organisations)
    scores = np.column_stack([now.scores[key].people[sample.people] for key in ids])
    mean, covariance = mean_covariance(scores, weights=sample.weights, strata=sample.strata)
    degrees = len(sample.people) - len(np.unique(sample.strata))
    pairs = all_pairs(mean, np.sqrt(np.diag(covariance)), np.full(len(ids), degrees), covariance=covariance)
    silent = _silent([now.weighed[key] for key in ids], scores)
    return tuple(_contrast(ids, pairs, k, len(sample.people), silent) for k in range(len(pairs.first)))


def _silent(weighed: list[Weighed], scores: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The share of those asked each measure who did not answer it; None where no head counts tell."""
    staff = [one.staff(()) for one in weighed]
    if any(heads is None for heads in staff):
        return None
    asked = np.array([heads[0] for heads in staff if heads is not None])
    answered = np.count_nonzero(~np.isnan(scores), axis=0)
    share: NDArray[np.float64] = np.maximum(1.0 - answered / asked, 0.0)
    return share


def _contrast(ids: list[str], pairs: Pairs, k: int, n: int, silent: NDArray[np.float64] | None) -> Contrast:
    """The k-th pair, the higher first."""
    up = pairs.difference[k] >= 0
    i, j = (pairs.first[k], pairs.second[k]) if up else (pairs.second[k], pairs.first[k])
    value, low, high = (float(x[k]) for x in (pairs.difference, pairs.low, pairs.high))
    value, low, high = (value, low, high) if up else (-value, -high, -low)
    apart = bool(pairs.apart[k])
    holds = None if silent is None else bool(apart and low > SHIFT * (silent[i] + silent[j]))
    return Contrast(ids[i], ids[j], round_estimate(Estimate(value, low, high, n=n), step=POINTS), apart, holds)
