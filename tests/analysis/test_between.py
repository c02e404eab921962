"""Trust between groups: nobody is asked about their own, and what is believed is set against what is thought."""

from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.builders import dimension, frame

from accord.analysis.exports import to_csv, to_json
from accord.analysis.picture import picture
from accord.analysis.preview import preview
from accord.analysis.results import TrustMatrix
from accord.analysis.stored import picture_from_json
from accord.analysis.tables import Answers
from accord.core.estimates import Estimate, Withheld
from accord.questionnaires.bank import compose

GROUPS = ("Doctors", "Managers", "Nurses")
SIZES = {("Acute", "Doctors"): 40, ("Acute", "Managers"): 25, ("Acute", "Nurses"): 90,
         ("Community", "Doctors"): 20, ("Community", "Managers"): 15, ("Community", "Nurses"): 60}  # fmt: skip
TRUST = {("Doctors", "Managers"): 2.0, ("Doctors", "Nurses"): 4.2, ("Managers", "Doctors"): 3.5,
         ("Managers", "Nurses"): 4.0, ("Nurses", "Doctors"): 3.0, ("Nurses", "Managers"): 2.5}  # fmt: skip
"""What each group thinks of each other, on the scale of five."""
BELIEVED = 3.0
"""What everybody believes that everybody thinks of them."""


def asked_between(
    sizes: dict[tuple[str, str], int] | None = None, *, groups: tuple[str, ...] = GROUPS, of: str = "group"
) -> Answers:
    """A round about the groups (or organisations); people answer about their own too, with the lowest point."""
    sizes = sizes or SIZES
    rng = np.random.default_rng(5)
    questionnaire = compose(["between_groups"], id="b", title={"en": "B"}, groups=groups)
    people = [cell for cell, size in sizes.items() for _ in range(size)]
    mine = [person[("organisation", "group").index(of)] for person in people]
    codes = np.empty((len(people), len(questionnaire.items)))
    measures = {measure.id: measure for measure in questionnaire.measures}
    for i, item in enumerate(questionnaire.items):
        measure = measures[item.measure]
        level = [BELIEVED if measure.believed else TRUST.get((name, measure.target), 1.0) for name in mine]
        drawn = np.clip(np.round(np.array(level) + rng.normal(0, 0.8, len(people))), 1, 5)
        codes[:, i] = np.where([name == measure.target for name in mine], 1, drawn)
    places = {name: dimension(name, [p[i] for p in people]) for i, name in enumerate(("organisation", "group"))}
    return Answers(replace(questionnaire, forms=()), codes, np.zeros(codes.shape, dtype=np.bool_), places)


def matrix(data: Answers, **more: object) -> TrustMatrix:
    found = picture(data, **more).between
    assert found is not None
    return found


def test_each_group_is_told_by_what_it_says_of_the_others_and_never_of_itself() -> None:
    data = asked_between()
    found = matrix(data)
    assert (found.dimension, found.groups, found.targets) == ("group", GROUPS, GROUPS)
    belongs = data.dimensions["group"].codes
    ids = [item.id for item in data.questionnaire.items]
    for i, group in enumerate(GROUPS):
        for j, target in enumerate(GROUPS):
            figure = found.trust[i][j]
            if i == j:
                assert figure is None
                assert found.believed[i][j] is None
                continue
            items = [ids.index(f"trust_in_{target.lower()}_{k}") for k in (1, 2)]
            mean = (data.codes[belongs == i][:, items] - 1).mean() * 25
            assert figure.value == pytest.approx(mean, abs=0.51)
            assert figure.low < figure.value < figure.high
            assert figure.n == (belongs == i).sum(), group


def test_what_people_say_of_their_own_group_counts_nowhere() -> None:
    data = asked_between()
    own = data.codes.copy()
    measures = {measure.id: measure.target for measure in data.questionnaire.measures}
    names = np.array(data.dimensions["group"].labels)[data.dimensions["group"].codes]
    for i, item in enumerate(data.questionnaire.items):
        own[names == measures[item.measure], i] = 5
    assert to_json(picture(data)) == to_json(picture(replace(data, codes=own)))


