"""The labelled tables an analysis starts from: answers, the frame, summaries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accord.questionnaires.model import Questionnaire


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """Where people belong, in one respect: `labels[codes[i]]` is the group of person i; -1 is not known.

    Labels are sorted by name.
    """

    name: str
    labels: tuple[str, ...]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers of one round, one row a respondent.

    `codes`: float64 [people, items] in the order of `questionnaire.items`, raw scale codes, NaN where there
    is no answer. `dont_know`: bool [people, items], True where the person said they could not say.
    `dimensions`: `organisation` always; `sector` and `group` where known; each organisation has one sector.
    `people`: pseudonyms, only where the file holds them. `digest`: SHA-256 of the input. `form`: the place among
    `questionnaire.forms` of the form each person was given; None where everyone was asked everything.
    """

    questionnaire: Questionnaire
    codes: NDArray[np.float64]
    dont_know: NDArray[np.bool_]
    dimensions: Mapping[str, Dimension]
    people: tuple[str, ...] | None = None
    period: str = ""
    digest: str = ""
    form: NDArray[np.int32] | None = None

    def asked(self, items: Sequence[int]) -> NDArray[np.bool_]:
        """Who was asked any of the items at these places, [people]: what was not asked is not left out either."""
        if self.form is None:
            return np.ones(len(self.codes), dtype=np.bool_)
        asks = forms_by_item(self.questionnaire)[:, items].sum(axis=1) > 0
        return np.asarray(asks[self.form], dtype=np.bool_)


def forms_by_item(questionnaire: Questionnaire) -> NDArray[np.bool_]:
    """Which form asks what, [forms, items]."""
    ids = [item.id for item in questionnaire.items]
    return np.array([[id_ in form.items for id_ in ids] for form in questionnaire.forms], dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Staff in post: `staff[r]` people in cell r, described by `labels[dimension][r]`.

    `labels` has `organisation` always; `sector` and `group` where known.
    """

    labels: Mapping[str, tuple[str, ...]]
    staff: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Summaries:
    """Figures published by others, one row each: organisation, item, period, value 0 to 100.

    `base`, `sd`: int or NaN where unknown; only with both can a range be computed. `left_out`: how many rows of the
    file are not among them.
    """

    questionnaire: Questionnaire
    organisations: tuple[str, ...]
    items: tuple[str, ...]
    periods: tuple[str, ...]
    values: NDArray[np.float64]
    base: NDArray[np.float64]
    sd: NDArray[np.float64]
    digest: str = ""
    left_out: int = 0
