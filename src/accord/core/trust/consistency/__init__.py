"""Do several items form one scale? Alpha, omega, and the fit of one factor."""

from accord.core.trust.consistency.cronbach import alpha
from accord.core.trust.consistency.item_rest import against_the_rest, item_rest
from accord.core.trust.consistency.mcdonald import omega
from accord.core.trust.consistency.one_factor import OneFactorFit, one_factor_fit

__all__ = ["OneFactorFit", "against_the_rest", "alpha", "item_rest", "omega", "one_factor_fit"]
