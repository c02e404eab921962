"""The values that may leave the core: an estimate with its ranges, a figure reported by others, a withheld one."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a figure is withheld."""

    TOO_FEW = "too_few"
    """Fewer answers than the minimum group, or too few different ones (primary suppression)."""
    PROTECTS_ANOTHER = "protects_another"
    """Shown, it would let a withheld figure be found by subtraction (complementary suppression)."""
    OTHER_SIDE_TOO_FEW = "other_side_too_few"
    """The rest of a split, everyone not in this group, is smaller than the minimum group."""
    ALL_ALIKE = "all_alike"
    """Everyone gave the same answers, so the figure would tell what each person said.

    Readers are told `TOO_FEW`: said of a group, it would tell each member what all the others answered.
    """


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with what is uncertain about it.

    `value`, `low`, `high`: the estimate and its 95 % range from sampling, in the unit of the value.
    `n`: how many people it rests on. `of`: how many were asked, None when no frame says so.
    `silent_low`, `silent_high`: the estimate if those who were silent were lower or higher by the
    stated shift (10 points); None without a frame, or where the shift has no meaning.

    >>> Estimate(54.0, 52.0, 56.0, n=300, of=500).width
    4.0
    """

    value: float
    low: float
    high: float
    n: int
    of: int | None = None
    silent_low: float | None = None
    silent_high: float | None = None

    @property
    def width(self) -> float:
        """The width of the sampling range, `high - low`."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Reported:
    """A figure someone else published, with no range because what came with it cannot support one.

    `value`: as published. `n`: how many answers it rests on, where that was published.
    """

    value: float
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Withheld:
    """A figure that exists and is not shown. Never 0, blank or NaN.

    `reason`: why. `minimum`: the minimum group in force.
    """

    reason: Reason
    minimum: int


Figure = Estimate | Reported | Withheld
"""What stands in a row: an estimate, a published figure, or that it is withheld."""
