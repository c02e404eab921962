"""A picture as JSON and CSV: whole, stable, and harmless in a spreadsheet."""

import csv
import io
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.analysis.exports import neutral, to_csv, to_json
from accord.analysis.results import (
    Benchmark,
    Breakdown,
    Change,
    Comparison,
    Contrast,
    Crossing,
    Equation,
    Made,
    MeasureResult,
    Pair,
    PartScore,
    Picture,
    Quotient,
    Reliability,
    Row,
    Trend,
)
from accord.core.estimates import Estimate, Reason, Reported, Withheld
from accord.questionnaires.model import Item, Part, Scale

FULL = Estimate(54.0, 52.0, 56.5, n=300, of=500, silent_low=50.0, silent_high=58.0)
BARE = Estimate(-3.0, -5.0, -1.0, n=40)
HIDDEN = Withheld(Reason.TOO_FEW, 10)

ROWS = (Row("=1+1", FULL, asked=500, answered=300), Row("B", HIDDEN, asked=7), Row("C", Reported(61.0, 12)))
PAIR = Pair("=1+1", "C", BARE, 0.01, apart=True)
COMPARISON = Comparison(3, 1, None, PAIR, None, PAIR, ("C",), 5.0, 1650)
MEASURE = MeasureResult(
    id="senior",
    label={"en": "Senior leaders", "cy": "Uwch arweinwyr"},
    lower_is_better=False,
    items=(Item("q1", "senior", "q1", {"en": "Senior leaders do what they say."}, Scale("agree5")),),
    overall=FULL,
    breakdowns=(Breakdown("organisation", ROWS, COMPARISON),),
    crossings=(Crossing(("organisation", "group"), ("A",), ("Nurses", "@Doctors"), ((None, FULL),)),),
    equation=Equation((PartScore(Part.CREDIBILITY, FULL),), BARE, (Quotient("A", HIDDEN),), (), ()),
    reliability=Reliability(FULL, None, None, 0.088, 0.801, None, None, None, 0.79, None, ("one_factor_does_not_fit",)),
    changes=(Change("everyone", FULL, HIDDEN, None, apart=False),),
)
PICTURE = Picture(
    title={"en": "Trial"},
    period="2026",
    made=Made("answers", 1, 500, 300, 3, ("B",), 10, "none", 1, "0.1.0", "0" * 64),
    measures=(MEASURE,),
    contrasts=(Contrast("direct", "senior", BARE, apart=True, holds=None),),
    trends=(
        Trend("senior", ("2025", "2026"), ("A",), ((None, Reported(5.0)),), (None, 5.0), (None, 4.0), (None, 6.0)),
    ),
    benchmarks=(Benchmark("x", {"en": "Elsewhere"}, 2011, 55.0, None, None, "A paper", comparable=False),),
)


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(PICTURE), newline="")))


def row(**where: str) -> dict[str, str]:
    """The one row of the CSV with these cells."""
    [found] = [row for row in rows() if where.items() <= row.items()]
    return found


def test_json_holds_every_typed_result() -> None:
    found = json.loads(to_json(PICTURE))
    measure = found["measures"][0]
    assert list(found)[:4] == ["title", "period", "made", "measures"]
    assert measure["overall"] == {"value": 54.0, "low": 52.0, "high": 56.5, "n": 300, "of": 500, "silent_low": 50.0,
                                  "silent_high": 58.0}  # fmt: skip
    assert measure["breakdowns"][0]["rows"][1]["figure"] == {"withheld": "too_few", "minimum": 10}
    assert measure["breakdowns"][0]["rows"][2]["figure"] == {"value": 61.0, "n": 12}
    assert measure["equation"]["parts"][0]["part"] == "credibility"
    assert measure["crossings"][0]["cells"][0][0] is None


def test_the_same_picture_gives_the_same_json_whatever_the_order_of_languages() -> None:
    texts = ({"cy": "Prawf", "en": "Trial"}, {"en": "Trial", "cy": "Prawf"})
    first, second = (to_json(replace(PICTURE, title=text)) for text in texts)
    assert first == second


def test_no_number_that_json_does_not_know() -> None:
    broken = Contrast("a", "b", Estimate(np.nan, 0, 1, n=10), apart=False, holds=None)
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json(replace(PICTURE, contrasts=(broken,)))


def test_csv_has_one_row_a_figure() -> None:
    kinds = [(found["dimension"], found["row"], found["column"]) for found in rows()]
    assert len(kinds) == len(set(kinds))
    assert {kind for kind, _, _ in kinds} == {
        "", "organisation", "difference of organisation", "organisation × group", "part", "quotient", "reliability",
        "change", "contrast", "period", "over organisations", "benchmark"}  # fmt: skip


def test_an_estimate_and_a_published_figure_in_csv() -> None:
    assert row(dimension="organisation", row="'=1+1") == {
        "measure": "senior", "dimension": "organisation", "row": "'=1+1", "column": "", "value": "54.0", "low": "52.0",
        "high": "56.5", "silent_low": "50.0", "silent_high": "58.0", "asked": "500", "answered": "300", "withheld": "",
    }  # fmt: skip
    published = row(dimension="organisation", row="C")
    assert (published["value"], published["low"], published["answered"]) == ("61.0", "", "12")


def test_a_withheld_figure_in_csv_is_empty_and_says_why() -> None:
    found = row(dimension="organisation", row="B")
    assert (found["value"], found["asked"], found["answered"], found["withheld"]) == ("", "7", "", "too_few")


def test_negative_numbers_stay_numbers() -> None:
    assert row(dimension="contrast")["value"] == "-3.0"
    table = pl.read_csv(to_csv(PICTURE).encode())
    assert table["value"].dtype == pl.Float64


def test_a_formula_in_any_name_is_neutralised() -> None:
    assert row(dimension="organisation × group")["column"] == "'@Doctors"
    for found in csv.reader(io.StringIO(to_csv(PICTURE), newline="")):
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in found)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_every_dangerous_start_gets_an_apostrophe(start: str) -> None:
    assert neutral(f"{start}cmd") == f"'{start}cmd"


@given(st.text())
def test_other_text_is_left_alone(text: str) -> None:
    assert neutral(text) in (text, f"'{text}")
    assert (neutral(text) == text) == (text[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n") or not text)
