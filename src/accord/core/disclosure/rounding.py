"""How finely figures are shown. Rounding is for reading: it never protects anyone by itself."""

import math
from dataclasses import replace

from accord.core.estimates import Estimate

POINTS = 1.0
"""Means, their ranges and differences, on 0 to 100: whole points."""
QUOTIENT = 0.1
"""The trust quotient: one decimal."""
RELIABILITY = 0.01
"""Alpha, omega and agreement: two decimals (0.001 where three are customary, as for intraclass correlations)."""


def round_to(value: float, *, step: float) -> float:
    """Round to the nearest multiple of a step, halves away from zero, so that a − b and b − a are mirror images.

    `step`: above 0, in the unit of the value. NaN and infinities stay as they are.

    >>> round_to(61.5, step=1.0), round_to(-61.5, step=1.0), round_to(0.8049, step=0.01)
    (62.0, -62.0, 0.8)
    """
    if not step > 0:
        raise ValueError(f"The 'step' parameter of round_to must be a number > 0. Got {step} instead.")
    if not math.isfinite(value):
        return value
    # A billionth of a step more: 0.15 / 0.1 is 1.4999999999999998 in binary.
    steps = math.floor(abs(value) / step + 0.5 + 1e-9)
    digits = max(0, math.ceil(-math.log10(step)) + 2)
    return math.copysign(round(steps * step, digits), value) if steps else 0.0


def round_estimate(estimate: Estimate, *, step: float) -> Estimate:
    """Round an estimate for showing: value, range and the range of the silent alike. `n` and `of` are counts and stay.

    Value and range are rounded by the same step because an exact range gives an exact value away: the value is
    the middle of the range, and with n its width gives the standard deviation.

    **Why rounding never protects.** It hides no more than half a step on the mean of n people, so n × step / 2 on
    their sum. Two shown means of n and n − 1 people, subtracted, give the one person's score to within
    ± (2n − 1) × step / 2: for groups of 10 in whole points ± 9.5 on a scale of 100; several figures of the same
    people (parts, items, rounds) narrow it further. So cells are withheld as if exact figures were shown, and
    rounding is not counted on. Nothing is computed from rounded figures: differences and ranks are computed first.

    `step`: in the unit of the value, above 0: `POINTS`, `QUOTIENT`, `RELIABILITY`.

    >>> round_estimate(Estimate(54.32, 51.6, 57.04, n=300, of=500), step=POINTS)
    Estimate(value=54.0, low=52.0, high=57.0, n=300, of=500, silent_low=None, silent_high=None)
    """
    return replace(
        estimate,
        value=round_to(estimate.value, step=step),
        low=round_to(estimate.low, step=step),
        high=round_to(estimate.high, step=step),
        silent_low=None if estimate.silent_low is None else round_to(estimate.silent_low, step=step),
        silent_high=None if estimate.silent_high is None else round_to(estimate.silent_high, step=step),
    )
