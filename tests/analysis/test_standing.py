"""Where a round stood: enough to tell change by, and nothing about anyone who was not shown."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.builders import answers, frame
from tests.analysis.test_picture import SIZES, STAFF

from accord.analysis.changes import comparable
from accord.analysis.exports import to_json
from accord.analysis.picture import picture
from accord.analysis.standing import Standing, Stood, standing
from accord.analysis.stored import picture_from_json, standing_from_json, standing_to_json
from accord.analysis.tables import Answers, Summaries
from accord.core.estimates import Estimate, Reason, Withheld
from accord.questionnaires.model import Columns, Item, Measure, Questionnaire, Scale


@pytest.fixture
def rounds() -> tuple[Answers, Answers]:
    rng = np.random.default_rng(7)
    return answers(SIZES, rng=rng), answers(SIZES, rng=rng, higher={"Acute": 0.8})


def test_a_standing_that_was_kept_tells_the_same_change(rounds: tuple[Answers, Answers]) -> None:
    before, now = rounds
    then = standing(before, frame=frame(STAFF))
    kept = standing_from_json(standing_to_json(then))
    told = picture(now, frame=frame(STAFF), before=kept)
    assert told == picture(now, frame=frame(STAFF), before=then)
    assert len(told.measures[0].changes) == 4


def test_a_standing_keeps_the_head_counts_of_its_own_day(rounds: tuple[Answers, Answers]) -> None:
    before, now = rounds
    then = frame({key: count * (3 if key[2] == "Nurses" else 1) for key, count in STAFF.items()})
    told = picture(now, frame=frame(STAFF), before=standing(before, frame=then)).measures[0].changes[0]
    assert told.before == picture(before, frame=then).measures[0].overall


def test_nothing_unrounded_is_kept_of_an_organisation_that_was_not_shown(rounds: tuple[Answers, Answers]) -> None:
    for measure in standing(rounds[0], frame=frame(STAFF)).measures.values():
        assert measure.organisations["Hospice"] == Stood(Withheld(Reason.TOO_FEW, 10))
        shown = [stood for name, stood in measure.organisations.items() if name != "Hospice"]
        assert all(isinstance(stood.figure, Estimate) and stood.figure.n >= 10 and stood.se for stood in shown)


def test_only_the_same_versions_of_the_same_items_are_comparable(rounds: tuple[Answers, Answers]) -> None:
    before, now = rounds
    items = [replace(item, version=2 if item.measure == "senior" else 1) for item in before.questionnaire.items]
    reworded = replace(before, questionnaire=replace(before.questionnaire, items=tuple(items)))
    assert comparable(now.questionnaire, standing(reworded)) == {"direct": {}}
    changed = {m.id: len(m.changes) for m in picture(now, before=standing(reworded)).measures}
    assert changed == {"senior": 0, "direct": 4}


def test_a_version_is_compared_with_another_only_where_the_questionnaire_says_so(
    rounds: tuple[Answers, Answers],
) -> None:
    before, now = rounds
    first, *rest = now.questionnaire.items
    items = (replace(first, version=3, same_as=(1, 2)), *rest)
    told = replace(now, questionnaire=replace(now.questionnaire, items=items))
    measure = picture(told, before=standing(before)).measures[0]
    assert (len(measure.changes), measure.reworded) == (4, {first.id: 1})
    one = replace(now.questionnaire, items=(replace(first, version=3, same_as=(2,)), *rest))
    assert picture(replace(now, questionnaire=one), before=standing(before)).measures[0].changes == ()
    fewer = replace(now.questionnaire, items=tuple(rest))
    assert "senior" not in comparable(fewer, standing(before))


def test_a_round_that_shows_nobody_stands_nowhere() -> None:
    few = answers({("A", "S", "N"): 4}, rng=np.random.default_rng(1))
    assert standing(few) == Standing({})
    assert picture(few, before=standing(few)).measures[0].changes == ()


def test_what_nothing_was_shown_of_is_not_said_to_lack_head_counts() -> None:
    staff = frame({("A", "S", "N"): 30})
    before, now = (answers({("A", "S", "N"): n}, rng=np.random.default_rng(1)) for n in (6, 20))
    assert "earlier_round_not_weighted" not in picture(now, frame=staff, before=standing(before, frame=staff)).notes


def test_a_picture_that_was_kept_before_results_told_more_is_read(rounds: tuple[Answers, Answers]) -> None:
    before, now = rounds
    kept = json.loads(to_json(picture(now, frame=frame(STAFF), before=standing(before))))
    for measure in kept["measures"]:
        del measure["weighting"], measure["reliability"]["against"]
        for change in measure["changes"]:
            del change["holds"]
    measure = picture_from_json(json.dumps(kept)).measures[0]
    assert (measure.weighting, measure.reliability.against, measure.changes[1].holds) == (None, (), None)


def test_a_picture_is_read_again_as_it_was(rounds: tuple[Answers, Answers]) -> None:
    before, now = rounds
    found = picture(now, frame=frame(STAFF), before=standing(before), fictional=True)
    again = picture_from_json(to_json(found))
    assert again == found
    assert to_json(again) == to_json(found)


def test_a_picture_of_published_figures_is_read_again_as_it_was() -> None:
    item = Item("safe", "safe", "safe", {"en": "Safe", "cy": "Diogel"}, Scale("percent", 0, 100))
    asked = Questionnaire("s", {"en": "S"}, (Measure("safe", {"en": "Safe"}),), (item,), Columns(percent="value"))
    found = picture(
        Summaries(
            asked,
            organisations=("A", "B", "C", "A"),
            items=("safe",) * 4,
            periods=("2022", "2022", "2022", "2021"),
            values=np.array([60.0, 50.0, 70.0, 55.0]),
            base=np.array([100.0, np.nan, 4.0, np.nan]),
            sd=np.array([20.0, np.nan, 20.0, np.nan]),
        )
    )
    assert picture_from_json(to_json(found)) == found


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"title": 3}'])
def test_other_text_is_no_picture(text: str) -> None:
    with pytest.raises((AttributeError, KeyError, TypeError, ValueError)):
        picture_from_json(text)
