"""Strata of at least the minimum group: small groups and organisations merged before anybody is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from accord.core.disclosure.cells import LEAST_MINIMUM


@dataclass(frozen=True, slots=True)
class Stratum:
    """What an answer may say of the person it is from.

    `people`: head count. `cells`: the (organisation, group) pairs it is made of, in order. `organisation`, `group`:
    what it may be called: the one that all of its people belong to, None where they belong to several. An
    organisation that was put together with others is never named, not even for a stratum of its people alone.
    """

    people: int
    cells: tuple[tuple[int, int], ...]
    organisation: int | None
    group: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """`stratum`: int64 [organisations, groups], the stratum of each cell, -1 where nobody works. `strata`: by number.

    `people`: int64 [strata], head counts.
    """

    stratum: NDArray[np.int64]
    people: NDArray[np.int64]
    strata: tuple[Stratum, ...]


def merge(counts: ArrayLike, *, minimum: int) -> Merged:
    """Merge the groups of organisations into strata of at least `minimum` people each.

    Whoever sees one answer, and knows every rota, finds its author among the people of its stratum and no fewer: so
    an answer says its stratum and nothing finer. As little as possible is merged, in this order:

    1. Organisations with fewer than `minimum` people in all become one («several organisations»). If that is still
       too small, the smallest other organisation joins it, whole: what bears an organisation's name is all its staff.
    2. Within each, groups of fewer than `minimum` are put together, the smallest with the next smallest until they
       are enough, then again from what is left. A rest that is too small joins the smallest stratum of those so
       merged, or where there is none the smallest group: then no more names are lost than must be.

    `counts`: int [organisations, groups], head counts, 0 where nobody works. `minimum`: 5 or more.

    The result depends on the head counts alone, ties going to the earlier. Strata are numbered by their first cell.
    How few merges there could be is bin covering, which is NP-hard; step 2 gives at least half as many strata as
    any other way within the same organisations, because none that it fills holds twice the minimum. 220
    organisations by 8 groups take milliseconds.

    Raises ValueError where an argument is out of range, and where all people together are fewer than `minimum`.

    >>> found = merge([[40, 6, 7], [3, 0, 2], [12, 30, 0]], minimum=10)
    >>> found.stratum
    array([[ 0,  1,  1],
           [ 2, -1,  2],
           [ 2,  3, -1]])
    >>> found.people, found.strata[1]
    (array([40, 13, 17, 30]), Stratum(people=13, cells=((0, 1), (0, 2)), organisation=0, group=None))

    Sources: global recoding, Hundepool et al., Statistical Disclosure Control (Wiley 2012), chapter 3; the bound,
    Assmann, Johnson, Kleitman and Leung, «On a dual version of the one-dimensional bin packing problem», Journal of
    Algorithms 5 (1984) 502–525.
    """
    heads = _checked(counts, minimum)
    found = [
        _stratum(heads, together, groups)
        for together in _organisations(heads.sum(axis=1), minimum)
        for groups in _groups(heads[together].sum(axis=0), minimum)
    ]
    strata = tuple(sorted(found, key=lambda stratum: stratum.cells[0]))
    number = np.full(heads.shape, -1, dtype=np.int64)
    for i, stratum in enumerate(strata):
        number[tuple(np.array(stratum.cells).T)] = i
    return Merged(number, np.array([stratum.people for stratum in strata], dtype=np.int64), strata)


def _organisations(staff: NDArray[np.int64], minimum: int) -> Iterator[list[int]]:
    """The organisations that stay apart, each by itself, and those that become one."""
    order = np.argsort(staff, kind="stable")
    small = [int(i) for i in order if 0 < staff[i] < minimum]
    large = [int(i) for i in order if staff[i] >= minimum]
    if small and staff[small].sum() < minimum:
        small.append(large.pop(0))
    if small:
        yield sorted(small)
    yield from ([i] for i in large)


def _groups(staff: NDArray[np.int64], minimum: int) -> list[list[int]]:
    """The groups of one organisation that has enough people in all, put together until each has."""
    order = [int(i) for i in np.argsort(staff, kind="stable") if staff[i] > 0]
    large = [[i] for i in order if staff[i] >= minimum]
    filled: list[list[int]] = []
    rest: list[int] = []
    for i in order[: len(order) - len(large)]:
        rest.append(i)
        if staff[rest].sum() >= minimum:
            filled.append(rest)
            rest = []
    if rest:
        min(filled or large, key=lambda groups: int(staff[groups].sum())).extend(rest)
    return filled + large


def _stratum(heads: NDArray[np.int64], organisations: Sequence[int], groups: Sequence[int]) -> Stratum:
    cells = tuple((o, g) for o in organisations for g in sorted(groups) if heads[o, g] > 0)
    return Stratum(
        people=sum(int(heads[cell]) for cell in cells),
        cells=cells,
        organisation=organisations[0] if len(organisations) == 1 else None,
        group=groups[0] if len(groups) == 1 else None,
    )


def _checked(counts: ArrayLike, minimum: int) -> NDArray[np.int64]:
    """The head counts; one sentence for each wrong argument."""
    if not isinstance(minimum, int | np.integer) or minimum < LEAST_MINIMUM:
        raise ValueError(f"The 'minimum' parameter of merge must be an int ≥ {LEAST_MINIMUM}. Got {minimum} instead.")
    heads = np.asarray(counts)
    if heads.ndim != 2 or not np.issubdtype(heads.dtype, np.integer) or (heads < 0).any():
        raise ValueError(
            "The 'counts' parameter of merge must be ints ≥ 0, organisations by groups. "
            f"Got {heads.dtype} of shape {heads.shape} instead."
        )
    if heads.sum() < minimum:
        raise ValueError(
            f"The 'counts' parameter of merge must be at least {minimum} people in all, the minimum group. "
            f"Got {heads.sum()} instead."
        )
    return heads.astype(np.int64)