def test_the_staff_asked_about_a_group_are_all_but_its_own() -> None:
    staff = frame({(organisation, "All", group): 2 * size for (organisation, group), size in SIZES.items()})
    found = picture(asked_between(), frame=staff)
    doctors = next(measure for measure in found.measures if measure.id == "trust_in_doctors")
    assert (doctors.overall.n, doctors.overall.of) == (190, 380)
    assert doctors.crossings == ()
    assert [row.name for row in doctors.breakdowns[-1].rows] == ["Managers", "Nurses"]
    assert found.between.trust[2][0].of == 300
    assert found.made.asked == 500


def test_a_gap_is_what_is_thought_minus_what_is_believed() -> None:
    found = matrix(asked_between())
    assert len(found.gaps) == 6
    gaps = {(gap.group, gap.other): gap for gap in found.gaps}
    for (group, other), gap in gaps.items():
        i, j = GROUPS.index(group), GROUPS.index(other)
        assert (gap.believed, gap.thought) == (found.believed[i][j], found.trust[j][i])
        assert gap.difference.value == pytest.approx(25 * (TRUST[other, group] - BELIEVED), abs=6)
    assert gaps["Nurses", "Doctors"].apart
    assert gaps["Nurses", "Doctors"].difference.low > 0
    assert gaps["Managers", "Doctors"].difference.high < 0
    assert not gaps["Doctors", "Nurses"].apart


def test_a_group_too_small_is_withheld_as_one_who_says_and_still_can_be_asked_about() -> None:
    few = {**SIZES, ("Acute", "Managers"): 4, ("Community", "Managers"): 2}
    found = matrix(asked_between(few))
    managers = GROUPS.index("Managers")
    assert all(isinstance(f, Withheld) for j, f in enumerate(found.trust[managers]) if j != managers)
    assert isinstance(found.trust[GROUPS.index("Nurses")][managers], Estimate)
    told = {(gap.group, gap.other): gap.difference for gap in found.gaps}
    assert told["Nurses", "Managers"] is None
    # Of two groups that say something of a third, one hidden hides the other: the whole would give it away.
    doctors, nurses = GROUPS.index("Doctors"), GROUPS.index("Nurses")
    assert isinstance(found.trust[nurses][doctors], Withheld)
    assert isinstance(found.trust[doctors][nurses], Withheld)


def test_organisations_can_be_asked_about_each_other_too() -> None:
    data = asked_between(groups=("Acute", "Community"), of="organisation")
    found = picture(data)
    assert found.between.dimension == "organisation"
    assert found.between.groups == ("Acute", "Community")
    assert found.between.trust[0][0] is None
    assert isinstance(found.between.trust[0][1], Estimate)
    assert found.made.withheld_organisations == ()


def test_an_organisation_that_is_withheld_is_not_shown_for_being_asked_about() -> None:
    small = {**SIZES, ("Hospice", "Nurses"): 6}
    data = asked_between(small, groups=("Acute", "Community", "Hospice"), of="organisation")
    found = picture(data)
    assert found.made.withheld_organisations == ("Hospice",)
    assert preview(data).withheld == ("Hospice",)
    hospice = found.between.groups.index("Hospice")
    assert not any(isinstance(figure, Estimate) for figure in found.between.trust[hospice])


def test_whoever_is_asked_about_but_is_nobody_of_these_is_asked_about_of_everybody() -> None:
    found = matrix(asked_between(groups=("Doctors", "Nurses", "Welsh Government")))
    assert found.targets == ("Doctors", "Nurses", "Welsh Government")
    assert all(isinstance(row[2], Estimate) for row in found.trust)
    assert {gap.other for gap in found.gaps} == {"Doctors", "Nurses"}


def test_a_matrix_is_kept_and_exported() -> None:
    found = picture(asked_between())
    assert picture_from_json(to_json(found)) == found
    lines = [line for line in to_csv(found).splitlines() if ",thought minus believed," in line]
    assert len(lines) == 6


def test_a_round_about_no_groups_has_no_matrix() -> None:
    data = asked_between()
    alone = [measure for measure in data.questionnaire.measures if measure.target == "Nurses"]
    items = [i for i, item in enumerate(data.questionnaire.items) if item.measure.endswith("nurses")]
    fewer = replace(data.questionnaire, measures=tuple(alone), items=tuple(data.questionnaire.items[i] for i in items))
    kept = replace(data, questionnaire=fewer, codes=data.codes[:, items], dont_know=data.dont_know[:, items])
    assert picture(kept).between is None
