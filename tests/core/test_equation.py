import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.index_survey import expected, people, weights

from accord.core.trust.equation import alike_parts, quotient, quotient_range, same_thing
from accord.core.trust.index import mean_covariance


def simulated(rng, n=400, spread=20.0):
    return np.clip(rng.normal([60, 65, 50, 40], spread, (n, 4)), 0, 100)


def everyone(parts, **rest):
    return quotient_range(parts, domains=np.zeros(len(parts), dtype=int), size=1, **rest)


def test_from_worst_to_best():
    assert quotient(0, 0, 0, 100) == pytest.approx(0.6)
    assert quotient(100, 100, 100, 0) == pytest.approx(15)
    assert quotient([50, 25], [50, 25], [50, 25], [50, 75]) == pytest.approx([3, 1.5])
    assert np.isnan(quotient(np.nan, 50, 50, 50))


@pytest.mark.parametrize("part", range(4))
def test_a_part_off_the_scale_is_refused(part):
    parts = [50.0, 50, 50, 50]
    parts[part] = 100.5
    with pytest.raises(ValueError, match="0 to 100"):
        quotient(*parts)


def test_the_range_on_the_log_scale_has_the_error_r_finds():
    y2, y3, y4 = (people(name) for name in ("y2", "y3", "y4"))
    value, low, high = everyone(
        np.column_stack([y2, y3, y2, y4]),
        weights=weights(),
        strata=people("stratum"),
        rng=np.random.default_rng(1),
        draws=2000,
    )
    error = np.log(high / low) / 2 / 1.96828  # t with 284 degrees of freedom
    assert error[0] == pytest.approx(expected()["replicates"]["jackknife"][1], rel=0.06)
    assert low * high == pytest.approx(value**2)


def test_domains_are_estimated_apart():
    rng = np.random.default_rng(3)
    parts, domains = simulated(rng, 90), np.repeat([0, 1, -1], 30)
    value, low, high = quotient_range(parts, domains=domains, size=3, rng=rng)
    assert value[:2] == pytest.approx([float(quotient(*parts[domains == d].mean(axis=0))) for d in (0, 1)])
    assert (low[:2] < value[:2]).all()
    assert (value[:2] < high[:2]).all()
    assert np.isnan([value[2], low[2], high[2]]).all()


def test_parts_are_averaged_over_those_who_answered_them():
    parts = np.array([[50.0, 50, 50, 50], [np.nan, 50, 50, 50], [100, 50, 50, np.nan]])
    value, low, _ = everyone(parts, rng=np.random.default_rng(0))
    assert value[0] == pytest.approx(float(quotient(75, 50, 50, 50)))
    assert low[0] < value[0]


def test_a_part_of_one_answer_has_a_value_and_no_range():
    parts = np.array([[50.0, 50, 50, 50], [40.0, 60, 50, np.nan], [60.0, 40, 50, np.nan]])
    value, low, high = everyone(parts, rng=np.random.default_rng(0))
    assert value[0] == pytest.approx(3)
    assert np.isnan([low[0], high[0]]).all()


def test_a_range_is_cut_at_the_ends_of_the_scale():
    parts = np.array([[100.0, 100, 100, 0], [100.0, 100, 100, 0], [100.0, 100, 100, 100]])
    _, low, high = everyone(parts, rng=np.random.default_rng(0))
    assert low[0] >= 0.6
    assert high[0] == 15


@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_same_seed_same_answer_and_inputs_stay(seed):
    parts = simulated(np.random.default_rng(seed), 30)
    before = parts.copy()
    one, two = (everyone(parts, rng=np.random.default_rng(seed), draws=50) for _ in range(2))
    heavier = everyone(parts, weights=np.full(30, 4.0), rng=np.random.default_rng(seed), draws=50)
    for a, b, c in zip(one, two, heavier, strict=True):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_allclose(a, c)
    np.testing.assert_array_equal(parts, before)


