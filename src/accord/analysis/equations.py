"""The trust equation of one measure: four parts, their quotient, and what the data cannot separate."""

import numpy as np
from numpy.typing import NDArray

from accord.analysis.measures import Weighed, whole_figure
from accord.analysis.results import Equation, PartScore, Quotient
from accord.analysis.scores import Scores
from accord.core.disclosure.rounding import QUOTIENT, round_estimate
from accord.core.estimates import Estimate, Figure, Withheld
from accord.core.trust.consistency import alpha
from accord.core.trust.equation import alike_parts, quotient_range, same_thing
from accord.core.trust.index import mean_covariance
from accord.questionnaires.model import Part

ORDER = (Part.CREDIBILITY, Part.RELIABILITY, Part.INTIMACY, Part.SELF_ORIENTATION)


def equation(weighed: Weighed, scores: Scores, rng: np.random.Generator) -> Equation:
    """The four parts over everyone shown, the quotient of the whole and of each organisation shown."""
    parts = np.column_stack([scores.parts[part] for part in ORDER])[weighed.sample.people]
    mean, covariance = mean_covariance(parts, weights=weighed.sample.weights, strata=weighed.sample.strata)
    degrees = len(parts) - len(np.unique(weighed.sample.strata))
    return Equation(
        parts=tuple(PartScore(part, whole_figure(weighed, parts[:, i])) for i, part in enumerate(ORDER)),
        overall=_quotients(weighed, (), parts, rng)[0],
        by_organisation=_by_organisation(weighed, parts, rng),
        alike=tuple((ORDER[i], ORDER[j]) for i, j in alike_parts(mean, covariance, df=max(degrees, 1))),
        same_thing=tuple(
            (ORDER[i], ORDER[j])
            for i, j in same_thing(parts, _part_reliabilities(scores, weighed.sample.people), rng=rng)
        ),
    )


def _by_organisation(weighed: Weighed, parts: NDArray[np.float64], rng: np.random.Generator) -> tuple[Quotient, ...]:
    names = weighed.told.labels["organisation"]
    found = _quotients(weighed, ("organisation",), parts, rng)
    return tuple(Quotient(name, figure) for name, figure in zip(names, found, strict=True))


def _quotients(
    weighed: Weighed, table: tuple[str, ...], parts: NDArray[np.float64], rng: np.random.Generator
) -> list[Figure]:
    """The quotient of each flat cell of a table with its bootstrap range, or that it is withheld."""
    domains = weighed.told.cells(table)[weighed.sample.people]
    size = int(np.prod(weighed.told.size(table)))
    value, low, high = quotient_range(
        parts, domains=domains, size=size, weights=weighed.sample.weights, strata=weighed.sample.strata, rng=rng
    )
    counts = np.bincount(domains[domains >= 0], minlength=size)
    return [
        Withheld(reason, weighed.release.minimum)
        if reason is not None
        else round_estimate(Estimate(float(value[i]), float(low[i]), float(high[i]), n=int(counts[i])), step=QUOTIENT)
        for i, reason in enumerate(weighed.release.reasons[table])
    ]


def _part_reliabilities(scores: Scores, people: NDArray[np.int64]) -> NDArray[np.float64]:
    """Cronbach's alpha of each part's items, in `ORDER`; NaN for a part of one item or where it cannot be computed."""
    found = (alpha(scores.items[people][:, scores.part_items[part]]) for part in ORDER)
    return np.array([np.nan if estimate is None else estimate.value for estimate in found])
