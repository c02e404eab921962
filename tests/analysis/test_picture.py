"""The picture as a whole: what it says, what it keeps to itself."""

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from tests.analysis.builders import answers, dimension, frame, questionnaire

from accord.analysis.picture import picture
from accord.analysis.reading.folder import read_folder
from accord.analysis.results import Breakdown, Picture
from accord.analysis.standing import standing
from accord.analysis.tables import Summaries
from accord.core.disclosure.rounding import round_to
from accord.core.estimates import Estimate, Reason, Reported, Withheld
from accord.questionnaires.model import Columns, Item, Measure, Questionnaire, Scale
from accord.questionnaires.problems import InputError

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SIZES = {
    ("Acute", "Hospitals", "Nurses"): 60,
    ("Acute", "Hospitals", "Doctors"): 40,
    ("Community", "Care", "Nurses"): 50,
    ("Community", "Care", "Doctors"): 30,
    ("Hospice", "Care", "Nurses"): 6,
}
STAFF = {key: 2 * size for key, size in SIZES.items()}


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


def by(found: Picture, dimension: str, measure: int = 0) -> Breakdown:
    return next(b for b in found.measures[measure].breakdowns if b.dimension == dimension)


def test_a_small_organisation_is_withheld_and_left_out_of_every_total(rng: np.random.Generator) -> None:
    found = picture(answers(SIZES, rng=rng), frame=frame(STAFF))
    rows = {row.name: row for row in by(found, "organisation").rows}
    assert rows["Hospice"].figure == Withheld(Reason.TOO_FEW, 10)
    assert rows["Hospice"].answered is None
    assert found.measures[0].overall.n == 180
    assert found.measures[0].overall.of == 360
    assert found.made.answered == 180
    assert found.made.withheld_organisations == ("Hospice",)
    care = next(row for row in by(found, "sector").rows if row.name == "Care")
    assert (care.figure.n, care.figure.of) == (80, 160)


def test_leaving_the_hospice_out_is_as_if_it_had_not_been_asked(rng: np.random.Generator) -> None:
    data = answers(SIZES, rng=rng)
    without = data.dimensions["organisation"].codes != data.dimensions["organisation"].labels.index("Hospice")
    kept = replace(
        data,
        codes=data.codes[without],
        dont_know=data.dont_know[without],
        dimensions={
            name: dimension(name, np.array(d.labels)[d.codes[without]].tolist()) for name, d in data.dimensions.items()
        },
    )
    smaller = frame({key: count for key, count in STAFF.items() if key[0] != "Hospice"})
    with_hospice = picture(data, frame=frame(STAFF)).measures[0]
    assert picture(kept, frame=smaller).measures[0].overall == with_hospice.overall


def test_weights_bring_an_organisation_to_its_staff_groups(rng: np.random.Generator) -> None:
    sizes = {("A", "S", "Nurses"): 40, ("A", "S", "Doctors"): 40, ("B", "S", "Nurses"): 40, ("B", "S", "Doctors"): 40}
    data = answers(sizes, rng=rng, asked=questionnaire(measures=("senior",)))
    nurses = data.dimensions["group"].codes == data.dimensions["group"].labels.index("Nurses")
    low_or_high = np.where(nurses, 2.0, 4.0) + np.arange(len(nurses)) % 2
    even = replace(data, codes=low_or_high[:, None] + np.zeros_like(data.codes))
    staff = frame({key: 800 if key[2] == "Nurses" else 200 for key in sizes})
    means = [np.mean((even.codes[nurses == who, 0] - 1) * 25) for who in (True, False)]

    def credibility(found: Picture) -> float:
        return found.measures[0].equation.parts[0].figure.value

    assert credibility(picture(even, frame=staff)) == round_to(0.8 * means[0] + 0.2 * means[1], step=1.0)
    assert credibility(picture(even)) == round_to(np.mean(means), step=1.0)


def test_without_a_frame_nothing_is_said_of_the_silent(rng: np.random.Generator) -> None:
    found = picture(answers(SIZES, rng=rng))
    assert "no_frame" in found.notes
    assert found.measures[0].overall.silent_low is None
    assert found.made.weighting == "none"
    assert by(found, "organisation").comparison.overturned is None


