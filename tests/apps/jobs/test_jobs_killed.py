"""A worker is killed with `kill -9` in the middle of its work; the clock restarts the job in another process."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.processes import Start, said, starter

pytestmark = pytest.mark.both_databases

ASK = """
call_command("migrate", verbosity=0)
cora = factories.user("Cora")
here = factories.partnership(cora)
actions.start(factories.by(here), "tests.sleep", content="c", arguments={"mark": %r}, asker=cora.pk)
"""
WORK = 'call_command("work")'
SHOW = "job = Job.objects.get(); print(job.state, job.attempts, job.result, list(verify()))"
RESTART = """
assert clock.tick(timezone.now() + LEASE + timedelta(seconds=1)) == ()
call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
"""


@pytest.fixture
def start(tmp_path: Path) -> Start:
    return starter(tmp_path / "data")


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    """The file that the work makes when it has begun."""
    return tmp_path / "mark"


def until(done: Callable[[], bool], *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def test_a_job_survives_its_worker(start: Start, mark: Path) -> None:
    said(start(ASK % str(mark)))
    worker = start(WORK)
    until(mark.exists)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert said(start(SHOW)) == "running 1 None []"
    said(start(RESTART))
    assert said(start(SHOW)) == "finished 2 {'attempt': 2} []"


def test_a_worker_told_twice_to_stop_gives_its_job_back(start: Start, mark: Path) -> None:
    said(start(ASK % str(mark)))
    worker = start(WORK)
    until(mark.exists)
    for _ in range(2):
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.3)
    worker.communicate(timeout=20)
    assert said(start(SHOW)) == "queued 1 None []"
