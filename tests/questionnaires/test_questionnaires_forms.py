"""Who gets which questions: never too many, everything in some form, the core in all, and as equal as can be."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accord.questionnaires.bank import MODULES, compose, module
from accord.questionnaires.forms import MOST_FORMS, MOST_ITEMS, Form, core_of, forms, minutes
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Columns, Item, Measure, Questionnaire, Scale
from accord.questionnaires.problems import InputError
from accord.questionnaires.write import to_toml

TEXT = {"en": "Words"}


def questionnaire(sizes: list[int], core: int = 0) -> Questionnaire:
    """Measures of these sizes, the first few marked core."""
    return Questionnaire(
        id="q",
        title=TEXT,
        measures=tuple(Measure(f"m{i}", TEXT, core=i < core) for i in range(len(sizes))),
        items=tuple(Item(f"m{i}_{k}", f"m{i}", f"m{i}_{k}", TEXT, Scale("s"))
                    for i, size in enumerate(sizes) for k in range(size)),
        columns=Columns(organisation="organisation"),
    )  # fmt: skip


def measures_of(asked: Questionnaire, form: Form) -> set[str]:
    return {item.measure for item in asked.items if item.id in form.items}


SIZES = st.lists(st.integers(1, 8), min_size=1, max_size=12)


@settings(deadline=None)
@given(SIZES, st.integers(0, 2))
def test_no_form_is_too_long_and_together_they_ask_everything(sizes: list[int], core: int) -> None:
    asked = questionnaire(sizes, core)
    found = forms(asked)
    assert 1 <= len(found) <= MOST_FORMS
    assert len({form.id for form in found}) == len(found)
    assert all(0 < len(form.items) <= MOST_ITEMS for form in found)
    assert {item for form in found for item in form.items} == {item.id for item in asked.items}
    assert found == forms(asked)


@settings(deadline=None)
@given(SIZES, st.integers(0, 2))
def test_the_core_is_in_every_form_and_no_measure_is_cut(sizes: list[int], core: int) -> None:
    asked = questionnaire(sizes, core)
    order = [item.id for item in asked.items]
    for form in forms(asked):
        whole = [item.id for item in asked.items if item.measure in measures_of(asked, form)]
        assert list(form.items) == whole == sorted(whole, key=order.index)
        assert {measure.id for measure in asked.measures if measure.core} <= measures_of(asked, form)


@settings(deadline=None)
@given(SIZES, st.integers(0, 2))
def test_no_measure_is_asked_much_oftener_than_another(sizes: list[int], core: int) -> None:
    asked = questionnaire(sizes, core)
    found = forms(asked)
    always = {measure.id for measure in core_of(asked)} if len(found) > 1 else set()
    times = Counter(m for form in found for m in measures_of(asked, form) if m not in always)
    assert not times or max(times.values()) - min(times.values()) <= 3


@settings(deadline=None)
@given(st.integers(2, 9), st.integers(2, 5))
def test_measures_of_one_length_are_asked_equally_often_and_every_two_together(measures: int, size: int) -> None:
    asked = questionnaire([13] + [size] * measures, core=1)
    found = forms(asked)
    others = [f"m{i}" for i in range(1, measures + 1)]
    times = Counter(m for form in found for m in measures_of(asked, form) if m != "m0")
    assert max(times.values()) - min(times.values()) <= 1
    per_form = min((MOST_ITEMS - 13) // size, measures)
    together = {p for form in found for p in combinations(sorted(measures_of(asked, form)), 2)}
    apart = [pair for pair in combinations(others, 2) if pair not in together]
    # Twelve forms of two or three cannot hold all pairs of many measures: then only as many as they can hold.
    enough = measures * (measures - 1) / (per_form * (per_form - 1)) <= MOST_FORMS * 0.75
    assert not (enough and apart)


def test_three_measures_of_which_two_fit_make_the_three_form_design() -> None:
    found = forms(questionnaire([15, 5, 5, 5], core=1))
    asked = questionnaire([15, 5, 5, 5], core=1)
    assert [measures_of(asked, form) - {"m0"} for form in found] == [{"m1", "m2"}, {"m1", "m3"}, {"m2", "m3"}]


def test_nine_measures_of_which_three_fit_stand_together_once_each_as_in_a_triple_system() -> None:
    asked = questionnaire([13] + [4] * 9, core=1)
    pairs = Counter(p for f in forms(asked) for p in combinations(sorted(measures_of(asked, f) - {"m0"}), 2))
    assert len(pairs) == 36
    assert set(pairs.values()) == {1}


def test_without_a_core_the_first_measures_that_take_half_of_a_form_at_most_are_it() -> None:
    assert [m.id for m in core_of(questionnaire([5, 6, 2, 9, 9]))] == ["m0", "m1"]
    assert core_of(questionnaire([13, 6, 9, 9])) == ()
    assert [m.id for m in core_of(questionnaire([5, 6, 20, 9]))] == ["m0"]


def test_what_is_short_enough_is_one_form() -> None:
    asked = questionnaire([12, 3, 10], core=1)
    assert forms(asked) == (Form("A", tuple(item.id for item in asked.items)),)


def test_a_measure_that_does_not_fit_beside_the_core_is_refused() -> None:
    with pytest.raises(InputError, match="«m1» has 11 questions, and each person has room for 10 more"):
        forms(questionnaire([15, 11], core=1))
    with pytest.raises(InputError, match="What everyone is asked has 26 questions"):
        forms(questionnaire([15, 11], core=2))
    with pytest.raises(InputError, match="There are too many questions: 12 forms do not hold them all"):
        forms(questionnaire([20, *[5] * 13], core=1))


def test_forms_that_are_stated_are_the_forms() -> None:
    asked = questionnaire([3, 4])
    stated = (Form("x", ("m0_0", "m0_1", "m0_2")), Form("y", tuple(item.id for item in asked.items)))
    assert forms(replace(asked, forms=stated)) == stated
    with pytest.raises(InputError, match="The form «y» has 7 questions"):
        forms(replace(asked, forms=stated), most=6)


@pytest.mark.parametrize(("items", "expected"), [(1, 1), (15, 3), (25, 4), (40, 6)])
def test_a_form_of_25_takes_four_minutes(items: int, expected: int) -> None:
    assert minutes(Form("A", tuple(map(str, range(items))))) == expected


def test_every_module_can_be_asked_of_one_partnership_and_reads_again() -> None:
    made = compose(MODULES, id="all", title=TEXT, groups=["Nurses", "Doctors"])
    assert len(made.items) > MOST_ITEMS
    assert made.columns.form == "form"
    assert {len(form.items) for form in made.forms} <= set(range(16, MOST_ITEMS + 1))
    core = {item.id for name in ("senior_leaders", "safety") for item in module(name).items}
    assert all(core <= set(form.items) for form in made.forms)
    assert parse_questionnaire(to_toml(made).encode()) == made


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ('[[forms]]\nid = "A"\nitems = ["a1", "a2", "b1"]', "[[forms]] and «form» in [columns] go together"),
        ('[[forms]]\nid = "A"\nitems = ["a1", "b1"]', "some questions of the measure «a» and lacks others: a2"),
        ('[[forms]]\nid = "A"\nitems = ["a1", "a2"]', "The question «b1» is in no form."),
        (
            '[[forms]]\nid = "A"\nitems = ["a1", "a2", "b1", "c1"]',
            "has a question «c1» that is not among the items",
        ),
        (
            '[[forms]]\nid = "A"\nitems = ["b1"]\n[[forms]]\nid = "A"\nitems = ["a1", "a2"]',
            "the name «A» is used twice",
        ),
        ('[[forms]]\nid = "A"\nitem = ["a1"]', "There is no setting «forms 1: item»"),
        ('[[forms]]\nid = "A"', "The form «A» has no questions."),
    ],
)
def test_forms_that_cannot_be_used_are_told(words: str, sentence: str) -> None:
    column = "" if "go together" in sentence else 'form = "form"'
    items = "\n".join(f'[[items]]\nid = "{i}"\nmeasure = "{i[0]}"' for i in ("a1", "a2", "b1"))
    text = f"""
        id = "q"
        title = "Q"
        [columns]
        organisation = "organisation"
        {column}
        [scales.s]
        [[measures]]
        id = "a"
        label = "A"
        [[measures]]
        id = "b"
        label = "B"
        {items}
        {words}
    """
    with pytest.raises(InputError) as refused:
        parse_questionnaire(text.encode())
    assert sentence in str(refused.value)