def test_organisations_far_apart_are_told_apart_and_near_ones_are_not(rng: np.random.Generator) -> None:
    sizes = {(name, "S", "Nurses"): 80 for name in ("High", "Middle", "Twin")}
    found = picture(answers(sizes, rng=rng, higher={"High": 1.2}), frame=frame(dict.fromkeys(sizes, 100)))
    comparison = by(found, "organisation").comparison
    assert comparison.looked_at == 3
    assert comparison.apart == 2
    assert comparison.widest.a == "High"
    assert comparison.widest.holds
    assert {comparison.closest.a, comparison.closest.b} == {"Middle", "Twin"}
    assert comparison.first_places == ("High",)


def test_the_silent_can_overturn_a_difference(rng: np.random.Generator) -> None:
    sizes = {(name, "S", "Nurses"): 300 for name in ("High", "Low")}
    staff = frame(dict.fromkeys(sizes, 3000))
    comparison = by(picture(answers(sizes, rng=rng, higher={"High": 0.4}), frame=staff), "organisation").comparison
    assert (comparison.apart, comparison.overturned) == (1, 1)
    assert comparison.widest is None
    assert comparison.overturned_example.holds is False


def test_change_is_told_only_for_the_same_items(rng: np.random.Generator) -> None:
    now, before = answers(SIZES, rng=rng, higher={"Acute": 0.8}), answers(SIZES, rng=rng)
    then = standing(before, frame=frame(STAFF))
    rows = {row.name: row for row in picture(now, frame=frame(STAFF), before=then).measures[0].changes}
    assert rows["Acute"].apart
    assert rows["Acute"].difference.low > 0
    assert isinstance(rows["Hospice"].now, Withheld)
    assert rows["Hospice"].difference is None
    reworded = replace(
        before.questionnaire, items=tuple(replace(item, version=2) for item in before.questionnaire.items)
    )
    assert picture(now, before=standing(replace(before, questionnaire=reworded))).measures[0].changes == ()


@pytest.mark.parametrize(("share", "lift", "holds"), [(0.9, 0.8, True), (0.2, 0.8, False)])
def test_a_change_that_the_silent_could_overturn_says_so(
    rng: np.random.Generator, share: float, lift: float, holds: bool
) -> None:
    sizes = {("A", "S", "N"): 200, ("B", "S", "N"): 200}
    staff = frame({key: round(size / share) for key, size in sizes.items()})
    now, before = answers(sizes, rng=rng, higher={"A": lift}), answers(sizes, rng=rng)
    rows = picture(now, frame=staff, before=standing(before, frame=staff)).measures[0].changes
    assert [(row.name, row.apart, row.holds) for row in rows[1:]] == [("A", True, holds), ("B", False, None)]
    without = picture(now, before=standing(before, frame=staff)).measures[0].changes[1]
    assert (without.apart, without.holds) == (True, None)


def test_the_whole_is_compared_only_over_the_same_organisations(rng: np.random.Generator) -> None:
    both = {("A", "S", "N"): 60, ("B", "S", "N"): 60}
    before, now = answers(both | {("C", "S", "N"): 60}, rng=rng), answers(both | {("C", "S", "N"): 4}, rng=rng)
    whole, *rest = picture(now, before=standing(before)).measures[0].changes
    assert whole.difference is None
    assert [row.difference is None for row in rest] == [False, False, True]


def test_weights_that_cannot_meet_the_head_counts_are_told(rng: np.random.Generator) -> None:
    sizes = {("A", "S", "N"): 60, ("A", "S", "M"): 10, ("B", "S", "N"): 10, ("B", "S", "M"): 60}
    odd = frame({key: 900 if size == 10 else 70 for key, size in sizes.items()})
    assert "weights_not_met" in picture(answers(sizes, rng=rng), frame=odd).notes
    even = frame({key: 2 * size for key, size in sizes.items()})
    assert "weights_not_met" not in picture(answers(sizes, rng=rng), frame=even).notes


def test_an_earlier_round_without_head_counts_is_told(rng: np.random.Generator) -> None:
    now, before = answers(SIZES, rng=rng), answers(SIZES, rng=rng)
    assert "earlier_round_not_weighted" in picture(now, frame=frame(STAFF), before=standing(before)).notes
    assert picture(now, before=standing(before)).notes == ("no_frame",)
    assert picture(now, frame=frame(STAFF), before=standing(before, frame=frame(STAFF))).notes == ()


