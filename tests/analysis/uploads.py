"""Small files to read: a questionnaire on two items, and answers to it."""

from pathlib import Path

import pytest

from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.problems import InputError

TOML = """
id = "try"
title = "Trial"
minimum_group = 5

[columns]
organisation = "Employer"
{columns}

[scales.agree]
lowest = 1
highest = 5
labels = ["Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree"]
dont_know = ["Don't know", "9"]

[[measures]]
id = "senior"
label = "Senior leaders"

[[items]]
id = "q1"
measure = "senior"
{q1}

[[items]]
id = "q2"
measure = "{q2_measure}"
"""

SECOND_MEASURE = '\n[[measures]]\nid = "direct"\nlabel = "Direct managers"\n'

GOOD = "Employer,q1,q2\nA,1,5\nA,2,4\nB,3,3\nB,4,2\n"

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "questionnaires"

needs_shared_data = pytest.mark.skipif(not SHARED.is_dir(), reason="the real data of ../shared are not here")


def toml(columns: str = "", *, q1: str = "", two_measures: bool = False) -> str:
    """The questionnaire as TOML; `columns` and `q1` add lines to those tables."""
    text = TOML.format(columns=columns, q1=q1, q2_measure="direct" if two_measures else "senior")
    return text + SECOND_MEASURE if two_measures else text


def questionnaire(columns: str = "", *, q1: str = "", two_measures: bool = False) -> Questionnaire:
    return parse_questionnaire(toml(columns, q1=q1, two_measures=two_measures).encode())


def sentences(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    """The problems of an error, as a person reads them."""
    return [str(problem) for problem in error.value.problems]
