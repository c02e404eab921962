"""From an older version to this one, and not back."""

import json
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tests import processes
from tests.installations import Installation
from tests.processes import ACCORD

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("backup")]

OLD = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
first = [(app, "0001_initial") for app in ("people", "jobs", "rounds", "sessions")] + [("audit", "0002_triggers")]
executor.migrate(first)
old = MigrationExecutor(connection).loader.project_state(first).apps
now = timezone.now()
user = old.get_model("people", "User").objects.create(email="cora@example.org", name="Cora", joined_at=now)
here = old.get_model("people", "Partnership").objects.create(name="North Vale", slug="north-vale", created_at=now)
seat = old.get_model("people", "Seat").objects.create(user=user, partnership=here, role="coordinator", taken_at=now)
old.get_model("people", "Organisation").objects.create(partnership=here, name="Hospice", sector="voluntary")
old.get_model("jobs", "Job").objects.create(kind="tests.sum", partnership=here.id, content="c", asked_at=now)
old.get_model("rounds", "Round").objects.create(
    partnership=here, title="Trust", period="Spring", minimum_group=10, created_by=seat, created_at=now,
    held_until=now + timedelta(days=1))
"""
NEW = """
from accord.people.models import Organisation, Seat
from accord.rounds.models import Round
seat = Seat.objects.select_related("user", "partnership").get()
round = Round.objects.get()
print(seat.user.email, seat.partnership.slug, Organisation.objects.get().name, Job.objects.get().content, round.title)
"""
NEWER = """
from django.db.migrations.recorder import MigrationRecorder
from django.db import connection
MigrationRecorder(connection).record_applied("people", "9999_later")
"""


@pytest.fixture
def old(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "old")
    processes.said(made.start(OLD))
    return made


def test_nothing_is_verified_or_backed_up_in_a_database_of_an_older_version(old: Installation, tmp_path: Path) -> None:
    for words in (["verify"], ["backup", tmp_path / "main.tar.gz"]):
        assert old.refused(*words).endswith("Bring it there first: accord manage migrate")


def test_serving_brings_an_older_database_forward_with_all_that_is_in_it(old: Installation) -> None:
    port = processes.free_port()
    command = [str(ACCORD), "serve", "--port", str(port)]
    with subprocess.Popen(command, env=old.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as served:
        try:
            assert ready(port) == {"database": "ok", "migrations": "ok", "clock": "ok", "folder": "ok"}
        finally:
            served.terminate()
            assert served.wait(timeout=30) == 0
    assert processes.said(old.start(NEW)) == "cora@example.org north-vale Hospice c Trust"


def ready(port: int) -> dict[str, str]:
    """What it says of itself once all is well; 60 seconds at most."""
    said: dict[str, str] = {}
    end = time.monotonic() + 60
    while time.monotonic() < end and set(said.values()) != {"ok"}:
        time.sleep(0.2)
        with suppress(OSError):
            try:
                said = json.load(urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5))["checks"]
            except HTTPError as not_yet:
                said = json.load(not_yet)["checks"]
    return said


def test_a_database_that_a_newer_version_changed_is_refused(tmp_path: Path) -> None:
    newer = Installation(tmp_path / "newer")
    newer.done("manage", "migrate", "-v0")
    processes.said(newer.start(NEWER))
    for words in (["serve", "--port", processes.free_port()], ["person", "export", "cora@example.org"]):
        said = newer.refused(*words)
        assert said.startswith("A newer Accord has changed this database (people.9999_later). Install that version, or")
