"""The attack on what `suppress` lets through, and on what three wrong ways of withholding would let through."""

from itertools import product

import numpy as np
import pytest
from tests.attack.linear_programme import attack, attack_together

from accord.core.disclosure.cells import REASONS, Status
from accord.core.disclosure.complementary import suppress
from accord.core.disclosure.organisations import left_out

DIMENSIONS = ("organisation", "sector", "group")
MARGINS = ((), (0,), (1,), (2,))
CROSSINGS = ((), ((0, 2),), ((1, 2),), ((0, 2), (1, 2)))
TOO_FEW = 10


class Partnership:
    """A random one: coordinates of its groups, staff, answers, each person's score."""

    def __init__(self, seed: int, middle: float = 58, spread: float = 20) -> None:
        rng = np.random.default_rng(seed)
        organisations, groups = rng.integers(2, 10), rng.integers(1, 6)
        sectors = rng.integers(0, 3, organisations)
        cells = [(o, sectors[o], g) for o, g in product(range(organisations), range(groups)) if rng.random() < 0.9]
        self.coordinates = np.array(cells, dtype=int).reshape(-1, 3)
        self.staff = 1 + rng.poisson(rng.choice([4, 15, 60], len(cells)))
        self.counts = rng.binomial(self.staff, rng.uniform(0.2, 0.9, len(cells)))
        self.sizes = (int(organisations), 3, int(groups))
        self.tables = (*MARGINS, *CROSSINGS[seed % len(CROSSINGS)])
        # Respondents' SD about 20, and some 8 points between groups, as in real rounds.
        middles = rng.normal(middle, 0.4 * spread, len(cells))
        self.sums = np.array(
            [rng.normal(m, spread, n).clip(0, 100).sum() for m, n in zip(middles, self.counts, strict=True)]
        )

    def cells_of(self, table):
        """Each cell with staff, as (place, its groups)."""
        places = [tuple(int(row[d]) for d in table) for row in self.coordinates]
        return [(cell, np.array([place == cell for place in places])) for cell in sorted(set(places))]

    def named(self, table, place):
        return {DIMENSIONS[d]: str(level) for d, level in zip(table, place, strict=True)}

    def picture(self, statuses, *, gone=(), totals_hold_them=False):
        """What is shown: rounded means and counts, or the reason; `gone`: organisations left out."""
        gone_groups = np.isin(self.coordinates[:, 0], gone)
        shown, withheld = [], []
        for table, status in zip(self.tables, statuses, strict=True):
            for place, groups in self.cells_of(table):
                used = groups if totals_hold_them else groups & ~gone_groups
                cell, number = self.named(table, place), int(self.counts[used].sum())
                if (groups & ~gone_groups).any() and status[place] == Status.SHOWN:
                    shown.append({"cell": cell, "n": number, "mean": float(np.round(self.sums[used].sum() / number))})
                else:
                    verdict = Status(int(status[place]))
                    withheld.append({"cell": cell, "reason": str(REASONS.get(verdict, "too_few"))})
        return {
            "minimum": TOO_FEW,
            "step": 1.0,
            "staff": [
                {"cell": self.named((0, 1, 2), row), "staff": int(n)}
                for row, n in zip(self.coordinates, self.staff, strict=True)
            ],
            "shown": shown,
            "withheld": withheld,
            "left_out": [str(organisation) for organisation in gone],
        }

    def statuses(self, gone=()):
        """What `suppress` says once these organisations have been dropped."""
        kept = ~np.isin(self.coordinates[:, 0], gone)
        return suppress(
            self.coordinates[kept], self.counts[kept], sizes=self.sizes, tables=self.tables, minimum=TOO_FEW
        )

    def gone(self):
        return np.flatnonzero(
            left_out(self.coordinates, self.counts, sizes=self.sizes, tables=self.tables, minimum=TOO_FEW)
        )


def shown_cells(picture):
    return [row["cell"] for row in picture["shown"]]


@pytest.mark.parametrize("first", range(0, 200, 10))
def test_nothing_hidden_is_found_on_200_random_tables(first):
    for seed in range(first, first + 10):
        partnership = Partnership(seed)
        assert attack(partnership.picture(partnership.statuses())) == [], seed


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_nothing_hidden_is_found_where_organisations_are_left_out(first):
    for seed in range(first, first + 10):
        partnership = Partnership(seed)
        gone = partnership.gone()
        assert attack(partnership.picture(partnership.statuses(gone), gone=gone)) == [], seed


def test_the_random_tables_are_worth_attacking():
    """Most have cells that protect others, and most cells with enough people are still shown."""
    protecting, enough, shown = 0, 0, 0
    for seed in range(200):
        partnership = Partnership(seed)
        statuses = partnership.statuses()
        values = np.concatenate([np.ravel(status) for status in statuses])
        protecting += bool(np.isin(values, (Status.PROTECTS_ANOTHER, Status.OTHER_SIDE_TOO_FEW)).any())
        enough += int((np.isin(values, (0, 2, 3))).sum())
        shown += int((values == Status.SHOWN).sum())
    assert protecting > 100
    assert shown / enough > 0.7


