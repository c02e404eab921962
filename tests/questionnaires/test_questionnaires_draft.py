"""A draft guesses well enough to start from, and always loads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.questionnaires.draft import draft
from accord.questionnaires.guesses import LABELS, Column, guess_roles, guess_scale
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import InputError


def column(name: str, *values: str, filled: int = 100) -> Column:
    found = tuple(sorted(set(values)))
    return Column(name, found, len(found), filled)


def drafted(*columns: Column) -> Questionnaire:
    return parse_questionnaire(draft(columns, file="staff survey.csv").encode())


EMPLOYER = column("Employer", "A", "B", "C")
FIVE = ("1", "2", "3", "4", "5")


def test_numbered_columns_share_a_measure_and_a_scale() -> None:
    found = drafted(EMPLOYER, column("Staff group", "Nurses", "Doctors"), column("LEAD01", "2", "3", "4"),
                    column("LEAD02", *FIVE), column("HOST1", "0", "1", "4"), column("Age", "31"))  # fmt: skip
    assert (found.columns.organisation, found.columns.group) == ("Employer", "Staff group")
    assert [(item.id, item.measure, item.scale.lowest, item.scale.highest) for item in found.items] == [
        ("LEAD01", "LEAD", 1, 5), ("LEAD02", "LEAD", 1, 5), ("HOST1", "HOST", 0, 4)]  # fmt: skip
    assert found.crossings == (("organisation", "group"),)


def test_words_of_a_scale_are_put_in_order_in_the_spelling_of_the_file() -> None:
    found = drafted(EMPLOYER, column("I trust them", "agree", "Strongly Disagree", "disagree", "Don't know"))
    scale = found.items[0].scale
    assert scale.labels == ("Strongly Disagree", "disagree", "Neither agree nor disagree", "agree", "Strongly agree")
    assert scale.dont_know == ("Don't know",)


def test_words_nobody_has_told_us_of_are_a_scale_when_two_columns_share_them() -> None:
    words = ("Low", "Middling", "High")
    found = drafted(
        EMPLOYER, column("Trust them", *words), column("Believe them", *words), column("Mood", "a", "b", "c")
    )
    assert [item.id for item in found.items] == ["Trust them", "Believe them"]
    assert set(found.items[0].scale.labels) == set(words)


def test_a_file_of_summaries() -> None:
    found = drafted(column("year", "2021", "2022"), column("organisation", "A", "B"), column("item", "x", "y"),
                    column("value", "61.5", "70"), column("base", "12", "30"))  # fmt: skip
    assert (found.columns.item, found.columns.percent, found.columns.base) == ("item", "value", "base")
    assert [(item.id, item.measure) for item in found.items] == [("x", "x"), ("y", "y")]


def test_a_long_file() -> None:
    found = drafted(column("Respondent", "a", "b"), column("Employer", "A", "B"), column("Question", "Q1", "Q2"),
                    column("Answer", *FIVE, "9"))  # fmt: skip
    assert (found.columns.person, found.columns.item, found.columns.answer) == ("Respondent", "Question", "Answer")
    assert found.items[0].scale.dont_know == ("9",)


def test_without_a_telling_name_the_organisation_is_the_first_column_of_repeated_words() -> None:
    assert drafted(column("Where", "A", "B"), column("q1", *FIVE)).columns.organisation == "Where"


def test_what_is_guessed_is_marked_and_what_is_unused_is_named() -> None:
    text = draft([EMPLOYER, column("q1", *FIVE), column("Age", "31", "58")], file="x.csv")
    assert '# Not used: "Age"' in text
    assert text.count("Check") >= 4


@pytest.mark.parametrize(("columns", "expected"), [
    ([EMPLOYER, column("Age", "31", "58")], "No column looks like answers"),
    ([column("q1", *FIVE)], "No column looks as if it said where a person works."),
])  # fmt: skip
def test_a_file_that_cannot_be_one_is_refused(columns: list[Column], expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        draft(columns, file="x.csv")


def test_exact_names_win_over_names_that_contain_them() -> None:
    roles = guess_roles(
        [column("NHS trust"), column("Local organisation"), column("Organisation"), column("I trust them")]
    )
    assert roles == {"organisation": "Organisation"}
    assert guess_roles([column("I trust them"), column("Name of organisation")]) == {
        "organisation": "Name of organisation"
    }


@pytest.mark.parametrize("labels", LABELS)
def test_known_words_are_recognised(labels: tuple[str, ...]) -> None:
    found = guess_scale(labels)
    assert found is not None
    assert found.labels == labels


@given(
    st.lists(
        st.tuples(
            st.text(max_size=8),
            st.lists(
                st.sampled_from([*FIVE, "0", "9", "Agree", "Don't know", 'a"b', "\x7f", "x\ny", "3.5"]), max_size=9
            ),
        ),
        max_size=8,
        unique_by=lambda pair: pair[0].strip(),
    )
)
def test_whatever_the_columns_a_draft_loads(columns: list[tuple[str, list[str]]]) -> None:
    named = [column(name.strip(), *values) for name, values in columns if name.strip()]
    text = draft([*named, column("Employer ", "A", "B"), column("Question 1.", *FIVE)], file='a "b".csv')
    assert any(item.column == "Question 1." for item in parse_questionnaire(text.encode()).items)
