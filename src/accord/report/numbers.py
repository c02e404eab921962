"""Numbers as a reader meets them: whole points, «57 to 65», counts with a separator."""

from math import floor

from accord.core.estimates import Estimate
from accord.report.language import Translator


def whole(value: float) -> int:
    """The nearest whole point, halves upward (Python's `round` sends 56.5 down and 57.5 up).

    >>> whole(56.5), whole(57.5), whole(-0.4)
    (57, 58, 0)
    """
    return floor(value + 0.5)


def points(value: float) -> str:
    """A value in whole points, with a true minus sign.

    >>> points(56.5), points(-3.2)
    ('57', '−3')
    """
    return str(whole(value)).replace("-", "−")


def span(t: Translator, low: float, high: float) -> str:
    """A range in whole points; one number where both ends round to it.

    >>> from accord.report.language import translator
    >>> span(translator("en"), 56.6, 65.2), span(translator("en"), 56.6, 57.2)
    ('57 to 65', '57')
    """
    if whole(low) == whole(high):
        return points(low)
    return t.gettext("{low} to {high}").format(low=points(low), high=points(high))


def range_of(t: Translator, estimate: Estimate) -> str:
    """The sampling range of an estimate, in whole points."""
    return span(t, estimate.low, estimate.high)


def count(t: Translator, number: int) -> str:
    """How many, with the language's separator of thousands.

    >>> from accord.report.language import translator
    >>> count(translator("en"), 3840)
    '3,840'
    """
    return f"{number:,}".replace(",", t.pgettext("separator of thousands", ","))


def decimal(t: Translator, value: float, places: int) -> str:
    """A number with a fixed number of decimals.

    >>> from accord.report.language import translator
    >>> decimal(translator("en"), 0.9, 2)
    '0.90'
    """
    return f"{value:.{places}f}".replace("-", "−").replace(".", t.pgettext("decimal point", "."))


def about(number: int) -> int:
    """A number of answers rounded up to a twentieth of its power of ten, since more precision would be pretence.

    >>> about(1643), about(87), about(251)
    (1650, 87, 255)
    """
    step = max(int("1" + "0" * (len(str(number)) - 1)) // 20, 1)
    return -(-number // step) * step
