"""Intraclass correlations and within-group agreement, against R (fixtures/scale/make_scale.R) and slow twins."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from tests.reference import scale_agreement as twin

from accord.core.trust.agreement import icc_anova, icc_reml, rwg, rwg_j

FIXTURES = json.loads((Path(__file__).parents[1] / "fixtures/scale/scale.json").read_text())
CASES = ["nine_items", "five_items", "with_gaps"]
ARMY = Path(__file__).parents[3] / "shared/data/army_lq2002.csv"


def case_of(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Items, scores of complete people (NaN for others), groups."""
    items = np.array(FIXTURES[name]["items"], dtype=np.float64)
    return items, items.mean(axis=1), np.array(FIXTURES[name]["groups"])


def people(seed: int, sizes: list[int], between: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(sizes)), sizes)
    return between * rng.normal(size=len(sizes))[groups] + rng.normal(size=len(groups)), groups


@pytest.mark.parametrize("name", CASES)
def test_icc_is_multilevels_and_lme4s(name: str) -> None:
    _, scores, groups = case_of(name)
    expected = FIXTURES[name]
    anova, reml = icc_anova(scores, groups), icc_reml(scores, groups)
    assert (anova.icc1, anova.icc2) == pytest.approx(expected["icc_anova"], abs=1e-10)
    assert (reml.icc1, reml.icc2) == pytest.approx(expected["icc_reml"], abs=1e-5)
    assert (reml.between, reml.within) == pytest.approx(expected["variances_reml"], abs=1e-5)


def test_the_range_with_equal_groups_is_psychs() -> None:
    expected = FIXTURES["balanced"]
    table = np.array(expected["scores"])
    found = icc_anova(table.ravel(), np.repeat(np.arange(15), 6))
    assert (found.icc1, found.low, found.high) == pytest.approx(
        (expected["icc1"], expected["low"], expected["high"]), abs=1e-9
    )


@pytest.mark.parametrize("name", CASES)
def test_agreement_is_multilevels(name: str) -> None:
    items, _, groups = case_of(name)
    size = groups.max() + 1
    np.testing.assert_allclose(rwg_j(items, groups, size, points=5), FIXTURES[name]["rwg_j"], atol=1e-10)
    complete = np.where(np.isnan(items).any(axis=1), np.nan, items[:, 0])
    np.testing.assert_allclose(rwg(complete, groups, size, points=5), FIXTURES[name]["rwg_first_item"], atol=1e-10)


@pytest.mark.skipif(not ARMY.exists(), reason="army_lq2002.csv is not here")
def test_the_armys_companies() -> None:
    table = pl.read_csv(ARMY)
    items = table.select([f"LEAD{i:02d}" for i in range(1, 12)]).to_numpy().astype(np.float64)
    groups = table["COMPID"].to_numpy()
    expected = FIXTURES["army_lq2002"]
    anova, reml = icc_anova(items.mean(axis=1), groups), icc_reml(items.mean(axis=1), groups)
    assert (anova.icc1, anova.icc2) == pytest.approx(expected["icc_anova"], abs=1e-10)
    assert (reml.icc1, reml.icc2) == pytest.approx(expected["icc_reml"], abs=1e-5)
    assert [round(x, 3) for x in (anova.icc1, anova.icc2, reml.icc1, reml.icc2)] == [0.088, 0.801, 0.108, 0.834]
    found = rwg_j(items, groups, groups.max() + 1, points=5)
    np.testing.assert_allclose(found[~np.isnan(found)], expected["rwg_j"], atol=1e-10)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 9), min_size=2, max_size=8).filter(lambda s: max(s) > 1))
