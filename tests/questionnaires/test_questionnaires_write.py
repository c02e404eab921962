"""A questionnaire that is written reads again as it was."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.questionnaires.bank import MODULES, compose
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Columns, Item, Measure, Part, Questionnaire, Scale
from accord.questionnaires.write import to_toml

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "questionnaires"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).map(str.strip).filter(bool)


@pytest.mark.parametrize("name", ["army.toml", "civil_service.toml"])
def test_the_questionnaires_of_the_fixtures(name: str) -> None:
    questionnaire = parse_questionnaire((FIXTURES / name).read_bytes())
    assert parse_questionnaire(to_toml(questionnaire).encode()) == questionnaire


def test_all_modules_together() -> None:
    questionnaire = compose(MODULES, id="all", title={"en": "All", "cy": "Pob un"}, groups=["A", "B"])
    again = parse_questionnaire(to_toml(questionnaire).encode())
    assert again == questionnaire
    assert again.title["cy"] == questionnaire.title["cy"]


@given(words=WORDS, column=WORDS, label=WORDS, part=st.sampled_from([None, *Part]), polarity=st.sampled_from([1, -1]))
def test_any_words(words: str, column: str, label: str, part: Part | None, polarity: int) -> None:
    scale = Scale(label, 0, 3, (), (label,))
    item = Item(words, "m", column, {"en": words, "cy": label}, scale, 2, polarity, part, label, (1,))
    given_ = Questionnaire(
        words, {"en": words}, (Measure("m", {"en": label}, True),), (item,), Columns(f"{column}, where they work")
    )
    assert parse_questionnaire(to_toml(given_).encode()) == given_


def test_a_scale_that_no_item_uses_is_left_out() -> None:
    questionnaire = parse_questionnaire((FIXTURES / "army.toml").read_bytes())
    used = {item.scale.id for item in questionnaire.items}
    one = replace(questionnaire, items=questionnaire.items[:1], measures=questionnaire.measures[:1])
    assert to_toml(one).count("[scales.") == len({one.items[0].scale.id} & used) == 1
