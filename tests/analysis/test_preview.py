"""What a picture would be made of: the same as the picture then says it was made of."""

import numpy as np
from tests.analysis.builders import answers, frame
from tests.analysis.test_picture import SIZES, STAFF

from accord.analysis.picture import picture
from accord.analysis.preview import preview
from accord.analysis.tables import Summaries
from accord.core.estimates import Withheld
from accord.questionnaires.model import Columns, Item, Measure, Questionnaire, Scale


def test_the_preview_tells_what_the_picture_then_shows() -> None:
    data = answers(SIZES, rng=np.random.default_rng(7))
    data.codes[0, :3], data.dont_know[0, :2] = np.nan, True
    told = preview(data, frame=frame(STAFF))
    rows = picture(data, frame=frame(STAFF)).measures[0].breakdowns[0].rows
    assert told.withheld == tuple(row.name for row in rows if isinstance(row.figure, Withheld)) == ("Hospice",)
    assert (told.rows, told.organisations, told.items, told.staff) == (186, 3, 16, 372)
    assert (told.answered, told.dont_know, told.missing) == (186 * 16 - 3, 2, 1)


def test_a_question_that_points_the_other_way_is_told() -> None:
    data = answers(SIZES, rng=np.random.default_rng(7))
    assert preview(data).against == ()
    data.codes[:, 2] = 6 - data.codes[:, 2]
    assert preview(data).against == (data.questionnaire.items[2].id,)
    assert picture(data).measures[0].reliability.against == (2,)


def test_nothing_is_told_of_the_answers_of_fewer_than_the_minimum() -> None:
    data = answers({("A", "S", "N"): 9}, rng=np.random.default_rng(7))
    data.codes[:] = np.linspace(1, 5, 9).round()[:, None]
    data.codes[:, 2] = 6 - data.codes[:, 2]
    assert preview(data).against == ()


def test_without_head_counts_no_staff_are_told() -> None:
    assert preview(answers(SIZES, rng=np.random.default_rng(7))).staff is None


def test_published_figures_on_too_few_answers_are_withheld() -> None:
    item = Item("safe", "safe", "safe", {"en": "Safe"}, Scale("percent", 0, 100))
    asked = Questionnaire("s", {"en": "S"}, (Measure("safe", {"en": "Safe"}),), (item,), Columns(percent="value"))
    names, nothing = ("A", "B", "C"), np.full(3, np.nan)
    told = preview(Summaries(asked, names, ("safe",) * 3, ("",) * 3, np.ones(3), np.array([100, np.nan, 9]), nothing))
    assert (told.source, told.rows, told.organisations, told.withheld) == ("summaries", 3, 3, ("C",))
