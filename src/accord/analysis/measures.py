"""One measure of a round: the whole, its breakdowns and crossings."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from accord.analysis.comparisons import SHIFT, Shown, compare
from accord.analysis.population import Population
from accord.analysis.release import Release, Table
from accord.analysis.results import Breakdown, Crossing, Row
from accord.analysis.weights import Sample
from accord.core.disclosure.rounding import POINTS, round_estimate
from accord.core.estimates import Estimate, Figure, Withheld
from accord.core.trust.index import DomainMeans, domain_means, intervals, silent_range
from accord.core.trust.ranks import rank_ranges


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """One measure ready to be estimated: who they are, what may be shown, weights, and scores of `sample.people`.

    `asked`: bool [everyone who returned anything], who was asked this measure, of those `meant` to be.
    """

    told: Population
    release: Release
    sample: Sample
    scores: NDArray[np.float64]
    asked: NDArray[np.bool_]
    meant: NDArray[np.bool_]

    @property
    def sd(self) -> float:
        """Standard deviation of the person scores, weighted as the means are, in points."""
        n = len(self.scores)
        mean = np.average(self.scores, weights=self.sample.weights)
        return math.sqrt(np.average((self.scores - mean) ** 2, weights=self.sample.weights) * n / max(n - 1, 1))

    def means(self, table: Table, scores: NDArray[np.float64] | None = None) -> DomainMeans:
        """Weighted means of every cell of a table, whether shown or not: what is hidden is struck out later.

        A group spread so thinly over the strata that no degree of freedom is left gets one, and so a very wide range.
        """
        size = int(np.prod(self.told.size(table)))
        means = domain_means(
            self.scores if scores is None else scores,
            domains=self.told.cells(table)[self.sample.people],
            size=size,
            weights=self.sample.weights,
            strata=self.sample.strata,
        )
        return replace(means, df=np.maximum(means.df, 1))

    def staff(self, table: Table, *, organisations: NDArray[np.bool_] | None = None) -> NDArray[np.int64] | None:
        """How many staff of every cell were asked this, of the organisations shown unless others are named.

        Where each person gets a part of the questions by chance, whom of the silent it was asked is not known, but
        they were as many in proportion as among those who returned anything: that share of the head count.
        """
        which = self.release.organisations if organisations is None else organisations
        heads = self.told.head_count(table, organisations=which)
        if heads is None or (self.asked == self.meant).all():
            return heads
        return np.rint(heads * self._share_asked(table)).astype(np.int64)

    def _share_asked(self, table: Table) -> NDArray[np.float64]:
        """The share of each cell that was asked; that of everyone shown where the cell itself is not shown."""
        kept = self.meant & self.release.organisations[self.told.codes["organisation"]]
        cells, size = self.told.cells(table), int(np.prod(self.told.size(table)))
        here = kept & (cells >= 0)
        returned = np.bincount(cells[here], minlength=size)
        given = np.bincount(cells[here & self.asked], minlength=size)
        shown = (given > 0) & np.array([reason is None for reason in self.release.reasons[table]])
        return np.where(shown, given / np.maximum(returned, 1), self.asked[kept].mean())


def figures(weighed: Weighed, table: Table, means: DomainMeans) -> list[Figure | None]:
    """A figure for each flat cell of a table: estimated, withheld, or None where there is nobody."""
    low, high = intervals(means.mean, means.se, means.df)
    staff = weighed.staff(table)
    found: list[Figure | None] = []
    for cell, reason in enumerate(weighed.release.reasons[table]):
        if reason is not None:
            found.append(Withheld(reason, weighed.release.minimum))
        elif means.n[cell] == 0:
            found.append(None)
        else:
            bare = Estimate(float(means.mean[cell]), float(low[cell]), float(high[cell]), n=int(means.n[cell]))
            found.append(round_estimate(_with_silent(bare, None if staff is None else int(staff[cell])), step=POINTS))
    return found


def _with_silent(bare: Estimate, of: int | None) -> Estimate:
    """The estimate with its head count and what the silent could change."""
    if of is None:
        return bare
    low, high = silent_range(np.array([bare.value]), np.array([bare.n]), np.array([of]), shift=SHIFT)
    return Estimate(bare.value, bare.low, bare.high, bare.n, of, float(low[0]), float(high[0]))


def whole_figure(weighed: Weighed, scores: NDArray[np.float64] | None = None) -> Figure:
    """The figure over everyone shown, of the measure or of other scores of the same people."""
    figure = figures(weighed, (), weighed.means((), scores))[0]
    if figure is None:
        raise RuntimeError("A measure that shows nobody has no whole.")
    return figure


def breakdown_figures(weighed: Weighed, dimension: str) -> dict[str, Figure | None]:
    """A figure by name for the groups of one dimension."""
    found = figures(weighed, (dimension,), weighed.means((dimension,)))
    return dict(zip(weighed.told.labels[dimension], found, strict=True))


def breakdown(weighed: Weighed, dimension: str, rng: np.random.Generator) -> Breakdown:
    """The measure over the groups of one dimension, in order of name, each pair compared."""
    table = (dimension,)
    means = weighed.means(table)
    found = list(breakdown_figures(weighed, dimension).values())
    names = weighed.told.labels[dimension]
    shown = np.array([i for i, figure in enumerate(found) if isinstance(figure, Estimate)], dtype=np.int64)
    compared = _shown(weighed, table, means, shown, rng)
    places = dict(zip(shown.tolist(), zip(*compared.ranks, strict=True), strict=True)) if compared else {}
    asked = _asked(weighed, dimension)
    rows = tuple(
        Row(
            name=names[i],
            figure=figure,
            asked=None if asked is None else int(asked[i]),
            answered=figure.n if isinstance(figure, Estimate) else None,
            place=places.get(i),
        )
        for i, figure in enumerate(found)
        if figure is not None
    )
    return Breakdown(dimension, rows, compare(compared) if compared else None)


def _asked(weighed: Weighed, dimension: str) -> NDArray[np.int64] | None:
    """Staff asked, beside the rows: every organisation's own; of other groups, those whom the figure is about."""
    if dimension == "organisation":
        return weighed.staff((dimension,), organisations=np.ones_like(weighed.release.organisations))
    return weighed.staff((dimension,))


def _shown(
    weighed: Weighed, table: Table, means: DomainMeans, shown: NDArray[np.int64], rng: np.random.Generator
) -> Shown | None:
    """The shown rows, ready to be compared; None with fewer than two."""
    if len(shown) < 2:
        return None
    staff = weighed.staff(table)
    mine = DomainMeans(*(getattr(means, name)[shown] for name in ("mean", "se", "n", "effective_n", "df")))
    best, worst = rank_ranges(mine.mean, mine.se, df=mine.df, rng=rng)
    names = [weighed.told.labels[table[0]][i] for i in shown]
    return Shown(names, mine, None if staff is None else staff[shown], weighed.sd, (best.tolist(), worst.tolist()))


def crossing(weighed: Weighed, table: Sequence[str]) -> Crossing:
    """The measure over a pre-registered crossing of two dimensions."""
    first, second = table
    found = figures(weighed, (first, second), weighed.means((first, second)))
    rows, columns = weighed.told.labels[first], weighed.told.labels[second]
    width = len(columns)
    cells = tuple(tuple(found[i * width : (i + 1) * width]) for i in range(len(rows)))
    return Crossing((first, second), rows, columns, cells)
