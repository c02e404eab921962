"""What every estimator asks of the arrays it is given, and the one sentence said when they are wrong."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def wrong(name: str, function: str, expected: str, got: object) -> ValueError:
    """The error for a wrong argument, ready to raise."""
    return ValueError(f"The '{name}' parameter of {function} must be {expected}. Got {got} instead.")


def codes_below(codes: ArrayLike, name: str, function: str, *, size: int, unknown: bool) -> IntArray:
    """Whole codes from 0 (or from -1, where `unknown` is allowed) to `size - 1`, one per person."""
    array = np.asarray(codes)
    lowest = -1 if unknown else 0
    if array.ndim != 1 or (array.size and not np.issubdtype(array.dtype, np.integer)):
        raise wrong(name, function, "a one-dimensional array of ints", f"{array.ndim}-dimensional {array.dtype}")
    if array.size and (array.min() < lowest or array.max() >= size):
        found = f"codes from {array.min()} to {array.max()}"
        raise wrong(name, function, f"codes from {lowest} to {size - 1}", found)
    return array.astype(np.int64, copy=False)


def of_length(values: ArrayLike, name: str, function: str, *, length: int) -> FloatArray:
    """A float64 vector of a given length."""
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (length,):
        raise wrong(name, function, f"an array of shape ({length},)", f"shape {array.shape}")
    return array


def weights_for(weights: ArrayLike | None, function: str, *, length: int) -> FloatArray:
    """Finite weights of at least 0, one per person; all 1 where none are given."""
    if weights is None:
        return np.ones(length)
    array = of_length(weights, "weights", function, length=length)
    if not np.isfinite(array).all() or (array < 0).any():
        raise wrong("weights", function, "finite and at least 0", "a negative or missing weight")
    return array


def level_within(level: float, function: str) -> float:
    """A level of confidence strictly between 0 and 1."""
    if not 0 < level < 1:
        raise wrong("level", function, "a float between 0 and 1", level)
    return level
