"""The typed results about trust between groups."""

from dataclasses import dataclass

from accord.core.estimates import Estimate, Figure


@dataclass(frozen=True, slots=True)
class Gap:
    """What one group believes that another thinks of it, and what that other says.

    `group` believes `believed` of `other`, who say `thought`; both are 0 to 100. `difference`: thought minus
    believed, above 0 where they are better thought of than they believe; None where either is withheld. `apart`,
    `holds`: as in a change.
    """

    group: str
    other: str
    believed: Figure
    thought: Figure
    difference: Estimate | None
    apart: bool
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class TrustMatrix:
    """How far each group trusts every other, and what it believes that the other thinks of it.

    `trust[i][j]`: what `groups[i]` say of `targets[j]`. `believed[i][j]`: what `groups[i]` believe that `targets[j]`
    think of them. None where a group would be asked about itself, or was not asked. `gaps`: for each pair of which
    both were asked about the other. `measures`: the ids of the measures it is made of.
    """

    dimension: str
    groups: tuple[str, ...]
    targets: tuple[str, ...]
    trust: tuple[tuple[Figure | None, ...], ...]
    believed: tuple[tuple[Figure | None, ...], ...]
    gaps: tuple[Gap, ...]
    measures: tuple[str, ...]
