"""An attacker with a linear-programming solver, who has a picture, the head counts and nothing else.

Nothing here comes from the code that withholds: the attack starts from what is shown and works out what it can.
What is shown of one measure is a plain dict:

    minimum     the minimum group in force
    step        what means are rounded to, in points of the scale of 0 to 100
    staff       [{"cell": {"organisation": "A", "sector": "acute", "group": "nurses"}, "staff": 30}, …], the public
                head counts of the finest groups («staff» None: someone works there, how many is not known)
    shown       [{"cell": {"organisation": "A"}, "n": 52, "mean": 61.0}, …]; "cell": {} is the whole
    withheld    [{"cell": {"organisation": "A", "group": "nurses"}, "reason": "too_few"}, …]
    left_out    names of organisations the picture says are in no total (may be absent)
    additive    False where means are weighted, so that count × mean does not add up (then «pinned» is not tried;
                the other two do not depend on it); True where absent

The attack succeeds, and each success is a `Finding`, in any of these ways:

derived     A withheld cell is a combination of shown ones (it lies in the span of their rows), so that its count
            and, but for rounding, its mean are found. Rounding is not counted as protection.
small       Some sum in which no group counts negatively and one of them fully is a combination of shown cells, and
            holds fewer than the minimum: a linear programme over all combinations finds the smallest. Its count
            and, but for rounding, its mean are found.
pinned      A cell withheld for being small has a mean that is known to within 20 points (of 100) from everything
            together: sums to within rounding, no negative counts, scores within the scale, head counts, what the
            reasons say. Wider than that, the attacker knows little more than the scale itself.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog

PINNED = 20.0
"""Points: a mean of a small group known to within this is found."""
EXACT = 1e-7

Cell = dict[str, str]


@dataclass(frozen=True)
class Finding:
    """One success: how, which cell or groups, how many people (None: not known) and the range of their mean."""

    kind: str
    cells: tuple[Cell, ...]
    people: float | None = None
    low: float = 0.0
    high: float = 100.0


@dataclass(frozen=True, eq=False)
class Known:
    """What is shown, as linear algebra over the finest groups that anyone works in."""

    groups: list[Cell]
    staff: np.ndarray
    rows: np.ndarray
    counts: np.ndarray
    means: np.ndarray
    hidden: np.ndarray
    cells: list[Cell]
    reasons: list[str]
    minimum: int
    step: float
    outside: np.ndarray
    additive: bool


def attack(shown: dict[str, Any]) -> list[Finding]:
    """Everything that can be found about small groups from what is shown of one measure.

    Where organisations are said to be left out of every total, the attacker does not believe it but tries both:
    that they are, and that totals hold them all the same.
    """
    doubted = _known(shown, believe=False)
    if not _adds_up(doubted):
        return [Finding("inconsistent", ())]
    believed = _known(shown, believe=True)
    findings = _attack(doubted)
    if shown.get("left_out") and _adds_up(believed):
        findings += [finding for finding in _attack(believed) if finding not in findings]
    return findings


def attack_together(pictures: dict[str, dict[str, Any]], questions: dict[str, tuple[str, ...]]) -> list[Finding]:
    """Withheld figures that follow from other figures about the same people, by name of the figure.

    `questions`: what each figure is the plain mean of. An index is the mean of its parts: with the index and all
    parts but one, the last is found. Unknown are the sums of each group on each question; a withheld figure in the
    span of the shown ones is found. The measures must describe the same groups.
    """
    asked = sorted({question for names in questions.values() for question in names})
    share = {name: np.array([question in questions[name] for question in asked]) for name in pictures}
    known = {name: _known(shown, believe=True) for name, shown in pictures.items()}
    rows = np.vstack([np.kron(known[name].rows, share[name]) for name in pictures])
    findings = []
    for name in pictures:
        for cell, hidden in zip(known[name].cells, known[name].hidden, strict=True):
            row = np.kron(hidden * ~known[name].outside, share[name])
            weights, *_ = np.linalg.lstsq(rows.T, row, rcond=None)
            if row.any() and np.abs(rows.T @ weights - row).max() < EXACT:
                findings.append(Finding(f"derived:{name}", (cell,)))
    return findings


def _attack(known: Known) -> list[Finding]:
    return [*_derived(known), *_small(known), *(_pinned(known) if known.additive else [])]


def _adds_up(known: Known) -> bool:
    """Whether any counts of the groups give the counts shown: else somebody is in a total and in no group."""
    if not len(known.rows):
        return True
    return linprog(np.zeros(len(known.groups)), A_eq=known.rows, b_eq=known.counts).status == 0


def _known(shown: dict[str, Any], *, believe: bool) -> Known:
    groups = [row["cell"] for row in shown["staff"]]
    outside = np.array([group.get("organisation") in shown.get("left_out", ()) for group in groups], dtype=bool)
    cells = [row["cell"] for row in shown["shown"]]
    rows = _inside(cells, groups)
    if believe:
        rows = rows * ~outside
    return Known(
        groups,
        np.array([np.inf if row["staff"] is None else row["staff"] for row in shown["staff"]], dtype=float),
        rows,
        np.array([row["n"] for row in shown["shown"]], dtype=float),
        np.array([row["mean"] for row in shown["shown"]], dtype=float),
        _inside([row["cell"] for row in shown["withheld"]], groups),
        [row["cell"] for row in shown["withheld"]],
        [row["reason"] for row in shown["withheld"]],
        shown["minimum"],
        shown["step"],
        outside,
        shown.get("additive", True),
    )


def _inside(cells: list[Cell], groups: list[Cell]) -> np.ndarray:
    """[cells, groups]: 1 where the group is part of the cell."""
    rows = [[all(group.get(d) == level for d, level in cell.items()) for group in groups] for cell in cells]
    return np.array(rows, dtype=float).reshape(len(cells), len(groups))


def _derived(known: Known) -> list[Finding]:
    """Withheld cells in the span of the shown ones: projected on it, nothing is left over."""
    findings = []
    for cell, row in zip(known.cells, known.hidden, strict=True):
        if not row.any():
            continue
        weights, *_ = np.linalg.lstsq(known.rows.T, row, rcond=None)
        if np.abs(known.rows.T @ weights - row).max(initial=0.0) < EXACT:
            people = float(weights @ known.counts)
            # «Left out, and nobody of it is in any total» is what the picture says anyway.
            if people > 0.5 or not known.outside[row > 0].all():
                findings.append(Finding("derived", (cell,), people, *_mean(known, weights)))
    return findings


def _small(known: Known) -> list[Finding]:
    """For each group the smallest sum that holds it, if that is smaller than the minimum; each such sum once."""
    findings: dict[tuple[float, ...], Finding] = {}
    for group in range(len(known.groups)):
        if not known.rows[:, group].any():
            continue
        found = linprog(
            known.counts,
            A_ub=-known.rows.T,
            b_ub=np.zeros(len(known.groups)),
            A_eq=known.rows[:, [group]].T,
            b_eq=[1.0],
            bounds=(None, None),
        )
        assert found.status == 0, found.message
        people, union = float(found.fun), known.rows.T @ found.x
        if 0.5 < people < known.minimum - 1e-4:
            cells = tuple(known.groups[at] for at in np.flatnonzero(union > EXACT))
            findings[tuple(union.round(6))] = Finding("small", cells, people, *_mean(known, found.x))
    return list(findings.values())


def _mean(known: Known, weights: np.ndarray) -> tuple[float, float]:
    """The range of the mean of a combination of shown cells, rounding alone unknown."""
    people = float(weights @ known.counts)
    if people < 0.5:
        return 0.0, 100.0
    middle = float(weights @ (known.counts * known.means)) / people
    doubt = float(np.abs(weights) @ known.counts) * known.step / 2 / people
    return max(0.0, middle - doubt), min(100.0, middle + doubt)


def _pinned(known: Known) -> list[Finding]:
    """Small withheld cells whose mean has a narrow range, given all that is known."""
    findings = []
    for cell, row, reason in zip(known.cells, known.hidden, known.reasons, strict=True):
        if reason != "too_few" or not row.any() or known.outside[row > 0].all():
            continue
        limits = _range_of_mean(known, row)
        if limits is not None and limits[1] - limits[0] < PINNED:
            findings.append(Finding("pinned", (cell,), None, *limits))
    return findings


def _range_of_mean(known: Known, row: np.ndarray) -> tuple[float, float] | None:
    """The least and greatest mean of a cell; None where nobody can have answered there.

    A mean is a ratio, score sum over count, both unknown. Scaled so that the cell's count is one, it is linear
    (Charnes and Cooper 1962). Unknowns: counts of all groups, score sums of all groups, and the scale.
    """
    size = len(known.groups)
    none = np.zeros((len(known.rows), size))
    low = known.counts * np.maximum(0.0, known.means - known.step / 2)
    high = known.counts * np.minimum(100.0, known.means + known.step / 2)
    equal = [np.hstack([known.rows, none, -known.counts[:, None]]), np.hstack([row, 0 * row, [0.0]])[None, :]]
    least = [
        np.hstack([none, known.rows, -high[:, None]]),
        np.hstack([none, -known.rows, low[:, None]]),
        np.hstack([-100 * np.eye(size), np.eye(size), np.zeros((size, 1))]),
        *_head_counts(known),
        *_from_reasons(known),
    ]
    goal = np.hstack([0 * row, row, [0.0]])
    limits = []
    for sign in (1, -1):
        found = linprog(
            sign * goal,
            A_ub=np.vstack(least),
            b_ub=np.zeros(sum(map(len, least))),
            A_eq=np.vstack(equal),
            b_eq=np.append(np.zeros(len(known.rows)), 1.0),
            # Somebody answered there, one at least: the scale is at most one.
            bounds=[(0, None)] * (2 * size) + [(0, 1)],
        )
        if found.status != 0:
            return None
        limits.append(float(found.fun) * sign)
    return limits[0], limits[1]


def _head_counts(known: Known) -> list[np.ndarray]:
    """No more answers than staff."""
    told = np.flatnonzero(np.isfinite(known.staff))
    size = len(known.groups)
    rows = np.zeros((len(told), 2 * size + 1))
    rows[np.arange(len(told)), told] = 1.0
    rows[:, -1] = -known.staff[told]
    return [rows]


def _from_reasons(known: Known) -> list[np.ndarray]:
    """«Too few» says fewer than the minimum, every other reason says at least as many."""
    size = len(known.groups)
    rows = []
    for row, reason in zip(known.hidden, known.reasons, strict=True):
        if reason == "too_few":
            rows.append(np.hstack([row, np.zeros(size), [1.0 - known.minimum]]))
        else:
            rows.append(np.hstack([-row, np.zeros(size), [float(known.minimum)]]))
    return [np.array(rows).reshape(len(rows), 2 * size + 1)]
