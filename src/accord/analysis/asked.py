"""One round's answers, weighed measure by measure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analysis.measures import Weighed
from accord.analysis.others import others
from accord.analysis.population import Population, population
from accord.analysis.reading.frames import check_frame
from accord.analysis.release import release
from accord.analysis.scores import Scores, scores_of
from accord.analysis.tables import Answers, Frame
from accord.analysis.weights import weigh


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A round's answers with everyone on one set of labels.

    `scores`, `weighed`: by measure; a measure of which nothing may be shown has no entry in `weighed`.
    `compared`: measures whose difference is told, and which are therefore shown or withheld together.
    """

    answers: Answers
    told: Population
    scores: Mapping[str, Scores]
    weighed: Mapping[str, Weighed]
    compared: tuple[str, ...]

    def organisations(self) -> NDArray[np.bool_]:
        """The organisations of which somebody is counted in any measure."""
        counted = np.zeros(len(self.told.labels["organisation"]), dtype=np.bool_)
        for weighed in self.weighed.values():
            counted[self.told.codes["organisation"][weighed.sample.people]] = True
        return counted


def asked(answers: Answers, frame: Frame | None) -> Asked:
    """Score every measure, decide what may be shown of it, and weigh those who answered.

    `ValueError` where somebody's organisation is not known, `InputError` where the head counts do not fit the answers.
    """
    if (answers.dimensions["organisation"].codes < 0).any():
        raise ValueError("The 'answers' parameter must say of everyone in which organisation they work.")
    if frame:
        check_frame(answers, frame)
    told = population(answers, frame)
    scores = [scores_of(answers, measure) for measure in answers.questionnaire.measures]
    compared = tuple(s.measure.id for s in scores if s.parts and not s.measure.target)
    asked_of = {s.measure.id: others(told, s) for s in scores}
    weighed: dict[str, Weighed] = {}
    for family in _families(scores, compared):
        staff = asked_of[family[0].measure.id][0]
        members = [asked_of[one.measure.id][1] for one in family]
        weighed |= _weighed(staff, members, _crossings(answers, staff, family), answers.questionnaire.minimum_group)
    return Asked(answers, told, {key: found for key, (_, found) in asked_of.items()}, weighed, compared)


def _weighed(
    told: Population, family: list[Scores], crossings: list[tuple[str, str]], minimum: int
) -> Iterator[tuple[str, Weighed]]:
    """Each measure of a family of which anything may be shown."""
    verdict = release(told, family, crossings, minimum)
    for member in family:
        used = ~np.isnan(member.people) & verdict.organisations[told.codes["organisation"]]
        if used.any():
            sample = weigh(told, used, verdict.organisations)
            mine = member.people[sample.people]
            yield member.measure.id, Weighed(told, verdict, sample, mine, member.asked, member.meant)


def _families(scores: list[Scores], compared: tuple[str, ...]) -> list[list[Scores]]:
    """Measures that are compared together, every other one by itself: no two measures share an item."""
    together = [s for s in scores if s.measure.id in compared]
    alone = [[s] for s in scores if s.measure.id not in compared]
    return [together, *alone] if together else alone


def _crossings(answers: Answers, told: Population, family: list[Scores]) -> list[tuple[str, str]]:
    """The crossings that are registered; none of what groups think of each other, which is a crossing by itself."""
    if any(one.measure.target for one in family):
        return []
    return [c for c in answers.questionnaire.crossings if set(c) <= set(told.dimensions)]
