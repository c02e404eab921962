"""Debian's PostgreSQL, started for tests on a free port of the loopback, in a folder that goes away with it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

USER = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to be run by root


def binaries() -> Path | None:
    """The folder of `initdb` and `pg_ctl`, the newest version's; None where PostgreSQL is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    onpath = shutil.which("initdb")
    places = [*reversed(debian), *([Path(onpath).parent] if onpath else [])]
    return next((place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None)


@dataclass(frozen=True)
class Cluster:
    """A server in a folder of its own: started, stopped, killed and started again."""

    place: Path
    folder: Path
    port: int
    durable: bool

    @property
    def address(self) -> str:
        """As `DATABASE_URL` takes it."""
        return f"postgresql://accord@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        data = self.folder / "data"
        if USER:
            shutil.chown(self.folder, USER)
        _run(self.place / "initdb", "-D", data, "-A", "trust", "-U", "accord", "-N", "--no-locale", "-E", "UTF8")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        options += "" if self.durable else " -c fsync=off"
        self._control("-l", self.folder / "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def kill(self) -> None:
        """`kill -9` of the postmaster and of its children at once."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        for pid in (first, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while Path(f"/proc/{first}").exists():
            time.sleep(0.01)

    def _control(self, *words: str | Path) -> None:
        _run(self.place / "pg_ctl", "-D", self.folder / "data", *words)


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A running server. Unless it is durable, it waits for no disk."""
    place = binaries()
    if place is None:
        raise FileNotFoundError("PostgreSQL is not installed. On Debian: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="accord-postgresql-"))
    made = Cluster(place, folder, _free_port(), durable)
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[str]:
    """A running server's address; it keeps nothing."""
    with cluster() as made:
        yield made.address


def new_database(address: str) -> str:
    """A new, empty database on the server at `address`; nothing where there is no address."""
    if not address:
        return ""
    name = f"accord_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{address.rpartition('/')[0]}/{name}"


def _run(*command: str | Path) -> None:
    who = {"user": USER, "group": pwd.getpwnam(USER).pw_gid, "extra_groups": []} if USER else {}
    done = subprocess.run([str(part) for part in command], cwd="/", capture_output=True, text=True, check=False, **who)
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr or done.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
