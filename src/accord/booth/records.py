"""An answer as a few bytes, as long for one person as for another.

A record is int16 numbers, little-endian: the stratum, the form, then one for each item in the questionnaire's order:
the code of the answer, or one of the three below. Nothing else of the respondent is kept: no time, no language.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from accord.questionnaires.model import Item, Questionnaire

NOT_ASKED, NO_ANSWER, DONT_KNOW = -32768, -32767, -32766
HEAD = 2  # numbers before the first item's
NUMBER = np.dtype("<i2")


class NotAnAnswer(ValueError):
    """Raised for what cannot be an answer to the questionnaire; it is one sentence."""


def encode(
    questionnaire: Questionnaire, answers: Mapping[str, object], *, stratum: int, form: int, items: frozenset[str]
) -> bytes:
    """One person's record. `answers`: a whole code, `"dont_know"` or None by item; `items`: those they were asked.

    Raises `NotAnAnswer` for an item they were not asked, and for an answer that is none.
    """
    for name in answers:
        if name not in items:
            raise NotAnAnswer(f"«{str(name)[:80]}» is not one of the questions that were asked.")
    coded = [_code(item, answers.get(item.id)) if item.id in items else NOT_ASKED for item in questionnaire.items]
    return np.array([stratum, form, *coded], dtype=NUMBER).tobytes()


def _code(item: Item, answer: object) -> int:
    if answer is None:
        return NO_ANSWER
    if answer == "dont_know" and item.scale.dont_know:
        return DONT_KNOW
    if type(answer) is int and item.scale.lowest <= answer <= item.scale.highest:
        return answer
    low, high = item.scale.lowest, item.scale.highest
    raise NotAnAnswer(f"The answer to «{item.id}» must be a whole number from {low} to {high}.")


def decode(records: bytes, *, items: int) -> NDArray[np.int16]:
    """Records one after another as int16 [people, 2 + items]."""
    return np.frombuffer(records, dtype=NUMBER).reshape(-1, HEAD + items)


def shuffled(records: NDArray[np.int16], random: np.random.Generator) -> NDArray[np.int16]:
    """The same in random order."""
    return random.permutation(records, axis=0)
