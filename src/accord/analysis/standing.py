"""Where a round stood: what a later round needs in order to be compared with it, without anyone's answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from accord.analysis.asked import Asked, asked
from accord.analysis.measures import Weighed, breakdown_figures, whole_figure
from accord.analysis.tables import Answers, Frame
from accord.core.estimates import Estimate, Figure
from accord.core.trust.index import DomainMeans
from accord.questionnaires.model import Item

Version = tuple[str, int]
"""An item's id and version."""


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a group stood: its figure as shown, and the same before rounding; None where it was not shown.

    `mean`, `se`: 0 to 100. `df`: degrees of freedom of `se`.
    """

    figure: Figure
    mean: float | None = None
    se: float | None = None
    df: int | None = None


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """One measure: the items that were asked, everyone shown, and each organisation by name."""

    items: tuple[Version, ...]
    whole: Stood
    organisations: Mapping[str, Stood]


@dataclass(frozen=True, slots=True)
class Standing:
    """Each measure of which anything was shown, by its id.

    It tells more than a picture, which rounds: keep it as you would keep answers.
    """

    measures: Mapping[str, MeasureStanding]

    @property
    def weighted(self) -> bool:
        """Whether what was shown was weighed by head counts; true where nothing was."""
        wholes = (measure.whole.figure for measure in self.measures.values())
        return all(whole.of is not None for whole in wholes if isinstance(whole, Estimate))


def standing(answers: Answers, *, frame: Frame | None = None) -> Standing:
    """Where a round stood, with the same rules of what may be shown as its picture. `frame`: staff in post then."""
    return stood(asked(answers, frame))


def stood(now: Asked) -> Standing:
    """The standing of a round that is already weighed."""
    questionnaire = now.answers.questionnaire
    return Standing(
        {
            key: MeasureStanding(
                versions(questionnaire.items_of(key)),
                _stood(whole_figure(weighed), weighed.means(()), 0),
                stood_by(weighed, "organisation"),
            )
            for key, weighed in now.weighed.items()
        }
    )


def versions(items: Iterable[Item]) -> tuple[Version, ...]:
    """Which versions of which items, in the order of their ids: rounds with the same can be compared."""
    return tuple(sorted((item.id, item.version) for item in items))


def reworded(items: Iterable[Item], before: Iterable[Version]) -> dict[str, int] | None:
    """Which items are compared with an earlier version of theirs, and with which; None where the rounds cannot be.

    They can be where both asked the same items, each in the same version, or in one that the item is the `same_as`.
    """
    then, now = dict(before), {item.id: item for item in items}
    if then.keys() != now.keys():
        return None
    found = {key: version for key, version in then.items() if version != now[key].version}
    return found if all(version in now[key].same_as for key, version in found.items()) else None


def stood_by(weighed: Weighed, dimension: str) -> dict[str, Stood]:
    """Where each group of a dimension stood in one measure, by name."""
    means = weighed.means((dimension,))
    found = enumerate(breakdown_figures(weighed, dimension).items())
    return {name: _stood(figure, means, i) for i, (name, figure) in found if figure is not None}


def _stood(figure: Figure, means: DomainMeans, i: int) -> Stood:
    if not isinstance(figure, Estimate):
        return Stood(figure)
    return Stood(figure, float(means.mean[i]), float(means.se[i]), int(means.df[i]))
