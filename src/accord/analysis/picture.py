"""The trust picture of a round: from answers and head counts, or published figures, to typed results."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from accord import __version__
from accord.analysis.asked import Asked, asked
from accord.analysis.benchmarks import history, identical
from accord.analysis.between import between
from accord.analysis.changes import changes, comparable
from accord.analysis.contrasts import contrasts
from accord.analysis.equations import equation
from accord.analysis.measures import breakdown, crossing, whole_figure
from accord.analysis.published import published_measure, published_trend
from accord.analysis.reliability import reliability
from accord.analysis.results import Breakdown, Change, Made, MeasureResult, Picture, Row, WeightingCost
from accord.analysis.scores import Scores
from accord.analysis.standing import Standing, stood
from accord.analysis.tables import Answers, Frame, Summaries
from accord.core.estimates import Estimate, Reason, Withheld
from accord.core.trust.weighting import Weights

SEED = 20260101
WHOLE = "everyone"
"""The name of the first row of changes: everyone shown."""
MeasureChange = tuple[tuple[Change, ...], dict[str, int]]
Progress = Callable[[float, str], None]
"""Called with the share done, 0 to 1, and the id of what is being worked on."""


def picture(
    data: Answers | Summaries,
    *,
    frame: Frame | None = None,
    before: Standing | None = None,
    seed: int = SEED,
    progress: Progress | None = None,
    fictional: bool = False,
) -> Picture:
    """Compute the trust picture.

    `data`: the answers of one round, or figures published by others. `frame`: staff in post; without it there
    are no weights and nothing is said of those who were silent. `before`: where an earlier round stood by its own
    head counts (`accord.analysis.standing`), for change. `seed`: of the random draws; the
    same input and seed give the same picture. `progress`: called as work goes on. `fictional`: said on every page.

    Nothing in the result lets a group smaller than the questionnaire's minimum be found.
    """
    if isinstance(data, Summaries):
        return _published(data, seed, fictional)
    tell = progress or _silent
    tell(0.0, "people")
    now = asked(data, frame)
    changed = {} if before is None else _changed(now, before)
    measures = tuple(_measures(now, changed, np.random.default_rng(seed), tell))
    tell(0.95, "contrasts")
    found = Picture(
        title=data.questionnaire.title,
        period=data.period,
        made=_made(now, seed),
        measures=measures,
        contrasts=contrasts(now),
        between=between(now),
        benchmarks=history(),
        notes=tuple(_notes(now, before)),
        fictional=fictional,
    )
    tell(1.0, "done")
    return found


def _silent(_share: float, _what: str) -> None:
    """Report progress to nobody."""


def _measures(
    now: Asked, changed: Mapping[str, MeasureChange], rng: np.random.Generator, tell: Progress
) -> Iterator[MeasureResult]:
    """Each measure in turn."""
    for i, key in enumerate(now.scores):
        tell(0.1 + 0.85 * i / len(now.scores), key)
        told, reworded = changed.get(key, ((), {}))
        yield replace(_measure(now, key, rng), changes=told, reworded=reworded)


def _measure(now: Asked, key: str, rng: np.random.Generator) -> MeasureResult:
    """Everything said about one measure but its change."""
    scores, weighed = now.scores[key], now.weighed.get(key)
    bare = _withheld_measure(now, key)
    if weighed is None:
        return bare
    return replace(
        bare,
        overall=whole_figure(weighed),
        breakdowns=tuple(breakdown(weighed, dimension, rng) for dimension in now.told.dimensions),
        crossings=tuple(crossing(weighed, table) for table in weighed.release.reasons if len(table) == 2),
        equation=equation(weighed, scores, rng) if scores.parts else None,
        reliability=reliability(weighed, scores, _points(now, key), rng),
        weighting=_cost(weighed.sample.made, weighed.release.minimum),
    )


def _withheld_measure(now: Asked, key: str) -> MeasureResult:
    """A measure of which nothing may be shown."""
    measure = now.scores[key].measure
    withheld = Withheld(Reason.TOO_FEW, now.answers.questionnaire.minimum_group)
    rows = tuple(Row(name, withheld) for name in now.told.labels["organisation"])
    return MeasureResult(
        id=key,
        label=measure.label,
        lower_is_better=measure.lower_is_better,
        items=now.answers.questionnaire.items_of(key),
        asked=_share_asked(now.scores[key]),
        overall=withheld,
        breakdowns=(Breakdown("organisation", rows, None),),
    )


def _share_asked(scores: Scores) -> float:
    return round(float(scores.asked.sum() / max(scores.meant.sum(), 1)), 2)


def _points(now: Asked, key: str) -> int:
    """The scale points of the items, the most where they differ, so that agreement is not overstated.

    Chance spreads answers less on a scale of many points than on one of few.
    """
    scales = [item.scale for item in now.answers.questionnaire.items_of(key)]
    return max(scale.highest - scale.lowest + 1 for scale in scales)


def _changed(now: Asked, before: Standing) -> dict[str, MeasureChange]:
    """By measure, where the earlier round asked the same and both show anybody."""
    mine = stood(now).measures
    return {
        key: (changes(mine[key], before.measures[key], WHOLE), reworded)
        for key, reworded in comparable(now.answers.questionnaire, before).items()
        if key in mine
    }


def _made(now: Asked, seed: int) -> Made:
    """What «How was this made?» opens to; counts cover only organisations shown for some measure."""
    names = now.told.labels["organisation"]
    shown = now.organisations()
    staff = now.told.head_count((), organisations=shown)
    answered = shown[now.told.codes["organisation"]] & ~np.isnan(now.answers.codes).all(axis=1)
    sample = next((weighed.sample for weighed in now.weighed.values()), None)
    return Made(
        source="answers",
        items=len(now.answers.questionnaire.items),
        asked=None if staff is None else int(staff[0]),
        answered=int(answered.sum()),
        organisations=len(names),
        withheld_organisations=tuple(name for name, seen in zip(names, shown, strict=True) if not seen),
        minimum_group=now.answers.questionnaire.minimum_group,
        weighting=sample.kind if sample else "none",
        seed=seed,
        version=__version__,
        digest=now.answers.digest,
    )


def _cost(made: Weights | None, minimum: int) -> WeightingCost | None:
    """What weighting cost; fewer people held at a limit than the minimum could be a withheld group that weighs much."""
    if made is None:
        return None
    trimmed = made.trimmed if made.trimmed >= minimum else 0
    return WeightingCost(round(made.design_effect, 2), round(made.effective_n), trimmed)


def _notes(now: Asked, before: Standing | None) -> Iterator[str]:
    """What a reader must know before the figures."""
    if now.told.staff is None:
        yield "no_frame"
    elif "group" in now.answers.dimensions and "group" not in now.told.staff_codes:
        yield "frame_without_groups"
    if any(weighed.sample.made and not weighed.sample.made.converged for weighed in now.weighed.values()):
        yield "weights_not_met"
    if len(now.told.labels["organisation"]) == 1:
        yield "one_organisation"
    if not any(isinstance(_whole(now, key), Estimate) for key in now.scores):
        yield "all_withheld"
    if before is None:
        yield "no_earlier_round"
    elif now.told.staff is not None and not before.weighted:
        yield "earlier_round_not_weighted"


def _whole(now: Asked, key: str) -> object:
    return whole_figure(now.weighed[key]) if key in now.weighed else None


def _published(data: Summaries, seed: int, fictional: bool) -> Picture:
    """The picture of figures that others published."""
    measures = data.questionnaire.measures
    return Picture(
        title=data.questionnaire.title,
        period=max(data.periods),
        made=Made(
            source="summaries",
            items=len(data.questionnaire.items),
            asked=None,
            answered=0,
            organisations=len(set(data.organisations)),
            withheld_organisations=(),
            minimum_group=data.questionnaire.minimum_group,
            weighting="none",
            seed=seed,
            version=__version__,
            digest=data.digest,
        ),
        measures=tuple(published_measure(data, measure) for measure in measures),
        trends=tuple(published_trend(data, measure) for measure in measures),
        benchmarks=(*history(), *identical(data.questionnaire)),
        notes=("summaries_only",),
        fictional=fictional,
    )
