"""Strata fit for weighting: thin ones merged within their parent, people of unknown stratum given a place."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from accord.core.trust._arrays import FloatArray, IntArray, codes_below, of_length, wrong


@dataclass(frozen=True, slots=True, eq=False)
class MergedStrata:
    """Strata after merging.

    `strata`: [people], new codes from 0. `population`: [new strata], staff. `merged`: [old strata], the new
    stratum each went into, −1 for those of a parent where nobody answered and for those with nobody in them.
    `unrepresented`: staff of parents where nobody answered; no weight can make anyone stand for them.
    """

    strata: IntArray
    population: FloatArray
    merged: IntArray
    unrepresented: float


def merge_thin_strata(strata: ArrayLike, *, parents: ArrayLike, population: ArrayLike, least: int = 5) -> MergedStrata:
    """Merge strata that are too thin to be weighted alone, never across parents.

    Within each parent, such as the staff groups of one organisation, the strata with fewer than `least` answers,
    or with more answers than staff, become one; while that one is still thin, the stratum with the fewest
    answers joins it. A parent with fewer than `least` answers in all thus becomes one stratum.

    `strata`: [people], codes 0 to S−1. `parents`: [S], the parent of each stratum. `population`: [S], staff.
    Staff of a parent with answers are all kept: the sum of `population` within it does not change.

    >>> merged = merge_thin_strata([0] * 9 + [1] * 2 + [2] * 3, parents=[0, 0, 0, 0], population=[20, 5, 6, 4])
    >>> merged.merged, merged.population
    (array([0, 1, 1, 1]), array([20., 15.]))

    Source: collapsing post-strata with few answers; Little, JASA 88 (1993), 1001-1012.
    """
    staff = np.asarray(population, dtype=np.float64)
    codes = codes_below(strata, "strata", "merge_thin_strata", size=staff.size, unknown=False)
    owner = codes_below(parents, "parents", "merge_thin_strata", size=np.iinfo(np.int64).max, unknown=False)
    if owner.size != staff.size:
        raise wrong("parents", "merge_thin_strata", f"of length {staff.size}, as 'population'", owner.size)
    if least < 1:
        raise wrong("least", "merge_thin_strata", "an int ≥ 1", least)
    answers = np.bincount(codes, minlength=staff.size)
    merged = np.full(staff.size, -1)
    following = 0
    for members in _by_parent(owner):
        for group in _groups(members, answers, staff, least):
            merged[group] = following
            following += 1
    kept = merged >= 0
    totals = np.bincount(merged[kept], weights=staff[kept], minlength=following).astype(np.float64)
    return MergedStrata(merged[codes], totals, merged, float(staff[~kept].sum()))


def place_unknown(
    strata: ArrayLike, *, people_parents: ArrayLike, parents: ArrayLike, population: ArrayLike
) -> tuple[IntArray, IntArray, FloatArray]:
    """Give people whose stratum is not known, but whose parent is, a stratum of their own in that parent.

    Of a parent's staff N with n answers, u of them of unknown stratum, the new stratum stands for N u / n and
    the known ones for (1 − u/n) of their head counts: leaving a question on one's group open moves no weight
    between parents, and none between the groups of those who answered it.

    `strata`: [people], codes 0 to S−1 or −1 not known. `people_parents`: [people]. `parents`, `population`: [S].

    Returns strata [people], parents and population of the strata, the new ones last.

    >>> place_unknown([0, 0, 1, -1], people_parents=[0, 0, 0, 0], parents=[0, 0], population=[40, 60])
    (array([0, 0, 1, 2]), array([0, 0, 0]), array([30., 45., 25.]))

    Source: the usual treatment of item non-response in a weighting variable as a class of its own; Kalton &
    Flores-Cervantes, Journal of Official Statistics 19 (2003), 81-97.
    """
    staff = np.asarray(population, dtype=np.float64)
    codes = codes_below(strata, "strata", "place_unknown", size=staff.size, unknown=True)
    owner = np.asarray(parents, dtype=np.int64)
    size = int(owner.max(initial=-1)) + 1
    people = codes_below(people_parents, "people_parents", "place_unknown", size=size, unknown=False)
    of_length(people, "people_parents", "place_unknown", length=codes.size)
    lost = np.bincount(people[codes < 0], minlength=size)
    share = lost / np.maximum(np.bincount(people, minlength=size), 1)
    new = np.flatnonzero(lost)
    place = np.zeros(size, dtype=np.int64)
    place[new] = staff.size + np.arange(new.size)
    held = np.bincount(owner, weights=staff, minlength=size)
    scaled = np.append(staff * (1 - share[owner]), (held * share)[new])
    return np.where(codes < 0, place[people], codes), np.append(owner, new), scaled


def _by_parent(owner: IntArray) -> list[IntArray]:
    order = np.argsort(owner, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(owner[order])) + 1)


def _groups(members: IntArray, answers: IntArray, staff: FloatArray, least: int) -> list[IntArray]:
    """The strata of one parent as groups, each to become one stratum."""
    if not answers[members].sum():
        return []
    present = members[(answers[members] > 0) | (staff[members] > 0)]
    thin = (answers[present] < least) | (answers[present] > staff[present])
    alone = list(present[~thin][np.argsort(-answers[present[~thin]], kind="stable")])
    pool = list(present[thin])
    while pool and alone and (answers[pool].sum() < least or answers[pool].sum() > staff[pool].sum()):
        pool.append(alone.pop())
    groups = [np.array([one]) for one in sorted(alone)]
    return [*groups, np.array(pool)] if pool else groups
