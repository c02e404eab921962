"""Weights that make those who answered stand for the staff in post."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analysis.population import Population
from accord.core.trust.strata import merge_thin_strata, place_unknown
from accord.core.trust.weighting import Weights, poststratify, rake

THIN = 5
"""A staff group within an organisation with fewer answers is merged with its neighbours before weighting."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The people one measure is estimated from.

    `people`: their row numbers. `weights`, `strata`: of these people. `kind`: `"none"` without a frame,
    else `"poststratified"` or `"raked"`; `made`: what the weighting cost, None without a frame.
    """

    people: NDArray[np.int64]
    weights: NDArray[np.float64]
    strata: NDArray[np.int64]
    kind: str
    made: Weights | None


def weigh(told: Population, used: NDArray[np.bool_], organisations: NDArray[np.bool_]) -> Sample:
    """Weigh the people marked `used` to the staff of the organisations marked shown.

    Each staff group within an organisation is brought to its head count (thin ones merged, people of unknown
    group given a place of their own), and the whole to each group's head count as well. Where the frame has no
    groups, only the organisation's head count is used. Without a frame every answer counts the same.
    """
    people = np.flatnonzero(used)
    organisation = told.codes["organisation"][people].astype(np.int64)
    staff = told.head_count(("organisation",), organisations=organisations)
    if staff is None:
        return Sample(people, np.ones(len(people)), organisation, "none", None)
    cells = told.head_count(("organisation", "group"), organisations=organisations) if "group" in told.codes else None
    if cells is None:
        made = poststratify(organisation, np.where(organisations, staff, 0))
        return Sample(people, made.values, organisation, "poststratified", made)
    return _by_group(told, people, cells)


def _by_group(told: Population, people: NDArray[np.int64], cells: NDArray[np.int64]) -> Sample:
    """Rake to organisation by group, thin cells merged, and to the groups of the whole."""
    groups = len(told.labels["group"])
    group = told.codes["group"][people].astype(np.int64)
    strata, parents, population = place_unknown(
        told.cells(("organisation", "group"))[people],
        people_parents=told.codes["organisation"][people],
        parents=np.arange(len(cells)) // groups,
        population=cells,
    )
    merged = merge_thin_strata(strata, parents=parents, population=population, least=THIN)
    answered = np.bincount(group[group >= 0], minlength=groups) > 0
    by_group = np.where(answered, cells.reshape(-1, groups).sum(axis=0), 0)
    margins = [(merged.strata, merged.population), (group, by_group)]
    made = rake(np.ones(len(people)), margins if answered.any() else margins[:1])
    return Sample(people, made.values, merged.strata, "raked", made)
