"""Questionnaires from tables of questions and from XLSForms."""

from io import BytesIO

import pytest
import xlsxwriter

from accord.analysis.reading.files import Raw
from accord.analysis.reading.importing import questionnaire_from
from accord.questionnaires.model import Part, Questionnaire
from accord.questionnaires.problems import InputError
from accord.questionnaires.write import to_toml

TABLE = """id,measure,text_en,text_cy,labels,dont_know,polarity,part,version
q1,Senior leaders,They keep their word.,Maent yn cadw eu gair.,No|Hardly|Partly|Mostly|Yes,Don't know|99,1,reliability,2
q2,Senior leaders,They look after themselves.,Gofalant am eu hunain.,No|Hardly|Partly|Mostly|Yes,Don't know|99,-1,,
q3,The team,I can speak up.,,,,,,
"""
SURVEY = [
    ["type", "name", "label::English (en)", "label::Cymraeg (cy)"],
    ["text", "comment", "Say more", ""],
    ["select_one agree", "open", "Any other question", ""],
    ["begin_group", "leaders", "Senior leaders", "Uwch arweinwyr"],
    ["select_one agree", "word", "They keep their word.", "Maent yn cadw eu gair."],
    ["begin_group", "inner", "Their plans", ""],
    ["select_one agree", "plans", "They tell us their plans.", ""],
    ["end_group", "", "", ""],
    ["select_one agree", "time", "They tell us in time.", ""],
    ["end_group", "", "", ""],
    ["select_one often", "often", "How often?", ""],
]
CHOICES = [
    ["list_name", "name", "label::English (en)"],
    *[["agree", str(n), words] for n, words in enumerate(("No", "Hardly", "Partly", "Mostly", "Yes"), start=1)],
    ["agree", "99", "Don't know"],
    *[["often", word.casefold(), word] for word in ("Never", "Sometimes", "Always")],
    ["one", "1", "Only"],
]


def workbook(**sheets: list[list[str]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return out.getvalue()


def read(data: bytes | str, name: str = "survey.csv") -> Questionnaire:
    return questionnaire_from(Raw(name, data.encode() if isinstance(data, str) else data))


def said(data: bytes | str, name: str = "survey.csv") -> list[str]:
    with pytest.raises(InputError) as refusal:
        read(data, name)
    return str(refusal.value).splitlines()


def test_a_table_of_questions() -> None:
    found = read(TABLE)
    assert (found.id, found.title["en"], found.columns.organisation) == ("survey", "survey", "organisation")
    assert [(measure.id, measure.label["en"]) for measure in found.measures] == [
        ("senior_leaders", "Senior leaders"),
        ("the_team", "The team"),
    ]
    first, second, third = found.items
    assert (first.text["cy"], first.part, first.version) == ("Maent yn cadw eu gair.", Part.RELIABILITY, 2)
    assert (second.polarity, second.scale) == (-1, first.scale)
    assert (first.scale.labels[-1], first.scale.dont_know) == ("Yes", ("Don't know", "99"))
    assert (third.scale.lowest, third.scale.highest, third.scale.labels, set(third.text)) == (1, 5, (), {"en"})


def test_what_is_exported_as_toml_comes_back() -> None:
    found = read(TABLE)
    assert read(to_toml(found), "questionnaire.toml") == found


def test_a_table_in_a_workbook_is_no_xlsform() -> None:
    rows = [line.split(",") for line in TABLE.splitlines()]
    assert read(workbook(questions=rows), "survey.xlsx") == read(TABLE)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("id,text\nq1,Well?\n", "survey.csv: The column «measure» is missing."),
        ("id,measure\nq1,Team\n", "survey.csv: The column «text» is missing."),
        ("id,measure,text\n,Team,Well?\n", "survey.csv, row 2, column id: This cell is empty."),
        ("id,measure,text,polarity\nq1,T,Well?,2\n", "survey.csv, row 2, column polarity: The polarity is 1, or -1"),
        ("id,measure,text,lowest\nq1,T,Well?,low\n", "survey.csv, row 2, column lowest: «low» stands where"),
        ("id,measure,text,part\nq1,T,Well?,trust\n", "survey.csv, row 2, column part: «trust» is no part"),
        ("id,measure,text\nq1,T,Well?\nq1,T,Again?\n", "survey.csv: «items»: the name «q1» is used twice."),
        ("id,measure,text,labels\nq1,T,Well?,No|Yes\n", "survey.csv: «scales"),
        ("id,measure,text\n", "survey.csv: There are no rows below the header."),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_place(data: str, expected: str) -> None:
    assert said(data)[0].startswith(expected), said(data)


def test_an_xlsform() -> None:
    found = read(workbook(survey=SURVEY, choices=CHOICES), "form.xlsx")
    about = {measure.id: measure.label["en"] for measure in found.measures}
    assert [(item.id, about[item.measure]) for item in found.items] == [
        ("open", "All questions"),
        ("word", "Senior leaders"),
        ("plans", "Their plans"),
        ("time", "Senior leaders"),
        ("often", "All questions"),
    ]
    word, often = found.items[1], found.items[4]
    assert word.text == {"en": "They keep their word.", "cy": "Maent yn cadw eu gair."}
    assert (word.scale.lowest, word.scale.highest, word.scale.labels[0]) == (1, 5, "No")
    assert word.scale.dont_know == ("99", "Don't know")
    assert often.scale.labels == ("never", "sometimes", "always")


def test_what_is_wrong_in_an_xlsform_is_said() -> None:
    missing = [SURVEY[0], ["select_one nowhere", "q", "Well?", ""], ["select_one one", "r", "So?", ""]]
    assert said(workbook(survey=missing, choices=CHOICES), "form.xlsx") == [
        "form.xlsx, row 2, column type: The list «nowhere» has no points on the sheet «choices».",
        "form.xlsx, row 3, column type: The list «one» has no points on the sheet «choices».",
        "form.xlsx: No question with one choice (select_one) stands on the sheet «survey».",
    ]
    assert "No question with one choice" in said(workbook(survey=[[]], choices=[[]]), "form.xlsx")[0]


@pytest.mark.parametrize("sheets", [("survey", "choices"), ("questions",)])
def test_a_workbook_that_unpacks_to_too_much_is_refused(sheets: tuple[str, ...]) -> None:
    bomb = workbook(**{name: [["x" * 30_000]] * 20 for name in sheets})
    assert len(bomb) < 40_000
    with pytest.raises(InputError, match="unpacks to"):
        questionnaire_from(Raw("form.xlsx", bomb, 20_000))


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    late = [SURVEY[0], [], [], ["select_one nowhere", "q", "Well?", ""]]
    assert said(workbook(survey=late, choices=CHOICES), "form.xlsx")[0].startswith("form.xlsx, row 4, column type")


def test_a_damaged_workbook_is_said_to_be_one() -> None:
    assert "cannot be opened" in said(b"PK\x03\x04 rubbish", "form.xlsx")[0]
