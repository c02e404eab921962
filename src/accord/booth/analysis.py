"""From a roster to strata, and from records to a table of answers: the app's only door to the mathematics."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.booth.records import DONT_KNOW, HEAD
from accord.core.disclosure.merging import merge
from accord.questionnaires.forms import forms
from accord.questionnaires.model import Item, Questionnaire

SEVERAL = "Several small organisations"
"""What organisations are called that only together have enough people."""
LONGEST_GROUP = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """People of one organisation and, where groups are told apart, of one group there."""

    organisation: str
    sector: str
    group: str
    headcount: int


@dataclass(frozen=True, slots=True)
class Merged:
    """Strata, and which of them each cell belongs to."""

    strata: tuple[Cell, ...]
    stratum_of: Mapping[tuple[str, str], int]


def strata(cells: Sequence[Cell], *, minimum: int) -> Merged:
    """Put cells together until each stratum has at least `minimum` people, and name the strata.

    Raises `ValueError` where all together are fewer.
    """
    organisations = sorted({cell.organisation for cell in cells})
    groups = sorted({cell.group for cell in cells})
    made = merge(_counts(cells, organisations, groups), minimum=minimum)
    sectors = {cell.organisation: cell.sector for cell in cells}
    small = {organisations[o] for one in made.strata if one.organisation is None for o, _g in one.cells}
    joint = _only({sectors[name] for name in small})
    named = tuple(
        Cell(
            SEVERAL if one.organisation is None else organisations[one.organisation],
            joint if one.organisation is None else sectors[organisations[one.organisation]],
            _joined(list(dict.fromkeys(groups[g] for _o, g in one.cells)), number=n),
            one.people,
        )
        for n, one in enumerate(made.strata)
    )
    where = np.argwhere(made.stratum >= 0).tolist()
    return Merged(named, {(organisations[o], groups[g]): int(made.stratum[o, g]) for o, g in where})


def _only(found: set[str]) -> str:
    """The one that there is; empty where there are several."""
    return found.pop() if len(found) == 1 else ""


def _joined(groups: Sequence[str], *, number: int) -> str:
    """The groups of one organisation that are one stratum; people of unknown group stand with the others' names."""
    said = " + ".join(group for group in groups if group)
    return said if len(said) <= LONGEST_GROUP else f"Other staff ({number + 1})"


def _counts(cells: Sequence[Cell], organisations: Sequence[str], groups: Sequence[str]) -> NDArray[np.int64]:
    counts = np.zeros((len(organisations), len(groups)), dtype=np.int64)
    for cell in cells:
        counts[organisations.index(cell.organisation), groups.index(cell.group)] += cell.headcount
    return counts


def table(questionnaire: Questionnaire, records: NDArray[np.int16], strata: Sequence[Cell]) -> bytes:
    """Records as a Parquet file, one row a respondent: what `accord.analysis` reads from any file of answers."""
    number = records[:, 0]
    columns = {"organisation": _taken([s.organisation for s in strata], number)}
    columns |= {"sector": _taken([s.sector for s in strata], number)}
    columns |= {"group": _taken([s.group for s in strata], number)}
    columns |= {"form": _taken([form.id for form in forms(questionnaire)], records[:, 1])}
    columns |= {i.column: _answers(i, records[:, HEAD + n]) for n, i in enumerate(questionnaire.items)}
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file)
    return file.getvalue()


def frame(strata: Sequence[Cell]) -> str:
    """Head counts of the strata as the CSV that `accord.analysis` reads."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["organisation", "sector", "group", "staff"])
    writer.writerows([s.organisation, s.sector, s.group, s.headcount] for s in strata)
    return file.getvalue()


def _taken(words: Sequence[str], number: NDArray[np.int16]) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(number.astype(np.int64))


def _answers(item: Item, codes: NDArray[np.int16]) -> pl.Series:
    """Codes as text; the word for «don't know»; null where there is no answer or none was asked for."""
    said = pl.Series(codes).cast(pl.String)
    unsure = item.scale.dont_know[0] if item.scale.dont_know else ""
    return pl.select(
        pl.when(pl.Series(codes == DONT_KNOW)).then(pl.lit(unsure)).when(pl.Series(codes >= -1000)).then(said)
    ).to_series()
