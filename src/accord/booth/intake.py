"""An answer is on the disk when `keep` returns, and a token that is there already stays.

PostgreSQL writes what several connections commit in the same moment with one visit to the disk. SQLite takes one writer
at a time, who waits for the disk alone; so the answers that come in while one is written are gathered here, and the
next to have its turn writes all of them in one transaction. Nobody is told «received» before that is on the disk; where
it fails, it fails for all of them, and each respondent's page sends again.
"""

from collections import deque
from concurrent.futures import Future
from threading import Lock
from uuid import UUID

from django.db import connection, transaction

from accord.booth.models import Received

INSERT = "INSERT INTO booth_received (token, asking_id, box) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
FIELDS = Received._meta.concrete_fields

Row = tuple[UUID, UUID, bytes]

_turn = Lock()
_waiting: deque[tuple[Row, Future[bool]]] = deque()


def keep(*, token: UUID, asking: UUID, box: bytes) -> bool:
    """Keep a sealed answer; False where this token's answer is here already."""
    row = (token, asking, box)
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        return _keep_together(row)
    return _insert(row)


def _keep_together(row: Row) -> bool:
    kept: Future[bool] = Future()
    _waiting.append((row, kept))
    with _turn:
        if not kept.done():
            _write()
    return kept.result()


def _write() -> None:
    """Write all that wait. Only who has the turn does it, so that nothing is taken away meanwhile."""
    taken = [_waiting.popleft() for _ in range(len(_waiting))]
    try:
        with transaction.atomic():
            first = [_insert(row) for row, _kept in taken]
    except Exception as error:
        for _row, kept in taken:
            kept.set_exception(error)
    else:
        for (_row, kept), new in zip(taken, first, strict=True):
            kept.set_result(new)


def _insert(row: Row) -> bool:
    """One statement by hand: Django would begin and end a transaction around it, two more exchanges for each answer."""
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [f.get_db_prep_value(v, connection) for f, v in zip(FIELDS, row, strict=True)])
        return bool(cursor.rowcount == 1)
