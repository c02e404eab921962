"""Planned missingness: what was not asked is not an answer that is missing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.builders import answers, frame, questionnaire

from accord.analysis.asked import asked as weighed_round
from accord.analysis.picture import picture
from accord.analysis.preview import preview
from accord.analysis.reading.answers import read_answers
from accord.analysis.results import Picture
from accord.analysis.tables import Answers
from accord.core.estimates import Estimate
from accord.core.trust.index import intervals
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Form, Questionnaire
from accord.questionnaires.problems import InputError
from accord.questionnaires.write import to_toml

CELLS = {
    ("Acute", "Hospitals", "Nurses"): 150,
    ("Acute", "Hospitals", "Doctors"): 90,
    ("Community", "Care", "Nurses"): 120,
    ("Community", "Care", "Doctors"): 60,
}
STAFF = {key: 2 * size for key, size in CELLS.items()}
HIGHER = {"Acute": -0.3, "Community": 0.4}


def shared_out(asked: Questionnaire, core: str) -> Questionnaire:
    """One measure in every form, each of the others in one."""
    always = [item.id for item in asked.items_of(core)]
    forms = tuple(
        Form(measure.id, (*always, *(item.id for item in asked.items_of(measure.id))))
        for measure in asked.measures
        if measure.id != core
    )
    return replace(asked, forms=forms, columns=replace(asked.columns, organisation="organisation", form="form"))


def by_forms(full: Answers, rng: np.random.Generator) -> Answers:
    """The same people, each asked the items of one form only, given out at random."""
    asked = shared_out(full.questionnaire, full.questionnaire.measures[0].id)
    form = rng.permutation(np.arange(len(full.codes)) % len(asked.forms)).astype(np.int32)
    asks = np.array([[item.id in one.items for item in asked.items] for one in asked.forms])
    return replace(full, questionnaire=asked, form=form, codes=np.where(asks[form], full.codes, np.nan))


def round_of(seed: int) -> tuple[Answers, Answers]:
    """A round in which everybody was asked everything, and the same by forms."""
    rng = np.random.default_rng(seed)
    asked = questionnaire(measures=("core", "left", "right"), items_a_part=1)
    plain = replace(asked, items=tuple(i if i.measure == "core" else replace(i, part=None) for i in asked.items))
    full = answers(CELLS, rng=rng, higher=HIGHER, asked=plain)
    return full, by_forms(full, rng)


def overall(found: Picture, measure: int) -> Estimate:
    figure = found.measures[measure].overall
    assert isinstance(figure, Estimate)
    return figure


def test_a_measure_that_half_were_asked_is_told_of_half_of_the_staff_and_as_silent_as_the_whole() -> None:
    full, part = (picture(data, frame=frame(STAFF)) for data in round_of(1))
    assert (overall(full, 1).n, overall(full, 1).of) == (420, 840)
    assert (overall(part, 1).n, overall(part, 1).of) == (210, 420)
    assert (overall(part, 0).n, overall(part, 0).of) == (420, 840)
    assert overall(part, 0) == overall(full, 0)
    for measure in (1, 2):
        a, b = overall(full, measure), overall(part, measure)
        assert b.low <= a.value <= b.high
        assert b.width > a.width
        assert (b.value - b.silent_low, b.silent_high - b.value) == (a.value - a.silent_low, a.silent_high - a.value)


def test_each_organisation_is_told_how_many_of_its_staff_were_asked() -> None:
    _, data = round_of(2)
    found = picture(data, frame=frame(STAFF))
    organisation = data.dimensions["organisation"].codes
    for row in found.measures[1].breakdowns[0].rows:
        mine = organisation == data.dimensions["organisation"].labels.index(row.name)
        given = (mine & (data.form == 0)).sum()
        assert row.asked == row.figure.of == 2 * given
        assert row.answered == given
        # Everybody who was asked answered, and half of the staff returned anything: half of the shift of 10 points.
        assert row.figure.value - row.figure.silent_low == pytest.approx(5, abs=1)


def test_who_was_not_asked_has_left_nothing_blank() -> None:
    full, data = round_of(3)
    whole, part = preview(full), preview(data)
    assert (whole.missing, whole.not_asked) == (0, 0)
    assert (part.missing, part.not_asked) == (0, 420 * 4)
    assert part.answered == whole.answered - 420 * 4
    blank = data.codes.copy()
    blank[0, 0] = np.nan
    assert preview(replace(data, codes=blank)).missing == 1


def test_to_be_asked_and_say_nothing_is_silence() -> None:
    _, data = round_of(4)
    first = np.flatnonzero(data.form == 0)[:105]
    codes = data.codes.copy()
    codes[np.ix_(first, range(4, 8))] = np.nan
    figure = overall(picture(replace(data, codes=codes), frame=frame(STAFF)), 1)
    assert (figure.n, figure.of) == (105, 420)
    assert figure.silent_high - figure.value == pytest.approx(7.5, abs=1)


def test_ranges_hold_what_everybody_would_have_said_about_95_times_in_100() -> None:
    """The partnership's true mean, over many rounds in which a random half of the staff answer by forms."""
    rng = np.random.default_rng(20261125)
    asked = questionnaire(measures=("core", "left", "right"), items_a_part=1)
    asked = replace(asked, items=tuple(replace(item, part=None) for item in asked.items))
    everyone = answers({key: 10 * size for key, size in CELLS.items()}, rng=rng, higher=HIGHER, asked=asked)
    sign = np.array([item.polarity for item in asked.items])
    true = np.where(sign > 0, everyone.codes - 1, 5 - everyone.codes)[:, 4:8].mean() * 25
    held = 0
    for _ in range(200):
        held += _holds(everyone, true, rng)
    assert 182 <= held <= 198  # 95 % of 200 give or take 2.6 standard errors


