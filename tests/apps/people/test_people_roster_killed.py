"""Bringing a roster in between processes: killed in the middle, and confirmed by two at once."""

import signal
import time
from pathlib import Path

import pytest
from tests.processes import said, starter

pytestmark = [pytest.mark.both_databases]

MAKE = """
call_command("migrate", verbosity=0)
from tests import roster_files
cast = factories.cast()
rows = "".join(f"Place {i % 50},health,,{i},Person {i},person{i}@a.example,Group,Site,\\n" for i in range(2_000))
print(roster_files.held(cast.partnership, roster_files.HEAD + rows).id)
"""
APPLY = """
from accord.audit.states import SYSTEM, By
from accord.people import rostering
from accord.people.models import Organisation, Person, RosterFile
def apply(file):
    held = RosterFile.objects.get(id=file)
    try:
        rostering.apply(By(SYSTEM, held.partnership_id, timezone.now()), held.id)
    except rostering.Gone:
        print("gone")
    else:
        print("done")
"""
COUNT = (
    APPLY
    + """
print(Person.objects.count(), Organisation.objects.count(), RosterFile.objects.count(), list(verify()))
"""
)
SLOW = (
    APPLY
    + """
from pathlib import Path
from time import sleep
from django.db.models import QuerySet
create = QuerySet.bulk_create
def counted(*args, **fields):
    made = create(*args, **fields)
    if made and isinstance(made[0], Person):
        Path(MARK).touch()
        sleep(60)
    return made
QuerySet.bulk_create = counted
"""
)


def test_killed_in_the_middle_leaves_nothing_and_can_be_done_again(tmp_path: Path) -> None:
    start, mark = starter(tmp_path), tmp_path / "half-way"
    file = said(start(MAKE))
    killed = start(f"MARK = {str(mark)!r}\n{SLOW}\napply({file!r})")
    for _ in range(600):
        if mark.exists():
            break
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert mark.exists()
    assert said(start(COUNT)) == "0 0 1 []"
    assert said(start(f"{APPLY}\napply({file!r})")) == "done"
    assert said(start(COUNT)) == "2000 50 0 []"


def test_two_who_confirm_at_once_bring_it_in_once(tmp_path: Path) -> None:
    start = starter(tmp_path)
    file = said(start(MAKE))
    together = [start(f"{APPLY}\napply({file!r})") for _ in range(2)]
    assert sorted(said(process) for process in together) == ["done", "gone"]
    assert said(start(COUNT)) == "2000 50 0 []"
