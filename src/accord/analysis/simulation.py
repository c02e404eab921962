"""A fictional partnership that answers like a real one: 12 organisations, 4,000 staff, two rounds.

How it is made, in the order of the code below:

1. *Staff.* Each organisation has fixed head counts by staff group (`PLACES`). No organisation or person is real.
2. *What they think.* Each person has a level of trust, 0 to 100, in senior leaders and in the direct manager, and a
   sense of safety in the team: a mean, what the organisation and the staff group add, a disposition that all three
   share, and what is the person's own. Each part of the trust equation lies higher or lower, for everyone and for
   each person. In the second round a few organisations have moved (`change`), the others have not.
3. *What they would say.* Each item of each round adds its own chance; the result is the nearest of the five points,
   turned round where polarity is -1. The true score of an organisation is the mean of what all its staff would say
   to all items.
4. *Who answers.* How many of each staff group answer is fixed (`rate`); who, is drawn, with odds that rise a little
   with trust in senior leaders. Different people answer in the two rounds.
5. *What they leave out.* Some staff are too far from senior leaders to know them; a few answers are missing.

The figures aimed at: a standard deviation of 20 points between respondents, ICC(1) of 0.1 for senior leaders,
direct managers 20 points above them, «don't know them» in 2 to 8 of 100 answers about them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.core.trust.scoring import score_items, score_people
from accord.questionnaires.bank import compose
from accord.questionnaires.model import Part, Questionnaire
from accord.questionnaires.write import to_toml

Floats = NDArray[np.float64]

ASKED = ("senior_leaders", "direct_managers", "safety")
TITLE = {"en": "Trust in our partnership", "cy": "Ymddiriedaeth yn ein partneriaeth"}
ROUNDS = ("Spring 2026", "Autumn 2026")


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation: staff by group, what it adds to trust in senior leaders, its change, its response rate."""

    name: str
    sector: str
    staff: Mapping[str, int]
    adds: float
    change: float
    rate: float


@dataclass(frozen=True, slots=True)
class Group:
    """A staff group: its response rate against others', what it adds to trust, how many do not know the leaders."""

    name: str
    rate: float
    adds: float
    distant: float


GROUPS = (
    Group("Nursing and midwifery", 1.00, -1.0, 0.07),
    Group("Medical", 0.85, -3.0, 0.06),
    Group("Allied health", 1.05, 0.0, 0.06),
    Group("Support", 0.90, -1.0, 0.11),
    Group("Managers and administration", 1.10, 4.0, 0.05),
    Group("Social care", 1.00, 1.0, 0.07),
)


def _place(name: str, sector: str, staff: tuple[int, ...], *, adds: float, change: float, rate: float) -> Place:
    return Place(name, sector, {g.name: n for g, n in zip(GROUPS, staff, strict=True) if n}, adds, change, rate)


PLACES = (
    _place("Acute hospital A", "Acute", (270, 90, 80, 120, 80, 0), adds=3, change=0, rate=0.55),
    _place("Acute hospital B", "Acute", (255, 85, 75, 120, 75, 0), adds=-11, change=8, rate=0.46),
    _place("Ambulance service", "Ambulance", (0, 0, 240, 90, 50, 0), adds=-6, change=-4, rate=0.52),
    _place("Community trust", "Community", (280, 20, 130, 100, 70, 0), adds=7, change=0, rate=0.65),
    _place("Council adult care", "Council", (0, 0, 20, 40, 60, 220), adds=0, change=0, rate=0.60),
    _place("Council public health", "Council", (20, 0, 0, 20, 50, 0), adds=8, change=0, rate=0.68),
    _place("GP federation North", "Primary care", (60, 60, 20, 10, 70, 0), adds=2, change=0, rate=0.52),
    _place("GP federation South", "Primary care", (55, 55, 15, 10, 65, 0), adds=-3, change=4, rate=0.50),
    _place("Hospice", "Voluntary", (12, 3, 0, 6, 3, 0), adds=10, change=0, rate=0.37),
    _place("Integrated care board", "Integrated care board", (16, 10, 0, 0, 170, 0), adds=3, change=0, rate=0.68),
    _place("Mental health trust", "Mental health", (230, 45, 95, 100, 70, 20), adds=-4, change=3, rate=0.58),
    _place("Voluntary alliance", "Voluntary", (0, 0, 0, 40, 40, 60), adds=15, change=0, rate=0.68),
)

