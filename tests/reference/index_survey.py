"""The simulated people of tests/fixtures/survey, and what R's survey makes of them (make_survey.R)."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parents[1] / "fixtures" / "survey"


@cache
def expected() -> dict[str, Any]:
    """R's numbers."""
    return json.loads((FOLDER / "survey.json").read_text())


@cache
def people(column: str) -> NDArray[Any]:
    """A column of people.csv: int64 codes, or float64 scores with NaN where empty; it cannot be written into."""
    with (FOLDER / "people.csv").open(newline="") as lines:
        cells = [row[column] for row in csv.DictReader(lines)]
    scores = column.startswith("y")
    values = np.array([float(cell) if cell else np.nan for cell in cells] if scores else [int(cell) for cell in cells])
    values.flags.writeable = False
    return values


def staff() -> NDArray[np.float64]:
    """Head counts by stratum."""
    return np.array(expected()["staff"], dtype=np.float64)


def weights() -> NDArray[np.float64]:
    """Staff over answers, by person."""
    strata = people("stratum")
    return staff()[strata] / np.bincount(strata)[strata]
