"""What deleting leaves behind in a database's files, taken away as far as the database can."""

from django.db import connection
from django.db.backends.utils import CursorWrapper

TABLES = ("booth_invitee", "booth_admission", "booth_received", "booth_batch")


class NotScrubbed(RuntimeError):
    """SQLite's write-ahead log could not be emptied, since somebody was reading an old state of the database."""


def scrub() -> None:
    """Write the tables anew, without the rows that are gone, and empty SQLite's write-ahead log.

    SQLite overwrites what is deleted (`secure_delete`), but not what it moved before to another page (2 of 3,000 rows,
    beside another asking's), and its log would still hold all of it. PostgreSQL keeps dead rows until a table is
    written anew. Its own log, if it is archived, is out of reach: what stood in it is sealed to a key that
    is destroyed. Inside a transaction nothing of it can be done.

    Raises `NotScrubbed`; it can be done again.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            _empty_log(cursor)
            return
        for table in TABLES:
            cursor.execute(f"VACUUM (FULL) {table}")


def _empty_log(cursor: CursorWrapper) -> None:
    """SQLite waits for readers as long as for any lock, and then only says that it did not do it."""
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy, *_pages = cursor.fetchone()
    if busy:
        raise NotScrubbed("The write-ahead log could not be emptied: somebody was reading.")
