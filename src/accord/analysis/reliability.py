"""Do a measure's items form one scale, and can an organisation's mean be relied on?"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from accord.analysis.measures import Weighed
from accord.analysis.results import Reliability
from accord.analysis.scores import Scores
from accord.core.disclosure.rounding import round_estimate
from accord.core.estimates import Estimate
from accord.core.trust.agreement import icc_anova, icc_reml, rwg_j
from accord.core.trust.consistency import against_the_rest, alpha, omega, one_factor_fit

FITS = 0.90
"""A comparative fit index below this says that one factor does not describe the items (Bentler 1990; Hu and Bentler
1999 ask for 0.95)."""
RELIABLE = 0.70
"""Below this, ICC(2) says that a group's mean is not reliable, and the median rwg(j) that its people do not agree
(LeBreton and Senter 2008)."""
STEP = 0.001


def reliability(weighed: Weighed, scores: Scores, points: int, rng: np.random.Generator) -> Reliability:
    """Everything that can be computed on the people shown; None for what cannot or would rest on too few of them."""
    organisations = weighed.told.codes["organisation"][weighed.sample.people].astype(np.int64)
    items = _of_enough(scores.items[weighed.sample.people], np.zeros_like(organisations), weighed.release.minimum)
    total, hierarchical = omega(items, rng=rng)
    fit = one_factor_fit(items)
    anova, reml = (icc(weighed.scores, organisations, weights=weighed.sample.weights) for icc in (icc_anova, icc_reml))
    agreement = _agreement(weighed, items, organisations, points)
    found = Reliability(
        alpha=_rounded(alpha(items)),
        omega_total=_rounded(total),
        omega_hierarchical=_rounded(hierarchical),
        icc1=_round(anova.icc1 if anova else None),
        icc2=_round(anova.icc2 if anova else None),
        icc1_reml=_round(reml.icc1 if reml else None),
        icc2_reml=_round(reml.icc2 if reml else None),
        rwg_median=_round(agreement),
        cfi=_round(fit.cfi if fit else None),
        rmsea=_round(fit.rmsea if fit else None),
        against=tuple(np.flatnonzero(against_the_rest(items)).tolist()),
    )
    return _warned(found)


def _warned(found: Reliability) -> Reliability:
    warnings = {
        "one_factor_does_not_fit": found.cfi is not None and found.cfi < FITS,
        "group_mean_unreliable": found.icc2 is not None and found.icc2 < RELIABLE,
        "little_agreement": found.rwg_median is not None and found.rwg_median < RELIABLE,
    }
    return replace(found, warnings=tuple(key for key, holds in warnings.items() if holds))


def _agreement(
    weighed: Weighed, items: NDArray[np.float64], organisations: NDArray[np.int64], points: int
) -> float | None:
    """The median within-organisation agreement of the organisations shown."""
    shown = [i for i, reason in enumerate(weighed.release.reasons[("organisation",)]) if reason is None]
    told = _of_enough(items, organisations, weighed.release.minimum)
    values = rwg_j(told / 100 * (points - 1) + 1, organisations, len(weighed.release.organisations), points=points)
    found = values[shown]
    found = found[~np.isnan(found)]
    return float(np.median(found)) if len(found) else None


def _of_enough(items: NDArray[np.float64], groups: NDArray[np.int64], minimum: int) -> NDArray[np.float64]:
    """The answers without those of groups where fewer than the minimum answered every item."""
    complete = np.bincount(groups, ~np.isnan(items).any(axis=1))
    return np.where((complete >= minimum)[groups][:, None], items, np.nan)


def _rounded(estimate: Estimate | None) -> Estimate | None:
    return None if estimate is None else round_estimate(estimate, step=STEP)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
