"""The fictional partnership is as realistic as it says, repeats by seed, and its own truth can be recovered from it."""

from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from accord.analysis.reading.folder import read_folder
from accord.analysis.simulation import GROUPS, PLACES, ROUNDS, Demonstration, simulate, write
from accord.core.trust.agreement import icc_anova
from accord.core.trust.consistency import alpha
from accord.core.trust.scoring import score_items, score_people
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Part, Questionnaire

SEEDS = (2026, 1, 2)


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest) -> Demonstration:
    return simulate(rng=np.random.default_rng(request.param))


def questionnaire_of(made: Demonstration) -> Questionnaire:
    return parse_questionnaire(made.questionnaire)


def items_of(made: Demonstration, round_name: str, measure: str) -> np.ndarray:
    """Item scores 0 to 100, NaN where nothing was said."""
    items = questionnaire_of(made).items_of(measure)
    table = made.rounds[round_name].select(pl.col(i.column).cast(pl.Float64, strict=False) for i in items)
    ends = np.ones(len(items))
    return score_items(
        table.to_numpy(), lowest=ends, highest=5 * ends, polarity=np.array([i.polarity for i in items], dtype=float)
    )


def scores_of(made: Demonstration, round_name: str, measure: str) -> np.ndarray:
    return score_people(items_of(made, round_name, measure))


def places_of(made: Demonstration, round_name: str) -> np.ndarray:
    names = [place.name for place in PLACES]
    return np.array([names.index(name) for name in made.rounds[round_name]["organisation"]])


def truth_of(made: Demonstration, round_name: str, measure: str) -> np.ndarray:
    """True scores in the order of PLACES."""
    return made.truth.filter((pl.col("round") == round_name) & (pl.col("measure") == measure))["score"].to_numpy()


def test_twelve_organisations_of_4000_staff_in_six_groups(made: Demonstration) -> None:
    assert made.frame["staff"].sum() == 4000
    assert made.frame["organisation"].n_unique() == 12
    assert set(made.frame["group"]) == {group.name for group in GROUPS}
    assert made.frame.group_by("organisation").agg(pl.col("sector").n_unique())["sector"].max() == 1
    assert made.truth.group_by("round", "measure").agg(pl.col("staff").sum())["staff"].to_list() == [4000] * 6


@pytest.mark.parametrize("round_name", ROUNDS)
def test_response_by_organisation_and_group(made: Demonstration, round_name: str) -> None:
    answered = made.rounds[round_name].group_by("organisation", "sector", "group").len()
    cells = made.frame.join(answered, on=["organisation", "sector", "group"], how="full", coalesce=True)
    assert cells["staff"].null_count() == 0
    rates = cells.filter(pl.col("staff") >= 40).select(pl.col("len") / pl.col("staff"))["len"]
    assert rates.min() >= 0.34
    assert rates.max() <= 0.76
    whole = cells.group_by("organisation").agg(pl.col("len").sum() / pl.col("staff").sum())["len"]
    assert whole.max() - whole.min() > 0.25
    assert 0.5 < cells["len"].sum() / 4000 < 0.6


@pytest.mark.parametrize("round_name", ROUNDS)
def test_only_the_hospice_is_too_small_to_show(made: Demonstration, round_name: str) -> None:
    answered = made.rounds[round_name].group_by("organisation").len()
    assert answered.filter(pl.col("len") < 10)["organisation"].to_list() == ["Hospice"]


@pytest.mark.parametrize("round_name", ROUNDS)
def test_respondents_differ_as_real_ones_do(made: Demonstration, round_name: str) -> None:
    senior, direct = scores_of(made, round_name, "senior_leaders"), scores_of(made, round_name, "direct_managers")
    assert 18 < np.nanstd(senior) < 22
    assert 0.07 < icc_anova(senior, places_of(made, round_name)).icc1 < 0.16
    assert 17 < np.nanmean(direct) - np.nanmean(senior) < 23
    assert np.nanmean(direct) < 80
    for measure in ("senior_leaders", "direct_managers", "psychological_safety"):
        assert 0.7 < alpha(items_of(made, round_name, measure)).value < 0.95


@pytest.mark.parametrize("round_name", ROUNDS)
def test_what_is_left_out(made: Demonstration, round_name: str) -> None:
    table, asked = made.rounds[round_name], questionnaire_of(made)
    for item in asked.items:
        said = table[item.column]
        cannot_say = (said == "Don't know them").sum() / len(table)
        assert (0.02 < cannot_say < 0.08) if item.measure == "senior_leaders" else cannot_say == 0
        assert 0 < said.null_count() < 0.03 * len(table)
        assert set(said.drop_nulls()) <= {"1", "2", "3", "4", "5", *item.scale.dont_know}


