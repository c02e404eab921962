"""What a picture would be made of, told before it is made."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from accord.analysis.asked import Asked, asked
from accord.analysis.tables import Answers, Frame, Summaries
from accord.core.trust.consistency import against_the_rest


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be used, and which organisations would be withheld.

    `rows`: respondents, or published figures. `items`: questions asked. `answered`, `dont_know`, `missing`: of all
    rows × items, how many hold an answer, «don't know» or nothing; `not_asked`: how many are in no form of theirs.
    `staff`: people in the head counts, None without. `left_out`: rows of published figures that are not used.
    `against`: items that run against the others of their
    measure; most often, they point the other way. Nothing is said where fewer than the minimum answered every item.
    """

    source: str
    rows: int
    organisations: int
    items: int
    answered: int
    dont_know: int
    missing: int
    staff: int | None
    withheld: tuple[str, ...]
    left_out: int = 0
    against: tuple[str, ...] = ()
    not_asked: int = 0


def preview(data: Answers | Summaries, *, frame: Frame | None = None) -> Preview:
    """Count what would be used, and apply disclosure control without computing any figure.

    An organisation is withheld that would be shown for no measure at all.
    """
    if isinstance(data, Summaries):
        return _of_summaries(data)
    now = asked(data, frame)
    names = now.told.labels["organisation"]
    shown = now.organisations()
    answered, dont_know = int((~np.isnan(data.codes)).sum()), int(data.dont_know.sum())
    put = sum(int(data.asked([i]).sum()) for i in range(data.codes.shape[1]))
    return Preview(
        source="answers",
        rows=len(data.codes),
        organisations=len(names),
        items=len(data.questionnaire.items),
        answered=answered,
        dont_know=dont_know,
        missing=put - answered - dont_know,
        not_asked=data.codes.size - put,
        staff=None if frame is None else int(frame.staff.sum()),
        withheld=tuple(name for name, seen in zip(names, shown, strict=True) if not seen),
        against=tuple(_against(now)),
    )


def _against(now: Asked) -> Iterator[str]:
    for key, scores in now.scores.items():
        if (~np.isnan(scores.items).any(axis=1)).sum() < now.answers.questionnaire.minimum_group:
            continue
        items = now.answers.questionnaire.items_of(key)
        yield from (items[i].id for i in np.flatnonzero(against_the_rest(scores.items)))


def _of_summaries(data: Summaries) -> Preview:
    minimum = data.questionnaire.minimum_group
    enough = {name for name, base in zip(data.organisations, data.base.tolist(), strict=True) if not base < minimum}
    names = sorted(set(data.organisations))
    return Preview(
        source="summaries",
        rows=len(data.values),
        organisations=len(names),
        items=len(data.questionnaire.items),
        answered=len(data.values),
        dont_know=0,
        missing=0,
        staff=None,
        withheld=tuple(name for name in names if name not in enough),
        left_out=data.left_out,
    )
