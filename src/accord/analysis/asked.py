"""One round's answers, weighed measure by measure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from accord.analysis.measures import Weighed
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
    compared = tuple(s.measure.id for s in scores if s.parts)
    weighed: dict[str, Weighed] = {}
    for family in _families(scores, compared):
        verdict = release(told, family, _crossings(answers, told), answers.questionnaire.minimum_group)
        for member in family:
            used = ~np.isnan(member.people) & verdict.organisations[told.codes["organisation"]]
            if used.any():
                sample = weigh(told, used, verdict.organisations)
                scores_of_used = member.people[sample.people]
                weighed[member.measure.id] = Weighed(told, verdict, sample, scores_of_used, member.asked)
    return Asked(answers, told, {s.measure.id: s for s in scores}, weighed, compared)


def _families(scores: list[Scores], compared: tuple[str, ...]) -> list[list[Scores]]:
    """Measures that are compared together, every other one by itself: no two measures share an item."""
    together = [s for s in scores if s.measure.id in compared]
    alone = [[s] for s in scores if s.measure.id not in compared]
    return [together, *alone] if together else alone


def _crossings(answers: Answers, told: Population) -> list[tuple[str, str]]:
    return [c for c in answers.questionnaire.crossings if set(c) <= set(told.dimensions)]
