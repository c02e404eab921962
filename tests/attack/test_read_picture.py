"""The adapter reads a picture as a reader does, and its own checks fail on pictures that tell too much."""

import json
from dataclasses import asdict, replace

from tests.attack.linear_programme import attack
from tests.attack.read_picture import read_picture, told_apart

from accord.analysis.results import Breakdown, Comparison, Crossing, Made, MeasureResult, Pair, Picture, Row
from accord.core.estimates import Estimate, Reason, Reported, Withheld

MINIMUM = 10
TOO_FEW, PROTECTS = Withheld(Reason.TOO_FEW, MINIMUM), Withheld(Reason.PROTECTS_ANOTHER, MINIMUM)
MADE = Made("answers", 4, 300, 100, 2, (), MINIMUM, "none", 1, "0", "")


def estimate(value, n):
    return Estimate(value, value - 3, value + 3, n=n, of=150)


def row(name, figure, **more):
    return Row(name, figure, asked=150, answered=getattr(figure, "n", None), **more)


def picture(cells, comparison=None):
    """Two organisations of three staff groups: 3, 40 and 47 answers in each."""
    organisations = (row("A", estimate(60.0, 90)), row("B", estimate(50.0, 90)))
    crossing = Crossing(("organisation", "group"), ("A", "B"), ("x", "y", "z"), cells)
    measure = MeasureResult(
        "senior",
        {"en": "Senior leaders"},
        False,
        ("q1",),
        estimate(55.0, 180),
        (Breakdown("organisation", organisations, comparison),),
        (crossing,),
    )
    return Picture({"en": "Trust"}, "", MADE, (measure,))


def staff():
    return [{"cell": {"organisation": o, "group": g}, "staff": 50} for o in "AB" for g in "xyz"]


def as_json(value):
    return json.loads(json.dumps(asdict(value)))


SAFE = ((TOO_FEW, PROTECTS, estimate(60.0, 47)), (TOO_FEW, PROTECTS, estimate(50.0, 47)))
UNSAFE = ((TOO_FEW, estimate(60.0, 40), estimate(60.0, 47)), (TOO_FEW, PROTECTS, estimate(50.0, 47)))


def test_the_attack_finds_what_a_picture_gives_away_and_nothing_in_a_safe_one():
    for cells, found in ((SAFE, set()), (UNSAFE, {"derived", "small", "pinned"})):
        told = read_picture(as_json(picture(cells)), staff())
        assert {finding.kind for finding in attack(told["senior"])} <= found
        assert bool(attack(told["senior"])) == bool(found)


def test_a_cell_where_nobody_is_employed_and_figures_without_a_base_are_passed_over():
    cells = ((None, *SAFE[0][1:]), (Reported(50.0), *SAFE[1][1:]))
    told = read_picture(as_json(picture(cells)), staff())["senior"]
    places = [line["cell"] for line in told["shown"] + told["withheld"]]
    assert {"organisation": "A", "group": "x"} not in places
    assert {"organisation": "B", "group": "x"} not in places
    assert {} in places


def test_withheld_organisations_are_read_as_left_out():
    plain = picture(SAFE)
    hidden = replace(plain.measures[0].breakdowns[0], rows=(row("A", TOO_FEW), row("B", estimate(50.0, 90))))
    changed = replace(plain, measures=(replace(plain.measures[0], breakdowns=(hidden,)),))
    assert read_picture(as_json(changed), staff())["senior"]["left_out"] == ["A"]


def measure_with(rows, comparison=None):
    plain = picture(SAFE).measures[0]
    return as_json(replace(plain, breakdowns=(Breakdown("organisation", rows, comparison),)))


def test_counts_places_and_pairs_of_withheld_rows_are_noticed():
    shown, hidden = row("B", estimate(50.0, 90), place=(1, 1)), row("A", TOO_FEW)
    assert told_apart(measure_with((hidden, shown))) == []
    assert len(told_apart(measure_with((replace(hidden, answered=7), shown)))) == 1
    assert len(told_apart(measure_with((hidden, replace(shown, place=(1, 2)))))) == 1
    assert len(told_apart(measure_with((hidden, replace(shown, answered=95))))) == 1
    pair = Pair("A", "B", estimate(4.0, 99), 0.01, True)
    comparison = Comparison(1, 1, None, pair, None, None, (), 5.0, None)
    assert told_apart(measure_with((hidden, shown), comparison)) == ["A is withheld, and compared."]