def _holds(everyone: Answers, true: float, rng: np.random.Generator) -> bool:
    chosen = rng.permutation(len(everyone.codes))[:300]
    some = replace(
        everyone,
        codes=everyone.codes[chosen],
        dont_know=everyone.dont_know[chosen],
        dimensions={name: replace(d, codes=d.codes[chosen]) for name, d in everyone.dimensions.items()},
    )
    weighed = weighed_round(by_forms(some, rng), frame({key: 10 * size for key, size in CELLS.items()})).weighed["left"]
    means = weighed.means(())
    low, high = intervals(means.mean, means.se, means.df)
    return bool(low[0] <= true <= high[0])


WORDS = """
id = "q"
title = "Q"
[columns]
organisation = "organisation"
form = "form"
{more}
[scales.s]
[[measures]]
id = "a"
label = "A"
[[measures]]
id = "b"
label = "B"
[[items]]
id = "a1"
measure = "a"
[[items]]
id = "b1"
measure = "b"
[[forms]]
id = "1"
items = ["a1", "b1"]
[[forms]]
id = "x"
items = ["a1"]
"""


def read(tmp_path: Path, text: str, *, more: str = "") -> Answers:
    path = tmp_path / "answers.csv"
    path.write_text(text)
    return read_answers(path, parse_questionnaire(WORDS.format(more=more).encode()))


def test_a_file_says_which_form_each_person_was_given(tmp_path: Path) -> None:
    found = read(tmp_path, "organisation,form,a1,b1\nO,1,3,4\nO,x,2,\nO,1,5,\n")
    assert found.form.tolist() == [0, 1, 0]
    assert found.asked([1]).tolist() == [True, False, True]
    assert found.asked([0, 1]).all()
    assert parse_questionnaire(to_toml(found.questionnaire).encode()) == found.questionnaire


def test_a_long_file_says_it_in_every_row_of_a_person(tmp_path: Path) -> None:
    more = 'person = "who"\nitem = "item"\nanswer = "answer"'
    head = "organisation,who,form,item,answer\n"
    found = read(tmp_path, f"{head}O,p,1,a1,3\nO,p,1,b1,4\nO,q,x,a1,2\nO,q,x,b1,\n", more=more)
    assert found.form.tolist() == [0, 1]
    with pytest.raises(InputError, match="row 3, column form: Found «x», where an earlier row of the same person has"):
        read(tmp_path, f"{head}O,p,1,a1,3\nO,p,x,b1,4\n", more=more)
    with pytest.raises(InputError, match="row 3, column answer: The form of this person does not ask this question"):
        read(tmp_path, f"{head}O,p,x,a1,3\nO,p,x,b1,4\n", more=more)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("O,,3,4", "row 3, column form: Every row needs a form. This one has none."),
        ("O,y,3,4", "row 3, column form: There is no form «y» in the questionnaire. There are: 1, x."),
        ("O,x,3,4", "row 3, column b1: The form of this person does not ask this question. Found «4»."),
    ],
)
def test_a_form_that_does_not_fit_is_told_by_row(tmp_path: Path, row: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, f"organisation,form,a1,b1\nO,1,3,4\n{row}\n")
    assert str(refused.value) == f"answers.csv, {sentence}"
