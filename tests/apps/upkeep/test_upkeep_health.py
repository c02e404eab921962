"""Whether an installation says truly how it stands."""

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from tests import factories

from accord.jobs import actions, clock
from accord.upkeep import figures, queries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def ticking(tmp_path: Path, settings: LazySettings) -> Path:
    settings.ACCORD_DATA = tmp_path
    clock.note()
    return tmp_path


def checks(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/health/ready")
    return answer.status_code, {name: words for name, words in answer.json()["checks"].items() if words != "ok"}


def test_all_is_well(client: Client, ticking: Path) -> None:
    assert checks(client) == (200, {})
    assert client.get("/health/ready").json()["ready"] is True
    assert [path.name for path in ticking.iterdir()] == ["tick"]


def test_a_clock_that_never_ticked_or_fell_silent_is_found(client: Client, ticking: Path) -> None:
    late = (timezone.now() - timedelta(minutes=7)).timestamp()
    os.utime(ticking / "tick", (late, late))
    assert checks(client) == (503, {"clock": "The worker's clock has been silent for 7 minutes."})
    (ticking / "tick").unlink()
    assert "has not ticked yet" in checks(client)[1]["clock"]


def test_a_database_that_does_not_answer_is_found_and_nothing_of_its_words_told(client: Client, ticking: Path) -> None:
    with patch.object(queries, "connection") as broken:
        broken.cursor.side_effect = DatabaseError("password authentication failed for user «ann»")
        status, said = checks(client)
    assert status == 503
    assert said["database"] == "The database does not answer (DatabaseError)."
    assert "ann" not in json.dumps(said)


def test_a_database_of_another_version_is_found(client: Client, ticking: Path) -> None:
    with patch.object(queries.MigrationExecutor, "migration_plan", return_value=["one"]):
        assert checks(client) == (503, {"migrations": "The database is not at this version: accord manage migrate"})


def test_a_full_disk_is_found(client: Client, ticking: Path) -> None:
    with patch.object(shutil, "disk_usage") as usage:
        usage.return_value.free = 199_999_999
        assert checks(client) == (503, {"folder": "The data folder's disk has less than 200 MB left."})


def test_a_folder_that_cannot_be_written_to_is_found(client: Client, ticking: Path) -> None:
    with patch.object(queries.tempfile, "TemporaryFile", side_effect=OSError(30, "Read-only file system")):
        assert checks(client) == (503, {"folder": "The data folder cannot be written to (EROFS)."})


def test_being_alive_asks_no_database(client: Client, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(0):
        assert client.get("/health/live").text == "live\n"


def metrics(client: Client, **headers: str) -> int:
    return client.get("/metrics", **headers).status_code


def test_figures_are_for_this_machine_or_whoever_has_the_token(client: Client, settings: LazySettings) -> None:
    elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
    assert metrics(client) == metrics(client, REMOTE_ADDR="::1") == 200
    assert metrics(client, **elsewhere) == 404
    assert metrics(client, HTTP_AUTHORIZATION="Bearer ", **elsewhere) == 404
    settings.ACCORD_METRICS_TOKEN = "a token"
    assert metrics(client, HTTP_AUTHORIZATION="Bearer a token", **elsewhere) == 200
    assert metrics(client, HTTP_AUTHORIZATION="Bearer another", **elsewhere) == 404
    assert metrics(client, HTTP_AUTHORIZATION="Basic a token", **elsewhere) == 404


@pytest.mark.parametrize("header", ["X_FORWARDED_FOR", "X_FORWARDED_PROTO", "X_REAL_IP", "FORWARDED", "VIA"])
def test_behind_a_proxy_nobody_is_of_this_machine(client: Client, settings: LazySettings, header: str) -> None:
    assert metrics(client, **{f"HTTP_{header}": "1"}) == 404
    settings.ACCORD_PROXY = True
    assert metrics(client) == 404


LINE = re.compile(r"# (?:HELP|TYPE) accord_\w+ .+|accord_\w+(?:\{\w+=\"[^\"\n]*\"(?:,\w+=\"[^\"\n]*\")*\})? \S+")


def test_figures_are_in_the_format_and_of_pages_by_name(
    client: Client, cast: factories.Cast, monkeypatch: pytest.MonkeyPatch, ticking: Path
) -> None:
    monkeypatch.setattr("accord.upkeep.middleware.REQUESTS", counted := figures.Requests())
    monkeypatch.setattr(figures, "REQUESTS", counted)
    client.force_login(cast.coordinator)
    client.get(f"/p/{cast.partnership.slug}/people")
    client.get("/a/secret-token")
    client.get("/nowhere/12345")
    client.generic("BREW", "/")
    text = client.get("/metrics").text
    assert [line for line in text.splitlines() if not LINE.fullmatch(line)] == []
    assert 'accord_requests_total{view="people:people",method="GET",status="2xx"} 1' in text
    assert 'accord_requests_total{view="none",method="GET",status="4xx"} 1' in text  # and not the one below /a/
    assert 'method="other"' in text
    assert 'accord_request_seconds_count{view="people:people"} 1' in text
    for told in (cast.partnership.slug, str(cast.coordinator.id), "12345", "secret-token", "127.0.0.1", "BREW"):
        assert told not in text


def test_durations_are_put_into_the_right_buckets() -> None:
    counted = figures.Requests()
    for seconds in (0.01, 0.011, 11):
        counted.add("page", method="GET", status=200, seconds=seconds)
    buckets = [line.rpartition(" ")[2] for line in counted.text().splitlines() if "_bucket" in line]
    assert buckets == ["1", *["2"] * 9, "3"]


def test_figures_of_the_moment_count_jobs_and_tell_sizes_in_steps(cast: factories.Cast, ticking: Path) -> None:
    by = factories.by(cast.partnership)
    actions.start(by, "tests.sum", content="c", arguments={"n": [1]}, asker=cast.coordinator.pk)
    found = queries.gauges(timezone.now())
    assert (found["jobs_queued"], found["jobs_running"], found["jobs_failed"]) == (1, 0, 0)
    assert found["clock_age_seconds"] < 60
    assert found["database_bytes"] > 0
    assert found["database_bytes"] % queries.STEP == found["disk_free_bytes"] % queries.STEP == 0
    assert set(found) == set(figures.HELP)


def test_the_worker_notes_that_its_clock_ticked(tmp_path: Path, settings: LazySettings) -> None:
    settings.ACCORD_DATA = tmp_path
    assert clock.last() is None
    clock.note()
    assert timezone.now() - clock.last() < timedelta(seconds=10)
