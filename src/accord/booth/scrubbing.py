"""What deleting leaves behind in a database's files, taken away as far as the database can."""

from django.db import connection

TABLES = ("booth_invitee", "booth_received", "booth_batch")


def scrub() -> None:
    """Write the tables anew, without the rows that are gone, and empty SQLite's write-ahead log.

    SQLite overwrites what is deleted (`secure_delete`); its log would still hold it. PostgreSQL keeps dead rows until
    a table is written anew. Its own log, if it is archived, is out of reach: what stood in it is sealed to a key that
    is destroyed. Inside a transaction nothing of it can be done.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in TABLES:
            cursor.execute(f"VACUUM (FULL) {table}")
