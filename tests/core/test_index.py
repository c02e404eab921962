import numpy as np
import polars as pl
import pytest
import svy
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.index_means import domain_mean
from tests.reference.index_survey import expected, people, staff, weights

from accord.core.trust import _linearised
from accord.core.trust.index import domain_means, intervals, mean_covariance, silent_range

DESIGNS = [("org", False), ("group", False), ("org", True), ("group", True)]


def estimated(by, census=False, score="y1"):
    return domain_means(
        people(score),
        domains=people(by),
        size=6 if by == "org" else 3,
        weights=weights(),
        strata=people("stratum"),
        population=staff() if census else None,
    )


@pytest.mark.parametrize(("by", "census"), DESIGNS)
def test_domain_means_are_those_of_r(by, census):
    made, wanted = estimated(by, census), expected()["domains"][by + "_census" * census]
    np.testing.assert_allclose(made.mean, wanted["mean"], rtol=1e-10)
    np.testing.assert_allclose(made.se, wanted["se"], rtol=1e-8)
    assert made.df.tolist() == wanted["df"]


@pytest.mark.parametrize(("by", "census"), DESIGNS)
def test_domain_means_are_those_of_svy(by, census):
    table = pl.DataFrame({name: people(name) for name in ("org", "group", "stratum", "y1")}).with_columns(
        pl.col("y1").fill_nan(None), w=weights(), staff=staff()[people("stratum")]
    )
    design = svy.Design(stratum="stratum", wgt="w", pop_size="staff" if census else None)
    theirs = svy.Sample(table, design).estimation.mean("y1", by=by, drop_nulls=True).to_polars().sort(by)
    ours = estimated(by, census)
    np.testing.assert_allclose(ours.mean, theirs["est"], rtol=1e-10)
    np.testing.assert_allclose(ours.se, theirs["se"], rtol=1e-8)
    low, high = intervals(ours.mean, ours.se, ours.df)
    np.testing.assert_allclose(low, theirs["lci"], rtol=1e-8)
    np.testing.assert_allclose(high, theirs["uci"], rtol=1e-8)
    assert ours.n.tolist() == theirs["n"].to_list()


def test_the_whole_is_that_of_r():
    wanted, everyone = expected()["whole"], np.zeros(people("org").size, dtype=int)
    design = {"domains": everyone, "size": 1, "weights": weights(), "strata": people("stratum")}
    made = domain_means(people("y1"), **design)
    assert (made.mean[0], made.se[0]) == pytest.approx((wanted["mean"], wanted["se"]), rel=1e-10)
    complete = domain_means(people("y2"), **design)
    low, high = intervals(complete.mean, complete.se, complete.df)
    assert (low[0], high[0], complete.df[0]) == pytest.approx((wanted["low"], wanted["high"], wanted["df"]))


def test_a_stratum_of_one_person_counts_whole_as_r_adjusts_it():
    strata = people("stratum")
    kept = ~((strata == 4) & (np.cumsum(strata == 4) > 1))
    made = domain_means(
        people("y2")[kept], domains=people("org")[kept], size=6, weights=weights()[kept], strata=strata[kept]
    )
    np.testing.assert_allclose(made.mean, expected()["lonely"]["mean"], rtol=1e-10)
    np.testing.assert_allclose(made.se, expected()["lonely"]["se"], rtol=1e-8)


def test_several_scores_at_once_are_each_alone():
    scores = np.column_stack([people(f"y{k}") for k in (1, 2, 3)])
    rest = {"domains": people("org"), "size": 6, "weights": weights(), "strata": people("stratum")}
    together = domain_means(scores, **rest)
    for k in range(3):
        alone = domain_means(scores[:, k], **rest)
        for name in ("mean", "se", "n", "effective_n", "df"):
            np.testing.assert_array_equal(getattr(together, name)[:, k], getattr(alone, name))


def test_covariance_between_means_is_that_of_r():
    wanted = expected()["together"]
    scores = np.column_stack([people("y2"), people("y3"), people("y4")])
    mean, cov = mean_covariance(scores, weights=weights(), strata=people("stratum"))
    np.testing.assert_allclose(mean, wanted["mean"], rtol=1e-12)
    np.testing.assert_allclose(cov, wanted["cov"], rtol=1e-8)
    contrast = np.array([1, -1, 0])
    assert contrast @ mean == pytest.approx(wanted["contrast"], rel=1e-10)
    assert np.sqrt(contrast @ cov @ contrast) == pytest.approx(wanted["contrast_se"], rel=1e-8)


def test_covariance_counts_people_where_they_answered():
    mean, cov = mean_covariance(
        np.column_stack([people("y1"), people("y2")]), weights=weights(), strata=people("stratum")
    )
    np.testing.assert_allclose(cov, expected()["together"]["partly"], rtol=1e-8)
    assert mean[0] == pytest.approx(expected()["whole"]["mean"])


def test_a_score_nobody_answered_is_nan_and_leaves_the_others():
    mean, cov = mean_covariance([[1.0, np.nan], [3.0, np.nan]])
    assert (mean[0], cov[0, 0]) == (2, pytest.approx(1))
    assert np.isnan([mean[1], cov[1, 1], cov[0, 1]]).all()


def test_domains_of_none_and_of_one():
    made = domain_means([10.0, 20.0, 30.0, 40.0], domains=[0, -1, 2, 2], size=4)
    assert made.n.tolist() == [1, 0, 2, 0]
    np.testing.assert_array_equal(np.isnan(made.mean), [False, True, False, True])
    np.testing.assert_array_equal(np.isnan(made.se), [True, True, False, True])