def test_each_measure_says_what_weighting_cost_it(rng: np.random.Generator) -> None:
    data = answers(SIZES, rng=rng)
    data.codes[:40, : data.codes.shape[1] // 2] = np.nan
    senior, direct = picture(data, frame=frame(STAFF)).measures
    assert senior.overall.n < direct.overall.n
    assert senior.weighting.effective_n < direct.weighting.effective_n
    assert picture(data).measures[0].weighting is None


def test_everyone_works_somewhere(rng: np.random.Generator) -> None:
    with pytest.raises(ValueError, match="in which organisation they work"):
        picture(answers({("A", "S", "N"): 30, ("", "S", "N"): 3}, rng=rng))


def test_two_measures_are_contrasted_in_the_same_people(rng: np.random.Generator) -> None:
    data = answers(SIZES, rng=rng)
    direct = [item.measure == "direct" and item.polarity > 0 for item in data.questionnaire.items]
    lifted = replace(data, codes=np.minimum(data.codes + np.array(direct), 5))
    (contrast,) = picture(lifted, frame=frame(STAFF)).contrasts
    assert (contrast.a, contrast.b) == ("direct", "senior")
    assert contrast.apart
    assert contrast.difference.low > 0


def test_agreement_on_scales_of_different_lengths_is_not_overstated(rng: np.random.Generator) -> None:
    """By 11 points, not by 2: chance spreads answers over ever so many points less than over the two ends."""
    data = answers({("A", "S", "N"): 40}, rng=rng, asked=questionnaire(measures=("senior",), items_a_part=1))
    scales = (Scale("two", 0, 1), *(Scale("eleven", 0, 10),) * 3)
    items = tuple(replace(item, scale=scale) for item, scale in zip(data.questionnaire.items, scales, strict=True))
    codes = np.column_stack([rng.integers(0, scale.highest // 2 + 1, 40) for scale in scales]).astype(float)
    codes[:10, 0] = 1
    found = picture(replace(data, questionnaire=replace(data.questionnaire, items=items), codes=codes))
    spread = np.mean(np.var(codes / [1, 10, 10, 10], axis=0, ddof=1)) * 10**2 / ((11**2 - 1) / 12)
    assert found.measures[0].reliability.rwg_median == round(4 * (1 - spread) / (4 - 3 * spread), 3)


def test_everyone_alike_is_withheld(rng: np.random.Generator) -> None:
    data = answers(SIZES, rng=rng)
    acute = data.dimensions["organisation"].codes == 0
    found = picture(replace(data, codes=np.where(acute[:, None], 3.0, data.codes)), frame=frame(STAFF))
    assert isinstance(by(found, "organisation").rows[0].figure, Withheld)


def test_an_earlier_round_with_more_answers_than_its_staff_is_refused(rng: np.random.Generator) -> None:
    with pytest.raises(InputError, match="«A» has 30 staff here and 50 respondents"):
        standing(answers({("A", "S", "N"): 50}, rng=rng), frame=frame({("A", "S", "N"): 30}))


def test_nobody_told_their_group(rng: np.random.Generator) -> None:
    data = answers({("A", "S", ""): 30, ("B", "S", ""): 20}, rng=rng)
    staff = {("A", "S", "N"): 40, ("A", "S", "M"): 10, ("B", "S", "N"): 50}
    found = picture(data, frame=frame(staff)).measures[0]
    assert (found.overall.n, found.overall.of) == (50, 100)
    assert all(isinstance(row.figure, Withheld) for row in by(picture(data, frame=frame(staff)), "group").rows)


def test_one_organisation_and_nobody_to_show(rng: np.random.Generator) -> None:
    alone = picture(answers({("A", "S", "N"): 30}, rng=rng))
    assert "one_organisation" in alone.notes
    assert by(alone, "organisation").comparison is None
    few = picture(answers({("A", "S", "N"): 4, ("B", "S", "N"): 9}, rng=rng))
    assert "all_withheld" in few.notes
    assert all(isinstance(measure.overall, Withheld) for measure in few.measures)
    assert few.made.answered == 0


def test_the_same_seed_gives_the_same_picture(rng: np.random.Generator) -> None:
    data = answers(SIZES, rng=rng)
    assert asdict(picture(data, seed=3)) == asdict(picture(data, seed=3))


def test_progress_only_rises(rng: np.random.Generator) -> None:
    told: list[float] = []
    picture(answers(SIZES, rng=rng), progress=lambda share, _: told.append(share))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_published_figures_get_a_range_only_with_base_and_sd() -> None:
    item = Item("safe", "safe", "safe", {"en": "Safe"}, Scale("percent", 0, 100))
    asked = Questionnaire("s", {"en": "S"}, (Measure("safe", {"en": "Safe"}),), (item,), Columns(percent="value"))
    data = Summaries(
        asked,
        organisations=("A", "B", "C", "A"),
        items=("safe",) * 4,
        periods=("2022", "2022", "2022", "2021"),
        values=np.array([60.0, 50.0, 70.0, 55.0]),
        base=np.array([100.0, np.nan, 4.0, np.nan]),
        sd=np.array([20.0, np.nan, 20.0, np.nan]),
    )
    found = picture(data)
    figures = {row.name: row.figure for row in by(found, "organisation").rows}
    assert figures["A"] == Estimate(60.0, 56.0, 64.0, n=100)
    assert figures["B"] == Reported(50.0)
    assert isinstance(figures["C"], Withheld)
    assert found.trends[0].periods == ("2021", "2022")
    assert found.trends[0].medians == (55.0, 55.0)
    hidden = picture(replace(data, base=np.full(4, 4.0))).measures[0]
    assert isinstance(hidden.overall, Withheld)


@pytest.mark.skipif(not DATA.exists(), reason="the army survey of 2002 (lq2002) is not here")
def test_army_survey(tmp_path: Path) -> None:
    """2,042 people in 49 companies; figures of R's multilevel and lavaan on the same data."""
    fixture = Path(__file__).resolve().parents[1] / "fixtures" / "questionnaires" / "army.toml"
    (tmp_path / "questionnaire.toml").write_text(fixture.read_text())
    (tmp_path / "answers.csv").symlink_to(DATA / "army_lq2002.csv")
    found = picture(read_folder(tmp_path).data).measures[0]
    reliability = found.reliability
    assert (reliability.icc1, reliability.icc2) == (0.088, 0.801)
    assert (reliability.icc1_reml, reliability.icc2_reml) == (0.108, 0.834)
    assert round(reliability.alpha.value, 2) == 0.90
    assert round(reliability.cfi, 2) == 0.79
    assert "one_factor_does_not_fit" in reliability.warnings
    rows = found.breakdowns[0].rows
    assert len(rows) == 49
    assert all(isinstance(row.figure, Estimate) and row.place for row in rows)
    assert all(row.place[0] <= row.place[1] for row in rows)


def test_a_group_spread_thinly_over_organisations_gets_a_very_wide_range(rng: np.random.Generator) -> None:
    sizes = {(f"O{i}", "S", group): count for i in range(12) for group, count in (("Many", 20), ("One each", 1))}
    for staff in (None, frame({key: 2 * count for key, count in sizes.items()})):
        found = picture(answers(sizes, rng=rng), frame=staff)
        (rare,) = (row.figure for row in by(found, "group").rows if row.name == "One each")
        assert isinstance(rare, Estimate)
        assert rare.low < rare.value < rare.high


@pytest.mark.skipif(not DATA.exists(), reason="the Civil Service People Survey's figures are not here")
def test_civil_service_people_survey(tmp_path: Path) -> None:
    """About 100 organisations a year over two versions of the survey; nothing published supports a range."""
    fixture = Path(__file__).resolve().parents[1] / "fixtures" / "questionnaires" / "civil_service.toml"
    (tmp_path / "questionnaire.toml").write_text(fixture.read_text())
    (tmp_path / "summaries.csv").symlink_to(DATA / "civil_service_people_survey_2009_2022.csv")
    found = picture(read_folder(tmp_path).data)
    trend = next(trend for trend in found.trends if trend.measure == "confidence_in_senior_managers")
    facts = [fact for fact in found.benchmarks if fact.measure == trend.measure]
    assert trend.periods == tuple(str(fact.year) for fact in facts)
    assert trend.medians == tuple(fact.value for fact in facts)
    assert trend.low_quartiles == tuple(fact.low_quartile for fact in facts)
    for period in range(len(trend.periods)):
        assert 90 <= sum(figures[period] is not None for figures in trend.figures) <= 110
    assert all(isinstance(figure, Reported) for figures in trend.figures for figure in figures if figure is not None)
    assert "All civil servants (mean score)" not in trend.names
