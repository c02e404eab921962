"""A measure now against the round before."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from accord.analysis.measures import Weighed, breakdown_figures, whole_figure
from accord.analysis.results import Change, Estimate
from accord.analysis.tables import Answers
from accord.core.disclosure.rounding import POINTS, round_estimate
from accord.core.estimates import Figure
from accord.core.trust.differences import Differences, change
from accord.core.trust.index import DomainMeans

Point = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]


def same_items(now: Answers, before: Answers, measure: str) -> bool:
    """Whether both rounds asked the same versions of the same items: only then can they be compared."""
    asked = [{(item.id, item.version) for item in a.questionnaire.items_of(measure)} for a in (now, before)]
    return asked[0] == asked[1]


def changes(now: Weighed, before: Weighed, whole: str) -> tuple[Change, ...]:
    """The whole, named `whole`, then each organisation of either round; the rounds are fresh samples.

    Organisations are corrected for how many are looked at; the whole stands by itself.
    """
    return (*_whole(now, before, whole), *_organisations(now, before))


def _whole(now: Weighed, before: Weighed, name: str) -> Sequence[Change]:
    figures = (whole_figure(before), whole_figure(now))
    differences = change(_point(before.means(())), _point(now.means(())))
    return [_change(name, figures, differences, 0)]


def _organisations(now: Weighed, before: Weighed) -> Sequence[Change]:
    then, here = breakdown_figures(before, "organisation"), breakdown_figures(now, "organisation")
    both = [name for name in here if _shown(here[name]) and _shown(then.get(name))]
    differences = change(_points(before, both), _points(now, both))
    place = {name: i for i, name in enumerate(both)}
    pairs = [(name, then.get(name), figure) for name, figure in here.items()]
    return [
        _change(name, (old, new), differences, place.get(name))
        for name, old, new in pairs
        if old is not None and new is not None
    ]


def _points(weighed: Weighed, names: Sequence[str]) -> Point:
    """The means of the organisations of these names, in their order."""
    index = {name: i for i, name in enumerate(weighed.told.labels["organisation"])}
    rows = [index[name] for name in names]
    mean, se, df = _point(weighed.means(("organisation",)))
    return mean[rows], se[rows], df[rows]


def _shown(figure: Figure | None) -> bool:
    return isinstance(figure, Estimate)


def _point(means: DomainMeans) -> Point:
    return means.mean, means.se, means.df


def _change(name: str, figures: tuple[Figure, Figure], differences: Differences, i: int | None) -> Change:
    """One row: before, now, and the difference where both are shown."""
    before, now = figures
    if i is None or not isinstance(before, Estimate) or not isinstance(now, Estimate):
        return Change(name, before, now, None, False)
    value, low, high = (float(x[i]) for x in (differences.difference, differences.low, differences.high))
    difference = round_estimate(Estimate(value, low, high, n=before.n + now.n), step=POINTS)
    return Change(name, before, now, difference, bool(differences.apart[i]))
