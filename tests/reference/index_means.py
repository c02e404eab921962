"""Slow twins of the index: the textbook's sums, written as loops."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def domain_mean(
    scores: Floats, inside: NDArray[np.bool_], weights: Floats, strata: Ints, population: Floats | None
) -> tuple[float, float, int, float, int]:
    """Mean, standard error, n, effective n and degrees of freedom of one domain."""
    used = [i for i in range(len(scores)) if inside[i] and not math.isnan(scores[i]) and weights[i] > 0]
    if not used:
        return math.nan, math.nan, 0, 0.0, 0
    total = sum(weights[i] for i in used)
    mean = sum(weights[i] * scores[i] for i in used) / total
    variance = 0.0
    for stratum in sorted(set(strata.tolist())):
        members = [i for i in range(len(scores)) if strata[i] == stratum]
        u = [weights[i] * (scores[i] - mean) / total if i in used else 0.0 for i in members]
        n = len(members)
        rest = 1.0 if population is None else 1.0 - n / population[stratum]
        if n == 1:
            variance += rest * u[0] ** 2
            continue
        centre = sum(u) / n
        variance += rest * n / (n - 1) * sum((x - centre) ** 2 for x in u)
    se = math.sqrt(variance) if len(used) > 1 else math.nan
    effective = total**2 / sum(weights[i] ** 2 for i in used)
    return mean, se, len(used), effective, len(used) - len({int(strata[i]) for i in used})


def bootstrap(weights: Floats, strata: Ints, rng: np.random.Generator) -> Floats:
    """One draw of the rescaled bootstrap, stratum by stratum."""
    drawn = np.zeros(len(weights))
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        if members.size == 1:
            drawn[members] = weights[members]
            continue
        for _ in range(members.size - 1):
            one = members[int(rng.random() * members.size)]
            drawn[one] += weights[one] * members.size / (members.size - 1)
    return drawn


def rake_to(base: Floats, margins: list[tuple[Ints, Floats]], sweeps: int) -> Floats:
    """Iterative proportional fitting without limits, person by person."""
    weights = [float(w) for w in base]
    for _ in range(sweeps):
        for levels, staff in margins:
            for level, wanted in enumerate(staff):
                members = [i for i in range(len(weights)) if levels[i] == level]
                now = sum(weights[i] for i in members)
                for i in members:
                    weights[i] *= wanted / now
    return np.array(weights)
