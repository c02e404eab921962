"""A questionnaire is read from TOML, and every mistake in it is said at once."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.uploads import FIXTURES, sentences, toml

from accord.questionnaires.load import load_questionnaire, parse_questionnaire
from accord.questionnaires.model import Columns, Item, Measure, Part, Scale
from accord.questionnaires.problems import InputError

FULL = """
id = "full"
title = { en = "Staff survey", cy = "Arolwg staff" }
minimum_group = 8
crossings = [["organisation", "group"]]

[columns]
organisation = "Employer"
group = "Role"

[scales.agree]
lowest = 1
highest = 3
labels = ["No", "Perhaps", "Yes"]
dont_know = ["Can't say", 9]

[[measures]]
id = "silence"
label = "Silence"
lower_is_better = true

[[items]]
id = "s1"
version = 2
measure = "silence"
part = "intimacy"
scale = "agree"
polarity = -1
column = "Q 1"
text = { en = "I speak up.", cy = "Rwy'n codi llais." }
source = "Our own."
"""


def refused(text: str) -> list[str]:
    with pytest.raises(InputError) as error:
        parse_questionnaire(text.encode())
    return sentences(error)


def test_everything_a_questionnaire_can_say() -> None:
    scale = Scale("agree", 1, 3, ("No", "Perhaps", "Yes"), ("Can't say", "9"))
    found = parse_questionnaire(FULL.encode())
    assert (found.id, found.minimum_group, found.crossings) == ("full", 8, (("organisation", "group"),))
    assert found.title == {"en": "Staff survey", "cy": "Arolwg staff"}
    assert found.measures == (Measure("silence", {"en": "Silence"}, lower_is_better=True),)
    assert found.columns == Columns(organisation="Employer", group="Role")
    assert found.items == (
        Item("s1", "silence", "Q 1", {"en": "I speak up.", "cy": "Rwy'n codi llais."}, scale, version=2, polarity=-1,
             part=Part.INTIMACY, source="Our own."),
    )  # fmt: skip


def test_what_is_not_said_has_its_default() -> None:
    found = parse_questionnaire(toml().replace("minimum_group = 5", "").encode())
    item = found.items[0]
    assert found.minimum_group == 10
    assert (item.column, item.text, item.version, item.polarity, item.part) == ("q1", {"en": "q1"}, 1, 1, None)
    assert item.scale.id == "agree"


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert parse_questionnaire(toml().encode("utf-8-sig")).id == "try"


@pytest.mark.parametrize("name", ["army", "civil_service"])
def test_the_questionnaires_for_the_real_data_load(name: str) -> None:
    found = load_questionnaire(FIXTURES / f"{name}.toml")
    assert len(found.items) == {"army": 11, "civil_service": 6}[name]


MISTAKES = {
    "no toml": ("id = \n", "row 1: This is not TOML"),
    "a wrong kind": (toml().replace('id = "try"', "id = 3"), "«id» must be words in quotation marks. Found 3."),
    "no title": (toml().replace('title = "Trial"', ""), "«title» is missing."),
    "no English": (toml().replace('"Trial"', '{ cy = "Prawf" }'), "«title» must be words, or words by language"),
    "too small a group": (toml().replace("= 5", "= 4", 1), "«minimum_group» must be 5 or more. Found 4."),
    "no number": (toml().replace("= 5", '= "5"', 1), "«minimum_group» must be a whole number. Found 5."),
    "no organisation": (toml().replace('organisation = "Employer"', ""), "«columns: organisation» is missing"),
    "a misspelt key": (toml('gruop = "Role"'), "no setting «columns: gruop». Did you mean «group»?"),
    "an unknown key": (toml(q1="zzzz = 1"), "There is no setting «items 1: zzzz»."),
    "an unknown measure": (toml().replace('"senior"', '"x"', 1), "«items 1: measure» must be one of: x. Found senior."),
    "an unknown scale": (toml(q1='scale = "z"'), "«items 1: scale» must be one of: agree. Found z."),
    "an unknown part": (toml(q1='part = "hope"'), "«items 1: part» must be one of: credibility, reliability"),
    "an odd polarity": (toml(q1="polarity = 0"), "«items 1: polarity» must be one of: 1, -1. Found 0."),
    "a later version": (toml(q1="version = 2\nsame_as = [1, 2]"),
                        "«items 1: same_as» must be earlier versions, whole numbers below 2. Found 1, 2."),
    "a version in words": (toml(q1='version = 2\nsame_as = ["one"]'), "whole numbers below 2. Found one."),
    "a scale upside down": (toml().replace("highest = 5", "highest = 1"), "must be more than «lowest», 1. Found 1."),
    "too few labels": (toml().replace('"Neither", ', ""), "must be 5 words, one for each point from 1 to 5. Found 4."),
    "a label twice": (toml().replace('"Neither"', '"Agree"'), "must be different words. Found «agree» twice."),
    "labels that are none": (toml().replace('["Don\'t know", "9"]', "3"), "must be a list of words. Found 3."),
    "an item twice": (toml().replace('"q2"', '"q1"'), "«items»: the name «q1» is used twice."),
    "a column for two things": (toml('group = "q1"'), "«columns»: the name «q1» is used twice."),
    "an idle measure": (toml(two_measures=True).replace('"direct"', '"senior"', 1), "measure «direct» has no items."),
    "a crossing of nothing": (toml().replace("[columns]", 'crossings = [["organisation", "group"]]\n[columns]'),
                              "«crossings» must cross two of the columns named in [columns]: organisation. "
                              "Found organisation × group."),
    "a crossing of one": (toml().replace("[columns]", 'crossings = [["group"]]\n[columns]'), "must be a list of pairs"),
    "item alone": (toml('item = "Question"'), "«columns: item» and one of «answer», «mean» or «percent» go together."),
    "long without person": (toml('item = "Question"\nanswer = "Code"'), "«columns: person» is missing"),
    "mean and percent": (toml('item = "I"\nmean = "M"\npercent = "P"'), "Only one of «mean» and «columns: percent»"),
    "answers and summaries": (toml('item = "I"\nanswer = "A"\nmean = "M"\nperson = "P"'), "answers or summaries"),
    "no items": (toml().split("[[items]]")[0], "«items» is missing."),
    "a table that is none": (toml().replace("[[measures]]", "[measures]"), "must be one or more tables, [[measures]]"),
    "a flag that is none": (toml().replace("[[items]]", 'lower_is_better = "no"\n[[items]]', 1), "true or false"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_said_in_a_sentence(text: str, expected: str) -> None:
    found = refused(text)
    assert any(expected in sentence for sentence in found), found
    assert all(sentence.startswith("questionnaire.toml") for sentence in found)


def test_all_mistakes_are_said_at_once() -> None:
    found = refused(toml(q1='part = "hope"\npolarity = 3').replace('id = "try"', ""))
    assert len(found) == 3


def test_at_most_a_hundred_mistakes_are_kept_and_the_rest_counted() -> None:
    items = "".join(f'\n[[items]]\nid = "x{i}"\nmeasure = "senior"\npart = "hope"\n' for i in range(130))
    with pytest.raises(InputError) as error:
        parse_questionnaire((toml() + items).encode())
    assert (len(error.value.problems), error.value.more) == (100, 30)
    assert str(error.value).endswith("… and 30 more.")


def test_wrong_encoding_and_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "questionnaire.toml"
    path.write_bytes(toml().replace("Trial", "Essai raté").encode("cp1252"))
    with pytest.raises(InputError, match="not in UTF-8"):
        load_questionnaire(path)
    with pytest.raises(InputError, match=r"nothing.toml: This file cannot be read: No such file"):
        load_questionnaire(tmp_path / "nothing.toml")


@given(st.dictionaries(
    st.sampled_from(["id", "title", "columns", "scales", "measures", "items", "crossings", "minimum_group", "x"]),
    st.sampled_from(["1", "true", '""', '"x"', "[]", "[1]", "{}", "[{}]", "{ a = 1 }", "[[1]]", "1.5", "[{id=1}]"]),
))  # fmt: skip
def test_any_toml_is_read_or_refused_with_problems(table: dict[str, str]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in table.items())
    assert refused(text)