LOWEST_RATE, HIGHEST_RATE = 0.35, 0.75
MEANS = {"senior_leaders": 52.0, "direct_managers": 74.5, "psychological_safety": 66.0}
SHARE_OF_PLACE = {"senior_leaders": 1.0, "direct_managers": 0.3, "psychological_safety": 0.4}
"""How much of what an organisation adds, and of its change, reaches each measure."""
PARTS = {Part.CREDIBILITY: 9.0, Part.RELIABILITY: 2.0, Part.INTIMACY: -6.0, Part.SELF_ORIENTATION: -5.0, None: 0.0}
"""How far the trust that each part speaks of lies from the whole."""
SHARED, OWN, PER_PART, PER_ITEM = 13.0, 13.5, 8.0, 16.0
"""Standard deviations, in points: the disposition all measures share, each measure's own, and so on inwards."""
PULL = 0.12
"""How much the log-odds of answering rise with one standard deviation of trust in senior leaders."""
SKIPS_LEADERS, FORGETS = 0.6, 0.008
"""Chances that someone distant says «don't know them» to an item, and that an answer is missing."""


@dataclass(frozen=True, slots=True, eq=False)
class Demonstration:
    """The fictional partnership.

    `frame`: organisation, sector, group, staff; one row a staff group of an organisation. `rounds`: by name, in
    order, one row a respondent: organisation, sector, group, and a column for each item of the questionnaire
    with "1" to "5", "Don't know them" or null. `truth`: round, organisation, measure, staff, score: the mean of
    all staff, had everyone answered everything. `questionnaire`: the TOML that describes the answers.
    """

    frame: pl.DataFrame
    rounds: Mapping[str, pl.DataFrame]
    truth: pl.DataFrame
    questionnaire: bytes


@dataclass(frozen=True, slots=True, eq=False)
class _Staff:
    """Everyone in post: place and group by number; feelings [people] by measure before any change.

    `apart`: [people] by measure and part, how far the trust that part speaks of lies from the whole.
    """

    place: NDArray[np.int64]
    group: NDArray[np.int64]
    feelings: Mapping[str, Floats]
    apart: Mapping[tuple[str, Part | None], Floats]


def simulate(*, rng: np.random.Generator) -> Demonstration:
    """Make the fictional partnership; the same seed gives the same one.

    >>> import numpy as np
    >>> made = simulate(rng=np.random.default_rng(2026))
    >>> int(made.frame["staff"].sum()), list(made.rounds)
    (4000, ['Spring 2026', 'Autumn 2026'])
    """
    questionnaire = compose(ASKED, id="accord-demonstration", title=TITLE)
    staff = _everyone(rng)
    rounds, truth = {}, []
    for number, name in enumerate(ROUNDS):
        said = _said(staff, questionnaire, number, rng)
        truth.append(_truth(name, staff, questionnaire, said))
        rounds[name] = _table(staff, questionnaire, said, _answering(staff, rng), rng)
    return Demonstration(_frame(), rounds, pl.concat(truth), to_toml(questionnaire).encode())


def write(folder: Path, demonstration: Demonstration) -> tuple[Path, ...]:
    """Write each round as a folder of its name that `accord picture` reads, and return these folders, in order.

    In each: `answers.csv`, `frame.csv`, `questionnaire.toml`. Folders are made where missing; files that are
    there are replaced.
    """
    places = []
    for name, answers in demonstration.rounds.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        answers.write_csv(place / "answers.csv")
        demonstration.frame.write_csv(place / "frame.csv")
        (place / "questionnaire.toml").write_bytes(demonstration.questionnaire)
        places.append(place)
    return tuple(places)


def _frame() -> pl.DataFrame:
    rows = [(p.name, p.sector, group, n) for p in PLACES for group, n in p.staff.items()]
    return pl.DataFrame(rows, schema=["organisation", "sector", "group", "staff"], orient="row")


