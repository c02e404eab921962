"""Pictures made by hand, all fictional, for the tests of the report and for looking at it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from accord.analysis.results import (
    Benchmark,
    Breakdown,
    Change,
    Comparison,
    Contrast,
    Crossing,
    Equation,
    Gap,
    Made,
    MeasureResult,
    Pair,
    PartScore,
    Picture,
    Quotient,
    Reliability,
    Row,
    Trend,
    TrustMatrix,
    WeightingCost,
)
from accord.core.estimates import Estimate, Figure, Reason, Reported, Withheld
from accord.questionnaires.model import Item, Part, Scale

PARTNERSHIP = (
    ("Acute hospital A", 57, 55, 59, 620, 341),
    ("Acute hospital B", 44, 42, 46, 700, 287),
    ("Ambulance service", 49, 46, 52, 300, 171),
    ("Community trust", 60, 58, 62, 420, 290),
    ("Council, adult care", 54, 51, 57, 260, 151),
    ("Council, public health", 61, 56, 66, 120, 70),
    ("GP federation North", 56, 52, 60, 180, 101),
    ("GP federation South", 52, 48, 56, 175, 94),
    ("Hospice", 0, 0, 0, 22, 0),
    ("Integrated care board", 58, 55, 61, 240, 168),
    ("Mental health trust", 51, 49, 53, 520, 312),
    ("Voluntary alliance", 68, 64, 72, 150, 84),
)
Maker = Callable[[], Picture]
FEW = Withheld(Reason.TOO_FEW, 10)


def estimate(value: float, low: float, high: float, *, n: int = 200, of: int | None = 350) -> Estimate:
    """An estimate whose silent, if a frame says how many there are, pull it 10 points down or up."""
    shift = None if of is None else 10 * (1 - n / of)
    silent = (None, None) if shift is None else (value - shift, value + shift)
    return Estimate(value, low, high, n, of, *silent)


COST = WeightingCost(1.16, 1784, 12)


def partnership() -> Picture:
    """Twelve organisations, two measures, two rounds: like the page of the look."""
    return Picture(
        title={"en": "Trust across the partnership", "cy": "Ymddiriedaeth ar draws y bartneriaeth"},
        period="Autumn 2026",
        made=Made("answers", 16, 3707, 2069, 12, ("Hospice",), 10, "raked", 20261112, "0.1.0", "9f" * 32),
        measures=(_managers(), _leaders()),
        contrasts=(Contrast("managers", "leaders", estimate(17.2, 16.1, 18.3), apart=True, holds=True),),
        benchmarks=history(),
        fictional=True,
    )


def history() -> tuple[Benchmark, ...]:
    told = (("Large healthcare", 55.0), ("Government", 57.0), ("Private sector", 62.0), ("Voluntary sector", 66.0))
    source = "A sector index of 2011. Its items and its formula are not public."
    return tuple(Benchmark(str(i), {"en": n}, 2011, v, None, None, source, False) for i, (n, v) in enumerate(told))


def rows(raise_by: float = 0) -> tuple[Row, ...]:
    return tuple(_row(*line, raise_by) for line in PARTNERSHIP)


def _row(name: str, value: int, low: int, high: int, asked: int, answered: int, up: float) -> Row:
    if not answered:
        return Row(name, FEW, asked=asked)
    figure = estimate(value + up, low + up, high + up, n=answered, of=asked)
    places = {"Voluntary alliance": (1, 3), "Acute hospital B": (11, 11)}
    return Row(name, figure, asked, answered, places.get(name, (2, 10)))


def pair(a: str, b: str, value: float, *, apart: bool, holds: bool | None, needed: int | None = None) -> Pair:
    return Pair(a, b, estimate(value, value - 3, value + 3), 0.001 if apart else 0.6, apart, holds, needed)


def comparison(frame: bool = True) -> Comparison:
    return Comparison(
        looked_at=55,
        apart=27,
        overturned=19 if frame else None,
        widest=pair("Voluntary alliance", "Acute hospital B", 24, apart=True, holds=True if frame else None),
        overturned_example=pair("Acute hospital A", "Acute hospital B", 13, apart=True, holds=False) if frame else None,
        closest=pair("Integrated care board", "Acute hospital A", 1.2, apart=False, holds=False, needed=1643),
        first_places=("Community trust", "Council, public health", "Voluntary alliance"),
        points=5.0,
        needed_for_points=251,
    )


def _groups() -> Breakdown:
    told = (("Managers", 63, 59, 67), ("Nursing and care", 52, 50, 54), ("Other professions", 55, 53, 57))
    found = Comparison(3, 2, 0, pair("Managers", "Nursing and care", 11, apart=True, holds=True), None,
                       pair("Other professions", "Nursing and care", 3, apart=False, holds=False, needed=251),
                       ("Managers",), 5.0, 251)  # fmt: skip
    return Breakdown("group", tuple(Row(n, estimate(v, lo, hi), 900, 500, (1, 1)) for n, v, lo, hi in told), found)


def _sectors() -> Breakdown:
    told = (("Councils", 56, 53, 59), ("NHS", 53, 52, 54), ("Voluntary", 68, 64, 72))
    found = Comparison(3, 2, 1, pair("Voluntary", "NHS", 15, apart=True, holds=True),
                       pair("Voluntary", "Councils", 12, apart=True, holds=False),
                       pair("Councils", "NHS", 3, apart=False, holds=False), ("Voluntary",), 5.0, None)  # fmt: skip
    return Breakdown("sector", tuple(Row(n, estimate(v, lo, hi), 900, 500, (1, 1)) for n, v, lo, hi in told), found)


def parts() -> tuple[PartScore, ...]:
    told = ((Part.CREDIBILITY, 66, 65, 67), (Part.RELIABILITY, 57, 56, 58), (Part.INTIMACY, 49, 47, 51),
            (Part.SELF_ORIENTATION, 52, 50, 54))  # fmt: skip
    return tuple(PartScore(part, estimate(v, lo, hi)) for part, v, lo, hi in told)


def equation() -> Equation:
    by = tuple(
        Quotient(row.name, row.figure if isinstance(row.figure, Withheld) else Estimate(3.2, 2.9, 3.6, 100))
        for row in rows()
    )
    return Equation(parts(), Estimate(3.24, 3.05, 3.46, 2069), by, ((Part.INTIMACY, Part.SELF_ORIENTATION),),
                    ((Part.CREDIBILITY, Part.RELIABILITY),))  # fmt: skip


def reliability(*warnings: str) -> Reliability:
    return Reliability(Estimate(0.903, 0.896, 0.909, 2042), Estimate(0.91, 0.90, 0.92, 2042), None, 0.088, 0.801,
                       0.108, 0.834, 0.72, 0.79, 0.14, warnings)  # fmt: skip


def _changes() -> tuple[Change, ...]:
    whole = Change("everyone", estimate(51, 50, 52), estimate(54, 53, 55), estimate(3.1, 1.6, 4.6), True, True)
    told = [Change(row.name, *_moved(row.figure, i)) for i, row in enumerate(rows())]
    return (whole, *told)


def _moved(now: Figure, i: int) -> tuple[Figure, Figure, Estimate | None, bool, bool | None]:
    if not isinstance(now, Estimate):
        return (now, now, None, False, None)
    by = (-2, 1, 7, 0, 3, -8, 2)[i % 7]
    before = estimate(now.value - by, now.low - by, now.high - by)
    return (before, now, estimate(by, by - 4, by + 4), abs(by) > 4, by > 7 if abs(by) > 4 else None)


def crossing() -> Crossing:
    columns = ("Administrative", "Managers", "Medical", "Nursing and care", "Other professions")
    cells = [[_cell(i, j) for j in range(len(columns))] for i in range(len(PARTNERSHIP))]
    names = tuple(line[0] for line in PARTNERSHIP)
    return Crossing(("organisation", "group"), names, columns, tuple(map(tuple, cells)))


def _cell(i: int, j: int) -> Figure | None:
    name, value, *_ = PARTNERSHIP[i]
    if name == "Hospice" or (i, j) in {(5, 1), (11, 2)}:
        return FEW
    if (i, j) in {(4, 2), (5, 2)}:
        return None
    if (i, j) in {(5, 3), (11, 0)}:
        return Withheld(Reason.PROTECTS_ANOTHER, 10)
    middle = value + (-6, 14, -3, -1, 3)[j] + (i * 5 + j * 3) % 7 - 3
    return estimate(middle, middle - 5, middle + 5, n=40, of=75)


def items(measure: str, who: str) -> tuple[Item, ...]:
    """Eight questions, the last turned round."""
    texts = [f"{who}: word kept, in case {i}." for i in range(1, 8)] + [f"{who}: themselves first."]
    return tuple(
        Item(f"{measure}_{i}", measure, f"q{i}", {"en": text}, Scale("agree5"), polarity=-1 if i == 7 else 1)
        for i, text in enumerate(texts)
    )


def _leaders() -> MeasureResult:
    return MeasureResult(
        id="leaders",
        label={"en": "Senior leaders", "cy": "Uwch arweinwyr"},
        lower_is_better=False,
        items=items("leaders", "Senior leaders"),
        overall=estimate(53.6, 52.7, 54.4, n=2069, of=3707),
        breakdowns=(Breakdown("organisation", rows(), comparison()), _sectors(), _groups()),
        crossings=(crossing(),),
        equation=equation(),
        reliability=reliability(),
        changes=_changes(),
        weighting=COST,
    )


def _managers() -> MeasureResult:
    return MeasureResult(
        id="managers",
        label={"en": "Direct managers", "cy": "Rheolwyr uniongyrchol"},
        lower_is_better=False,
        items=items("managers", "My manager"),
        overall=estimate(71.0, 70.2, 71.8, n=2060, of=3707),
        breakdowns=(Breakdown("organisation", rows(17), comparison()),),
        equation=replace(equation(), alike=(), same_thing=()),
        reliability=replace(reliability("group_mean_unreliable"), icc2=0.58, icc2_reml=0.6),
        weighting=COST,
    )


def many(n: int, *, crossed: int = 0) -> Picture:
    """`n` companies, one measure, no frame and no groups; with `crossed` columns, a crossing as well."""
    chance = random.Random(n)
    names = [f"Company {i:03d}" for i in range(1, n + 1)]
    values = [62 + chance.gauss(0, 7) for _ in names]
    told = tuple(
        Row(name, FEW) if i % 23 == 7 else Row(name, Estimate(v, v - 4, v + 4, 40), None, 40, (max(1, i - 20), n))
        for i, (name, v) in enumerate(zip(names, values, strict=True))
    )
    found = replace(comparison(frame=False), looked_at=n * (n - 1) // 2, apart=n, first_places=tuple(names[10:28]),
                    widest=pair(names[0], names[-1], 20, apart=True, holds=None), closest=None)  # fmt: skip
    cells = tuple(tuple(Estimate(v + j, v - 5, v + 9, 12) for j in range(crossed)) for v in values)
    crossings = (Crossing(("organisation", "group"), tuple(names), tuple(f"Group {j}" for j in range(crossed)), cells),)
    measure = MeasureResult(
        "leadership", {"en": "Leadership"}, False, items("leadership", "Leaders"),
        Estimate(61.5, 60.8, 62.2, 2042), (Breakdown("organisation", told, found),),
        crossings=crossings if crossed else (),
        reliability=reliability("one_factor_does_not_fit", "little_agreement"),
    )  # fmt: skip
    made = Made("answers", 11, None, 2042, n, (), 10, "none", 1, "0.1.0", "ab" * 32)
    return Picture({"en": "Leadership in companies"}, "", made, (measure,), notes=("no_frame", "no_earlier_round"))


YEARS = ("2009", "2010", "2011", "2012", "2013", "2014", "2015", "2021", "2022")


def summaries(n: int = 100) -> Picture:
    """Published figures of `n` organisations over nine years with a gap, without ranges."""
    items = (
        ("confidence_manager", "Confidence in my manager", 70),
        ("confidence_senior", "Confidence in senior managers", 38),
        ("safe_to_challenge", "Safe to challenge", 41),
        ("values", "Actions match values", 44),
    )
    trends = tuple(trend(id, base, n) for id, _, base in items)
    measures = tuple(_published(t, label) for t, (_, label, _) in zip(trends, items, strict=True))
    made = Made("summaries", 4, None, 0, n, (), 10, "none", 0, "0.1.0", "cd" * 32)
    beside = tuple(
        Benchmark("b", {"en": "Confidence in my manager"}, year, 70.0 + i, 65.0, 75.5,
                  "A public survey. Medians over organisations.", True, "confidence_manager")
        for i, year in enumerate((2021, 2022))
    )  # fmt: skip
    return Picture({"en": "A survey of public offices"}, "2022", made, measures, trends=trends, benchmarks=beside,
                   notes=("summaries_only",))  # fmt: skip


def trend(id: str, base: float, n: int) -> Trend:
    chance = random.Random(id)
    names = tuple(f"Office {i:03d}" for i in range(1, n + 1))
    figures: list[tuple[Figure | None, ...]] = []
    for _ in names:
        level = base + chance.gauss(0, 9)
        line = [Reported(min(100.0, level + 1.6 * i + chance.gauss(0, 3)), 100) for i in range(len(YEARS))]
        figures.append(tuple(None if chance.random() < 0.1 else figure for figure in line))
    columns = [sorted(f.value for line in figures if isinstance(f := line[i], Reported)) for i in range(len(YEARS))]
    cut = [[column[int(len(column) * share)] for column in columns] for share in (0.5, 0.25, 0.75)]
    return Trend(id, YEARS, names, tuple(figures), tuple(cut[0]), tuple(cut[1]), tuple(cut[2]))


def _published(found: Trend, label: str) -> MeasureResult:
    told = zip(found.names, found.figures, strict=True)
    lines = tuple(Row(name, line[-1], answered=100) for name, line in told if line[-1] is not None)
    return MeasureResult(found.measure, {"en": label}, False, items(found.measure, label)[:1],
                         Reported(found.medians[-1] or 0), (Breakdown("organisation", lines, None),))  # fmt: skip


def one_organisation() -> Picture:
    """A single organisation with a frame that has no groups, nothing to compare."""
    picture = many(1)
    figure = estimate(58.4, 52.6, 64.2, n=61, of=140)
    only = Breakdown("organisation", (Row("Harbour practice", figure, 140, 61, None),), None)
    measure = replace(picture.measures[0], overall=figure, breakdowns=(only,), reliability=None)
    made = replace(picture.made, asked=140, answered=61, weighting="poststratified")
    return replace(picture, made=made, measures=(measure,), notes=("one_organisation", "frame_without_groups"))


def all_withheld(names: Sequence[str] = ("Hospice", "Library", "Village hall")) -> Picture:
    """Nothing but withheld figures."""
    picture = many(3)
    lines = tuple(Row(name, FEW, asked=15) for name in names)
    measure = replace(picture.measures[0], overall=FEW, breakdowns=(Breakdown("organisation", lines, None),),
                      reliability=None)  # fmt: skip
    made = replace(picture.made, asked=45, answered=19, organisations=3, withheld_organisations=tuple(names))
    return replace(picture, made=made, measures=(measure,), notes=("all_withheld",))


HOSTILE = (
    "<script>alert('x')</script>",
    "A" * 120,
    "مستشفى المدينة",
    "🏥 Ward “5” & Co",
    "{a} %s {{ doc }} #let x = 1",
)


def between() -> Picture:
    """Three groups about each other; what one says is withheld."""
    names = ("Doctors", "Managers", "Nurses")
    measures = tuple(
        replace(_managers(), id=f"{kind}_{name}", label={"en": f"{kind} {name}"}, equation=None, asked=0.5)
        for name in names
        for kind in ("trust", "believed")
    )
    said = tuple(tuple(None if i == j else estimate(30 + 15 * j + i, 27 + 15 * j, 35 + 15 * j, n=80) for j in range(3))
                 for i in range(3))  # fmt: skip
    trust = (said[0], said[1], (FEW, FEW, None))
    believed = tuple(tuple(None if i == j else estimate(50, 46, 54, n=80) for j in range(3)) for i in range(3))
    gaps = tuple(
        Gap(names[i], names[j], believed[i][j], trust[j][i], None if j == 2 else estimate(-20 + i, -25, -15, n=160),
            j != 2, j == 0 if j != 2 else None)
        for i in range(3) for j in range(3) if i != j
    )  # fmt: skip
    matrix = TrustMatrix("group", names, names, trust, believed, gaps, tuple(measure.id for measure in measures))
    return replace(partnership(), measures=(_leaders(), *measures), contrasts=(), between=matrix)


def hostile() -> Picture:
    """Names that try to be something else."""
    picture = partnership()
    leaders = picture.measures[1]
    lines = tuple(Row(name, estimate(50 + i, 47 + i, 53 + i), 300, 170, (1, 5)) for i, name in enumerate(HOSTILE))
    found = replace(comparison(), widest=pair(HOSTILE[3], HOSTILE[0], 9, apart=True, holds=True),
                    overturned_example=None, first_places=HOSTILE,
                    closest=pair(HOSTILE[1], HOSTILE[2], 1, apart=False, holds=False, needed=900))  # fmt: skip
    label = {"en": HOSTILE[4]}
    measure = replace(leaders, label=label, breakdowns=(Breakdown("organisation", lines, found),), crossings=(),
                      equation=None, changes=())  # fmt: skip
    return replace(picture, title={"en": HOSTILE[0]}, measures=(measure,), contrasts=())


ALL: dict[str, Maker] = {
    "partnership": partnership,
    "companies": lambda: many(49),
    "long": lambda: many(220, crossed=8),
    "summaries": summaries,
    "offices": lambda: summaries(8),
    "one": one_organisation,
    "withheld": all_withheld,
    "between": between,
    "hostile": hostile,
}
"""Every sample by name."""
