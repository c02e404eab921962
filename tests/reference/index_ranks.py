"""Slow twins of comparing: every pair and every place by plain counting."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def adjusted(p: list[float]) -> list[float]:
    """Benjamini-Hochberg from its definition: the smallest q at which each is among those rejected."""
    m = len(p)
    ordered = sorted(p)
    return [min(ordered[k] * m / (k + 1) for k in range(m) if ordered[k] >= one) for one in p]


def rejected(p: list[float], q: float) -> list[bool]:
    """The step-up rule of 1995: all up to the largest i with p_(i) at most q i / m."""
    ordered = sorted(p)
    last = max((i for i, one in enumerate(ordered, start=1) if one <= q * i / len(p)), default=0)
    return [last > 0 and one <= ordered[last - 1] for one in p]


def places(mean: Floats, margin: Floats) -> tuple[list[int], list[int]]:
    """Best and worst place of each group, given how far apart each two must be, [groups, groups]."""
    groups = range(len(mean))
    best = [1 + sum(mean[j] - mean[i] > margin[i, j] for j in groups if j != i) for i in groups]
    worst = [len(mean) - sum(mean[i] - mean[j] > margin[i, j] for j in groups if j != i) for i in groups]
    return best, worst


def largest_t(se: Floats, rng: np.random.Generator, draws: int) -> list[float]:
    """The largest |t| over pairs in each draw without a difference."""
    found = []
    for _ in range(draws):
        noise = rng.standard_normal(len(se)) * se
        pairs = [(i, j) for i in range(len(se)) for j in range(i + 1, len(se))]
        found.append(max(abs(noise[i] - noise[j]) / math.hypot(se[i], se[j]) for i, j in pairs))
    return found