def test_all_alike_has_no_spread():
    made = domain_means([50.0] * 6, domains=[0] * 6, size=1)
    assert (made.mean[0], made.se[0]) == (50, 0)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"domains": [0, 0, 5]}, "codes from -1 to 1"),
        ({"domains": [0, 0]}, r"shape \(3,\)"),
        ({"domains": [0.0, 0.0, 1.0]}, "array of ints"),
        ({"weights": [1.0, -1.0, 1.0]}, "negative or missing"),
        ({"strata": [0, 0]}, r"shape \(3,\)"),
        ({"population": [2.0]}, "2 staff for 3 answers in stratum 0"),
    ],
)
def test_wrong_arguments_are_named(changed, said):
    with pytest.raises(ValueError, match=said):
        domain_means([1.0, 2.0, 3.0], **({"domains": [0, 0, 1], "size": 2} | changed))


def simulated(seed, n=40):
    rng = np.random.default_rng(seed)
    scores = np.where(rng.random(n) < 0.2, np.nan, rng.uniform(0, 100, n))
    return scores, rng.integers(-1, 4, n), rng.uniform(0, 3, n) * (rng.random(n) < 0.9), rng.integers(0, 5, n), rng


@pytest.mark.parametrize("table", [0, 1 << 22], ids=["pairs that occur", "full table"])
@given(seed=st.integers(0, 10**6), census=st.booleans())
@settings(max_examples=30)
def test_domain_means_are_their_slow_twin(table, seed, census):
    scores, domains, w, strata, rng = simulated(seed)
    population = np.bincount(strata, minlength=5) + rng.integers(0, 9, 5).astype(float) if census else None
    copies = scores.copy(), domains.copy(), w.copy(), strata.copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_linearised, "_DENSE", table)
        made = domain_means(scores, domains=domains, size=4, weights=w, strata=strata, population=population)
    for d in range(4):
        slow = domain_mean(scores, domains == d, w, strata, population)
        fast = [made.mean[d], made.se[d], made.n[d], made.effective_n[d], made.df[d]]
        np.testing.assert_allclose(fast, slow, rtol=1e-8, atol=1e-9)
    for now, before in zip((scores, domains, w, strata), copies, strict=True):
        np.testing.assert_array_equal(now, before)


@given(seed=st.integers(0, 10**6), times=st.floats(0.01, 100))
@settings(max_examples=30)
def test_neither_order_nor_the_scale_of_weights_matters(seed, times):
    scores, domains, w, strata, rng = simulated(seed)
    order = rng.permutation(scores.size)
    made = domain_means(scores, domains=domains, size=4, weights=w, strata=strata)
    again = domain_means(scores[order], domains=domains[order], size=4, weights=w[order] * times, strata=strata[order])
    for name in ("mean", "se", "n", "effective_n", "df"):
        np.testing.assert_allclose(getattr(again, name), getattr(made, name), rtol=1e-8, atol=1e-9)


def test_the_variance_of_a_mean_is_the_diagonal_of_their_covariance():
    scores, _, w, strata, _ = simulated(3)
    both = np.column_stack([scores, 100 - scores])
    _, cov = mean_covariance(both, weights=w, strata=strata)
    made = domain_means(both, domains=np.zeros(40, dtype=int), size=1, weights=w, strata=strata)
    np.testing.assert_allclose(np.sqrt(np.diag(cov)), made.se[0])
    assert cov[0, 1] == pytest.approx(-cov[0, 0])


def test_ranges_are_cut_at_the_ends_and_missing_without_degrees_of_freedom():
    low, high = intervals([1.0, 99.0, 50.0, np.nan], [2.0, 2.0, 2.0, 2.0], [10, 10, 0, 10])
    assert low[0] == 0
    assert high[1] == 100
    assert np.isnan([low[2], high[2], low[3]]).all()


@pytest.mark.parametrize("level", [0.0, 1.0, 95])
def test_a_level_is_between_0_and_1(level):
    with pytest.raises(ValueError, match="'level' parameter of intervals"):
        intervals([1.0], [1.0], [1], level=level)


def test_what_the_silent_could_change():
    low, high = silent_range([54.0, 54.0, 3.0, 50.0], [300, 500, 50, 1], [500, 500, 100, np.nan])
    assert low[:3] == pytest.approx([50, 54, 1.5])
    assert high[:3] == pytest.approx([58, 54, 8])
    assert np.isnan([low[3], high[3]]).all()


def test_no_fewer_are_asked_than_answer():
    with pytest.raises(ValueError, match="'of' parameter of silent_range"):
        silent_range([50.0], [11], [10])


def test_ranges_cover_the_truth_about_as_often_as_they_say():
    """Two staff groups of different trust, one answering less: 95 % ranges of the organisation's mean."""
    rng = np.random.default_rng(2011)
    strata, truth, covered, rounds = np.repeat([0, 1], [15, 30]), 0.7 * 40 + 0.3 * 60, 0, 2000
    w = np.where(strata == 0, 0.7 / 15, 0.3 / 30)
    scores = rng.normal(np.where(strata == 0, 40, 60)[:, None], np.where(strata == 0, 25, 15)[:, None], (45, rounds))
    made = domain_means(scores, domains=np.zeros(45, dtype=int), size=1, weights=w, strata=strata)
    low, high = intervals(made.mean, made.se, made.df)
    covered = ((low <= truth) & (truth <= high)).mean()
    # The degrees of freedom are those of both strata together, so a little under 95 % is expected.
    assert 0.925 < covered < 0.965
