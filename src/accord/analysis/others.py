"""Questions about a group that are put to all the others: its own people are not asked them."""

from dataclasses import replace

import numpy as np

from accord.analysis.population import Population
from accord.analysis.scores import Scores
from accord.questionnaires.model import Measure

DIMENSIONS = ("group", "organisation", "sector")
"""Where the name of a group is looked for, in this order."""


def dimension_of(told: Population, measure: Measure) -> str | None:
    """The dimension that the group asked about belongs to; None where the questions are about no group of these."""
    return next((d for d in DIMENSIONS if measure.target and measure.target in told.labels.get(d, ())), None)


def others(told: Population, scores: Scores) -> tuple[Population, Scores]:
    """The staff who are asked about a group, all but its own, and their scores: what its own said is left out.

    A group that nobody belongs to, such as a ministry, is asked about of everybody.
    """
    dimension = dimension_of(told, scores.measure)
    if dimension is None:
        return told, scores
    place = told.labels[dimension].index(scores.measure.target)
    own = told.codes[dimension] == place if dimension in told.codes else np.zeros(len(scores.people), dtype=np.bool_)
    asked = replace(
        scores,
        items=np.where(own[:, None], np.nan, scores.items),
        people=np.where(own, np.nan, scores.people),
        asked=scores.asked & ~own,
        meant=~own,
    )
    if told.staff is None or dimension not in told.staff_codes:
        return told, asked
    return replace(told, staff=np.where(told.staff_codes[dimension] == place, 0, told.staff)), asked
