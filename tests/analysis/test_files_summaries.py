"""Figures that others published are read, and turned into the direction of their measure."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.uploads import FIXTURES, SHARED, needs_shared_data, questionnaire, sentences

from accord.analysis.reading.files import Raw
from accord.analysis.reading.summaries import read_summaries, summaries_from
from accord.analysis.tables import Summaries
from accord.questionnaires.load import load_questionnaire
from accord.questionnaires.problems import InputError

PERCENT = 'item = "Item"\npercent = "Percent"\nbase = "Base"\nperiod = "Year"'
MEAN = 'item = "Item"\nmean = "Mean"\nbase = "Base"\nsd = "SD"'


def read(text: str, columns: str = PERCENT, q1: str = "") -> Summaries:
    asked = questionnaire(columns, q1=q1, two_measures=True)
    return summaries_from(Raw("summaries.csv", text.encode()), asked)


def test_percentages_with_a_base_support_a_spread_and_others_none() -> None:
    found = read("Employer,Item,Year,Percent,Base\nA,q1,2021,80,50\nA,q2,2021,60,\nB,q1,2022,100,9\nB,x,2022,7,7\n")
    assert (found.organisations, found.items) == (("A", "A", "B"), ("q1", "q2", "q1"))
    assert found.periods == ("2021", "2021", "2022")
    np.testing.assert_array_equal(found.values, [80, 60, 100])
    np.testing.assert_array_equal(found.base, [50, np.nan, 9])
    # 100 √(0.8 · 0.2) = 40 and 100 √(0.6 · 0.4) = 48.99; everyone alike says nothing of the spread
    np.testing.assert_allclose(found.sd, [40, 48.98979, np.nan], rtol=1e-6)


def test_means_go_from_the_scale_to_0_to_100() -> None:
    found = read('Employer,Item,Mean,Base,SD\nA,q1,4,50,0.8\nA,q2,"1,5",50,\n', MEAN)
    np.testing.assert_array_equal(found.values, [75, 12.5])
    np.testing.assert_array_equal(found.sd, [20, np.nan])
    assert found.periods == ("", "")


def test_where_agreeing_means_less_the_figure_is_turned_round() -> None:
    assert read("Employer,Item,Year,Percent,Base\nA,q1,1,80,\nA,q2,1,80,\n", q1="polarity = -1").values.tolist() == [
        20,
        80,
    ]
    assert read("Employer,Item,Mean,Base,SD\nA,q1,4,,1\nA,q2,4,,1\n", MEAN, "polarity = -1").sd.tolist() == [25, 25]


def test_rows_that_are_no_organisation_are_left_out() -> None:
    asked = replace(questionnaire(PERCENT, two_measures=True), leave_out=("Everyone",))
    text = "Employer,Item,Year,Percent,Base\nA,q1,1,80,\nA,q2,1,80,\nEveryone,q1,1,70,\n"
    found = summaries_from(Raw("summaries.csv", text.encode()), asked)
    assert (found.organisations, found.left_out) == (("A", "A"), 1)


def test_rows_without_a_figure_are_left_out() -> None:
    assert read("Employer,Item,Year,Percent,Base\nA,q1,1,80,\nA,q2,1,NA,\nA,q2,2,3,\n").values.tolist() == [80, 3]


BAD = {
    "not a number": ("A,q1,1,x,\nA,q2,1,5,", PERCENT, ["row 2, column Percent: «x» stands where a number belongs."]),
    "above 100": ("A,q1,1,101,\nA,q2,1,5,", PERCENT, ["row 2, column Percent: 101 is not from 0 to 100."]),
    "shares": ("A,q1,1,0.9,\nA,q2,1,0.5,", PERCENT, ["column Percent: No percentage is above 1. Write 63 rather than "
                                                    "0.63."]),
    "no base": ("A,q1,1,50,0\nA,q2,1,5,-3", PERCENT, ["row 2, column Base: 0 is too low: 1 or more belongs here.",
                                                     "row 3, column Base: -3 is too low: 1 or more belongs here."]),
    "twice": ("A,q1,1,50,\nA,q2,1,5,\nA,q1,1,6,", PERCENT, [
        "row 4, column Employer: «A» has a figure for this item and period in an earlier row too."]),
    "off the scale": ("A,q1,4,5.5,\nA,q2,4,5,", MEAN, ["row 2, column Mean: 5.5 is not from 1 to 5."]),
    "a negative SD": ("A,q1,-4,5,\nA,q2,4,5,", MEAN, ["row 2, column SD: -4 is too low: 0 or more"]),
    "an item never": ("A,q1,1,50,", PERCENT, ["column Item: No row is about the item «q2»."]),
    "a blank organisation": (",q1,1,50,\nA,q2,1,5,", PERCENT, ["row 2, column Employer: Every row needs"]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "columns", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place(rows: str, columns: str, expected: list[str]) -> None:
    header = "Employer,Item,Year,Percent,Base" if columns == PERCENT else "Employer,Item,SD,Mean,Base"
    with pytest.raises(InputError) as error:
        read(f"{header}\n{rows}\n", columns)
    found = sentences(error)
    assert len(found) == len(expected), found
    for sentence, start in zip(found, expected, strict=True):
        assert sentence.removeprefix("summaries.csv").lstrip(", ").startswith(start), sentence


def test_figures_of_two_items_are_not_put_together() -> None:
    with pytest.raises(InputError, match="The measure «senior» has 2 items"):
        summaries_from(Raw("summaries.csv", b"Employer,Item,Year,Percent,Base\nA,q1,1,2,\nA,q2,1,2,\n"),
                       questionnaire(PERCENT))  # fmt: skip


@needs_shared_data
def test_the_published_figures_of_the_civil_service() -> None:
    asked = load_questionnaire(FIXTURES / "civil_service.toml")
    found = read_summaries(SHARED / "civil_service_people_survey_2009_2022.csv", asked)
    assert len(found.values) == 5 * 895 + 599  # the rows of these six items, without those for all civil servants
    assert np.isnan(found.base).all()
    assert np.isnan(found.sd).all()
    rows = zip(found.organisations, found.items, found.periods, found.values, strict=True)
    assert ("Crown Prosecution Service", "confidence_in_manager", "2009", 60.0) in set(rows)
