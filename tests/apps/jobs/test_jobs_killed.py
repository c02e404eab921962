"""A worker is killed with `kill -9` in the middle of its work; the clock restarts the job in another process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import postgres

pytestmark = pytest.mark.both_databases

ROOT = Path(__file__).resolve().parents[3]
BEGIN = """
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from accord.audit.queries import verify
from accord.jobs import actions, clock, kinds
from accord.jobs.models import Job
from accord.jobs.states import LEASE
from tests import factories, work
for name, kind in work.KINDS.items():
    kinds.register(name, kind)
"""
ASK = """
call_command("migrate", verbosity=0)
cora = factories.user("Cora")
here = factories.partnership(cora)
actions.start(factories.by(here), "tests.sleep", content="c", arguments={"mark": MARK}, asker=cora.pk)
"""
SHOW = "job = Job.objects.get(); print(job.state, job.attempts, job.result, list(verify()))"
RESTART = """
assert clock.tick(timezone.now() + LEASE + timedelta(seconds=1)) == ()
call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
"""


@pytest.fixture
def python(tmp_path: Path) -> Callable[[str], subprocess.Popen[str]]:
    """`python(code)` runs it in a process of its own, on a data folder and a database of this test."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "accord.config.settings",
        "ACCORD_DATA": str(tmp_path / "data"),
        "DATABASE_URL": postgres.new_database(os.environ.get("ACCORD_TEST_DATABASE", "")),
        "PYTHONPATH": str(ROOT),
    }

    def start(code: str) -> subprocess.Popen[str]:
        code = BEGIN + f"MARK = {str(tmp_path / 'mark')!r}\n" + code
        return subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=-1, text=True
        )

    return start


def said(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out.strip()


def until(done: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_job_survives_its_worker(python: Callable[[str], subprocess.Popen[str]], tmp_path: Path) -> None:
    said(python(ASK))
    worker = python('call_command("work")')
    until((tmp_path / "mark").exists)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert said(python(SHOW)) == "running 1 None []"
    said(python(RESTART))
    assert said(python(SHOW)) == "finished 2 {'attempt': 2} []"


def test_a_worker_told_twice_to_stop_gives_its_job_back(
    python: Callable[[str], subprocess.Popen[str]], tmp_path: Path
) -> None:
    said(python(ASK))
    worker = python('call_command("work")')
    until((tmp_path / "mark").exists)
    for _ in range(2):
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.3)
    worker.communicate(timeout=20)
    assert said(python(SHOW)) == "queued 1 None []"
