"""Several processes add to the record at the same time; it stays one chain."""

from pathlib import Path

import pytest
from tests.processes import said, starter

pytestmark = pytest.mark.both_databases

ADD = "[factories.user(f'Person {n} of %d') for n in range(25)]"
SHOW = "print(Event.objects.count(), list(verify()))"


def test_four_processes_make_one_chain(tmp_path: Path) -> None:
    start = starter(tmp_path / "data")
    said(start('call_command("migrate", verbosity=0)'))
    for process in [start(ADD % number) for number in range(4)]:
        said(process)
    assert said(start(SHOW)) == "100 []"
