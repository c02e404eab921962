import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from accord.core.trust.scoring import score_items, score_people


def test_five_points_are_quarters():
    codes = np.array([[1.0], [2], [3], [4], [5]])
    up = score_items(codes, lowest=[1], highest=[5], polarity=[1])
    down = score_items(codes, lowest=[1], highest=[5], polarity=[-1])
    assert up.ravel().tolist() == [0, 25, 50, 75, 100]
    assert down.ravel().tolist() == [100, 75, 50, 25, 0]


def test_each_item_has_its_own_scale():
    scored = score_items([[0.0, 7.0, 3.0]], lowest=[0, 1, 1], highest=[10, 7, 4], polarity=[1, 1, -1])
    assert scored[0] == pytest.approx([0, 100, 100 / 3])


@pytest.mark.parametrize("code", [0.0, 6.0, 2.5, np.inf])
def test_a_code_off_its_scale_is_named(code):
    with pytest.raises(ValueError, match=r"whole codes from 1 to 5 in column 1\. Got .* in row 0 instead"):
        score_items([[3.0, code]], lowest=[1, 1], highest=[5, 5], polarity=[1, 1])


@pytest.mark.parametrize(
    ("changed", "said"), [({"lowest": [5]}, "greater"), ({"polarity": [0]}, "1 or -1"), ({"lowest": [1, 1]}, "shape")]
)
def test_a_scale_must_make_sense(changed, said):
    with pytest.raises(ValueError, match=said):
        score_items([[3.0]], **({"lowest": [1], "highest": [5], "polarity": [1]} | changed))


def test_half_of_the_items_is_enough_and_less_is_not():
    nan = np.nan
    scores = np.array([[0, 100, nan, nan], [80, nan, nan, nan], [nan] * 4, [10, 20, 30, 40]])
    assert score_people(scores) == pytest.approx([50, nan, nan, 25], nan_ok=True)


def test_the_share_asked_for_is_met_in_spite_of_rounding():
    seven_of_ten = np.array([[50.0] * 7 + [np.nan] * 3])
    assert score_people(seven_of_ten, least=0.7).tolist() == [50.0]
    assert np.isnan(score_people(seven_of_ten, least=0.71)).all()


@pytest.mark.parametrize("least", [0.0, 1.1, -1])
def test_the_share_is_above_0_and_at_most_1(least):
    with pytest.raises(ValueError, match="'least' parameter of score_people"):
        score_people([[1.0]], least=least)


def test_without_items_there_is_no_score():
    with pytest.raises(ValueError, match="at least one item"):
        score_people(np.empty((3, 0)))


@given(arrays(np.int64, (7, 3), elements=st.integers(0, 6)), st.floats(0.1, 1))
def test_scores_stay_on_the_scale_and_inputs_stay_as_they_were(answers, least):
    codes = np.where(answers == 0, np.nan, answers.astype(float))
    before = codes.copy()
    items = score_items(codes, lowest=[1] * 3, highest=[6] * 3, polarity=[1, -1, 1])
    people = score_people(items, least=least)
    np.testing.assert_array_equal(codes, before)
    np.testing.assert_array_equal(np.isnan(items), np.isnan(codes))
    assert ((people >= 0) & (people <= 100) | np.isnan(people)).all()
    both = score_items(codes, lowest=[1] * 3, highest=[6] * 3, polarity=[-1, 1, -1])
    np.testing.assert_allclose(items + both, np.where(np.isnan(codes), np.nan, 100.0))
