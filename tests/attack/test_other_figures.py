"""Attacks through figures that are no sums over cells: reliabilities, spreads, parts, and what weighting cost."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.builders import answers, frame, questionnaire

from accord.analysis.picture import picture
from accord.analysis.tables import Frame
from accord.core.disclosure.alike import all_alike
from accord.core.estimates import Estimate, Withheld
from accord.core.trust.differences import answers_needed
from accord.core.trust.scoring import score_items, score_people

ONE = questionnaire(measures=("senior",))
ANSWERED = {("A", "S", "n"): 7, ("A", "S", "d"): 30, ("B", "S", "n"): 40, ("B", "S", "d"): 45}
STAFF = {("A", "S", "n"): 70, ("A", "S", "d"): 40, ("B", "S", "n"): 60, ("B", "S", "d"): 50}


def nurses_apart(seed):
    """Two organisations with all four crossings hidden, and 7 nurses of A who think otherwise."""
    data = answers(ANSWERED, rng=np.random.default_rng(seed), asked=ONE)
    place, group = data.dimensions["organisation"], data.dimensions["group"]
    few = (place.codes == place.labels.index("A")) & (group.codes == group.labels.index("n"))
    lower = np.array([item.polarity for item in ONE.items])
    return replace(data, codes=np.where(few[:, None], np.clip(data.codes - lower, 1, 5), data.codes))


def distance_of_plain_means(measure):
    """How far the means of two organisations lie apart, by ICC(2) and the answers that a difference of 5 needs."""
    a, b = (row.figure.n for row in measure.breakdowns[0].rows)
    needed = measure.breakdowns[0].comparison.needed_for_points
    spread = np.median([sd for sd in np.arange(5, 40, 0.01) if answers_needed(5, sd=float(sd)) == needed])
    ratio = 1 / (1 - measure.reliability.icc2)
    within = (a + b - 1) * spread**2 / (ratio + a + b - 2)
    return np.sqrt(ratio * within * (a + b) / (a * b))


@pytest.mark.parametrize("seed", range(4))
def test_reliabilities_tell_no_unweighted_means(seed):
    """With an organisation's weighted mean and its plain one, the mean of its 7 nurses was found to within a point."""
    measure = picture(nurses_apart(seed), frame=frame(STAFF)).measures[0]
    assert all(isinstance(figure, Withheld) for line in measure.crossings[0].cells for figure in line)
    shown = measure.breakdowns[0].comparison
    difference = (shown.widest or shown.overturned_example or shown.closest).difference.value
    assert distance_of_plain_means(measure) == pytest.approx(abs(difference), abs=0.7)


@pytest.mark.parametrize("items", [1, 2])
def test_a_person_who_skips_a_part_is_in_neither_the_index_nor_the_other_parts(items):
    """Four times the index less its parts was that person's own score: of 11 in a frame, to within 7 points."""
    data = answers({("A", "S", "g"): 15}, rng=np.random.default_rng(1), asked=questionnaire(items_a_part=items))
    data.codes[0, 2 * items : 3 * items] = np.nan
    measure = picture(data, frame=Frame({"organisation": ("A",)}, np.array([30]))).measures[0]
    assert [part.figure.n for part in measure.equation.parts] == [measure.overall.n] * 4 == [14] * 4


def test_the_same_score_by_different_answers_is_all_alike():
    """On scales where steps of 100/6 are no binary fractions, equal scores differ in the sixteenth digit."""
    codes = np.array([[4, 6, 2], [1, 4, 7], [2, 6, 4], [4, 4, 4]] * 5)
    ends, sign = np.ones(3), np.ones(3)
    scores = score_people(score_items(codes, lowest=ends, highest=7 * ends, polarity=sign))
    assert len(np.unique(scores)) > 1
    (mask,) = all_alike(scores[:, None], np.zeros((20, 0), dtype=int), sizes=(), tables=((),))
    assert mask


def test_reliabilities_rest_on_the_minimum_of_people_who_answered_everything():
    data = answers({("A", "S", "g"): 40, ("B", "S", "g"): 40}, rng=np.random.default_rng(1), asked=ONE)
    person = np.arange(80)
    data.codes[person, person % 8] = np.nan
    data.codes[:9] = np.nan_to_num(data.codes[:9], nan=3.0)
    reliability = picture(data).measures[0].reliability
    assert (reliability.alpha, reliability.omega_total, reliability.cfi, reliability.rwg_median) == (None,) * 4
    assert reliability.icc1 is not None


def test_agreement_leaves_out_organisations_where_few_answered_everything():
    data = answers({("A", "S", "g"): 40, ("B", "S", "g"): 40}, rng=np.random.default_rng(1), asked=ONE)
    person = np.arange(43, 80)
    data.codes[person, person % 8] = np.nan
    three_of_b = picture(data).measures[0].reliability
    data.codes[[40, 41, 42], [0, 1, 2]] = np.nan
    none_of_b = picture(data).measures[0].reliability
    assert (three_of_b.alpha.n, none_of_b.alpha.n) == (43, 40)
    assert three_of_b.rwg_median == none_of_b.rwg_median


def test_an_organisation_where_nobody_answered_is_withheld_though_head_counts_lack_groups():
    data = answers({("A", "S", "g"): 40, ("B", "S", "h"): 40}, rng=np.random.default_rng(1), asked=ONE)
    measure = picture(data, frame=Frame({"organisation": ("A", "B", "C")}, np.array([60, 70, 50]))).measures[0]
    assert [type(row.figure) for row in measure.breakdowns[0].rows] == [Estimate, Estimate, Withheld]
    assert measure.overall.of == 130


def test_fewer_than_the_minimum_held_at_a_limit_are_not_counted():
    """The 7 nurses of A, and only they, weigh as much as anyone may."""
    cost = picture(nurses_apart(0), frame=frame(STAFF)).measures[0].weighting
    assert cost.design_effect > 1.2
    assert cost.trimmed == 0


def test_the_test_of_a_pair_tells_no_more_digits_than_its_figures():
    comparison = picture(nurses_apart(0), frame=frame(STAFF)).measures[0].breakdowns[0].comparison
    pair = comparison.widest or comparison.overturned_example or comparison.closest
    assert pair.p_adjusted == round(pair.p_adjusted, 3)
