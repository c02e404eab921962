import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.index_ranks import largest_t, places

from accord.core.trust.ranks import rank_ranges


@given(st.integers(0, 10**6), st.integers(2, 8))
@settings(max_examples=40)
def test_ranges_are_their_slow_twin(seed, groups):
    rng = np.random.default_rng(seed)
    mean, se = rng.normal(50, 6, groups), rng.uniform(0.5, 3, groups)
    before = mean.copy(), se.copy()
    best, worst = rank_ranges(mean, se, rng=np.random.default_rng(seed), draws=200)
    drawn = np.sort(largest_t(se, np.random.default_rng(seed), 200))
    # The smallest drawn value that at least 95 % of the draws do not pass.
    needed = np.quantile(drawn, 0.95, method="higher")
    wanted = places(mean, needed * np.hypot(se[:, None], se[None, :]))
    assert (best.tolist(), worst.tolist()) == tuple(list(part) for part in wanted)
    np.testing.assert_array_equal(mean, before[0])
    np.testing.assert_array_equal(se, before[1])


@given(st.integers(0, 10**6), st.integers(2, 10))
@settings(max_examples=40)
def test_the_observed_place_lies_within(seed, groups):
    rng = np.random.default_rng(seed)
    mean = rng.normal(50, 8, groups)
    best, worst = rank_ranges(mean, rng.uniform(0.1, 4, groups), rng=rng, draws=100)
    place = 1 + (mean[None, :] > mean[:, None]).sum(axis=1)
    assert ((best <= place) & (place <= worst)).all()
    assert best.min() == 1
    assert worst.max() == groups


def test_without_error_places_are_places_and_ties_are_shared():
    best, worst = rank_ranges([70.0, 50.0, 50.0, 10.0], np.zeros(4), rng=np.random.default_rng(0))
    assert best.tolist() == [1, 2, 2, 4]
    assert worst.tolist() == [1, 3, 3, 4]


def test_far_apart_is_certain_and_alike_is_not():
    best, worst = rank_ranges([10.0, 90, 50], np.ones(3), rng=np.random.default_rng(0))
    assert best.tolist() == worst.tolist() == [3, 1, 2]
    best, worst = rank_ranges([50.0, 50.1, 50.2], np.ones(3), rng=np.random.default_rng(0))
    assert (best.tolist(), worst.tolist()) == ([1, 1, 1], [3, 3, 3])


def test_order_of_groups_does_not_matter_when_errors_are_equal():
    rng = np.random.default_rng(9)
    mean, order = rng.normal(50, 5, 12), rng.permutation(12)
    one = rank_ranges(mean, np.full(12, 2.0), rng=np.random.default_rng(1))
    two = rank_ranges(mean[order], np.full(12, 2.0), rng=np.random.default_rng(1))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_array_equal(a[order], b)


def test_few_degrees_of_freedom_widen_the_ranges():
    mean, se = np.arange(6) * 2.5, np.ones(6)
    wide = rank_ranges(mean, se, df=np.full(6, 4.0), rng=np.random.default_rng(1))
    narrow = rank_ranges(mean, se, rng=np.random.default_rng(1))
    assert (wide[1] - wide[0]).sum() > (narrow[1] - narrow[0]).sum()


def test_one_or_no_group():
    rng = np.random.default_rng(0)
    assert [part.tolist() for part in rank_ranges([5.0], [1.0], rng=rng)] == [[1], [1]]
    assert [part.tolist() for part in rank_ranges([], [], rng=rng)] == [[], []]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"mean": [1.0, np.nan]}, "missing value"),
        ({"se": [1.0, np.nan]}, "missing value"),
        ({"se": [1.0]}, "'se'"),
        ({"df": [1.0, 0.0]}, "'df'"),
        ({"draws": 10}, "'draws'"),
        ({"level": 1.0}, "'level'"),
    ],
)
def test_wrong_arguments_are_named(changed, said):
    arguments = {"mean": [1.0, 2.0], "se": [1.0, 1.0], "rng": np.random.default_rng(0)} | changed
    with pytest.raises(ValueError, match=said):
        rank_ranges(arguments.pop("mean"), arguments.pop("se"), **arguments)


@pytest.mark.parametrize("df", [None, 9])
def test_all_places_are_right_together_about_as_often_as_they_say(df):
    """The hardest case for places: most groups truly equal. With 10 answers a group, errors are estimated."""
    rng = np.random.default_rng(2024)
    truth = np.array([50.0, 50, 50, 50, 50, 50, 58, 58])
    lowest = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    highest = 8 - (truth[None, :] < truth[:, None]).sum(axis=1)
    covered, rounds = 0, 300
    for _ in range(rounds):
        se = np.full(8, 2.0) if df is None else 2.0 * np.sqrt(rng.chisquare(df, 8) / df)
        best, worst = rank_ranges(
            truth + 2.0 * rng.standard_normal(8),
            se,
            rng=rng,
            df=None if df is None else np.full(8, float(df)),
            draws=400,
        )
        covered += bool(((best <= highest) & (worst >= lowest)).all())
    assert covered / rounds > 0.925


def test_220_groups_take_little_time_and_memory():
    rng = np.random.default_rng(1)
    mean, se = rng.normal(50, 6, 220), rng.uniform(0.5, 1.5, 220)
    tracemalloc.start()
    start = time.perf_counter()
    rank_ranges(mean, se, rng=rng)
    seconds, peak = time.perf_counter() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    # 0.5 s measured; the bound is loose because the machine is shared.
    assert seconds < 5
    assert peak < 250e6
