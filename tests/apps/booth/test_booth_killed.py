"""`kill -9` in the midst of answers that come in: each one that was acknowledged is there once, none twice.

The full one, with more kills, is `benchmarks/killed.py`; both run `tests/killing.py`.
"""

from pathlib import Path

import pytest
from tests import killing, postgres

KILLS = 2


@pytest.mark.skipif(postgres.binaries() is None, reason="PostgreSQL is not installed")
def test_on_postgresql_web_worker_and_database_may_be_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgres.cluster(durable=True) as cluster:
        monkeypatch.setenv("ACCORD_TEST_DATABASE", cluster.address)
        told = killing.run(tmp_path, what=("web", "worker", "database"), times=KILLS, cluster=cluster)
    _check(told, kills=3 * KILLS)


def test_on_sqlite_web_and_worker_may_be_killed(tmp_path: Path) -> None:
    _check(killing.run(tmp_path, what=("web", "worker"), times=KILLS), kills=2 * KILLS)


def test_a_full_disk_is_said_and_loses_nothing(tmp_path: Path) -> None:
    told = killing.fill(tmp_path)
    assert told.unanswered > 0
    assert told.statuses == {503}
    assert told.said == {"Nothing can be kept at the moment, so nothing was. It is sent again in a little while."}
    _whole(told)


def _check(told: killing.Told, *, kills: int) -> None:
    assert told.kills == kills
    assert told.unanswered > 0
    assert told.statuses <= {0, 503}
    _whole(told)


def _whole(told: killing.Told) -> None:
    assert (told.missing, told.twice, told.strange) == (0, 0, 0)
    assert told.sent == told.acknowledged == told.spent == told.inside == told.closed
