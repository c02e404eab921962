import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.core.trust.strata import merge_thin_strata, place_unknown
from accord.core.trust.weighting import poststratify


def test_thin_strata_become_one_within_their_organisation():
    strata = [0] * 8 + [1] * 2 + [2] * 4 + [3] * 9
    made = merge_thin_strata(strata, parents=[0, 0, 0, 1], population=[10, 4, 8, 20])
    assert made.merged.tolist() == [0, 1, 1, 2]
    assert made.population.tolist() == [10, 12, 20]
    assert made.strata.tolist() == [0] * 8 + [1] * 6 + [2] * 9
    assert made.unrepresented == 0


def test_what_is_still_thin_takes_in_the_smallest_of_the_others():
    made = merge_thin_strata([0] * 9 + [1] * 6 + [2] * 3, parents=[0, 0, 0], population=[20, 20, 20])
    assert made.merged.tolist() == [0, 1, 1]


def test_a_small_organisation_is_one_stratum():
    made = merge_thin_strata([0, 0, 1, 2], parents=[0, 0, 1], population=[9, 9, 9])
    assert made.merged.tolist() == [0, 0, 1]
    assert made.population.tolist() == [18, 9]


def test_staff_without_answers_are_kept_where_their_organisation_answered_and_counted_where_not():
    made = merge_thin_strata([0] * 6, parents=[0, 0, 1], population=[10, 7, 30])
    assert made.merged.tolist() == [0, 0, -1]
    assert made.population.tolist() == [17]
    assert made.unrepresented == 30


def test_a_cell_of_nobody_disturbs_no_other():
    made = merge_thin_strata([0] * 6 + [1] * 6, parents=[0, 0, 0], population=[10, 10, 0])
    assert made.merged.tolist() == [0, 1, -1]


def test_more_answers_than_staff_are_merged():
    made = merge_thin_strata([0] * 6 + [1] * 6, parents=[0, 0], population=[4, 20])
    assert made.merged.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"parents": [0]}, "length 2"), ({"least": 0}, "≥ 1"), ({"strata": [0, 5]}, "codes from 0 to 1")],
)
def test_wrong_arguments_are_named(changed, said):
    arguments = {"strata": [0, 1], "parents": [0, 0], "population": [3, 3], "least": 5} | changed
    with pytest.raises(ValueError, match=said):
        merge_thin_strata(arguments.pop("strata"), **arguments)


@given(st.integers(0, 10**6))
def test_merging_keeps_every_head_and_makes_weights_possible(seed):
    rng = np.random.default_rng(seed)
    parents = rng.permutation(np.repeat(np.arange(4), 3))
    strata = rng.integers(12, size=int(rng.integers(1, 80)))
    answers = np.bincount(strata, minlength=12)
    population = (answers + rng.integers(0, 9, size=12)).astype(float)
    before = strata.copy()
    made = merge_thin_strata(strata, parents=parents, population=population)
    np.testing.assert_array_equal(strata, before)
    assert made.population.sum() + made.unrepresented == pytest.approx(population.sum())
    counts = np.bincount(made.strata, minlength=made.population.size)
    for new in range(made.population.size):
        members = np.flatnonzero(made.merged == new)
        assert len(set(parents[members])) == 1
        alone_in_parent = not ((made.merged >= 0) & (made.merged != new) & (parents == parents[members[0]])).any()
        assert counts[new] >= 5 or alone_in_parent
    assert poststratify(made.strata, made.population).values.sum() == pytest.approx(made.population.sum())


def test_people_of_unknown_group_stand_for_an_average_share_of_their_organisation():
    strata, parents, population = place_unknown(
        [0, 1, 1, -1, 2, 2], people_parents=[0, 0, 0, 0, 1, 1], parents=[0, 0, 1], population=[40.0, 60.0, 50.0]
    )
    assert strata.tolist() == [0, 1, 1, 3, 2, 2]
    assert parents.tolist() == [0, 0, 1, 0]
    assert population.tolist() == [30, 45, 50, 25]


def test_where_nobody_told_their_group_the_organisation_is_one_stratum():
    strata, parents, population = place_unknown([-1, -1], people_parents=[0, 0], parents=[0, 0], population=[4.0, 6.0])
    made = merge_thin_strata(strata, parents=parents, population=population)
    assert made.population.tolist() == [10]
    assert made.strata.tolist() == [0, 0]


def test_everybody_known_changes_nothing():
    strata, parents, population = place_unknown([0, 1], people_parents=[0, 0], parents=[0, 0], population=[4.0, 6.0])
    assert (strata.tolist(), parents.tolist(), population.tolist()) == ([0, 1], [0, 0], [4, 6])
