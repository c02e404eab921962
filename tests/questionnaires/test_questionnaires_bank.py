"""Accord's own questions: whole, in both languages, and fit to be put together."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from accord.questionnaires.bank import CORE, MODULES, compose, module
from accord.questionnaires.forms import MOST_ITEMS
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Item, Part
from accord.questionnaires.problems import InputError
from accord.questionnaires.write import to_toml

ALL = [item for name in MODULES for item in module(name).items]


def test_every_file_is_a_module() -> None:
    folder = files("accord.questionnaires") / "modules"
    assert {path.name for path in folder.iterdir()} == {f"{name}.toml" for name in MODULES}
    assert all(module(name).id == name for name in MODULES)


def test_no_two_questions_measures_or_scales_are_mixed_up() -> None:
    assert [name for name, n in Counter(item.id for item in ALL).items() if n > 1] == []
    measures = Counter(measure.id for name in MODULES for measure in module(name).measures)
    assert max(measures.values()) == 1
    assert len({item.scale.id: item.scale for item in ALL}) == len({item.scale for item in ALL})


@pytest.mark.parametrize("item", ALL, ids=lambda item: item.id)
def test_a_question_is_short_in_both_languages_and_says_where_it_is_from(item: Item) -> None:
    assert set(item.text) == {"en", "cy"}
    for words in item.text.values():
        assert 10 < len(words) < 110
        assert words.endswith("?" if "{group}" in item.id else ".")
        assert ("{group}" in words) == ("{group}" in item.id)
    assert item.source == "Accord, own words"


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_that_its_welsh_awaits_review(name: str) -> None:
    text = (files("accord.questionnaires") / "modules" / f"{name}.toml").read_text(encoding="utf-8")
    assert "The Welsh awaits a speaker's review." in text
    assert set(module(name).title) == {"en", "cy"}
    assert all(set(measure.label) == {"en", "cy"} for measure in module(name).measures)


def test_the_core_is_the_four_parts_and_safety_three_questions_each() -> None:
    core = compose(CORE, id="core", title={"en": "Core"})
    assert Counter(item.part for item in core.items) == dict.fromkeys([*Part, None], 3)
    assert len(core.items) == 15 < MOST_ITEMS


def test_questions_about_groups_are_put_once_for_each_by_name() -> None:
    made = compose(["between_groups", "safety"], id="b", title={"en": "B"}, groups=["Allied health", "Nurses"])
    assert [measure.target for measure in made.measures] == ["Allied health"] * 2 + ["Nurses"] * 2 + [""]
    assert [measure.believed for measure in made.measures] == [False, True, False, True, False]
    assert made.measures[0].label == {"en": "Trust in Allied health", "cy": "Ymddiriedaeth: Allied health"}
    assert made.items[0].text["en"].startswith("How far do you trust Allied health to ")
    assert not any("{" in words for item in made.items for words in (item.id, item.column, *item.text.values()))
    assert parse_questionnaire(to_toml(made).encode()) == made


def test_many_groups_are_shared_out_over_forms() -> None:
    groups = [f"Organisation {i}" for i in range(1, 9)]
    made = compose([*CORE, "between_groups"], id="b", title={"en": "B"}, groups=groups)
    assert len(made.items) == 15 + 8 * 4
    assert len(made.forms) > 1
    assert all(len(form.items) <= MOST_ITEMS for form in made.forms)


@pytest.mark.parametrize(
    ("names", "groups", "sentence"),
    [
        (["between_groups"], [], "Name two groups or more, so that each can be asked about the others. Found 0."),
        (["between_groups"], ["Nurses", "Nurses"], "Name two groups or more"),
        (["between_groups"], ["A-B", "A B"], "The groups «A-B» and «A B» could be mixed up."),
        (["between_groups"], ["A", "?"], "«?» is no name of a group: it needs a letter or a number."),
        (["safety"], ["A", "B"], "Groups are named, but no module asks about them. Add «between_groups»"),
    ],
)
def test_groups_that_do_not_fit_are_told(names: list[str], groups: list[str], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        compose(names, id="b", title={"en": "B"}, groups=groups)
    assert sentence in str(refused.value)


def test_what_is_put_together_reads_again_and_keeps_its_order() -> None:
    made = compose(["team", "change", "team"], id="mine", title={"en": "Mine"})
    assert [measure.id for measure in made.measures] == ["team", "commitment", "compliance"]
    assert parse_questionnaire(to_toml(made).encode()) == made


@pytest.mark.parametrize(("names", "said"), [(["teem"], "no module «teem»"), ([], "Name at least one module")])
def test_what_cannot_be_put_together_is_told(names: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        compose(names, id="x", title={"en": "X"})


def test_the_documents_count_as_the_modules_do() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs/how-to/choose-questions.md").read_text(encoding="utf-8")
    told = {name: int(n) for names, n in re.findall(r"^\| (`.+?`) \|.*?\| (\d+)", text, re.MULTILINE)
            for name in re.findall("`(.+?)`", names)}  # fmt: skip
    assert told == {name: len(module(name).items) for name in MODULES}
