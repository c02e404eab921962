"""Do people of one group answer alike? Intraclass correlations and within-group agreement."""

from accord.core.trust.agreement.intraclass import Icc, icc_anova, icc_reml
from accord.core.trust.agreement.within_group import rwg, rwg_j

__all__ = ["Icc", "icc_anova", "icc_reml", "rwg", "rwg_j"]
