import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reference.index_means import rake_to
from tests.reference.index_survey import expected, people, staff

from accord.core.trust.weighting import effective_size, poststratify, rake


def margins():
    by_org = np.bincount(np.arange(18) // 3, weights=staff())
    return [(people("org"), by_org), (people("group"), np.array(expected()["weights"]["by_group"]))]


def test_poststratified_weights_are_those_of_r():
    made = poststratify(people("stratum"), staff())
    np.testing.assert_allclose(made.values, expected()["weights"]["poststratified"], rtol=1e-12)
    assert made.converged
    assert made.trimmed == 0


def test_raked_weights_are_those_of_r():
    made = rake(np.ones(people("org").size), margins(), trim=(0.0, 100.0))
    np.testing.assert_allclose(made.values, expected()["weights"]["raked"], rtol=1e-8)
    assert made.converged


def test_weights_raked_within_limits_are_those_of_r():
    wanted = np.array(expected()["weights"]["trimmed"])
    made = rake(np.ones(wanted.size), margins(), trim=tuple(expected()["weights"]["bounds"]))
    np.testing.assert_allclose(made.values, wanted, rtol=1e-8)
    assert made.converged
    # What R's bounded raking holds at its limits, counted from its weights.
    relative = wanted / wanted.mean()
    assert made.trimmed == int(((relative < 0.45 + 1e-9) | (relative > 1.7 - 1e-9)).sum()) > 0


def test_limits_that_cannot_be_kept_are_kept_and_said():
    levels = np.array([0] * 9 + [1])
    made = rake(np.ones(10), [(levels, np.array([10.0, 90.0]))], trim=(0.5, 2.0))
    assert not made.converged
    assert made.trimmed == 1
    assert made.values.sum() == pytest.approx(100)
    assert made.values[9] / made.values.mean() == pytest.approx(2)
    assert made.values[:9] / made.values.mean() == pytest.approx(8 / 9)


def test_people_of_unknown_level_are_left_alone_by_that_margin():
    sex, known = np.array([0, 0, 1, 1, -1]), np.array([0, 1, 0, 1, 0])
    made = rake(np.ones(5), [(sex, [60.0, 40.0]), (known, [50.0, 50.0])])
    assert made.converged
    share = np.bincount(sex[:4], weights=made.values[:4]) / made.values[:4].sum()
    assert share == pytest.approx([0.6, 0.4])
    assert np.bincount(known, weights=made.values) == pytest.approx([50, 50])


def test_one_margin_is_poststratification():
    strata = people("stratum")
    raked = rake(np.ones(strata.size), [(strata, staff())], trim=(0.0, 100.0))
    np.testing.assert_allclose(raked.values, poststratify(strata, staff()).values, rtol=1e-9)


def test_levels_nobody_works_at_are_no_matter():
    made = rake(np.ones(2), [([0, 2], [30.0, 0.0, 10.0])])
    assert made.values == pytest.approx([30, 10])


@pytest.mark.parametrize("head_counts", [[10.0, 5.0, 5.0], [10.0, 0.0]])
def test_staff_nobody_speaks_for_and_answers_without_staff_are_refused(head_counts):
    with pytest.raises(ValueError, match="above 0 exactly where there are answers"):
        poststratify([0, 0, 1], head_counts)
    with pytest.raises(ValueError, match="above 0 exactly where there are answers"):
        rake([1.0, 1.0, 1.0], [([0, 0, 1], head_counts)])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([1.0, 0.0], [([0, 1], [1.0, 1.0])]), "above 0"),
        (([1.0, 1.0], []), "at least one"),
        (([1.0, 1.0], [([0, 1, 1], [1.0, 1.0])]), "levels for 2 people"),
        (([1.0, 1.0], [([0, 2], [1.0, 1.0])]), "codes from -1 to 1"),
        (([1.0, 1.0], [([0, 1], [1.0, np.nan])]), "head counts"),
    ],
)
def test_wrong_arguments_are_named(arguments, said):
    with pytest.raises(ValueError, match=said):
        rake(*arguments)


@pytest.mark.parametrize("trim", [(1.2, 3.0), (0.3, 0.9), (-1.0, 2.0)])
def test_limits_must_hold_the_mean(trim):
    with pytest.raises(ValueError, match="'trim' parameter of rake"):
        rake([1.0], [([0], [1.0])], trim=trim)


def test_strata_are_never_unknown():
    with pytest.raises(ValueError, match="codes from 0 to 1"):
        poststratify([0, -1], [1.0, 1.0])


@given(st.integers(0, 10**6))
def test_raking_is_its_slow_twin(seed):
    rng = np.random.default_rng(seed)
    # Somebody in every cell of the two margins, so that any staff can be met.
    cell = rng.permutation(np.arange(24) % 6)
    first, second = cell % 3, cell // 3
    base = rng.uniform(0.5, 2, 24)
    margins = [(first, rng.uniform(0.6, 1.4, 3)), (second, rng.uniform(0.6, 1.4, 2))]
    total = margins[0][1].sum()
    margins[1] = (second, margins[1][1] * total / margins[1][1].sum())
    copies = base.copy(), first.copy()
    made = rake(base, margins, trim=(0.0, 1e6))
    np.testing.assert_allclose(made.values, rake_to(base, margins, 300), rtol=1e-6)
    np.testing.assert_array_equal(base, copies[0])
    np.testing.assert_array_equal(first, copies[1])
    # People in another order, and all base weights times a number, change nothing.
    order = rng.permutation(24)
    again = rake(base[order] * 7, [(first[order], margins[0][1]), (second[order], margins[1][1])], trim=(0.0, 1e6))
    np.testing.assert_allclose(again.values, made.values[order], rtol=1e-7)


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30), st.floats(0.01, 100))
def test_kishs_design_effect(weights, times):
    effect, effective = effective_size(weights)
    values = np.array(weights)
    assert effect == pytest.approx(1 + values.var() / values.mean() ** 2)
    assert effect * effective == pytest.approx(values.size)
    assert effective_size(values * times) == pytest.approx((effect, effective))


def test_no_weight_at_all_has_no_effective_size():
    with pytest.raises(ValueError, match="above 0 for someone"):
        effective_size([0.0, 0.0])
