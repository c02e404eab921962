"""The form that says which column is what: it gives back the questionnaire it was given, or says what is wrong."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import rounds

from accord.questionnaires.load import load_questionnaire, parse_questionnaire
from accord.questionnaires.model import Columns, Item, Measure, Questionnaire, Scale
from accord.rounds.mapped import key
from accord.rounds.mapping import MOST, MappingForm

ROOT = Path(__file__).resolve().parents[3]
FILES = [
    *sorted((ROOT / "src/accord/questionnaires/modules").glob("*.toml")),
    *sorted((ROOT / "tests/fixtures").glob("*/*.toml")),
]
TRY = parse_questionnaire(rounds.TOML.encode())
LONG = replace(
    TRY, columns=Columns("Employer", person="Person", item="Question", answer="Answer"), title={"en": "Long"}
)
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)


def file_of(questionnaire: Questionnaire) -> list[dict[str, object]]:
    """The columns of a file that fits a questionnaire, as they are kept for the page."""
    roles = {field.name: getattr(questionnaire.columns, field.name) for field in fields(Columns)}
    asked = [item.column for item in questionnaire.items]
    named = [name for name in roles.values() if name] + ([] if roles["item"] else asked)
    return [{"name": name, "values": asked if name == roles["item"] else ["1", "2"]} for name in (*named, "Comment")]


def form(base: Questionnaire | None, data: dict[str, str] | None = None, **fields: object) -> MappingForm:
    return MappingForm(data, columns=fields.pop("columns", None) or file_of(base), base=base, title="Trust at work")


def sent(page: MappingForm, **changed: str) -> dict[str, str]:
    """What a browser sends when the page is filled in so."""
    values = {name: page[name].value() for name in page.fields}
    said = {name: value for name, value in values.items() if value is not None and value is not False}
    return {name: "on" if value is True else str(value) for name, value in said.items()} | changed


def meant(base: Questionnaire | None, page: MappingForm | None = None, **changed: str) -> Questionnaire:
    page = page or form(base)
    answered = form(base, sent(page, **changed), columns=list(page.columns.values()))
    assert answered.is_valid(), answered.errors
    return parse_questionnaire(answered.meant.encode())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name + "-" + path.stem)
def test_a_page_left_as_it_is_means_the_same_questionnaire(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    assert meant(questionnaire) == questionnaire


def test_a_long_file_asks_of_each_text_of_its_column_of_questions() -> None:
    assert form(LONG).questions == ["q1", "q2"]
    assert meant(LONG) == LONG


@settings(deadline=None)  # a form of many fields is slow while another test works
@given(columns=st.lists(WORDS, min_size=2, max_size=5, unique_by=str.casefold), label=WORDS, text=WORDS)
def test_any_words(columns: list[str], label: str, text: str) -> None:
    where, *asked = columns
    scale = Scale("s", 0, 3, dont_know=(text,))
    items = tuple(Item(f"q{k}", "m", name, {"en": text, "cy": "x"}, scale) for k, name in enumerate(asked))
    questionnaire = Questionnaire("id", {"en": label}, (Measure("m", {"en": label}),), items, Columns(where))
    assert meant(questionnaire) == questionnaire


@pytest.mark.parametrize("count", [MOST - 1, MOST, MOST + 1, 40])
def test_a_questionnaire_of_many_topics(count: int) -> None:
    """A file of summaries is guessed to have one for each question."""
    measures = tuple(Measure(f"m{k}", {"en": f"Topic {k}"}) for k in range(count))
    items = tuple(Item(f"q{k}", f"m{k}", f"q{k}", {"en": "x"}, Scale("s")) for k in range(count))
    questionnaire = replace(TRY, measures=measures, items=items)
    assert meant(questionnaire) == questionnaire


def test_from_nothing_to_a_questionnaire() -> None:
    columns = [{"name": name, "values": ["1", "5"]} for name in ("Where", "Staff group", "Kept word", "Looks")]
    page = MappingForm(columns=columns, base=None, title="Trust at work")
    assert [row.used for row in page.rows()] == [False] * 4
    first, second = key("Kept word"), key("Looks")
    said = {"organisation": "Where", "group": "Staff group", "cross": "on", "measure0": "Leaders", "measure1": "Gwên"}
    about = {f"about_{first}": "0", f"part_{first}": "reliability", f"about_{second}": "1", f"way_{second}": "-1"}
    found = meant(None, page, **said, **about, lower1="on", lowest0="0", highest0="4", unsure0="9\nNot known")
    assert (found.id, found.title, found.crossings) == (
        "trust-at-work",
        {"en": "Trust at work"},
        (("organisation", "group"),),
    )
    assert found.measures == (Measure("leaders", {"en": "Leaders"}), Measure("gwen", {"en": "Gwên"}, True))
    assert [(i.id, i.measure, i.part, i.polarity) for i in found.items] == [
        ("Kept word", "leaders", "reliability", 1),
        ("Looks", "gwen", None, -1),
    ]
    assert found.items[0].scale == Scale("scale1", 0, 4, dont_know=("9", "Not known"))


def test_topics_of_one_name_stay_two() -> None:
    found = meant(TRY, measure1="Senior", **{f"about_{key('q2')}": "1"})
    assert [measure.id for measure in found.measures] == ["senior", "senior_2"]


def test_a_column_named_on_two_lines_can_be_chosen() -> None:
    base = replace(TRY, columns=Columns("Where do you\nwork?"))
    sent_back = {name: value.replace("\n", "\r\n") for name, value in sent(form(base)).items()}
    page = form(base, sent_back)
    assert page.is_valid(), page.errors
    assert parse_questionnaire(page.meant.encode()).columns.organisation == "Where do you\nwork?"


def test_what_the_form_does_not_ask_stays() -> None:
    words = {"en": "Leaders", "cy": "Arweinwyr"}
    base = replace(TRY, leave_out=("All",), minimum_group=12, measures=(Measure("senior", words),))
    base = replace(base, items=tuple(replace(item, version=3, source="here") for item in base.items))
    assert meant(base, **{f"way_{key('q1')}": "-1"}) == replace(
        base, items=(replace(base.items[0], polarity=-1), base.items[1])
    )
    assert meant(base, measure0="Bosses").measures[0].label == {"en": "Bosses"}


def test_a_question_left_out_and_an_emptied_wording() -> None:
    found = meant(TRY, **{f"about_{key('q1')}": "", f"text_{key('q2')}": ""})
    assert [(item.id, item.text) for item in found.items] == [("q2", {"en": "q2"})]


def test_a_crossing_of_a_column_that_is_not_used_goes() -> None:
    base = replace(TRY, columns=Columns("Employer", "Sector", "Job"), crossings=(("sector", "group"),))
    assert meant(base).crossings == (("sector", "group"),)
    assert meant(base, sector="").crossings == ()


def test_several_questions_are_filled_in_at_once() -> None:
    columns = [{"name": name, "values": ["1"]} for name in ("Employer", "q1", "q2", "q3", "q4", "q5")]
    wanted = {"fill": "1", "from": key("q4"), "to": key("q2"), "all_about": "0", "all_way": "-1"}
    page = form(TRY, sent(form(TRY, columns=columns), **wanted), columns=columns)
    assert not page.is_bound
    assert page["from"].value() == page["to"].value() == key("q5")
    found = meant(TRY, page)
    assert [(item.id, item.polarity) for item in found.items] == [("q1", 1), ("q2", -1), ("q3", -1), ("q4", -1)]


def test_a_question_on_a_scale_of_its_own() -> None:
    other = Scale("often", 1, 3, ("Never", "Sometimes", "Always"))
    base = replace(TRY, items=(TRY.items[0], replace(TRY.items[1], scale=other)))
    assert meant(base) == base
    found = meant(base, **{f"scale_{key('q1')}": "1", "labels1": "No\nMaybe\nYes"})
    assert {item.scale for item in found.items} == {replace(other, labels=("No", "Maybe", "Yes"))}


MISTAKES = {
    "no organisation": ({"organisation": ""}, "organisation", "where a person works"),
    "an unknown column": ({"organisation": "Nowhere"}, "organisation", "Nowhere"),
    "one column for two things": ({"sector": "Employer"}, "sector", "one thing only"),
    "no topic for a question": ({"measure0": ""}, "measure0", "Give it a name"),
    "no question": ({f"about_{key('q1')}": "", f"about_{key('q2')}": ""}, "__all__", "one question at least"),
    "a crossing without groups": ({"cross": "on"}, "cross", "staff group first"),
    "a mean without a question": ({"mean": "Comment"}, "item", "names the question"),
    "a scale upside down": ({"lowest0": "5", "highest0": "1"}, "highest0", "above the lowest"),
    "no number": ({"lowest0": "one"}, "lowest0", "whole number"),
    "an end missing": ({"highest0": ""}, "highest0", "whole number"),
    "a scale without end": ({"highest0": "100000"}, "highest0", "1000"),
    "too few words": ({"labels0": "No\nYes"}, "labels0", "5 points and 2 words"),
    "a word twice": ({"labels0": "a\nb\nc\nd\nA"}, "unsure0", "twice"),
    "a word that is an answer, too": ({"labels0": "a\nb\nc\nd\ne", "unsure0": "E"}, "unsure0", "twice"),
    "a topic of too many letters": ({"measure0": "x" * 81}, "measure0", "80"),
    "a wording of too many letters": ({f"text_{key('q1')}": "x" * 501}, f"text_{key('q1')}", "500"),
    "an unknown topic": ({f"about_{key('q1')}": "99"}, f"about_{key('q1')}", "99"),
}


@pytest.mark.parametrize(("changed", "field", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_its_sentence_at_its_field(changed: dict[str, str], field: str, said: str) -> None:
    answered = form(TRY, sent(form(TRY), **changed))
    assert not answered.is_valid()
    assert [said in str(words) for words in answered.errors[field]] == [True]
    assert set(answered.errors) == {field}


@pytest.mark.parametrize(
    ("changed", "field"), [({"answer": ""}, "item"), ({"mean": "Comment"}, "item"), ({"person": ""}, "person")]
)
def test_a_long_file_needs_its_columns_together(changed: dict[str, str], field: str) -> None:
    assert field in form(LONG, sent(form(LONG), **changed)).errors


def test_topics_whose_names_are_taken_away_stay_on_the_page() -> None:
    base = load_questionnaire(ROOT / "tests/fixtures/questionnaires/civil_service.toml")
    nameless = {f"measure{k}": "" for k in range(5)}
    assert set(form(base, sent(form(base), **nameless)).errors) == set(nameless)
