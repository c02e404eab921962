import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.index_ranks import adjusted, rejected
from tests.reference.index_survey import expected, people, weights

from accord.core.trust.differences import (
    all_pairs,
    answers_needed,
    benjamini_hochberg,
    change,
    change_same_people,
)
from accord.core.trust.index import domain_means

P_VALUES = st.lists(st.one_of(st.floats(0, 1), st.sampled_from([0.0, 0.01, 0.05, 1.0])), min_size=1, max_size=12)


def test_adjusted_p_values_are_those_of_r():
    wanted = expected()["adjusted"]
    np.testing.assert_allclose(benjamini_hochberg(wanted["p"]), wanted["bh"], rtol=1e-12)


@given(P_VALUES)
def test_adjusted_p_values_are_their_slow_twin(p):
    values = np.array(p)
    before = values.copy()
    made = benjamini_hochberg(values)
    np.testing.assert_array_equal(values, before)
    np.testing.assert_allclose(made, adjusted(p), rtol=1e-12)


@given(P_VALUES, st.sampled_from([0.01, 0.05, 0.2]))
def test_adjusted_p_values_decide_as_the_step_up_rule(p, q):
    made = benjamini_hochberg(p)
    for one, value, apart in zip(p, made, rejected(p, q), strict=True):
        if abs(value - q) > 1e-9:
            assert (value <= q) == apart, one


def test_what_is_missing_is_not_counted():
    made = benjamini_hochberg([0.01, np.nan, 0.02])
    np.testing.assert_allclose(made, [0.02, np.nan, 0.02])


@pytest.mark.parametrize("p", [[-0.1], [1.1], [[0.5]]])
def test_p_values_are_from_0_to_1(p):
    with pytest.raises(ValueError, match="'p' parameter of benjamini_hochberg"):
        benjamini_hochberg(p)


def test_a_pair_is_tested_as_rs_welch_test():
    wanted = expected()["welch"]
    pairs = all_pairs(wanted["mean"], wanted["se"], wanted["df"])
    np.testing.assert_allclose(pairs.p, [pair["p"] for pair in wanted["pairs"]], rtol=1e-9)
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]


def test_organisations_differ_as_rs_contrast_says():
    made = domain_means(people("y2"), domains=people("org"), size=6, weights=weights(), strata=people("stratum"))
    pairs = all_pairs(made.mean, made.se, made.df)
    k = next(i for i in range(pairs.first.size) if (pairs.first[i], pairs.second[i]) == (0, 3))
    assert pairs.difference[k] == pytest.approx(expected()["of_two"]["difference"], rel=1e-10)
    assert np.hypot(made.se[0], made.se[3]) == pytest.approx(expected()["of_two"]["se"], rel=1e-8)


def test_the_same_people_in_two_means_count_as_such():
    apart = all_pairs([50.0, 53.0], [2.0, 2.0], [99, 99], covariance=[[4.0, 3.6], [3.6, 4.0]])
    together = all_pairs([50.0, 53.0], [2.0, 2.0], [99, 99])
    assert apart.apart.tolist() == [True]
    assert together.apart.tolist() == [False]


@given(st.integers(0, 10**6), st.integers(2, 15))
def test_ranges_never_disagree_with_the_verdict(seed, groups):
    rng = np.random.default_rng(seed)
    mean, se = rng.normal(50, 5, groups), rng.uniform(0.5, 4, groups)
    df = rng.integers(3, 300, groups).astype(float)
    pairs = all_pairs(mean, se, df)
    np.testing.assert_array_equal(pairs.apart, (pairs.low > 0) | (pairs.high < 0))
    np.testing.assert_array_equal(pairs.p_adjusted <= 0.05, pairs.apart)
    assert (pairs.p_adjusted >= pairs.p).all()
    order = rng.permutation(groups)
    again = all_pairs(mean[order], se[order], df[order])
    assert again.apart.sum() == pairs.apart.sum()
    np.testing.assert_allclose(np.sort(again.p), np.sort(pairs.p), rtol=1e-9)


def test_one_pair_alone_has_the_plain_range():
    pairs = all_pairs([50.0, 55.0], [1.0, 1.0], [1e9, 1e9])
    assert pairs.high[0] - pairs.difference[0] == pytest.approx(1.959964 * np.sqrt(2), rel=1e-5)


def test_a_group_without_a_range_is_in_no_verdict():
    pairs = all_pairs([50.0, np.nan, 80.0, 20.0], [1.0, 1.0, 1.0, np.nan], [99, 99, 99, 99])
    assert pairs.apart.tolist() == [False, True, False, False, False, False]
    assert np.isnan(pairs.p).tolist() == [True, False, True, True, True, True]
    assert pairs.p_adjusted[1] == pairs.p[1]


def test_exact_means_differ_or_not():
    pairs = all_pairs([50.0, 50.0, 60.0], [0.0, 0.0, 0.0], [9, 9, 9])
    assert pairs.apart.tolist() == [False, True, True]


