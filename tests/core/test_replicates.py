from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.index_means import bootstrap
from tests.reference.index_survey import expected, people, weights

from accord.core.trust.equation import quotient
from accord.core.trust.index import domain_means
from accord.core.trust.replicates import bootstrap_weights, jackknife_weights, replicate_variance

SCORES = ("y2", "y3", "y4")


def both(w):
    """A mean, which has a formula, and the log of a quotient, which R gives by replicates only."""
    means = [w @ people(name) / w.sum() for name in SCORES]
    return np.array([means[0], np.log(quotient(means[0], means[1], means[0], means[2]))])


def errors(replicates):
    coefficients, drawn = zip(*replicates, strict=True)
    return np.sqrt(replicate_variance([both(w) for w in drawn], both(weights()), coefficients))


def test_the_jackknife_is_that_of_r():
    made = jackknife_weights(weights(), strata=people("stratum"), rng=np.random.default_rng(0))
    np.testing.assert_allclose(errors(made), expected()["replicates"]["jackknife"], rtol=1e-8)


def test_the_bootstrap_is_near_that_of_r():
    made = bootstrap_weights(weights(), strata=people("stratum"), draws=2000, rng=np.random.default_rng(0))
    # 2,000 draws here, 4,000 there: a standard error's own error is about 2 %.
    np.testing.assert_allclose(errors(made), expected()["replicates"]["bootstrap"], rtol=0.08)


def test_for_a_mean_replicates_agree_with_the_formula():
    rng = np.random.default_rng(5)
    scores, strata = rng.uniform(0, 100, 400), np.repeat([0, 1], 200)
    formula = domain_means(scores, domains=np.zeros(400, dtype=int), size=1, strata=strata).se[0]
    for made in (
        jackknife_weights(np.ones(400), strata=strata, groups=200, rng=rng),
        jackknife_weights(np.ones(400), strata=strata, groups=100, rng=rng),
        bootstrap_weights(np.ones(400), strata=strata, draws=2000, rng=rng),
    ):
        coefficients, drawn = zip(*made, strict=True)
        estimates = [w @ scores / w.sum() for w in drawn]
        assert np.sqrt(replicate_variance(estimates, scores.mean(), coefficients)) == pytest.approx(formula, rel=0.1)


def test_large_strata_are_dealt_into_groups_of_nearly_one_size():
    made = list(jackknife_weights(np.ones(103), groups=10, rng=np.random.default_rng(0)))
    assert len(made) == 10
    left_out = np.array([(w == 0) for _, w in made])
    assert (left_out.sum(axis=0) == 1).all()
    assert sorted(left_out.sum(axis=1)) == [10] * 7 + [11] * 3


@given(st.integers(0, 10**6))
@settings(max_examples=30)
def test_the_bootstrap_is_its_slow_twin_in_the_mean_and_the_spread(seed):
    rng = np.random.default_rng(seed)
    strata = rng.permutation(np.repeat([0, 1, 3], [1, 2, 6]))
    base = rng.uniform(0.5, 2, 9)
    before = base.copy(), strata.copy()
    drawn = np.array([w for _, w in bootstrap_weights(base, strata=strata, draws=600, rng=rng)])
    slow = np.array([bootstrap(base, strata, rng) for _ in range(600)])
    np.testing.assert_array_equal(base, before[0])
    np.testing.assert_array_equal(strata, before[1])
    np.testing.assert_allclose(drawn.mean(axis=0), slow.mean(axis=0), atol=0.6)
    # Every weight is a whole number of times n/(n-1) of its own, as in the slow twin.
    size = np.bincount(strata)[strata]
    times = drawn / base * np.where(size > 1, (size - 1) / size, 1)
    np.testing.assert_allclose(times, np.rint(times), atol=1e-9)
    for stratum in (1, 3):
        assert (np.rint(times[:, strata == stratum].sum(axis=1)) == (strata == stratum).sum() - 1).all()
    assert (drawn[:, strata == 0] == base[strata == 0]).all()


@pytest.mark.parametrize("made", [jackknife_weights, bootstrap_weights])
def test_the_same_seed_draws_the_same(made):
    one, two = (list(made(np.ones(50), rng=np.random.default_rng(7))) for _ in range(2))
    for (_, a), (_, b) in zip(one, two, strict=True):
        np.testing.assert_array_equal(a, b)
    assert any((a[1] != b[1]).any() for a, b in pairwise(one))


def test_wrong_arguments_are_named_before_the_first_draw():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="'groups' parameter of jackknife_weights"):
        jackknife_weights([1.0], groups=1, rng=rng)
    with pytest.raises(ValueError, match="'draws' parameter of bootstrap_weights"):
        bootstrap_weights([1.0], draws=1, rng=rng)
    with pytest.raises(ValueError, match="'coefficients' parameter of replicate_variance"):
        replicate_variance([1.0, 2.0], 1.5, [1.0])
