"""Taking a database as it stands at one moment, while others write, and putting it back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from accord.audit.digests import GENESIS
from accord.upkeep.backup.manifest import Content

Query = Callable[[str], list[tuple[Any, ...]]]
LIBPQ = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


class CannotMove(OSError):
    """A tool of PostgreSQL's is missing or did not do it, or what came back is not what was taken."""


def dump(into: Path) -> Content:
    """Write the database to a new file, and say what is in it."""
    return _dump_sqlite(into) if connection.vendor == "sqlite" else _dump_postgresql(into)


def load(file: Path, said: Content) -> None:
    """Put a database back into this installation's, which must be empty."""
    connection.close()
    if connection.vendor == "sqlite":
        shutil.move(file, _place())
    else:
        _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges",
             f"--dbname={connection.settings_dict['NAME']}", file)  # fmt: skip
    with _one_moment() as query:
        found = _content(query)
    if found != said:
        raise CannotMove("The database that was put back is not the one that was taken")


def is_empty() -> bool:
    """Whether there is no table yet."""
    if connection.vendor == "sqlite":
        return not _place().exists() or not _place().stat().st_size
    return not connection.introspection.table_names()


def discard(said: Content) -> None:
    """Take away what `load` brought."""
    connection.close()
    if connection.vendor == "sqlite":
        for ending in ("", "-wal", "-shm"):
            Path(f"{_place()}{ending}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in said.tables:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS audit_event_refuse()")


def _dump_sqlite(into: Path) -> Content:
    """By SQLite's online backup, all pages in one step: of one moment, and nobody who writes has to wait."""
    connection.ensure_connection()
    with closing(sqlite3.connect(into)) as copy:
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        return _content(lambda sql: list(copy.execute(sql).fetchall()))


def _dump_postgresql(into: Path) -> Content:
    """By `pg_dump`, on the very snapshot in which the rows are counted."""
    with _one_moment() as query:
        [(snapshot,)] = query("SELECT pg_export_snapshot()")
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
             f"--file={into}", f"--dbname={connection.settings_dict['NAME']}")  # fmt: skip
        return _content(query)


@contextmanager
def _one_moment() -> Iterator[Query]:
    """Queries that all see the database as it stands now."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE")

        def query(sql: str) -> list[tuple[Any, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        yield query


def _content(query: Query) -> Content:
    quote = connection.ops.quote_name
    tables = sorted(name for (name,) in query(TABLES[connection.vendor]))
    [*head] = query("SELECT sequence, hash FROM audit_head") if "audit_head" in tables else []
    sequence, digest = head[0] if head else (0, GENESIS)
    known = MigrationRecorder.Migration._meta.db_table
    migrations = query(f"SELECT app, name FROM {quote(known)}") if known in tables else []
    counts = {name: int(query(f"SELECT count(*) FROM {quote(name)}")[0][0]) for name in tables}
    return Content(
        vendor=connection.vendor,
        tables=counts,
        sequence=int(sequence),
        head=str(digest),
        migrations=tuple(sorted(f"{app}.{name}" for app, name in migrations)),
    )


TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


def _place() -> Path:
    return Path(str(connection.settings_dict["NAME"]))


def _run(tool: str, *arguments: str | Path) -> None:
    """One of PostgreSQL's tools. How to connect stands in its environment: everyone may read a command's arguments."""
    found = shutil.which(tool)
    if found is None:
        raise CannotMove(f"{tool} is needed and not there. On Debian: apt-get install postgresql-client")
    environment = os.environ | connecting(connection.settings_dict)
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise CannotMove(f"{tool} did not do it: {lines[0].removeprefix(f'{tool}: ')}")


def connecting(settings: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of the connection under the names that libpq reads from the environment."""
    from psycopg import pq

    names = {o.keyword.decode(): o.envvar.decode() for o in pq.Conninfo.get_defaults() if o.envvar}
    given = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    wanted = {keyword: settings[name] for keyword, name in given.items()} | dict(settings["OPTIONS"])
    return {names[keyword]: str(value) for keyword, value in wanted.items() if keyword in names and value}
