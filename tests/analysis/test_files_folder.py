"""A folder holds a questionnaire, answers or summaries, and maybe head counts."""

import hashlib
from pathlib import Path

import pytest
from tests.analysis.uploads import GOOD, sentences, toml

from accord import analysis
from accord.questionnaires.problems import InputError

FRAME = "organisation,staff\nA,10\nB,20\n"


def folder(path: Path, **files: str) -> Path:
    """A folder with these files; two underscores stand for the dot."""
    for name, text in files.items():
        (path / name.replace("__", ".")).write_text(text, newline="")
    return path


def refused(path: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        analysis.read_folder(path)
    return [sentence.replace(str(path), "FOLDER") for sentence in sentences(error)]


def test_answers_with_a_frame(tmp_path: Path) -> None:
    inputs = analysis.read_folder(folder(tmp_path, questionnaire__toml=toml(), answers__csv=GOOD, frame__csv=FRAME))
    assert isinstance(inputs.data, analysis.Answers)
    assert inputs.frame is not None
    assert inputs.frame.staff.tolist() == [10, 20]
    assert inputs.data.digest == hashlib.sha256((toml() + GOOD + FRAME).encode()).hexdigest()


def test_without_a_frame(tmp_path: Path) -> None:
    assert analysis.read_folder(folder(tmp_path, questionnaire__toml=toml(), answers__csv=GOOD)).frame is None


def test_summaries(tmp_path: Path) -> None:
    asked = toml('item = "Item"\npercent = "Percent"', two_measures=True)
    text = "Employer,Item,Percent\nA,q1,5\nA,q2,9\n"
    inputs = analysis.read_folder(folder(tmp_path, questionnaire__toml=asked, summaries__csv=text))
    assert isinstance(inputs.data, analysis.Summaries)
    assert inputs.data.digest == hashlib.sha256((asked + text).encode()).hexdigest()


def test_what_a_folder_lacks(tmp_path: Path) -> None:
    assert refused(tmp_path / "none") == ["FOLDER: There is no such folder."]
    assert refused(tmp_path) == [
        "FOLDER: There is no questionnaire.toml here. «accord questionnaire new FILE» writes one to start from.",
        "FOLDER: There is no answers.csv here, nor answers.xlsx, answers.parquet, summaries.csv.",
    ]


def test_two_of_a_kind(tmp_path: Path) -> None:
    folder(tmp_path, questionnaire__toml=toml(), answers__csv=GOOD, summaries__csv=GOOD, frame__csv="", frame__xlsx="")
    assert refused(tmp_path) == [
        "FOLDER: Only one of these can be used: answers.csv, summaries.csv.",
        "FOLDER: Only one of these can be used: frame.csv, frame.xlsx.",
    ]


def test_the_problems_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    folder(tmp_path, questionnaire__toml=toml(), answers__csv=GOOD.replace("5", "6"), frame__csv="organisation\nA\n")
    assert refused(tmp_path) == [
        "answers.csv, row 2, column q2: 6 is not on the scale from 1 to 5.",
        "frame.csv: The column «staff» is missing. The file has: organisation.",
    ]


def test_a_frame_smaller_than_its_respondents(tmp_path: Path) -> None:
    folder(tmp_path, questionnaire__toml=toml(), answers__csv=GOOD, frame__csv="organisation,staff\nA,1\nB,2\n")
    assert refused(tmp_path) == ["frame.csv: «A» has 1 staff here and 2 respondents in the answers."]


def test_a_questionnaire_for_the_other_kind_of_file(tmp_path: Path) -> None:
    folder(tmp_path, questionnaire__toml=toml(), summaries__csv=GOOD)
    assert refused(tmp_path) == [
        "summaries.csv: questionnaire.toml must say which columns hold the item, and the mean or percent."
    ]
    (tmp_path / "summaries.csv").rename(tmp_path / "answers.csv")
    folder(tmp_path, questionnaire__toml=toml('item = "Item"\npercent = "Percent"'))
    [sentence] = refused(tmp_path)
    assert sentence.startswith("answers.csv: questionnaire.toml names columns of summaries.")
