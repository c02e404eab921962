"""Do several items form one scale? Alpha, omega, and the fit of one factor."""

from accord.core.trust.consistency.cronbach import alpha
from accord.core.trust.consistency.mcdonald import omega
from accord.core.trust.consistency.one_factor import OneFactorFit, one_factor_fit

__all__ = ["OneFactorFit", "alpha", "omega", "one_factor_fit"]