@settings(max_examples=40, deadline=None)
def test_anova_is_its_twins(seed: int, sizes: list[int]) -> None:
    scores, groups = people(seed, sizes, 0.5)
    found = icc_anova(scores, groups)
    assert (found.icc1, found.icc2) == pytest.approx(twin.icc_anova(scores, groups), rel=1e-8)
    assert found.low <= found.icc1 <= found.high
    assert found.icc1 == pytest.approx(found.between / (found.between + found.within))


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_reml_is_its_twins(seed: int) -> None:
    scores, groups = people(seed, [2, 5, 9, 14, 1, 6, 8], 0.8)
    found = icc_reml(scores, groups)
    between, within, least = twin.icc_reml(scores, groups)
    assert (found.between, found.within) == pytest.approx((between, within), rel=1e-4, abs=1e-5)
    limit = least + chi2.ppf(0.95, 1)
    for end in (found.low, found.high):
        if end > 0:
            assert _profile(scores, groups, end) == pytest.approx(limit, abs=1e-3)
        else:
            assert _profile(scores, groups, 0.0) <= limit + 1e-6


def _profile(scores: np.ndarray, groups: np.ndarray, share: float) -> float:
    """The twin's deviance at an ICC(1), at the best total variance; a grid fine enough for 1e-4."""
    totals = scores.var() * np.exp(np.linspace(-2, 3, 5001)[::10])
    values = [twin.restricted_deviance(scores, groups, share * t, (1 - share) * t) for t in totals]
    at = int(np.argmin(values))
    fine = np.linspace(totals[max(at - 1, 0)], totals[min(at + 1, len(totals) - 1)], 60)
    return min(twin.restricted_deviance(scores, groups, share * t, (1 - share) * t) for t in fine)


@pytest.mark.parametrize("find", [icc_anova, icc_reml])
def test_ranges_hold_the_truth_as_often_as_they_say(find) -> None:
    sizes = [5, 8, 12, 20, 30, 40, 10, 15, 25, 6, 9, 50, 18, 22, 35, 7, 11, 16, 28, 45] * 2
    truth = 0.09 / 1.09
    found = [find(*people(seed, sizes, 0.3)) for seed in range(400)]
    held = np.mean([icc.low <= truth <= icc.high for icc in found])
    # 400 draws: three standard errors are 0.033.
    assert 0.915 < held < 0.985


def test_equal_groups_give_both_the_same() -> None:
    scores, groups = people(3, [6] * 10, 1.0)
    anova, reml = icc_anova(scores, groups), icc_reml(scores, groups)
    assert (anova.icc1, anova.icc2) == pytest.approx((reml.icc1, reml.icc2), abs=1e-6)


def test_groups_less_apart_than_chance() -> None:
    scores, groups = [1.0, 3.0, 1.1, 3.1, 0.9, 2.9], [0, 0, 1, 1, 2, 2]
    assert icc_anova(scores, groups).icc1 < 0
    reml = icc_reml(scores, groups)
    assert (reml.icc1, reml.icc2, reml.low) == (0.0, 0.0, 0.0)
    assert 0 < reml.high < 1


@given(st.integers(0, 10**6), st.integers(1, 4), st.integers(2, 7))
@settings(max_examples=30, deadline=None)
def test_agreement_is_its_twins(seed: int, items: int, points: int) -> None:
    rng = np.random.default_rng(seed)
    table = rng.integers(1, points + 1, size=(40, items)).astype(np.float64)
    table[rng.random(table.shape) < 0.1] = np.nan
    groups = rng.integers(-1, 6, size=40)
    found = rwg_j(table, groups, 7, points=points)
    np.testing.assert_allclose(found, twin.rwg_j(table, groups, 7, points), atol=1e-10)
    if items == 1:
        np.testing.assert_array_equal(found, rwg(table[:, 0], groups, 7, points=points))


def test_agreement_of_people_who_say_the_same_and_of_a_split_group() -> None:
    table = [[4, 2], [4, 2], [1, 1], [5, 5]]
    np.testing.assert_allclose(rwg_j(table, [0, 0, 1, 1], 2, points=5), [1.0, 0.0])


