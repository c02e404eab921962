"""Trust between groups: what each says of every other, and what it believes the other thinks of it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from accord.analysis.asked import Asked
from accord.analysis.changes import compare_pairs
from accord.analysis.others import dimension_of
from accord.analysis.results import Figure, Gap, TrustMatrix
from accord.analysis.standing import Stood, stood_by
from accord.core.estimates import Reason, Withheld
from accord.questionnaires.model import Measure

ByGroup = Mapping[str, Mapping[str, Stood]]
"""By the group asked about, then by the group that says it."""


def between(now: Asked) -> TrustMatrix | None:
    """The matrix of a round that asked about two groups or more; None for others.

    Each column is a measure of its own, withheld by its own pattern. A group's figure and that of the other about it
    are of different people, so that their difference tells nothing that the two do not.
    """
    dimension = _dimension(now)
    if dimension is None:
        return None
    trust, believed = (_by_group(now, dimension, believed=which) for which in (False, True))
    targets = tuple(trust)
    asked = {name for column in (*trust.values(), *believed.values()) for name in column}
    groups = tuple(name for name in now.told.labels[dimension] if name in asked)
    return TrustMatrix(
        dimension,
        groups,
        targets,
        _cells(trust, groups, targets),
        _cells(believed, groups, targets),
        tuple(_gaps(trust, believed)),
        tuple(s.measure.id for s in now.scores.values() if s.measure.target),
    )


def _dimension(now: Asked) -> str | None:
    """The dimension that most of the groups asked about belong to."""
    measures = [scores.measure for scores in now.scores.values() if not scores.measure.believed]
    found = Counter(d for measure in measures if (d := dimension_of(now.told, measure)) is not None)
    targets = {measure.target for measure in measures if measure.target}
    return found.most_common(1)[0][0] if found and len(targets) > 1 else None


def _by_group(now: Asked, dimension: str, *, believed: bool) -> dict[str, dict[str, Stood]]:
    """What each group says of each that was asked about."""
    measures = [s.measure for s in now.scores.values() if s.measure.target and s.measure.believed == believed]
    return {measure.target: _column(now, dimension, measure) for measure in measures}


def _column(now: Asked, dimension: str, measure: Measure) -> dict[str, Stood]:
    """What each other group says of one; where nothing of it may be shown, that it is withheld."""
    if measure.id in now.weighed:
        return stood_by(now.weighed[measure.id], dimension)
    withheld = Stood(Withheld(Reason.TOO_FEW, now.answers.questionnaire.minimum_group))
    return {name: withheld for name in now.told.labels[dimension] if name != measure.target}


def _cells(found: ByGroup, groups: tuple[str, ...], targets: tuple[str, ...]) -> tuple[tuple[Figure | None, ...], ...]:
    def figure(group: str, target: str) -> Figure | None:
        stood = found.get(target, {}).get(group)
        return None if stood is None else stood.figure

    return tuple(tuple(figure(group, target) for target in targets) for group in groups)


def _gaps(trust: ByGroup, believed: ByGroup) -> Iterator[Gap]:
    """For each group and other: what it believes the other thinks of it, against what the other says of it."""
    pairs = {
        (group, other): (belief, trust[group][other])
        for other, column in believed.items()
        for group, belief in column.items()
        if other in trust.get(group, {})
    }
    told = compare_pairs({str(i): pair for i, pair in enumerate(pairs.values())})
    for (group, other), change in zip(pairs, told, strict=True):
        yield Gap(group, other, change.before, change.now, change.difference, change.apart, change.holds)
