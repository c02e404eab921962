"""Answers that come in in the same moment: each is kept once, and where the database fails, all are told so."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client
from tests import askings, loads
from tests.processes import said, starter

from accord.booth import intake
from accord.booth.models import Received
from accord.people.models import Partnership

ASKING, BOX = uuid.uuid4(), bytes(560)
TOGETHER = """
call_command("migrate", verbosity=0)
from tests.apps.booth import test_booth_intake as test
test.%s()
print("kept")
"""
WRITERS, EACH = 8, 40


def kept_by_many_once() -> None:
    """Eight threads keep the same forty tokens and forty of their own."""
    shared, barrier = [uuid.uuid4() for _ in range(EACH)], threading.Barrier(WRITERS)

    def write(_writer: int) -> tuple[int, list[uuid.UUID]]:
        mine = [uuid.uuid4() for _ in range(EACH)]
        barrier.wait()
        new = sum(intake.keep(token=t, asking=ASKING, box=BOX) for pair in zip(shared, mine, strict=True) for t in pair)
        connection.close()
        return new, mine

    with ThreadPoolExecutor(WRITERS) as pool:
        done = list(pool.map(write, range(WRITERS)))
    assert sum(new for new, _mine in done) == EACH + WRITERS * EACH
    tokens = set(Received.objects.values_list("token", flat=True))
    assert tokens == {*shared, *(token for _new, mine in done for token in mine)}


def told_of_a_failure() -> None:
    """The disk is full: whoever waits is told so, and is kept when it is sent again."""
    tokens = [uuid.uuid4() for _ in range(WRITERS)]
    broken = intake._insert

    def full(row: intake.Row) -> bool:
        broken(row)
        raise OperationalError("database or disk is full")

    def keep(token: uuid.UUID) -> bool | None:
        try:
            return intake._keep_together((token, ASKING, BOX))
        except OperationalError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        intake._insert = full
        assert list(pool.map(keep, tokens)) == [None] * WRITERS
        assert not Received.objects.exists()
        intake._insert = broken
        assert list(pool.map(keep, tokens)) == [True] * WRITERS


@pytest.mark.both_databases
def test_a_token_that_comes_in_often_is_kept_once(tmp_path: Path) -> None:
    assert said(starter(tmp_path / "data")(TOGETHER % "kept_by_many_once")) == "kept"


def test_a_failure_is_told_to_all_that_it_concerns(tmp_path: Path) -> None:
    assert said(starter(tmp_path / "data")(TOGETHER % "told_of_a_failure")) == "kept"


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["accord.booth.actions.answering.keep", "accord.booth.doors.find"])
def test_the_page_is_told_to_send_again_where_the_database_fails(
    where: str, here: Partnership, client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    askings.roster(here)
    at = loads.opened_in(here).at
    answer = loads.answer(at, 0)

    def fails(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full\nCONTEXT: something")

    with monkeypatch.context() as broken:
        broken.setattr(where, fails)
        reply = client.post(f"/a/{at.door}/answer", answer, content_type="application/json")
    assert (reply.status_code, reply["Retry-After"]) == (503, "5")
    assert reply.json() == {
        "words": "Nothing can be kept at the moment, so nothing was. It is sent again in a little while."
    }
    assert "The database could not be used for a respondent: database or disk is full" in caplog.messages
    again = client.post(f"/a/{at.door}/answer", answer, content_type="application/json")
    assert again.json() == {"received": True, "first": True}
