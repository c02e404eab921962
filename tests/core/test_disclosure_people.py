"""Who is left out, who is all alike, which measures belong together, and how figures are rounded."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.core.disclosure.alike import all_alike
from accord.core.disclosure.cells import Status
from accord.core.disclosure.complementary import suppress
from accord.core.disclosure.families import families
from accord.core.disclosure.organisations import left_out
from accord.core.disclosure.rounding import POINTS, QUOTIENT, RELIABILITY, round_estimate, round_to
from accord.core.estimates import Estimate

TABLES = ((), (0,), (1,), (0, 1))


def grid(counts):
    return np.array(list(np.ndindex(counts.shape))), counts.ravel()


def shown_after(counts, out):
    coordinates, flat = grid(counts)
    kept = ~out[coordinates[:, 0]]
    return suppress(coordinates[kept], flat[kept], sizes=counts.shape, tables=TABLES, minimum=10)


def test_small_and_silent_organisations_are_left_out_and_others_need_not_hide_them():
    counts = np.array([[4, 5], [40, 40], [0, 0], [60, 60]])
    coordinates, flat = grid(counts)
    out = left_out(coordinates, flat, sizes=counts.shape, tables=TABLES, minimum=10)
    assert out.tolist() == [True, False, True, False]
    assert not any((table[~out] if table.shape[:1] == (4,) else table).any() for table in shown_after(counts, out))


def test_an_organisation_without_staff_is_not_left_out():
    counts = np.array([[40, 40], [50, 50]])
    coordinates, flat = grid(counts)
    out = left_out(coordinates, flat, sizes=(3, 2), tables=TABLES, minimum=10)
    assert out.tolist() == [False, False, False]


def test_an_organisation_all_alike_is_left_out():
    counts = np.array([[40, 40], [50, 50], [60, 60]])
    coordinates, flat = grid(counts)
    alike = (None, np.array([False, True, False]), None, None)
    out = left_out(coordinates, flat, sizes=counts.shape, tables=TABLES, minimum=10, alike=alike)
    assert out.tolist() == [False, True, False]


def test_an_organisation_withheld_to_protect_a_group_is_left_out_too():
    """Its group of 5 is found from the whole and the others, whichever crossing is withheld: there is none here."""
    coordinates = np.array([[0, 0], [0, 1], [1, 1], [2, 1]])
    counts = np.array([20, 5, 30, 30])
    tables = ((0,), (1,), (0, 1))
    out = left_out(coordinates, counts, sizes=(3, 2), tables=tables, minimum=10)
    kept = ~out[coordinates[:, 0]]
    shown = suppress(coordinates[kept], counts[kept], sizes=(3, 2), tables=tables, minimum=10)
    assert out[0]
    assert np.isin(shown[0], (Status.SHOWN, Status.EMPTY)).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=1, max_size=6))
def test_of_those_not_left_out_none_is_withheld(rows):
    counts = np.array(rows)
    coordinates, flat = grid(counts)
    out = left_out(coordinates, flat, sizes=counts.shape, tables=TABLES, minimum=10)
    assert (out | (counts.sum(axis=1) >= 10)).all()
    organisations = shown_after(counts, out)[1]
    assert (organisations[out] == Status.EMPTY).all()
    assert (organisations[~out] == Status.SHOWN).all()


def test_the_item_fewest_answered_decides_who_is_left_out():
    out = left_out(
        np.array([[0], [1]]), np.array([[50, 9], [50, 50]]), sizes=(2,), tables=((), (0,)), minimum=10
    )  # fmt: skip
    assert out.tolist() == [True, False]


def test_left_out_needs_the_table_of_organisations():
    with pytest.raises(ValueError, match=r"must have \(0,\), the organisations"):
        left_out(np.array([[0]]), np.array([50]), sizes=(1,), tables=((),), minimum=10)


def test_one_figure_to_which_all_contribute_the_same_is_enough():
    scores = np.array([[50.0, 100.0], [60.0, 100.0], [50.0, np.nan], [70.0, 100.0], [70.0, 20.0]])
    where = np.array([[0], [0], [1], [1], [2]])
    whole, each = all_alike(scores, where, sizes=(4,), tables=((), (0,)))
    assert not whole
    # 0: the second figure; 1: one person contributes to it; 2: one person; 3: nobody.
    assert each.tolist() == [True, True, True, False]


def test_alike_is_by_table():
    scores = np.array([[50.0], [60.0], [60.0], [60.0]])
    where = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    whole, rows, crossing = all_alike(scores, where, sizes=(2, 2), tables=((), (0,), (0, 1)))
    assert not whole
    assert rows.tolist() == [False, True]
    assert crossing.all()


def test_nobody_is_alike():
    nobody = all_alike(np.empty((0, 2)), np.empty((0, 1), dtype=int), sizes=(2,), tables=((), (0,)))
    assert not nobody[0]
    assert not nobody[1].any()


def test_families_join_through_a_third():
    assert families([("a",), ("b",), ("a", "b"), ("c",)]) == ((0, 1, 2), (3,))
    assert families([("a",), ("b",), ("c",)]) == ((0,), (1,), (2,))
    assert families([("a",), ("b",), ("c",)], compared=[(2, 1), (0, 2)]) == ((0, 1, 2),)
    assert families([]) == ()


@given(st.floats(-1e6, 1e6), st.sampled_from([POINTS, QUOTIENT, RELIABILITY, 0.001]))
def test_rounding_is_near_and_mirrored(value, step):
    rounded = round_to(value, step=step)
    assert abs(rounded - value) <= step / 2 * (1 + 1e-6)
    assert round_to(-value, step=step) == -rounded
    assert round_to(rounded, step=step) == rounded
    assert len(repr(abs(rounded)).split(".")[-1]) <= 3


def test_rounding_goes_the_way_people_do_it_by_hand():
    assert [round_to(value, step=0.1) for value in (0.15, 0.25, 2.449)] == [0.2, 0.3, 2.4]
    assert [round_to(value, step=1.0) for value in (0.5, 1.5, -0.4)] == [1.0, 2.0, 0.0]
    assert np.isnan(round_to(float("nan"), step=1.0))
    assert round_to(float("inf"), step=1.0) == float("inf")


def test_ranges_are_rounded_like_the_value_and_counts_are_not():
    exact = Estimate(54.321, 51.6, 57.04, n=301, of=502, silent_low=50.5, silent_high=58.49)
    assert round_estimate(exact, step=POINTS) == Estimate(54.0, 52.0, 57.0, 301, 502, 51.0, 58.0)


@pytest.mark.parametrize("step", [0.0, -1.0, float("nan")])
def test_a_step_must_be_above_nothing(step):
    with pytest.raises(ValueError, match="The 'step' parameter of round_to must be a number > 0"):
        round_to(1.0, step=step)