def without_complements(statuses):
    """The first mutant: only small cells are withheld."""
    return tuple(
        np.where(np.isin(status, (Status.PROTECTS_ANOTHER, Status.OTHER_SIDE_TOO_FEW)), Status.SHOWN, status)
        for status in statuses
    )


def test_the_attack_finds_what_is_not_protected_by_others():
    successes, protected = 0, 0
    for seed in range(40):
        partnership = Partnership(seed)
        statuses = partnership.statuses()
        mutant = without_complements(statuses)
        if all((a == b).all() for a, b in zip(statuses, mutant, strict=True)):
            continue
        protected += 1
        successes += bool(attack(partnership.picture(mutant)))
    assert protected > 20
    assert successes == protected


def test_each_complement_is_needed_and_the_attack_finds_out_when_it_is_shown():
    """Showing any one of the cells that protect others gives something away, and the attack finds it."""
    everyone_answers = [seed for seed in range(100) if Partnership(seed).counts.min(initial=1) > 0]
    tried = 0
    for seed in everyone_answers[:5]:
        partnership = Partnership(seed)
        statuses = partnership.statuses()
        for number, status in enumerate(statuses):
            for place in map(tuple, np.argwhere(np.isin(status, (Status.PROTECTS_ANOTHER, Status.OTHER_SIDE_TOO_FEW)))):
                mutant = [table.copy() for table in statuses]
                mutant[number][place] = Status.SHOWN
                assert attack(partnership.picture(mutant)), (seed, number, place)
                tried += 1
    assert tried > 5


def one_row(counts, reasons):
    """Two organisations, of which the second hides as much as the first, so that columns give nothing away."""
    staff, shown, withheld = [], [], []
    for organisation in ("A", "B"):
        for group, (n, reason) in enumerate(zip(counts, reasons, strict=True)):
            cell = {"organisation": organisation, "group": str(group)}
            staff.append({"cell": cell, "staff": 60})
            if reason:
                withheld.append({"cell": cell, "reason": reason})
            else:
                shown.append({"cell": cell, "n": n, "mean": 60.0})
        shown.append({"cell": {"organisation": organisation}, "n": sum(counts), "mean": 60.0})
    return {"minimum": 10, "step": 1.0, "staff": staff, "shown": shown, "withheld": withheld}


def test_the_attack_finds_complements_whose_union_is_too_small():
    """The second mutant: 3 is protected by 4, but the row gives their sum, 7 people."""
    findings = attack(one_row([3, 4, 40], ["too_few", "too_few", ""]))
    assert {finding.kind for finding in findings} == {"small"}
    assert [finding.people for finding in findings] == [7.0, 7.0]
    assert attack(one_row([3, 40, 40], ["too_few", "protects_another", ""])) == []


def test_the_attack_finds_organisations_that_totals_still_hold():
    """The third mutant: organisations are left out of the list, and not of the totals."""
    tried = found = 0
    for seed in range(40):
        partnership = Partnership(seed)
        gone = partnership.gone()
        statuses = partnership.statuses(gone)
        people = partnership.counts[np.isin(partnership.coordinates[:, 0], gone)].sum()
        if statuses[0] != Status.SHOWN or not 0 < people < TOO_FEW:
            continue
        tried += 1
        found += bool(attack(partnership.picture(statuses, gone=gone, totals_hold_them=True)))
    assert tried >= 5
    assert found == tried


def test_the_attack_pins_a_mean_by_the_ends_of_the_scale():
    """20 people with a mean of 100: whoever is hidden among them answered 100, though no sum gives them away."""
    picture = one_row([3, 17, 40], ["too_few", "protects_another", ""])
    picture["step"] = 0.1
    for row in picture["shown"]:
        if "group" not in row["cell"]:
            row["mean"] = 73.3  # (20 × 100 + 40 × 60) / 60
    assert {finding.kind for finding in attack(picture)} == {"pinned"}


@pytest.mark.parametrize(("middle", "spread", "some"), [(75, 20, False), (96, 8, True)])
def test_small_groups_are_pinned_only_where_everyone_is_near_the_end_of_the_scale(middle, spread, some):
    """The stated limit: a shown mean of 96 tells nearly everyone's answer, whoever they are."""
    findings = []
    for seed in range(20):
        partnership = Partnership(seed, middle, spread)
        findings += attack(partnership.picture(partnership.statuses()))
    assert bool(findings) == some
    assert {finding.kind for finding in findings} <= {"pinned"}
    assert all(finding.high > 95 for finding in findings)


def test_the_attack_finds_somebody_who_is_in_a_total_and_in_no_group():
    picture = one_row([30, 40, 40], ["", "", ""])
    picture["shown"][-1]["n"] += 1
    assert [finding.kind for finding in attack(picture)] == ["inconsistent"]


def test_the_attack_finds_a_part_from_the_index_and_the_other_parts():
    parts = {"credibility": ("c",), "reliability": ("r",), "intimacy": ("i",), "self_orientation": ("s",)}
    questions = {"index": ("c", "r", "i", "s"), **parts}
    whole = one_row([30, 40, 40], ["", "", ""])
    without = one_row([30, 40, 40], ["", "too_few", "too_few"])
    figures = {name: without if name == "intimacy" else whole for name in questions}
    assert len(attack_together(figures, questions)) == 4
    assert attack_together(dict.fromkeys(questions, without), questions) == []