def test_one_group_has_no_pairs():
    assert all_pairs([50.0], [1.0], [9]).p.size == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(([1.0], [1.0, 2.0], [1.0]), "'se'"), (([1.0], [-1.0], [1.0]), "at least 0"), (([[1.0]], [1.0], [1.0]), "'mean'")],
)
def test_wrong_arguments_are_named(arguments, said):
    with pytest.raises(ValueError, match=said):
        all_pairs(*arguments)


def test_false_discoveries_are_as_rare_as_they_say():
    """12 groups in four clumps, 400 rounds: the mean share of wrong calls, and of ranges of calls that miss."""
    rng = np.random.default_rng(2005)
    truth = np.repeat([40.0, 45, 50, 55], 3)
    wrong, missed = [], []
    for _ in range(400):
        pairs = all_pairs(truth + rng.standard_normal(12) * 2, np.full(12, 2.0), np.full(12, 1e6))
        real = truth[pairs.first] - truth[pairs.second]
        calls = max(pairs.apart.sum(), 1)
        wrong.append((pairs.apart & (real == 0)).sum() / calls)
        missed.append((pairs.apart & ((real < pairs.low) | (real > pairs.high))).sum() / calls)
    assert np.mean(wrong) < 0.05
    assert np.mean(missed) < 0.06


def test_answers_needed_are_those_of_rs_power_t_test():
    for row in expected()["needed"]:
        made = answers_needed(row["difference"], sd=row["sd"], power=row["power"])
        # The correction for t is exact from about twenty answers on, and one short at most below.
        assert made in (
            [np.ceil(row["needed"])] if row["needed"] > 20 else [np.ceil(row["needed"]) - k for k in (0, 1)]
        )


def test_the_articles_sectors_would_need_some_1650_answers_each():
    assert answers_needed(57 - 55, sd=20.5) == 1651


def test_answers_are_capped_by_staff_and_dearer_by_design():
    assert answers_needed(5.0, sd=20.0, head_count=253) == 253
    assert answers_needed(5.0, sd=20.0, head_count=252) is None
    assert answers_needed(-5.0, sd=20.0) == 253
    assert answers_needed(5.0, sd=20.0, design_effect=2.0) == 505
    assert answers_needed(0.0, sd=20.0) is None
    assert answers_needed(5.0, sd=0.0) == 2


@pytest.mark.parametrize(
    "changed", [{"sd": -1.0}, {"power": 1.0}, {"level": 0.0}, {"design_effect": 0.0}, {"difference": np.inf}]
)
def test_answers_needed_of_what(changed):
    arguments = {"difference": 5.0, "sd": 20.0} | changed
    with pytest.raises(ValueError, match=f"'{next(iter(changed))}' parameter of answers_needed"):
        answers_needed(arguments.pop("difference"), **arguments)


def test_change_of_fresh_samples_is_a_difference_of_two_rounds():
    wanted = expected()["welch"]
    mean, se, df = (np.array(wanted[name]) for name in ("mean", "se", "df"))
    made = change((mean[:1], se[:1], df[:1]), (mean[1:2], se[1:2], df[1:2]))
    assert made.difference[0] == pytest.approx(mean[1] - mean[0])
    assert made.p[0] == pytest.approx(wanted["pairs"][0]["p"])


def test_change_says_nothing_where_a_round_says_nothing():
    made = change(([50.0, np.nan], [1.0, np.nan], [9, 0]), ([60.0, 50.0], [1.0, 1.0], [9, 9]))
    assert made.apart.tolist() == [True, False]
    assert np.isnan(made.difference[1])
    with pytest.raises(ValueError, match="'now' parameter of change"):
        change(([50.0], [1.0], [9]), ([50.0, 1.0], [1.0, 1.0], [9, 9]))


def test_change_of_the_same_people_is_rs_paired_test():
    wanted = expected()["paired"]
    made = change_same_people(wanted["before"], wanted["now"])
    assert made.p[0] == pytest.approx(wanted["p"], rel=1e-8)
    assert (made.low[0], made.high[0]) == pytest.approx((wanted["low"], wanted["high"]))


def test_change_of_the_same_people_by_group():
    rng = np.random.default_rng(4)
    before = rng.uniform(20, 60, 40)
    groups = np.repeat([0, 1], 20)
    now = before + np.where(groups == 0, 10, 0) + rng.normal(0, 5, 40)
    made = change_same_people(before, now, domains=groups, size=3)
    assert made.apart.tolist() == [True, False, False]
    assert np.isnan(made.difference[2])
    fresh = [(m.mean, m.se, m.df) for m in (domain_means(y, domains=groups, size=3) for y in (before, now))]
    assert ((change(*fresh).high - change(*fresh).low) > (made.high - made.low))[:2].all()