@pytest.mark.parametrize("find", [icc_anova, icc_reml])
@pytest.mark.parametrize(
    ("scores", "groups"),
    [
        ([], []),
        ([1, 2, 3, 4], [0, 0, 0, 0]),
        ([1, 2, 3, 4], [0, 1, 2, 3]),
        ([3.3] * 7, [0, 0, 0, 1, 1, 1, 1]),
        ([1.1, 1.1, 1.1, 2.2, 2.2, 2.2, 2.2], [0, 0, 0, 1, 1, 1, 1]),
        ([1, 2, np.nan, np.nan], [0, 0, 1, 1]),
        ([1, 2, 3, 4], [0, 0, -1, -1]),
    ],
    ids=["nobody", "one group", "groups of one", "all alike", "alike within", "one group with scores", "one known"],
)
def test_what_cannot_be_computed_is_none(find, scores: list[float], groups: list[int]) -> None:
    assert find(np.array(scores, dtype=float), np.array(groups, dtype=int)) is None


def test_groups_with_the_same_mean_have_no_icc2_from_the_analysis_of_variance() -> None:
    assert icc_anova([1, 3, 1, 3], [0, 0, 1, 1]) is None
    assert icc_reml([1, 3, 1, 3], [0, 0, 1, 1]).icc1 == 0.0


def test_who_has_no_score_or_group_does_not_count() -> None:
    scores, groups = people(1, [5, 6, 7], 1.0)
    more, where = np.append(scores, [np.nan, 9.0]), np.append(groups, [1, -1])
    assert icc_anova(more, where) == icc_anova(scores, groups)
    assert icc_reml(more, where) == icc_reml(scores, groups)
    assert icc_reml(scores, groups + 5) == icc_reml(scores, groups)


def test_arguments_stay_as_they_were() -> None:
    items, scores, groups = case_of("with_gaps")
    before = [x.copy() for x in (items, scores, groups)]
    icc_anova(scores, groups)
    icc_reml(scores, groups)
    rwg_j(items, groups, 9, points=5)
    for was, now in zip(before, (items, scores, groups), strict=True):
        np.testing.assert_array_equal(was, now)


def test_wrong_arguments_get_a_sentence() -> None:
    with pytest.raises(ValueError, match="The 'scores' parameter of icc_anova must be an array of shape"):
        icc_anova([1.0, 2.0], [0, 1, 1])
    with pytest.raises(ValueError, match="The 'groups' parameter of icc_reml must be"):
        icc_reml([1.0, 2.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="The 'points' parameter of rwg_j must be an int ≥ 2"):
        rwg_j([[1.0], [2.0]], [0, 0], 1, points=1)
    with pytest.raises(ValueError, match="The 'groups' parameter of rwg must be codes from -1 to 0"):
        rwg([1.0, 2.0], [0, 1], 1, points=5)


def test_weights_count_within_a_group_and_never_between_groups():
    """By hand: A has the weighted mean 2 (1 and 4, weighted 2 to 1), B the plain mean 6."""
    scores, groups = [1.0, 4.0, 5.0, 7.0], [0, 0, 1, 1]
    found = icc_anova(scores, groups, weights=[2.0, 1.0, 3.0, 3.0])
    between = 2 * (2 - 4) ** 2 + 2 * (6 - 4) ** 2
    within = (2 * (2 / 3 * (1 - 2) ** 2 + 1 / 3 * (4 - 2) ** 2) + (5 - 6) ** 2 + (7 - 6) ** 2) / 2
    assert found.icc2 == pytest.approx(1 - within / between)
    assert found.within == pytest.approx(within)


@pytest.mark.parametrize("icc", [icc_anova, icc_reml])
def test_equal_weights_within_groups_change_nothing(icc):
    scores, groups = np.random.default_rng(1).normal(size=30), np.arange(30) % 4
    assert icc(scores, groups, weights=1.0 + groups) == icc(scores, groups)
    left_out = icc(scores, groups, weights=np.where(np.arange(30) < 28, 1.0, 0.0))
    assert left_out == icc(scores[:28], groups[:28])
