"""Published figures: history apart, identical items beside."""

import importlib.util
from pathlib import Path

import pytest

from accord.analysis.benchmarks import history, identical
from accord.questionnaires.model import Item, Measure, Questionnaire, Scale

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "civil_service_people_survey_2009_2022.csv"


def _survey(source: str) -> Questionnaire:
    item = Item("safe_to_challenge", "safe", "safe", {"en": "…"}, Scale("percent", 0, 100), source=source)
    return Questionnaire("s", {"en": "S"}, (Measure("safe", {"en": "Safe to challenge"}),), (item,))


def test_the_article_s_four_figures_are_history() -> None:
    assert [(fact.year, fact.value, fact.comparable) for fact in history()] == [
        (2011, 55.0, False),
        (2011, 57.0, False),
        (2011, 62.0, False),
        (2011, 66.0, False),
    ]


def test_only_identical_items_get_a_benchmark() -> None:
    assert identical(_survey("our own words")) == ()
    facts = identical(_survey("civil_service_people_survey"))
    assert len(facts) == 9
    assert all(fact.comparable and fact.measure == "safe" for fact in facts)


@pytest.mark.skipif(not DATA.exists(), reason="the Civil Service People Survey's figures are not here")
def test_civil_service_figures_are_those_of_the_published_file() -> None:
    script = ROOT / "tests" / "fixtures" / "benchmarks" / "make_civil_service.py"
    spec = importlib.util.spec_from_file_location("make_civil_service", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows = module.yearly(str(DATA)).filter(module.pl.col("item") == "safe_to_challenge")
    facts = identical(_survey("civil_service_people_survey"))
    assert [(f.year, f.value, f.low_quartile, f.high_quartile) for f in facts] == [
        (r["year"], r["value"], r["low_quartile"], r["high_quartile"]) for r in rows.iter_rows(named=True)
    ]
