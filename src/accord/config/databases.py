"""Which database: SQLite in the data folder, or PostgreSQL by `DATABASE_URL`."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# One writer at a time, readers never wait; a commit is on the disk before it is acknowledged; what is erased is
# overwritten in the file.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"

KEPT = 60
"""Seconds that a thread keeps a connection. SQLite writes its log back when the last one is closed: every request would
pay for that if each closed its own."""


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings of the database at `url`; where there is none, `accord.sqlite3` in the data folder.

    >>> database("postgresql://ann:p%40ss@db.example.org:5433/accord?sslmode=require", Path("."))["NAME"]
    'accord'
    """
    parts = urlsplit(url)
    if not url:
        return _sqlite(str(data / "accord.sqlite3"))
    if parts.scheme == "sqlite" and parts.path.strip("/"):
        return _sqlite(unquote(parts.path.removeprefix("/")))
    if parts.scheme in {"postgresql", "postgres"} and parts.path.strip("/"):
        return _postgresql(parts)
    raise ImproperlyConfigured("DATABASE_URL must be like postgresql://user:password@host:5432/name.")


def _sqlite(name: str) -> dict[str, Any]:
    options = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": PRAGMAS}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options, "CONN_MAX_AGE": KEPT}


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": KEPT,
        "CONN_HEALTH_CHECKS": True,
    }
