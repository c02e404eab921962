"""What alpha, omega and the one-factor model share: complete answers, and ranges of a reliability."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from accord.core.trust._arrays import FloatArray, wrong


def complete(items: ArrayLike, function: str) -> FloatArray:
    """The rows without a missing answer, float64 [complete people, items], centred on the item means."""
    table = np.asarray(items, dtype=np.float64)
    if table.ndim != 2:
        raise wrong("items", function, "two-dimensional, people by items", f"{table.ndim} dimensions")
    missing = np.isnan(table).any(axis=1)
    kept = table[~missing] if missing.any() else table
    return kept - kept.mean(axis=0) if len(kept) else kept


def varies(centred: FloatArray) -> bool:
    """Whether there are more people than items, and every item has at least two different answers."""
    people, items = centred.shape
    return bool(people > items and (np.ptp(centred, axis=0) > 0).all())


def correlation(products: FloatArray) -> FloatArray:
    """Correlations from centred sums of cross-products, [..., items, items]."""
    scale = np.sqrt(np.diagonal(products, axis1=-2, axis2=-1))
    matrix: FloatArray = products / (scale[..., :, None] * scale[..., None, :])
    return matrix


def reliability_range(value: float, se: float, level: float) -> tuple[float, float]:
    """The range of a reliability with a standard error, symmetric on the scale ln(1 − value), so never above 1."""
    if value >= 1.0:
        return value, value
    half = float(ndtri(0.5 + level / 2)) * se / (1.0 - value)
    return 1.0 - (1.0 - value) * math.exp(half), 1.0 - (1.0 - value) * math.exp(-half)