@pytest.mark.parametrize("round_name", ROUNDS)
def test_parts_of_trust_can_be_told_apart(made: Demonstration, round_name: str) -> None:
    asked = questionnaire_of(made).items_of("senior_leaders")
    scores = items_of(made, round_name, "senior_leaders")
    means = {part: np.nanmean(scores[:, [i.part is part for i in asked]]) for part in Part}
    assert means[Part.CREDIBILITY] > means[Part.RELIABILITY] + 3 > means[Part.INTIMACY] + 6


def test_what_staff_think_can_be_recovered(made: Demonstration) -> None:
    """Organisation means, standardised by their sampling error, lie around the truth plus the pull of trust."""
    for round_name, measure in product(ROUNDS, ("senior_leaders", "direct_managers")):
        scores, where = scores_of(made, round_name, measure), places_of(made, round_name)
        found = np.array([np.nanmean(scores[where == i]) for i in range(len(PLACES))])
        n = np.bincount(where, minlength=len(PLACES))
        misses = (found - truth_of(made, round_name, measure)) / (np.nanstd(scores) / np.sqrt(n))
        assert np.abs(misses).max() < 4
        # Those who answer trust a little more than those who do not.
        assert 0 < np.average(found - truth_of(made, round_name, measure), weights=n) < 3


def test_a_few_organisations_change_a_little_and_the_others_do_not(made: Demonstration) -> None:
    before, after = (truth_of(made, name, "senior_leaders") for name in ROUNDS)
    for place, change in zip(PLACES, after - before, strict=True):
        if place.name != "Hospice":
            assert change == pytest.approx(place.change, abs=1.5), place.name
    assert 3 <= sum(place.change != 0 for place in PLACES) <= 5


def test_different_people_answer_in_the_two_rounds(made: Demonstration) -> None:
    first, second = (made.rounds[name] for name in ROUNDS)
    assert not first.equals(second)
    # Rows are in no order: neighbours work in different places as often as any two respondents do.
    where = places_of(made, ROUNDS[0])
    shares = np.bincount(where) / len(where)
    assert np.mean(where[1:] == where[:-1]) == pytest.approx(float(shares @ shares), abs=0.04)


def test_a_seed_repeats_and_another_does_not() -> None:
    one, same, other = (simulate(rng=np.random.default_rng(seed)) for seed in (5, 5, 6))
    for name in ROUNDS:
        assert one.rounds[name].equals(same.rounds[name])
        assert not one.rounds[name].equals(other.rounds[name])
    assert one.truth.equals(same.truth)
    assert one.frame.equals(other.frame)


def test_the_questionnaire_is_in_english_and_welsh(made: Demonstration) -> None:
    asked = questionnaire_of(made)
    words = [asked.title, *(m.label for m in asked.measures), *(i.text for i in asked.items)]
    for text in words:
        assert set(text) == {"en", "cy"}
        assert text["en"] != text["cy"]
    for measure in ("senior_leaders", "direct_managers"):
        items = asked.items_of(measure)
        assert {i.part for i in items} == set(Part)
        assert all((i.polarity == -1) == (i.part is Part.SELF_ORIENTATION) for i in items)
    assert asked.title["cy"]
    assert made.rounds[ROUNDS[0]].columns[3:] == [i.column for i in asked.items]


def test_what_is_written_can_be_read(tmp_path: Path) -> None:
    made = simulate(rng=np.random.default_rng(2026))
    folders = write(tmp_path / "demonstration", made)
    assert [folder.name for folder in folders] == list(ROUNDS)
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"answers.csv", "frame.csv", "questionnaire.toml"}
        read = read_folder(folder)
        table = made.rounds[folder.name]
        assert read.frame is not None
        assert read.frame.staff.sum() == 4000
        assert read.data.codes.shape == (len(table), len(questionnaire_of(made).items))
        expected = table["senior_credibility_1"].cast(pl.Float64, strict=False).to_numpy()
        np.testing.assert_array_equal(read.data.codes[:, 0], expected)
        np.testing.assert_array_equal(
            read.data.dont_know[:, 0], (table["senior_credibility_1"] == "Don't know them").fill_null(False).to_numpy()
        )
    assert [folder.name for folder in write(tmp_path / "demonstration", made)] == list(ROUNDS)
