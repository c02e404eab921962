"""Where the people of a table belong: organisations, sectors and groups, each organisation in one sector."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from accord.analysis.reading.cells import Distinct, distinct
from accord.analysis.reading.files import Table
from accord.analysis.tables import Dimension
from accord.questionnaires.model import Columns

DIMENSIONS = ("organisation", "sector", "group")


def dimension_columns(columns: Columns) -> dict[str, str]:
    """The columns of the dimensions a questionnaire names."""
    return {name: column for name in DIMENSIONS if (column := getattr(columns, name)) is not None}


def read_dimensions(table: Table, names: Mapping[str, str]) -> dict[str, Dimension]:
    """The dimensions of a table; `names` maps `organisation`, and maybe `sector` and `group`, to columns."""
    cells = {dimension: distinct(table.columns[column]) for dimension, column in names.items()}
    table.report("Every row needs an organisation. This one has none.", names["organisation"],
                 cells["organisation"].index < 0)  # fmt: skip
    if "sector" in cells:
        sectors = _one_sector_each(table, names["sector"], cells["organisation"], cells["sector"])
        cells["sector"] = Distinct(cells["sector"].texts, sectors)
    return {name: Dimension(name, found.texts, found.index) for name, found in cells.items()}


def _one_sector_each(table: Table, column: str, organisations: Distinct, sectors: Distinct) -> NDArray[np.int32]:
    """The sector of each row: its organisation's. An organisation in two sectors is reported."""
    placed = np.flatnonzero((organisations.index >= 0) & (sectors.index >= 0))
    width = max(len(sectors.texts), 1)
    pairs, first = np.unique(organisations.index[placed].astype(np.int64) * width + sectors.index[placed],
                             return_index=True)  # fmt: skip
    home = np.full(len(organisations.texts) + 1, -1, dtype=np.int32)
    home_row: dict[int, int] = {}
    for i in np.argsort(first).tolist():
        organisation, sector = divmod(int(pairs[i]), width)
        row = int(table.rows[placed[first[i]]])
        if organisation not in home_row:
            home[organisation], home_row[organisation] = sector, row
            continue
        table.problems.report(
            "«{organisation}» is in the sector «{found}» here and in «{other}» in row {other_row}.",
            row=row, column=column, organisation=organisations.texts[organisation], found=sectors.texts[sector],
            other=sectors.texts[home[organisation]], other_row=home_row[organisation],
        )  # fmt: skip
    return home[organisations.index]
