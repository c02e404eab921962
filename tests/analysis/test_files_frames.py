"""Head counts are read, and held against the answers."""

from pathlib import Path

import pytest
from tests.analysis.uploads import questionnaire, sentences

from accord.analysis.reading.answers import answers_from
from accord.analysis.reading.files import Raw
from accord.analysis.reading.frames import check_frame, frame_from, read_frame
from accord.analysis.tables import Answers, Frame
from accord.questionnaires.problems import InputError

COLUMNS = 'sector = "Sector"\ngroup = "Role"'


def frame(text: str, columns: str = COLUMNS) -> Frame:
    return frame_from(Raw("frame.csv", text.encode()), questionnaire(columns))


def answers(text: str, columns: str = COLUMNS) -> Answers:
    return answers_from(Raw("answers.csv", text.encode()), questionnaire(columns))


def test_the_columns_go_by_the_answers_names_or_by_their_own() -> None:
    for header in ("Employer,Sector,Role,staff", "organisation,sector,group,staff", "Employer,sector,Role,staff"):
        found = frame(f"{header}\nA,Care,Nurse,12\nA,Care,,3\nB,,Nurse,0\n")
        assert found.labels["organisation"] == ("A", "A", "B")
        assert found.labels["sector"] == ("Care", "Care", "")
        assert found.labels["group"] == ("Nurse", "", "Nurse")
        assert found.staff.tolist() == [12, 3, 0]


def test_organisations_alone_will_do(tmp_path: Path) -> None:
    (tmp_path / "frame.csv").write_text("organisation,staff\nA,12.0\n")
    found = read_frame(tmp_path / "frame.csv", questionnaire())
    assert set(found.labels) == {"organisation"}


BAD = {
    "no staff": ("organisation,Staff\nA,1\n", "frame.csv: The column «staff» is missing. Is it the one named «Staff»?"),
    "no organisation": ("name,staff\nA,1\n", "frame.csv: The column «Employer» is missing."),
    "not a number": ("organisation,staff\nA,many\n",
                     "frame.csv, row 2, column staff: «many» stands where a number of people belongs, such as 250."),
    "a thousands comma": ('organisation,staff\nA,"1,250"\n', "frame.csv, row 2, column staff: «1,250» stands where"),
    "part of a person": ("organisation,staff\nA,1.5\n", "frame.csv, row 2, column staff: «1.5» stands where"),
    "fewer than none": ("organisation,staff\nA,-1\n", "frame.csv, row 2, column staff: «-1» stands where"),
    "blank": ("organisation,staff\nA,\n", "frame.csv, row 2, column staff: «» stands where a number of people"),
    "counted twice": ("organisation,Role,staff\nA,N,1\nA,M,1\nA,N,2\n",
                      "frame.csv, row 4, column organisation: These staff of «A» are counted in an earlier row too."),
    "a blank organisation": ("organisation,staff\n,3\n", "frame.csv, row 2, column organisation: Every row needs"),
    "two sectors": ("organisation,sector,Role,staff\nA,x,N,1\nA,y,M,1\n",
                    "frame.csv, row 3, column sector: «A» is in the sector «y» here and in «x» in row 2."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place(text: str, expected: str) -> None:
    with pytest.raises(InputError) as error:
        frame(text)
    [sentence] = sentences(error)
    assert sentence.startswith(expected)


ANSWERED = "Employer,Sector,Role,q1,q2\nA,Care,Nurse,1,1\nA,Care,Nurse,1,1\nA,Care,,1,1\nB,Care,Porter,1,1\n"

UNFIT = {
    "an unknown organisation": ("organisation,staff\nA,9\n", [
        "frame: «B» has answers, and no row here says how many staff it has."]),
    "too few in all": ("organisation,staff\nA,2\nB,1\n", [
        "frame: «A» has 2 staff here and 3 respondents in the answers."]),
    "too few in a group": ("organisation,group,staff\nA,Nurse,1\nA,Porter,9\nB,Porter,1\n", [
        "frame: «A · Nurse» has 1 staff here and 2 respondents in the answers."]),
    "a group without staff": ("organisation,group,staff\nA,Nurse,5\nB,Nurse,5\n", [
        "frame: «B · Porter» has 0 staff here and 1 respondents in the answers."]),
    "another sector": ("organisation,sector,staff\nA,Care,9\nB,Police,9\n", [
        "frame: «B» is in the sector «Police» here, and in «Care» in the answers."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNFIT.values(), ids=UNFIT)
def test_a_frame_that_cannot_be_that_of_the_answers(text: str, expected: list[str]) -> None:
    with pytest.raises(InputError) as error:
        check_frame(answers(ANSWERED), frame(text))
    assert sentences(error) == expected


@pytest.mark.parametrize("text", [
    "organisation,staff\nA,3\nB,1\nC,40\n",
    "organisation,sector,group,staff\nA,Care,Nurse,3\nA,Care,Porter,0\nB,Care,Porter,1\n",
    "organisation,sector,staff\nA,,3\nB,,1\n",
])  # fmt: skip
def test_a_frame_that_fits(text: str) -> None:
    check_frame(answers(ANSWERED), frame(text))
