"""Debian's PostgreSQL, started for tests on a free port of the loopback, in a folder that goes away with it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, the newest version's; None where PostgreSQL is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    onpath = shutil.which("initdb")
    places = [*reversed(debian), *([Path(onpath).parent] if onpath else [])]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server's address, as `DATABASE_URL` takes it. Unless it is durable, it waits for no disk."""
    place = binaries()
    if place is None:
        raise FileNotFoundError("PostgreSQL is not installed. On Debian: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="accord-postgresql-"))
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to be run by root
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", _free_port()
    _run(user, place / "initdb", "-D", data, "-A", "trust", "-U", "accord", "-N", "--no-locale", "-E", "UTF8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    options += "" if durable else " -c fsync=off"
    _run(user, place / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql://accord@127.0.0.1:{port}/postgres"
    finally:
        _run(user, place / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str) -> str:
    """A new, empty database on the server at `address`; nothing where there is no address."""
    if not address:
        return ""
    name = f"accord_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{address.rpartition('/')[0]}/{name}"


def _run(user: str | None, *command: str | Path) -> None:
    who = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    done = subprocess.run([str(part) for part in command], cwd="/", capture_output=True, text=True, check=False, **who)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
