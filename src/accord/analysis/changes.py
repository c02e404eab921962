"""A measure now against the round before."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from accord.analysis.comparisons import SHIFT
from accord.analysis.results import Change, Estimate
from accord.analysis.standing import MeasureStanding, Standing, Stood, reworded
from accord.core.disclosure.rounding import POINTS, round_estimate
from accord.core.trust.differences import change
from accord.questionnaires.model import Questionnaire

Point = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
Pair = tuple[Stood, Stood]


def comparable(asked: Questionnaire, before: Standing) -> dict[str, dict[str, int]]:
    """The measures that can be compared with an earlier round, each with the items that were reworded since."""
    found = {key: reworded(asked.items_of(key), stood.items) for key, stood in before.measures.items()}
    return {key: words for key, words in found.items() if words is not None}


def changes(now: MeasureStanding, before: MeasureStanding, whole: str) -> tuple[Change, ...]:
    """The whole, named `whole`, then each organisation of both rounds; the rounds are fresh samples.

    Organisations are corrected for how many are looked at; the whole stands by itself, and is compared only where
    both rounds show the same organisations: otherwise it would be of other people.
    """
    then = before.organisations
    both = {name: (then[name], here) for name, here in now.organisations.items() if name in then}
    alike = _shown_in(now) == _shown_in(before)
    return (*compare_pairs({whole: (before.whole, now.whole)}, compared=alike), *compare_pairs(both))


def _shown_in(stood: MeasureStanding) -> set[str]:
    return {name for name, found in stood.organisations.items() if isinstance(found.figure, Estimate)}


def compare_pairs(pairs: dict[str, Pair], *, compared: bool = True) -> Iterator[Change]:
    """One change for each pair of figures of different people; those of which both are shown are tested together."""
    shown = [name for name, (old, new) in pairs.items() if compared and _is_shown(old) and _is_shown(new)]
    found = change(_points([pairs[name][0] for name in shown]), _points([pairs[name][1] for name in shown]))
    place = {name: i for i, name in enumerate(shown)}
    for name, (old, new) in pairs.items():
        i = place.get(name)
        if i is None or not isinstance(old.figure, Estimate) or not isinstance(new.figure, Estimate):
            yield Change(name, old.figure, new.figure, None, False, None)
            continue
        value, low, high = (float(x[i]) for x in (found.difference, found.low, found.high))
        bare = Estimate(value, low, high, n=old.figure.n + new.figure.n)
        holds = _holds(bare, old.figure, new.figure) if found.apart[i] else None
        yield Change(name, old.figure, new.figure, round_estimate(bare, step=POINTS), bool(found.apart[i]), holds)


def _holds(difference: Estimate, old: Estimate, new: Estimate) -> bool | None:
    """Whether a change stays one if the silent were `SHIFT` lower in the one round and higher in the other."""
    if old.of is None or new.of is None:
        return None
    moves = sum(SHIFT * (1.0 - min(figure.n / figure.of, 1.0)) for figure in (old, new) if figure.of)
    return max(difference.low, -difference.high) > moves


def _is_shown(stood: Stood) -> bool:
    return isinstance(stood.figure, Estimate)


def _points(found: Sequence[Stood]) -> Point:
    """Mean, standard error and degrees of freedom, NaN where there is none."""
    columns = ([getattr(stood, name) for stood in found] for name in ("mean", "se", "df"))
    mean, se, df = (np.array([np.nan if x is None else x for x in column], dtype=np.float64) for column in columns)
    return mean, se, df
