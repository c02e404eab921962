"""The typed results of an analysis. Whatever a page, a file or a program shows of a picture is in here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accord.analysis.trust_matrix import Gap, TrustMatrix
from accord.core.estimates import Estimate, Figure, Withheld
from accord.questionnaires.model import Item, Part, Text
from accord.questionnaires.problems import InputError, Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: a group and what is known of it.

    `asked`: head count, None without a frame. `answered`: None where the figure is withheld.
    `place`: the range of ranks the data allow (1 is highest), None where not ranked.
    """

    name: str
    figure: Figure
    asked: int | None = None
    answered: int | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows compared, `a` minus `b`, allowing for how many pairs were looked at.

    `apart`: the two can be told apart. `holds`: they still can when the silent of one were lower and those
    of the other higher; None without a frame. `needed`: answers needed in each to tell apart a difference
    of this size, None where no number of staff would do.
    """

    a: str
    b: str
    difference: Estimate
    p_adjusted: float
    apart: bool
    holds: bool | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs of a breakdown in brief, and those worth a sentence.

    `looked_at`, `apart`, `overturned`: pairs compared, told apart, and of these no longer certain if the
    silent differ (None without a frame). `widest`: the clearest pair that is apart and, where it can be
    known, holds. `overturned_example`: a pair apart only if the silent think alike. `closest`: the two
    nearest neighbours that cannot be told apart. `first_places`: who could be first.
    `points`, `needed_for_points`: answers needed in each of two rows to detect a difference of `points`.
    """

    looked_at: int
    apart: int
    overturned: int | None
    widest: Pair | None
    overturned_example: Pair | None
    closest: Pair | None
    first_places: tuple[str, ...]
    points: float
    needed_for_points: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A measure over the groups of one dimension (organisation, sector, group), in order of name."""

    dimension: str
    rows: tuple[Row, ...]
    comparison: Comparison | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A measure over a pre-registered crossing: `cells[i][j]` is row `rows[i]`, column `columns[j]`.

    A cell where nobody is employed, by the frame, or nobody answered without a frame, is None.
    """

    dimensions: tuple[str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Figure | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Do the items form one scale, and can a group's mean be relied on? None where it cannot be computed.

    `alpha`, `omega_total`, `omega_hierarchical`: 0 to 1 with ranges. `icc1`, `icc2`: one-way analysis of
    variance over organisations; `icc1_reml`, `icc2_reml` beside. `rwg_median`: median within-organisation
    agreement over the shown ones. `cfi`, `rmsea`: fit of one factor. `warnings`: keys, explained on the page:
    `one_factor_does_not_fit`, `group_mean_unreliable`, `little_agreement`. `against`: the places among the
    measure's items of those that run against the others.
    """

    alpha: Estimate | None
    omega_total: Estimate | None
    omega_hierarchical: Estimate | None
    icc1: float | None
    icc2: float | None
    icc1_reml: float | None
    icc2_reml: float | None
    rwg_median: float | None
    cfi: float | None
    rmsea: float | None
    warnings: tuple[str, ...] = ()
    against: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PartScore:
    """One part of the trust equation over everyone shown. Self-orientation: lower is better."""

    part: Part
    figure: Figure


@dataclass(frozen=True, slots=True)
class Quotient:
    """(C + R + I) / S of group means on the 1 to 5 scale, 0.6 to 15, with a bootstrap range."""

    name: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Equation:
    """The trust equation about one measure.

    `overall`: the quotient over everyone shown. `by_organisation`: in order of name.
    `alike`: pairs of parts whose means the data cannot tell apart. `same_thing`: pairs of parts that
    people's answers do not separate (they correlate as highly as their reliabilities allow).
    """

    parts: tuple[PartScore, ...]
    overall: Figure
    by_organisation: tuple[Quotient, ...]
    alike: tuple[tuple[Part, Part], ...]
    same_thing: tuple[tuple[Part, Part], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A row now against the round before; the two rounds are fresh samples.

    `holds`: whether what is told apart still would be, if the silent were 10 points lower in the one round and higher
    in the other; None where nothing is told apart, or how many were silent is not known.
    """

    name: str
    before: Figure
    now: Figure
    difference: Estimate | None
    apart: bool
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class WeightingCost:
    """What weighting to the staff in post cost a measure.

    `design_effect`: how much wider ranges are, as a variance. `effective_n`: how many answers of equal weight are worth
    as much. `trimmed`: how many people's weights were held at a limit, 0 if fewer than the minimum group.
    """

    design_effect: float
    effective_n: int
    trimmed: int


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """Everything said about one measure. `changes` is empty without an earlier round; its first is the whole.

    `weighting`: None where answers are not weighted. `reworded`: items that are compared with an earlier version of
    theirs, because the questionnaire says so, and with which. `asked`: the share of those who returned anything who
    were asked this, 1 unless people were given different forms.
    """

    id: str
    label: Text
    lower_is_better: bool
    items: tuple[Item, ...]
    overall: Figure
    breakdowns: tuple[Breakdown, ...]
    crossings: tuple[Crossing, ...] = ()
    equation: Equation | None = None
    reliability: Reliability | None = None
    changes: tuple[Change, ...] = ()
    weighting: WeightingCost | None = None
    reworded: Mapping[str, int] = field(default_factory=dict)
    asked: float = 1.0


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two measures compared in the same people, such as direct managers against senior leaders."""

    a: str
    b: str
    difference: Estimate
    apart: bool
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published figure from elsewhere. `comparable` only when items and scoring are identical."""

    id: str
    label: Text
    year: int
    value: float
    low_quartile: float | None
    high_quartile: float | None
    source: str
    comparable: bool
    measure: str | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Summaries of one item over periods, one line an organisation; None where a period has no figure.

    `medians`, `low_quartiles`, `high_quartiles`: over organisations, per period.
    """

    measure: str
    periods: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[tuple[Figure | None, ...], ...]
    medians: tuple[float | None, ...]
    low_quartiles: tuple[float | None, ...]
    high_quartiles: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """How the picture was made: what «How was this made?» opens to.

    `weighting`: `"none"`, `"poststratified"` or `"raked"`. `seed`: of the random draws. `version`: of Accord.
    `digest`: SHA-256 of the input, so that it can be computed again. `source`: `"answers"` or `"summaries"`.
    """

    source: str
    items: int
    asked: int | None
    answered: int
    organisations: int
    withheld_organisations: tuple[str, ...]
    minimum_group: int
    weighting: str
    seed: int
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The trust picture of one round: every figure with its ranges, or withheld with its reason.

    `title`: of the questionnaire. `period`: name of the round, may be empty. `measures`: in the
    questionnaire's order. `contrasts`: between measures. `between`: trust between groups, where it was asked.
    `notes`: keys of things a reader must know, such as `no_frame`, `one_organisation`.
    """

    title: Text
    period: str
    made: Made
    measures: tuple[MeasureResult, ...]
    contrasts: tuple[Contrast, ...] = ()
    between: TrustMatrix | None = None
    trends: tuple[Trend, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    notes: tuple[str, ...] = ()
    fictional: bool = False


__all__ = [
    "Benchmark", "Breakdown", "Change", "Comparison", "Contrast", "Crossing", "Equation", "Estimate",
    "Figure", "Gap", "InputError", "Made", "MeasureResult", "Pair", "PartScore", "Picture", "Problem", "Quotient",
    "Reliability", "Row", "Trend", "TrustMatrix", "WeightingCost", "Withheld",
]  # fmt: skip
