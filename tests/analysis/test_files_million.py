"""A million respondents are read in seconds."""

import time
from pathlib import Path

import numpy as np
import polars as pl
from tests.analysis.uploads import questionnaire

from accord.analysis.reading.answers import read_answers

ROWS = 1_000_000


def test_a_million_rows(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    codes = rng.integers(1, 6, (ROWS, 2))
    table = pl.DataFrame({"Employer": rng.integers(0, 220, ROWS), "q1": codes[:, 0], "q2": codes[:, 1]})
    table.with_columns("Trust " + pl.col("Employer").cast(pl.String)).write_csv(tmp_path / "answers.csv")
    started = time.perf_counter()
    found = read_answers(tmp_path / "answers.csv", questionnaire())
    seconds = time.perf_counter() - started
    np.testing.assert_array_equal(found.codes, codes)
    assert len(found.dimensions["organisation"].labels) == 220
    assert seconds < 20  # half a second on two idle cores
