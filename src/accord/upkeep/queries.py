"""How an installation stands."""

import errno
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count

from accord.jobs import clock
from accord.jobs.models import Job
from accord.jobs.states import State
from accord.web.receiving import RESERVE

SILENCE = timedelta(minutes=5)
"""How long the worker's clock, which ticks each minute, may be silent."""

STEP = 16 * 1024 * 1024
"""Sizes are given in such steps: a database that grew by one page would tell the moment of one answer."""

SIZE = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that pages need, and whether it is there. `words` is «ok», or a sentence without any secret."""

    name: str
    words: str

    @property
    def well(self) -> bool:
        """Whether it is there."""
        return self.words == "ok"


def checks(now: datetime) -> tuple[Check, ...]:
    """All that pages need."""
    return (
        Check("database", _said(_database)),
        Check("migrations", _said(_migrations)),
        Check("clock", _clock(now)),
        Check("folder", _folder()),
    )


def gauges(now: datetime) -> Mapping[str, float]:
    """Figures of this moment, by name; of the jobs by `jobs_<state>`."""
    states = dict(Job.objects.values_list("state").annotate(number=Count("id")))
    struck = clock.last()
    found = {f"jobs_{state.value}": states.get(state.value, 0) for state in (State.QUEUED, State.RUNNING, State.FAILED)}
    if struck is not None:
        found["clock_age_seconds"] = round((now - struck).total_seconds())
    return found | {
        "database_bytes": -(-_database_bytes() // STEP) * STEP,
        "disk_free_bytes": _free() // STEP * STEP,
    }


def is_migrated() -> bool:
    """Whether the database is at this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def newer() -> tuple[str, ...]:
    """The migrations of ours that the database has and this version does not know: a newer one was here."""
    executor = MigrationExecutor(connection)
    applied, known = executor.loader.applied_migrations, executor.loader.disk_migrations
    labels = {app for app, _ in known}
    return tuple(sorted(f"{app}.{name}" for app, name in applied if app in labels and (app, name) not in known))


def _said(look: Callable[[], str]) -> str:
    try:
        return look()
    except DatabaseError as error:
        return f"The database does not answer ({type(error).__name__})."


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    return "ok" if is_migrated() else "The database is not at this version: accord manage migrate"


def _clock(now: datetime) -> str:
    struck = clock.last()
    if struck is None:
        return "The worker's clock has not ticked yet: accord serve runs it."
    silent = now - struck
    if silent > SILENCE:
        return f"The worker's clock has been silent for {silent.total_seconds() // 60:.0f} minutes."
    return "ok"


def _folder() -> str:
    try:
        with tempfile.TemporaryFile(dir=settings.ACCORD_DATA) as file:
            file.write(b"x")
    except OSError as error:
        return f"The data folder cannot be written to ({errno.errorcode.get(error.errno or 0, 'unknown')})."
    return "ok" if _free() >= RESERVE else f"The data folder's disk has less than {RESERVE // 1_000_000} MB left."


def _free() -> int:
    return shutil.disk_usage(settings.ACCORD_DATA).free


def _database_bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute(SIZE[connection.vendor])
        return int(cursor.fetchone()[0])
