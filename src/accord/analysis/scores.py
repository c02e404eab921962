"""From raw answers to scores 0 to 100: items, people, parts of the trust equation."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.analysis.tables import Answers
from accord.core.trust.scoring import score_items, score_people
from accord.questionnaires.model import Measure, Part


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """One measure's scores.

    `items`: float64 [people, items] 0 to 100, high is more of the measure (more trust). `people`: [people]
    the person scores, NaN under half of the items, or of any part's. `parts[p]`: [people] of the same people, the
    scores of each part, with self-orientation high where leaders are seen as acting for themselves; empty unless
    all four parts are asked.
    `part_items[p]`: which columns of `items` are that part's. `asked`: bool [people], who was asked any of them.
    `meant`: bool [people], whom the questions are for: all, or all but those they are about.
    """

    measure: Measure
    items: NDArray[np.float64]
    people: NDArray[np.float64]
    parts: Mapping[Part, NDArray[np.float64]]
    part_items: Mapping[Part, list[int]]
    asked: NDArray[np.bool_]
    meant: NDArray[np.bool_]


def scores_of(answers: Answers, measure: Measure) -> Scores:
    """Score one measure's items, then each person."""
    wanted = [(i, item) for i, item in enumerate(answers.questionnaire.items) if item.measure == measure.id]
    items = [item for _, item in wanted]
    scored = score_items(
        answers.codes[:, [i for i, _ in wanted]],
        lowest=np.array([item.scale.lowest for item in items], dtype=np.float64),
        highest=np.array([item.scale.highest for item in items], dtype=np.float64),
        polarity=np.array([item.polarity for item in items], dtype=np.float64),
    )
    columns = {part: [i for i, item in enumerate(items) if item.part is part] for part in Part}
    people, parts = score_people(scored), _parts(scored, columns)
    # One who skipped a part would be found: the index is the mean of its parts, over everyone but them.
    skipped = np.isnan([*parts.values()]).any(axis=0)
    told = {part: np.where(skipped, np.nan, score) for part, score in parts.items()}
    asked = answers.asked([i for i, _ in wanted])
    return Scores(measure, scored, np.where(skipped, np.nan, people), told, columns, asked, np.ones_like(asked))


def _parts(scored: NDArray[np.float64], columns: Mapping[Part, list[int]]) -> dict[Part, NDArray[np.float64]]:
    """Person scores by part."""
    if not all(columns.values()):
        return {}
    parts = {part: score_people(scored[:, columns[part]]) for part in Part}
    parts[Part.SELF_ORIENTATION] = 100.0 - parts[Part.SELF_ORIENTATION]
    return parts
