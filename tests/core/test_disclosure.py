"""Disclosure control: no pattern that gives a small group away, compared with plain twins on small tables."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.disclosure_unions import derivable, highest_counts, indicator_rows, smallest_union

from accord.core.disclosure.cells import REASONS, Status, link, primary
from accord.core.disclosure.complementary import suppress
from accord.core.disclosure.detours import protect
from accord.core.disclosure.linear import Programme
from accord.core.disclosure.network import Network
from accord.core.disclosure.proof import verify
from accord.core.estimates import Reason

MARGINS = ((), (0,), (1,), (2,))
LINKED = (MARGINS, (*MARGINS, (0, 2)), (*MARGINS, (1, 2)), (*MARGINS, (0, 2), (1, 2)), ((), (2,), (1, 2)))
"""Organisation 0, its sector 1, staff group 2."""


@st.composite
def people(draw, organisations=4, groups=3, most=40):
    """Coordinates and counts of a small partnership; some groups have no staff, some staff no answers."""
    size, width = draw(st.integers(1, organisations)), draw(st.integers(1, groups))
    sectors = draw(st.lists(st.integers(0, 1), min_size=size, max_size=size))
    cells = [(o, sectors[o], g) for o in range(size) for g in range(width)]
    staffed = draw(st.lists(st.booleans() | st.just(True), min_size=len(cells), max_size=len(cells)))
    number = st.integers(0, 12) | st.integers(0, most)
    kept = [cell for cell, here in zip(cells, staffed, strict=True) if here]
    counts = draw(st.lists(number, min_size=len(kept), max_size=len(kept)))
    return np.array(kept, dtype=int).reshape(-1, 3), np.array(counts, dtype=int), (size, 2, width)


@settings(max_examples=150, deadline=None)
@given(people(), st.sampled_from(LINKED), st.sampled_from([5, 10]))
def test_no_union_smaller_than_the_minimum_can_be_derived(asked, tables, minimum):
    coordinates, counts, sizes = asked
    statuses = suppress(coordinates, counts, sizes=sizes, tables=tables, minimum=minimum)
    answered = counts > 0
    rows = indicator_rows(coordinates, tables, statuses, shown=True)
    # Groups known to be empty are columns of nothing: whoever knows them can leave them out of every sum.
    smallest = smallest_union(rows[:, answered], counts[answered])
    assert smallest is None or smallest >= minimum


@settings(max_examples=150, deadline=None)
@given(people(), st.sampled_from(LINKED))
def test_no_withheld_cell_can_be_derived(asked, tables):
    coordinates, counts, sizes = asked
    statuses = suppress(coordinates, counts, sizes=sizes, tables=tables, minimum=10)
    rows = indicator_rows(coordinates, tables, statuses, shown=True)
    for hidden in indicator_rows(coordinates, tables, statuses, shown=False):
        assert not derivable(rows, hidden)


@settings(max_examples=60, deadline=None)
@given(people(organisations=6, groups=5), st.sampled_from(LINKED))
def test_every_group_could_have_the_minimum_as_far_as_is_shown(asked, tables):
    coordinates, counts, sizes = asked
    statuses = suppress(coordinates, counts, sizes=sizes, tables=tables, minimum=10)
    rows = indicator_rows(coordinates, tables, statuses, shown=True)
    assert (highest_counts(rows, counts, known_empty=np.flatnonzero(counts == 0)) > 10 - 1e-6).all()


@settings(max_examples=60, deadline=None)
@given(people(organisations=5, groups=4), st.sampled_from(LINKED))
def test_nothing_is_withheld_needlessly(asked, tables):
    """Each cell that protects others is needed: with it shown, and all else as it is, some group is given away."""
    coordinates, counts, sizes = asked
    if not len(coordinates):
        return
    linked = link(coordinates, counts, sizes, tables)
    status, _ = protect(linked, primary(linked, 10), 10)
    for cell in np.flatnonzero(status == Status.PROTECTS_ANOTHER):
        rows = linked.matrix.toarray()[np.append(np.flatnonzero(status == Status.SHOWN), cell)]
        highest = highest_counts(rows, linked.weights, known_empty=np.flatnonzero(~linked.answered))
        assert highest.min() < 10 - 1e-6


@settings(max_examples=40, deadline=None)
@given(people(), st.sampled_from(LINKED))
def test_network_and_linear_programme_agree_on_what_is_protected(asked, tables):
    """The two ways may choose different cells, but with only the sensitive ones withheld both see the same detours."""
    coordinates, counts, sizes = asked
    if not len(coordinates):
        return
    linked = link(coordinates, counts, sizes, tables)
    ways = [Network.of(linked), Programme(linked)]
    for way in ways:
        for cell in np.flatnonzero(primary(linked, 10) == Status.SHOWN):
            way.set_price(int(cell), 1)
    for atom in np.flatnonzero(linked.weights < 10):
        need = 10 - int(linked.weights[atom])
        fast, slow = (way.detour(int(atom), need, free=True) for way in ways)
        assert (fast is None) == (slow is None)


def crossed(sizes, rng, mean):
    """Three dimensions, everyone in each combination, with Poisson counts of answers."""
    coordinates = np.array(list(np.ndindex(*sizes)))
    return coordinates, rng.poisson(mean, len(coordinates))


def test_three_dimensions_crossed_two_by_two_are_no_network_and_still_safe():
    rng = np.random.default_rng(5)
    tables = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2))
    for _ in range(6):
        coordinates, counts = crossed((2, 2, 2), rng, 9)
        assert Network.of(link(coordinates, counts, (2, 2, 2), tables)) is None
        statuses = suppress(coordinates, counts, sizes=(2, 2, 2), tables=tables, minimum=10)
        rows = indicator_rows(coordinates, tables, statuses, shown=True)
        answered = counts > 0
        smallest = smallest_union(rows[:, answered], counts[answered])
        assert smallest is None or smallest >= 10
        assert (highest_counts(rows, counts) > 10 - 1e-5).all()


def test_two_small_cells_in_a_row_are_not_enough():
    """3 and 4 hide each other but their sum of 7 is found from the row: a third cell must go."""
    counts = np.array([[3, 4, 40, 50], [30, 30, 30, 30], [40, 40, 40, 40]])
    coordinates = np.array(list(np.ndindex(counts.shape)))
    shown = suppress(coordinates, counts.ravel(), sizes=(3, 4), tables=((), (0,), (1,), (0, 1)), minimum=10)
    assert shown[3][0].tolist() == [Status.TOO_FEW, Status.TOO_FEW, Status.PROTECTS_ANOTHER, Status.SHOWN]
    assert not any(table.any() for table in shown[:3])


def test_both_sides_of_a_split_need_the_minimum():
    counts = np.array([94, 6])
    whole, halves = suppress(np.array([[0], [1]]), counts, sizes=(2,), tables=((), (0,)), minimum=10)
    assert whole == Status.SHOWN
    assert halves.tolist() == [Status.OTHER_SIDE_TOO_FEW, Status.TOO_FEW]


def test_margins_alone_can_give_a_small_group_away():
    """Doctors work in one hospital, but for 3 in the other, which has nobody else: found from two margins."""
    coordinates = np.array([[0, 0], [0, 1], [1, 1], [2, 0]])
    counts = np.array([20, 20, 3, 30])
    organisations, groups = suppress(coordinates, counts, sizes=(3, 2), tables=((0,), (1,)), minimum=10)
    assert organisations[1] == Status.TOO_FEW
    assert (organisations != 0).sum() + (groups != 0).sum() == 2
    rows = indicator_rows(coordinates, ((0,), (1,)), (organisations, groups), shown=True)
    assert smallest_union(rows, counts) >= 10


def test_nobody_answered_is_withheld_like_a_small_group_and_nobody_employed_is_not():
    coordinates = np.array([[0, 0], [0, 1], [1, 0]])
    counts = np.array([30, 0, 30])
    tables = ((), (0,), (1,), (0, 1))
    shown = suppress(coordinates, counts, sizes=(2, 2), tables=tables, minimum=10)
    assert shown[3][0, 1] == Status.TOO_FEW
    assert shown[3][1, 1] == Status.EMPTY
    # Were organisation 0 and its one answering group both shown, their equal counts would tell that nobody answered.
    assert (shown[1][0], shown[3][0, 0]) != (Status.SHOWN, Status.SHOWN)


def test_a_cell_all_alike_is_withheld_and_cannot_be_derived():
    counts = np.full((3, 3), 30)
    coordinates = np.array(list(np.ndindex(3, 3)))
    tables = ((), (0,), (1,), (0, 1))
    mask = np.zeros((3, 3), dtype=bool)
    mask[1, 1] = True
    shown = suppress(
        coordinates, counts.ravel(), sizes=(3, 3), tables=tables, minimum=10, alike=(None, None, None, mask)
    )
    assert shown[3][1, 1] == Status.ALL_ALIKE
    assert (shown[3] != 0).sum() == 4
    rows = indicator_rows(coordinates, tables, shown, shown=True)
    assert not derivable(rows, mask.ravel().astype(int))


def test_the_reader_is_not_told_that_all_are_alike():
    assert REASONS[Status.ALL_ALIKE] is Reason.TOO_FEW
    assert set(REASONS) == set(Status) - {Status.SHOWN, Status.EMPTY}


def test_the_item_fewest_answered_counts():
    counts = np.array([[50, 9], [50, 40], [50, 40]])
    shown = suppress(np.array([[0], [1], [2]]), counts, sizes=(3,), tables=((0,),), minimum=10)
    assert shown[0].tolist() == [Status.TOO_FEW, 0, 0]


def test_nobody_at_all():
    shown = suppress(np.empty((0, 2), dtype=int), np.empty(0, dtype=int), sizes=(2, 3), tables=((), (1,)), minimum=10)
    assert [table.tolist() for table in shown] == [Status.EMPTY, [Status.EMPTY] * 3]


def test_levels_given_twice_are_joined():
    twice = suppress(np.array([[0], [0], [1]]), np.array([6, 6, 30]), sizes=(2,), tables=((0,),), minimum=10)
    assert twice[0].tolist() == [0, 0]


def test_the_proof_refuses_a_pattern_that_is_not_safe():
    coordinates = np.array(list(np.ndindex(2, 2)))
    linked = link(coordinates, np.array([3, 40, 30, 50]), (2, 2), ((), (0,), (1,), (0, 1)))
    alone = primary(linked, 10)
    with pytest.raises(RuntimeError, match="smaller than the minimum"):
        verify(linked, alone, 10, [])
    status, detours = protect(linked, alone, 10)
    verify(linked, status, 10, detours)
    with pytest.raises(RuntimeError, match="changes a shown cell"):
        verify(linked, alone, 10, detours)
    with pytest.raises(RuntimeError, match="fewer than nobody"):
        verify(linked, status, 10, [{0: 60, 1: -60, 2: -60, 3: 60}])
    with pytest.raises(RuntimeError, match="smaller than the minimum"):
        verify(linked, np.zeros_like(status), 10, [])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"minimum": 4}, "The 'minimum' parameter of suppress must be an int ≥ 5. Got 4 instead."),
        ({"sizes": (2, 2)}, "must have 2 columns"),
        ({"sizes": (1,)}, "must be levels from 0"),
        ({"tables": ()}, "must name dimensions 0 to 0"),
        ({"tables": ((1,),)}, "must name dimensions 0 to 0"),
    ],
)
def test_wrong_arguments_are_refused(changed, sentence):
    arguments = {"sizes": (2,), "tables": ((),), "minimum": 10} | changed
    with pytest.raises(ValueError, match=sentence):
        suppress(np.array([[0], [1]]), np.array([20, 20]), **arguments)
    with pytest.raises(ValueError, match="must be 2 rows of ints ≥ 0"):
        suppress(np.array([[0], [1]]), np.array([20, -1]), sizes=(2,), tables=((),), minimum=10)


def test_callers_arrays_are_left_alone_and_the_answer_is_the_same_again():
    rng = np.random.default_rng(3)
    coordinates, counts = crossed((6, 1, 5), rng, 12)
    before = coordinates.copy(), counts.copy()
    first, second = (suppress(coordinates, counts, sizes=(6, 1, 5), tables=LINKED[1], minimum=10) for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, second, strict=True))
    assert (before[0] == coordinates).all()
    assert (before[1] == counts).all()


@pytest.mark.parametrize("mean", [900, 100, 15])
def test_a_large_partnership_takes_seconds_at_most(mean):
    """220 organisations of 8 staff groups; measured 0.03, 0.1 and 0.7 s. The bound leaves room for a busy machine."""
    rng = np.random.default_rng(1)
    size = rng.lognormal(0, 1, (220, 1)) * rng.lognormal(0, 0.7, (220, 8))
    counts = rng.poisson(size / size.mean() * mean)
    sectors = rng.integers(0, 8, 220)
    coordinates = np.array([(o, sectors[o], g) for o in range(220) for g in range(8)])
    start = time.perf_counter()
    shown = suppress(coordinates, counts.ravel(), sizes=(220, 8, 8), tables=LINKED[1], minimum=10)
    assert time.perf_counter() - start < 10
    assert shown[0] == Status.SHOWN
    assert (shown[4] == Status.SHOWN).mean() > 0.3
