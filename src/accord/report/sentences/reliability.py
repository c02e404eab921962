"""How far the questions form one scale, each figure with what it means."""

from accord.analysis.results import Reliability
from accord.core.estimates import Estimate
from accord.report.language import Translator
from accord.report.numbers import decimal

Line = tuple[str, str, str]
"""A figure's name, the figure, and what it means."""


def lines(t: Translator, found: Reliability) -> tuple[Line, ...]:
    """The figures that could be computed."""
    told = [
        ("alpha", _range(t, found.alpha), t.gettext("do the questions hang together")),
        ("omega", _range(t, found.omega_total), t.gettext("the same, without supposing that all count alike")),
        (t.gettext("omega, hierarchical"), _range(t, found.omega_hierarchical),
         t.gettext("what one thing behind all the questions explains")),
        ("ICC(1)", _plain(t, found.icc1), t.gettext("how much of the differences lies between organisations")),
        (t.gettext("ICC(1), by REML"), _plain(t, found.icc1_reml), t.gettext("the same by another method")),
        ("ICC(2)", _plain(t, found.icc2), t.gettext("how reliable an organisation’s mean is")),
        (t.gettext("ICC(2), by REML"), _plain(t, found.icc2_reml), t.gettext("the same by another method")),
        (t.gettext("rwg, median"), _plain(t, found.rwg_median), t.gettext("how far colleagues agree")),
        ("CFI", _plain(t, found.cfi), t.gettext("how well one number fits the questions; 0.95 is good")),
        ("RMSEA", _plain(t, found.rmsea), t.gettext("how badly it fits; 0.06 or less is good")),
    ]  # fmt: skip
    return tuple((name, figure, meaning) for name, figure, meaning in told if figure)


def _plain(t: Translator, value: float | None) -> str:
    return "" if value is None else decimal(t, value, 2)


def _range(t: Translator, figure: Estimate | None) -> str:
    if figure is None:
        return ""
    return t.gettext("{value} (range {low} to {high})").format(
        value=decimal(t, figure.value, 2), low=decimal(t, figure.low, 2), high=decimal(t, figure.high, 2)
    )