def test_the_range_covers_the_truth_about_as_often_as_it_says():
    rng = np.random.default_rng(2000)
    truth = (1 + 62 / 25 + 1 + 65 / 25 + 1 + 55 / 25) / (1 + 40 / 25)
    covered = 0
    domains = np.repeat(np.arange(400), 25)
    person = rng.uniform(-10, 10, (10_000, 1))
    parts = np.array([62.0, 65, 55, 40]) + person * [1, 1, 1, -1] + rng.uniform(-20, 20, (10_000, 4))
    _, low, high = quotient_range(parts, domains=domains, size=400, strata=domains, rng=rng)
    covered = ((low <= truth) & (truth <= high)).mean()
    assert 0.92 < covered < 0.98


def test_parts_whose_means_are_near_cannot_be_told_apart():
    rng = np.random.default_rng(8)
    parts = simulated(rng, 500)
    parts[:, 3] = 100 - np.clip(parts[:, 0] + rng.normal(0, 5, 500), 0, 100)
    mean, cov = mean_covariance(parts)
    # Credibility and 100 − self-orientation are the same but for noise; all the others are 5 points apart.
    assert alike_parts(mean, cov) == ((0, 3),)


def test_the_same_people_make_small_differences_clear():
    mean = np.array([50.0, 53.0, 70.0, 90.0])
    assert alike_parts(mean, np.eye(4) * 4) == ((0, 1),)
    assert alike_parts(mean, np.eye(4) * 0.4 + 3.6) == ()


def test_a_part_nobody_answered_is_in_no_pair():
    mean, cov = np.array([50.0, 50, np.nan, 50]), np.eye(4)
    cov[2, 2] = np.nan
    assert alike_parts(mean, cov) == ((0, 1), (0, 3), (1, 3))


def test_parts_answered_alike_but_for_error_are_one_thing():
    rng = np.random.default_rng(6)
    person = rng.normal(0, 15, 600)
    parts = 50 + person[:, None] * [1, 1, 0, -1] + rng.normal(0, 7, (600, 4))
    parts[:, 2] += rng.normal(0, 15, 600)
    # Variance of the trait 225, of the error 49: reliability 225/274.
    assert same_thing(parts, np.full(4, 225 / 274), rng=rng) == ((0, 1), (0, 3), (1, 3))


def test_parts_that_go_together_half_way_are_two_things():
    rng = np.random.default_rng(6)
    person = rng.normal(0, 15, 600)
    parts = 50 + 0.5 * person[:, None] * [1, 1, 1, -1] + rng.normal(0, 12, (600, 4))
    assert same_thing(parts, np.full(4, 0.85), rng=rng) == ()


def test_what_cannot_be_judged_is_in_no_pair():
    rng = np.random.default_rng(6)
    person = rng.normal(50, 15, (300, 1))
    parts = person + rng.normal(0, 1, (300, 4))
    parts[:, 3] = 100 - parts[:, 3]
    assert same_thing(parts, [0.9, np.nan, 0.9, 0.0], rng=rng) == ((0, 2),)
    alike = parts.copy()
    alike[:, 0] = 50
    assert same_thing(alike, [0.9] * 4, rng=rng) == ((1, 2), (1, 3), (2, 3))
    parts[:298, 1] = np.nan
    assert same_thing(parts, [0.9] * 4, rng=rng) == ()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda rng: everyone(np.zeros((3, 3)), rng=rng), "'parts' parameter of quotient_range"),
        (lambda rng: same_thing(np.zeros((3, 3)), [1] * 4, rng=rng), "'parts' parameter of same_thing"),
        (lambda rng: same_thing(np.zeros((3, 4)), [1.5] * 4, rng=rng), "'reliabilities' parameter of same_thing"),
        (lambda rng: alike_parts([1.0] * 4, np.eye(3)), "'cov' parameter of alike_parts"),
    ],
)
def test_wrong_arguments_are_named(call, said):
    with pytest.raises(ValueError, match=said):
        call(np.random.default_rng(0))
