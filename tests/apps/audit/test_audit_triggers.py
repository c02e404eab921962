"""The database itself refuses to change or remove an event, after all migrations."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests import factories

from accord.audit import triggers

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_the_triggers_stand_after_all_migrations() -> None:
    assert triggers.missing(connection) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET verb = 'nothing'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE sequence = 1",
    ],
)
def test_the_database_refuses(statement: str) -> None:
    factories.user()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_postgresql_refuses_to_truncate() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_event CASCADE")
