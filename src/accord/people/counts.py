"""Head counts as pages show them: by organisation and staff group, none under the smallest group."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from accord.people.queries import Headcount


@dataclass(frozen=True, slots=True)
class Shown:
    """One line. `pooled`: the groups too small to be shown alone, together. `staff`: None where even that is withheld.

    `staff_group` is empty where none is named, and for an organisation as a whole.
    """

    name: str
    staff_group: str
    pooled: bool
    staff: int | None


def shown(counts: Iterable[Headcount], *, least: int) -> list[Shown]:
    """The counts without any under `least`. What is pooled is at least as large, so that no total leads to a small one.

    >>> from uuid import UUID
    >>> at = [("Porters", 3), ("Nurses", 40), ("Clerks", 12)]
    >>> for line in shown([Headcount(UUID(int=1), "Alder", group, "", n) for group, n in at], least=10):
    ...     print(line.staff_group or "together", line.staff)
    Nurses 40
    together 15
    """
    return [line for name, cells in groupby(counts, key=lambda cell: cell.name) for line in _lines(name, cells, least)]


def _lines(name: str, cells: Iterable[Headcount], least: int) -> Iterator[Shown]:
    groups: Counter[str] = Counter()
    for cell in cells:
        groups[cell.staff_group] += cell.staff
    if groups.total() < least:
        yield Shown(name, "", pooled=False, staff=None)
        return
    pool = _pool(groups, least)
    for group in sorted(set(groups) - pool):
        yield Shown(name, group, pooled=False, staff=groups[group])
    if pool:
        yield Shown(name, "", pooled=True, staff=sum(groups[group] for group in pool))


def _pool(groups: Counter[str], least: int) -> set[str]:
    """The groups under `least`; where they are few together, the next larger ones, too."""
    pool: set[str] = set()
    staff = 0
    for group, size in sorted(groups.items(), key=lambda pair: (pair[1], pair[0])):
        if size >= least and (not pool or staff >= least):
            break
        pool.add(group)
        staff += size
    return pool