def _everyone(rng: np.random.Generator) -> _Staff:
    cells = [(i, j, p.staff.get(g.name, 0)) for i, p in enumerate(PLACES) for j, g in enumerate(GROUPS)]
    counts = [n for _, _, n in cells]
    place = np.repeat([i for i, _, _ in cells], counts)
    group = np.repeat([j for _, j, _ in cells], counts)
    adds, group_adds = np.array([p.adds for p in PLACES])[place], np.array([g.adds for g in GROUPS])[group]
    shared = rng.normal(0.0, SHARED, len(place))
    feelings = {
        measure: mean + SHARE_OF_PLACE[measure] * (adds + group_adds) + shared + rng.normal(0.0, OWN, len(place))
        for measure, mean in MEANS.items()
    }
    apart = {(m, part): lies + rng.normal(0.0, PER_PART, len(place)) for m in MEANS for part, lies in PARTS.items()}
    return _Staff(place, group, feelings, apart)


def _said(staff: _Staff, questionnaire: Questionnaire, number: int, rng: np.random.Generator) -> Floats:
    """What everyone would say in round `number`: codes [people, items]."""
    people = len(staff.place)
    moved = number * np.array([p.change for p in PLACES])[staff.place]
    codes = np.empty((people, len(questionnaire.items)))
    for column, item in enumerate(questionnaire.items):
        felt = staff.feelings[item.measure] + staff.apart[item.measure, item.part]
        points = felt + SHARE_OF_PLACE[item.measure] * moved + rng.normal(0.0, PER_ITEM, people)
        codes[:, column] = np.clip(np.rint(1.0 + points / 25.0), 1.0, 5.0)
        if item.polarity < 0:
            codes[:, column] = 6.0 - codes[:, column]
    return codes


def _truth(name: str, staff: _Staff, questionnaire: Questionnaire, said: Floats) -> pl.DataFrame:
    rows = []
    for measure in MEANS:
        used = [i for i, item in enumerate(questionnaire.items) if item.measure == measure]
        polarity = [questionnaire.items[i].polarity for i in used]
        ends = np.ones(len(used))
        scores = score_people(score_items(said[:, used], lowest=ends, highest=5 * ends, polarity=polarity))
        for number, place in enumerate(PLACES):
            here = scores[staff.place == number]
            rows.append((name, place.name, measure, len(here), float(here.mean())))
    return pl.DataFrame(rows, schema=["round", "organisation", "measure", "staff", "score"], orient="row")


def _answering(staff: _Staff, rng: np.random.Generator) -> NDArray[np.int64]:
    """Who answers, in no order: a fixed number of each cell, those of most trust a little more likely."""
    trust = staff.feelings["senior_leaders"]
    # The largest of «log-odds plus Gumbel noise» are a draw without replacement at these odds.
    keys = PULL * (trust - trust.mean()) / trust.std() + rng.gumbel(size=len(trust))
    chosen = []
    for i, place in enumerate(PLACES):
        for j, group in enumerate(GROUPS):
            cell = np.flatnonzero((staff.place == i) & (staff.group == j))
            rate = min(max(place.rate * group.rate, LOWEST_RATE), HIGHEST_RATE)
            chosen.append(cell[np.argsort(keys[cell])[::-1][: round(rate * len(cell))]])
    return rng.permutation(np.concatenate(chosen))


def _table(
    staff: _Staff, questionnaire: Questionnaire, said: Floats, people: NDArray[np.int64], rng: np.random.Generator
) -> pl.DataFrame:
    """The answers of these people, with what they leave out."""
    distant = rng.random(len(people)) < np.array([g.distant for g in GROUPS])[staff.group[people]]
    columns: dict[str, list[str | None]] = {
        "organisation": [PLACES[i].name for i in staff.place[people]],
        "sector": [PLACES[i].sector for i in staff.place[people]],
        "group": [GROUPS[j].name for j in staff.group[people]],
    }
    for column, item in enumerate(questionnaire.items):
        cannot_say = distant & (rng.random(len(people)) < SKIPS_LEADERS) & (item.measure == "senior_leaders")
        missing = rng.random(len(people)) < FORGETS
        told = np.where(cannot_say, "Don't know them", said[people, column].astype(np.int64).astype(np.str_))
        columns[item.column] = [None if gone else str(x) for x, gone in zip(told, missing, strict=True)]
    return pl.DataFrame(columns)
