"""Published figures that may stand beside a picture."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from accord.analysis.results import Benchmark
from accord.questionnaires.model import Questionnaire


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads((files("accord.questionnaires") / "benchmarks.toml").read_text(encoding="utf-8"))


def history() -> tuple[Benchmark, ...]:
    """The four sector figures of 2011: history, never on the same axis, since their items are not public.

    >>> [(fact.id, fact.value) for fact in history()][0]
    ('healthcare', 55.0)
    """
    return tuple(
        _benchmark(fact, {"en": fact["label"]}, measure=None)
        for fact in _facts()["benchmark"]
        if fact["family"] == "trust_index_2011"
    )


def identical(questionnaire: Questionnaire) -> tuple[Benchmark, ...]:
    """Benchmarks of the items this questionnaire shares with a published survey, word for word and score for score.

    An item says so itself: its `source` is the benchmark's family and its id the benchmark's item.
    """
    labels = {measure.id: measure.label for measure in questionnaire.measures}
    shared = {(item.source, item.id): item for item in questionnaire.items}
    found = [(fact, shared.get((fact["family"], fact["item"]))) for fact in _facts()["benchmark"]]
    return tuple(
        _benchmark(fact, labels[item.measure], measure=item.measure) for fact, item in found if item is not None
    )


def _benchmark(fact: dict[str, Any], label: Any, *, measure: str | None) -> Benchmark:
    family = _facts()["families"][fact["family"]]
    return Benchmark(
        id=fact["item"],
        label=label,
        year=fact["year"],
        value=fact["value"],
        low_quartile=fact.get("low_quartile"),
        high_quartile=fact.get("high_quartile"),
        source=family["source"],
        comparable=family["comparable"],
        measure=measure,
    )
