"""A backup that is taken while people work: complete to the moment it states, and whole."""

import json
import os
import re
import tarfile
from datetime import datetime
from pathlib import Path

import pytest
from tests import processes
from tests.installations import Installation

pytestmark = [pytest.mark.both_databases, pytest.mark.xdist_group("backup")]

PREPARE = """
call_command("migrate", verbosity=0)
factories.cast()
"""
WRITE = """
import time
from accord.people.models import Partnership
from accord.rounds import actions as held
from tests import rounds
here = Partnership.objects.get(slug="north-vale-partnership")
end, number, waiting = time.monotonic() + 150, 0, []
while time.monotonic() < end and not os.path.exists(%(stop)r):
    number += 1
    name = f"Writer %(writer)d number {number}"
    factories.user(name)
    print("made", name, timezone.now().isoformat(), flush=True)
    round = rounds.held(here)
    print("held", round.id, timezone.now().isoformat(), flush=True)
    waiting.append(round)
    if number %% 5:  # at any moment there are rounds whose files will soon be removed
        round = waiting.pop(0)
        held.discard(factories.by(here), round)
        print("gone", round.id, timezone.now().isoformat(), flush=True)
"""
SHOW = """
import hashlib, json
from accord.people.models import User
from accord.web import holding
from accord.rounds.models import Round, Upload
bad = [str(u.id) for u in Upload.objects.all()
       if hashlib.sha256(holding.path(u.token).read_bytes()).hexdigest() != u.digest]
print(json.dumps({"users": list(User.objects.values_list("name", flat=True)), "bad": bad,
                  "rounds": [str(r.id) for r in Round.objects.all()], "events": Event.objects.count()}))
"""


@pytest.fixture
def busy(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "busy")
    processes.said(made.start(PREPARE))
    for number in range(24):  # so that copying takes a while, in which files come and go
        (made.data / "jobs" / f"{number:02}").mkdir(parents=True)
        (made.data / "jobs" / f"{number:02}" / "result").write_bytes(os.urandom(4_000_000))
    return made


def acknowledged(said: str) -> list[tuple[str, str, datetime]]:
    lines = re.findall(r"^(made|held|gone) (.+) (\S+)$", said, re.MULTILINE)
    return [(what, which, datetime.fromisoformat(at)) for what, which, at in lines]


def test_all_acknowledged_before_the_moment_is_there_and_every_file(busy: Installation, tmp_path: Path) -> None:
    stop, main = tmp_path / "stop", tmp_path / "main.tar.gz"
    writers = [busy.start("import os\n" + WRITE % {"writer": n, "stop": str(stop)}) for n in range(3)]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline().startswith("made")
    for attempt in range(2):  # the second finds files, rows and a record that have grown
        main.unlink(missing_ok=True)
        busy.done("backup", main)
        assert all(writer.poll() is None for writer in writers), attempt
    stop.touch()
    told = [entry for writer in writers for entry in acknowledged(processes.said(writer))]

    elsewhere = Installation(tmp_path / "elsewhere")
    assert "and the record is whole" in elsewhere.done("restore", main)
    there = json.loads(processes.said(elsewhere.start(SHOW)))
    moment = datetime.fromisoformat(_manifest(main)["moment"])
    before = [(what, which) for what, which, at in told if at < moment]
    after = [which for what, which, at in told if at > moment]
    gone = {which for what, which in before if what == "gone"}
    assert {which for what, which in before if what == "made"} <= set(there["users"])
    assert gone.isdisjoint(there["rounds"])
    gone_at_any_time = {which for what, which, _ in told if what == "gone"}
    assert {which for what, which in before if what == "held"} - gone_at_any_time <= set(there["rounds"])
    assert there["bad"] == []
    assert there["rounds"]
    assert len(before) > 10
    assert len(after) > 10
    assert there["events"] == _manifest(main)["content"]["sequence"]


def _manifest(path: Path) -> dict[str, object]:
    with tarfile.open(path) as tar:
        return json.loads(tar.extractfile("manifest.json").read())
