"""Sample arguments for every public function of the core; test_purity.py calls each with them.

A function is registered under its module and name and gives the arguments by keyword, drawn anew at each call:
`rng` is one that test_purity.py seeds the same each time.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from accord.core.disclosure import cells, detours
from accord.core.estimates import Estimate

Arguments = dict[str, Any]
EXAMPLES: dict[str, Callable[[np.random.Generator], Arguments]] = {}

PEOPLE, GROUPS = 240, 4


def example(name: str) -> Callable[[Callable[[np.random.Generator], Arguments]], None]:
    """Register the decorated function as the sample arguments of `accord.core.<name>`."""

    def register(draw: Callable[[np.random.Generator], Arguments]) -> None:
        assert name not in EXAMPLES, name
        EXAMPLES[name] = draw

    return register


def groups(rng: np.random.Generator, number: int = GROUPS) -> np.ndarray:
    return rng.permutation(np.arange(PEOPLE) % number)


def scores(rng: np.random.Generator) -> np.ndarray:
    return rng.uniform(20, 90, size=PEOPLE)


def scores_with_gaps(rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(PEOPLE) < 0.1, np.nan, scores(rng))


def items(rng: np.random.Generator, number: int = 6) -> np.ndarray:
    level = rng.normal(3, 0.8, size=(PEOPLE, 1)) + rng.normal(0, 0.2, size=(PEOPLE, 1)) * np.arange(number) / number
    codes = np.clip(np.round(level + rng.normal(0, 0.7, size=(PEOPLE, number))), 1, 5)
    return np.where(rng.random(codes.shape) < 0.02, np.nan, codes)


def correlations(rng: np.random.Generator, number: int = 6) -> np.ndarray:
    return np.corrcoef(rng.normal(size=(PEOPLE, 1)) + rng.normal(size=(PEOPLE, number)), rowvar=False)


def loadings(rng: np.random.Generator) -> np.ndarray:
    return rng.uniform(0.1, 0.9, size=(6, 2))


def means(rng: np.random.Generator) -> Arguments:
    return {"mean": rng.uniform(40, 70, GROUPS), "se": rng.uniform(1, 3, GROUPS), "df": np.full(GROUPS, 40.0)}


def parts(rng: np.random.Generator) -> np.ndarray:
    return np.clip(rng.normal(55, 15, size=(PEOPLE, 1)) + rng.normal(0, 9, size=(PEOPLE, 4)), 0, 100)


def staff(_: np.random.Generator) -> Arguments:
    """Four organisations crossed with three groups, one of the cells small."""
    coordinates = np.array([[organisation, group] for organisation in range(4) for group in range(3)])
    counts = np.array([3, 40, 30, 25, 60, 20, 35, 15, 12, 18, 22, 50])
    return {"coordinates": coordinates, "counts": counts, "sizes": (4, 3), "tables": ((), (0,), (1,), (0, 1))}


def linked(rng: np.random.Generator) -> cells.Linked:
    return cells.link(**staff(rng))


example("disclosure.alike.all_alike")(
    lambda rng: {
        "scores": np.round(rng.uniform(0, 1, size=(PEOPLE, 1))) * 100,
        "coordinates": groups(rng)[:, None],
        "sizes": (GROUPS,),
        "tables": ((), (0,)),
    }
)
example("disclosure.cells.link")(staff)
example("disclosure.cells.primary")(lambda rng: {"linked": linked(rng), "minimum": 10})
example("disclosure.cells.flat_places")(
    lambda rng: {"coordinates": staff(rng)["coordinates"], "sizes": (4, 3), "dimensions": (0, 1)}
)
example("disclosure.complementary.suppress")(lambda rng: {**staff(rng), "minimum": 10})
example("disclosure.merging.merge")(lambda rng: {"counts": rng.integers(0, 30, size=(6, 4)), "minimum": 10})
example("disclosure.organisations.left_out")(lambda rng: {**staff(rng), "minimum": 10})
example("disclosure.families.families")(lambda _: {"items": [("a", "b"), ("a",), ("c",), ("d",)], "compared": [(2, 3)]})
example("disclosure.network.two_chains")(lambda rng: {"linked": linked(rng)})
example("disclosure.network.canonical")(lambda rng: {"labels": groups(rng)})
example("disclosure.network.refines")(lambda rng: {"fine": groups(rng, 8), "coarse": groups(rng, 2)})
example("disclosure.rounding.round_to")(lambda _: {"value": 61.5, "step": 1.0})
example("disclosure.rounding.round_estimate")(
    lambda _: {"estimate": Estimate(54.32, 51.6, 57.04, n=300, of=500), "step": 1.0}
)


@example("disclosure.detours.protect")
def protect(rng: np.random.Generator) -> Arguments:
    tables = linked(rng)
    return {"linked": tables, "primary": cells.primary(tables, 10), "minimum": 10}


@example("disclosure.proof.verify")
def verify(rng: np.random.Generator) -> Arguments:
    tables = linked(rng)
    status, found = detours.protect(tables, cells.primary(tables, 10), 10)
    return {"linked": tables, "status": status, "minimum": 10, "detours": found}


example("trust.agreement.intraclass.icc_anova")(lambda rng: {"scores": scores(rng), "groups": groups(rng)})
example("trust.agreement.intraclass.icc_reml")(lambda rng: {"scores": scores(rng), "groups": groups(rng)})
example("trust.agreement.within_group.rwg")(
    lambda rng: {"scores": items(rng)[:, 0], "groups": groups(rng), "size": GROUPS, "points": 5}
)
example("trust.agreement.within_group.rwg_j")(
    lambda rng: {"items": items(rng), "groups": groups(rng), "size": GROUPS, "points": 5}
)
example("trust.agreement.within_group.spread")(
    lambda rng: {"values": scores(rng), "codes": groups(rng), "n": np.full(GROUPS, PEOPLE // GROUPS)}
)
example("trust.consistency.cronbach.alpha")(lambda rng: {"items": items(rng)})
example("trust.consistency.factors.minres")(
    lambda rng: {"matrix": correlations(rng), "factors": 1, "start": rng.uniform(0.3, 0.6, 6)}
)
example("trust.consistency.factors.varimax")(lambda rng: {"loadings": loadings(rng)})
example("trust.consistency.factors.quartimin")(lambda rng: {"loadings": loadings(rng), "turn": np.eye(2)})
example("trust.consistency.item_rest.item_rest")(lambda rng: {"items": items(rng)})
example("trust.consistency.item_rest.against_the_rest")(lambda rng: {"items": items(rng)})
example("trust.consistency.mcdonald.omega")(lambda rng: {"items": items(rng), "rng": rng, "draws": 20})
example("trust.consistency.one_factor.one_factor_fit")(lambda rng: {"items": items(rng)})
example("trust.consistency.one_factor.maximum_likelihood")(lambda rng: {"matrix": correlations(rng)})
example("trust.differences.benjamini_hochberg")(lambda rng: {"p": rng.random(20)})
example("trust.differences.all_pairs")(lambda rng: {**means(rng), "covariance": np.eye(GROUPS) * 0.2})
example("trust.differences.change")(
    lambda rng: {"before": tuple(means(rng).values()), "now": tuple(means(rng).values())}
)
example("trust.differences.change_same_people")(
    lambda rng: {
        "before": scores(rng),
        "now": scores_with_gaps(rng),
        "weights": rng.uniform(0.5, 2, PEOPLE),
        "domains": groups(rng),
        "size": GROUPS,
    }
)
example("trust.differences.answers_needed")(lambda _: {"difference": 5.0, "sd": 20.0, "head_count": 900})
example("trust.equation.quotient")(
    lambda rng: dict(zip(("credibility", "reliability", "intimacy", "self_orientation"), parts(rng).T, strict=True))
)
example("trust.equation.quotient_range")(
    lambda rng: {
        "parts": parts(rng),
        "domains": groups(rng),
        "size": GROUPS,
        "weights": rng.uniform(0.5, 2, PEOPLE),
        "strata": groups(rng),
        "rng": rng,
        "draws": 40,
    }
)
example("trust.equation.alike_parts")(lambda _: {"mean": np.array([60.0, 61.0, 50.0, 40.0]), "cov": np.eye(4)})
example("trust.equation.same_thing")(
    lambda rng: {"parts": parts(rng), "reliabilities": np.full(4, 0.75), "rng": rng, "draws": 40}
)
example("trust.index.domain_means")(
    lambda rng: {
        "scores": scores_with_gaps(rng),
        "domains": groups(rng),
        "size": GROUPS,
        "weights": rng.uniform(0.5, 2, PEOPLE),
        "strata": groups(rng, 2),
        "population": np.array([400.0, 500.0]),
    }
)
example("trust.index.mean_covariance")(
    lambda rng: {"scores": parts(rng), "weights": rng.uniform(0.5, 2, PEOPLE), "strata": groups(rng)}
)
example("trust.index.intervals")(means)
example("trust.index.silent_range")(
    lambda rng: {"mean": means(rng)["mean"], "n": np.full(GROUPS, 60), "of": np.full(GROUPS, 150)}
)
example("trust.ranks.rank_ranges")(lambda rng: {**means(rng), "rng": rng, "draws": 200})
example("trust.replicates.jackknife_weights")(
    lambda rng: {"weights": rng.uniform(0.5, 2, PEOPLE), "strata": groups(rng), "groups": 6, "rng": rng}
)
example("trust.replicates.bootstrap_weights")(
    lambda rng: {"weights": rng.uniform(0.5, 2, PEOPLE), "strata": groups(rng), "draws": 5, "rng": rng}
)
example("trust.replicates.replicate_variance")(
    lambda rng: {"estimates": rng.normal(size=(9, 2)), "point": np.zeros(2), "coefficients": np.full(9, 1 / 9)}
)
example("trust.scoring.score_items")(
    lambda rng: {
        "codes": items(rng, 2),
        "lowest": np.array([1, 1]),
        "highest": np.array([5, 5]),
        "polarity": np.array([1, -1]),
    }
)
example("trust.scoring.score_people")(lambda rng: {"scores": items(rng) * 20})
example("trust.strata.merge_thin_strata")(
    lambda _: {
        "strata": np.array([0] * 9 + [1] * 2 + [2] * 3),
        "parents": np.array([0, 0, 0, 0]),
        "population": np.array([20, 5, 6, 4]),
    }
)
example("trust.strata.place_unknown")(
    lambda _: {
        "strata": np.array([0, 0, 1, -1]),
        "people_parents": np.array([0, 0, 0, 0]),
        "parents": np.array([0, 0]),
        "population": np.array([40, 60]),
    }
)
example("trust.weighting.poststratify")(
    lambda rng: {"strata": groups(rng), "population": np.array([100.0, 200.0, 150.0, 90.0])}
)
example("trust.weighting.rake")(
    lambda rng: {
        "base": np.ones(PEOPLE),
        "margins": [(groups(rng, 2), np.array([300.0, 200.0])), (groups(rng), np.array([100.0, 150.0, 100.0, 150.0]))],
    }
)
example("trust.weighting.effective_size")(lambda rng: {"weights": rng.uniform(0.5, 2, PEOPLE)})
