"""Strata of at least the minimum: what must hold for any head counts, and how far from the fewest merges."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.reference.strata_partitions import most_strata

from accord.core.disclosure.merging import Merged, merge

MINIMUM = st.integers(5, 12)
HEADS = st.integers(1, 4).flatmap(
    lambda groups: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 3, 4, 5, 7, 9, 10, 11, 14, 30, 200]), min_size=groups, max_size=groups),
        min_size=1,
        max_size=6,
    )
)


@st.composite
def enough(draw: st.DrawFn) -> tuple[NDArray[np.int64], int]:
    """Head counts of at least a minimum in all, and the minimum."""
    heads, minimum = np.array(draw(HEADS)), draw(MINIMUM)
    if heads.sum() < minimum:
        heads[0, 0] += minimum
    return heads, minimum


@settings(deadline=None)
@given(enough())
def test_every_cell_with_people_is_in_one_stratum_that_is_large_enough(made: tuple[NDArray[np.int64], int]) -> None:
    heads, minimum = made
    found = merge(heads, minimum=minimum)
    assert ((found.stratum >= 0) == (heads > 0)).all()
    assert found.people.sum() == heads.sum()
    for number, stratum in enumerate(found.strata):
        assert [tuple(cell) for cell in np.argwhere(found.stratum == number).tolist()] == list(stratum.cells)
        assert stratum.people == found.people[number] == heads[found.stratum == number].sum() >= minimum


@settings(deadline=None)
@given(enough())
def test_a_stratum_is_named_only_for_what_all_of_its_people_share(made: tuple[NDArray[np.int64], int]) -> None:
    for stratum in merge(made[0], minimum=made[1]).strata:
        organisations, groups = ({cell[axis] for cell in stratum.cells} for axis in (0, 1))
        assert stratum.organisation is None or organisations == {stratum.organisation}
        assert stratum.group == (next(iter(groups)) if len(groups) == 1 else None)


@settings(deadline=None)
@given(enough())
def test_an_organisation_keeps_its_name_for_all_its_staff_or_for_none(made: tuple[NDArray[np.int64], int]) -> None:
    heads, minimum = made
    found = merge(heads, minimum=minimum)
    nameless = {cell[0] for stratum in found.strata if stratum.organisation is None for cell in stratum.cells}
    named = {stratum.organisation for stratum in found.strata}
    staff = heads.sum(axis=1)
    small = {i for i, people in enumerate(staff.tolist()) if 0 < people < minimum}
    assert not nameless & named
    assert small <= nameless
    joined = nameless - small
    assert len(joined) == (0 < staff[list(small)].sum() < minimum)
    assert all(staff[i] == staff[staff >= minimum].min() for i in joined)


@settings(deadline=None)
@given(enough())
def test_a_group_that_is_large_enough_loses_its_name_only_to_a_rest_that_finds_no_other(
    made: tuple[NDArray[np.int64], int],
) -> None:
    heads, minimum = made
    for stratum in merge(heads, minimum=minimum).strata:
        organisation = stratum.organisation
        large = [cell for cell in stratum.cells if heads[cell] >= minimum]
        if organisation is not None and large and len(stratum.cells) > 1:
            mine = heads[organisation]
            assert len(large) == 1
            assert heads[large[0]] == mine[mine >= minimum].min()
            assert mine[mine < minimum].sum() < minimum


@settings(deadline=None)
@given(st.lists(st.integers(1, 14), min_size=1, max_size=7), MINIMUM)
def test_one_organisation_keeps_at_least_half_of_the_strata_that_any_way_could(heads: list[int], minimum: int) -> None:
    best = most_strata(heads, minimum)
    if best == 0:
        with pytest.raises(ValueError, match="in all, the minimum group"):
            merge([heads], minimum=minimum)
        return
    found = merge([heads], minimum=minimum)
    large = sum(people >= minimum for people in heads)
    small = most_strata([people for people in heads if people < minimum], minimum)
    assert best == max(large + small, 1)
    assert large + small >= len(found.strata) >= large + (small + 1) // 2


@settings(deadline=None)
@given(enough())
def test_the_order_of_organisations_with_different_head_counts_does_not_matter(
    made: tuple[NDArray[np.int64], int],
) -> None:
    heads, minimum = made
    _, once = np.unique(heads.sum(axis=1), return_index=True)
    different = heads[once]
    if different.sum() >= minimum:
        assert _sizes(merge(different, minimum=minimum)) == _sizes(merge(different[::-1], minimum=minimum))


def test_what_is_large_enough_stays_as_it_is() -> None:
    found = merge([[10, 0], [12, 40]], minimum=10)
    assert found.stratum.tolist() == [[0, -1], [1, 2]]
    assert [(s.organisation, s.group) for s in found.strata] == [(0, 0), (1, 0), (1, 1)]


def test_small_organisations_become_one_and_keep_the_groups_that_are_large_enough_together() -> None:
    found = merge([[6, 2], [7, 2], [50, 60]], minimum=10)
    assert [(s.organisation, s.group, s.people) for s in found.strata] == [(None, None, 17), (2, 0, 50), (2, 1, 60)]
    found = merge([[6, 3], [7, 2], [0, 9], [50, 60]], minimum=10)
    assert [(s.organisation, s.group, s.people) for s in found.strata][:2] == [(None, 0, 13), (None, 1, 14)]


@pytest.mark.parametrize(
    ("counts", "minimum", "sentence"),
    [
        ([[3, 4]], 10, "must be at least 10 people in all, the minimum group. Got 7 instead."),
        ([[3, 40]], 4, "'minimum' parameter of merge must be an int ≥ 5. Got 4 instead."),
        ([[-3, 40]], 10, "must be ints ≥ 0, organisations by groups."),
        ([3, 40], 10, "Got int64 of shape (2,) instead."),
        ([[3.5, 40.0]], 10, "must be ints ≥ 0"),
    ],
)
def test_a_wrong_argument_is_told_in_a_sentence(counts: list[list[int]], minimum: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        merge(counts, minimum=minimum)


def _sizes(found: Merged) -> list[int]:
    return sorted(found.people.tolist())
