"""The database's own refusal to change or remove an event.

Installed by a migration. On SQLite a later migration that rebuilds the table would drop it silently, so a test asserts
it after all migrations on both databases, and `accord verify` looks for it too.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

NAMES = {
    "sqlite": {"audit_event_no_update", "audit_event_no_delete"},
    "postgresql": {"audit_event_no_change", "audit_event_no_truncate"},
}
INSTALL = {
    "sqlite": [
        "CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
        "CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event "
        "BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION audit_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$",
        "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
        "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()",
        "CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_event_refuse()",
    ],
}
REMOVE = {
    "sqlite": ["DROP TRIGGER audit_event_no_update", "DROP TRIGGER audit_event_no_delete"],
    "postgresql": [
        "DROP TRIGGER audit_event_no_change ON audit_event",
        "DROP TRIGGER audit_event_no_truncate ON audit_event",
        "DROP FUNCTION audit_event_refuse()",
    ],
}
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_event'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_event'::regclass "
    "AND NOT tgisinternal AND tgenabled <> 'D'",
}


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers."""
    _run(connection, INSTALL[connection.vendor])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that empty their database, and for undoing the migration."""
    _run(connection, REMOVE[connection.vendor])


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that should be there and are not."""
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        return NAMES[connection.vendor] - {name for (name,) in cursor.fetchall()}


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
