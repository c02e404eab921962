"""What an answer costs that is verified and on the disk, on SQLite and PostgreSQL, beside its peers.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r benchmarks/peers.txt
    .venv/bin/python -m benchmarks.answers --peers /tmp/peers/bin/python
    .venv/bin/python -m benchmarks.answers --answers 500           a quick look, without the peers

Accord runs as `accord serve` runs it: all of its middleware, settings as in production. The peers take the same 24
questions: a plain Django form with a session's and CSRF's middleware, saved by the ORM, on the same web server with as
many threads and the same settings of the database; and FastAPI with SQLAlchemy on uvicorn. They check no token, seal
nothing, and write to the same disk. They are installed into a throw-away environment and are no part of Accord.

Tokens are made beforehand. CPU is what the web server's processes computed, user and system, from the first request to
the last; the generator, the worker and PostgreSQL's own processes are not in it. The load is closed: so many
connections, each sends the next when it has the reply. «Raw» is the same row inserted by as many threads as the web
server has, each statement its own transaction, by the database's Python driver alone.
"""

import argparse
import json
import os
import random
import sqlite3
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
from tests import postgres, processes, sending, serving
from tests.installations import Installation
from tests.sending import Reply, Target
from tests.serving import Service

from accord.config import databases, service

PEERS = Path(__file__).with_name("peers")
QUESTIONS, SECONDS, WARM = 24, 60.0, 200
PREPARE = """
from pathlib import Path
from tests import loads
call_command("migrate", verbosity=0)
ready = loads.opened(%(people)d, organisations=10)
loads.write_answers(ready.at, %(many)d, Path(%(answers)r))
loads.write_admissions(ready.at, %(many)d, Path(%(admissions)r))
print(ready.at.door)
"""
TOKEN = "c" * 32
CSRF = f"Content-Type: application/x-www-form-urlencoded\r\nCookie: csrftoken={TOKEN}\r\n"


@dataclass(frozen=True)
class Load:
    """How much is sent, and the peers' Python."""

    answers: int
    connections: int
    peers: str


def measure(name: str, running: Service, target: Target, bodies: list[bytes], load: Load, *, raw: float = 0) -> None:
    """Send what is there, and print a row of the table."""
    heard: list[Reply] = []
    sending.send(target, bodies[:WARM], heard.append, connections=load.connections, seconds=SECONDS)
    heard.clear()
    before = serving.cpu_seconds(running.web())
    took = sending.send(target, bodies[WARM:], heard.append, connections=load.connections, seconds=SECONDS)
    cpu = serving.cpu_seconds(running.web()) - before
    refused = [reply for reply in heard if reply.status not in (200, 302)]
    if refused:
        raise SystemExit(f"{name}: {len(refused)} of {len(heard)} were refused, for one {refused[0]}")
    took_each = sorted(reply.seconds * 1000 for reply in heard)
    at = [f"{took_each[int(len(heard) * share)]:.0f}" for share in (0.5, 0.95, 0.99)]
    rate = len(heard) / took
    row = [name, f"{1000 * cpu / len(heard):.2f}", f"{rate:.0f}", *at, f"{rate / raw:.2f}" if raw else ""]
    print(f"| {' | '.join(row)} |", flush=True)


def accord(folder: Path, load: Load, *, raw: float) -> None:
    """Answers, then admissions."""
    installation = Installation(folder / "data")
    installation.data.mkdir()
    many = load.answers + WARM
    files = {what: str(folder / what) for what in ("answers", "admissions")}
    said = processes.said(installation.start(PREPARE % {"people": many, "many": many, **files}), seconds=600)
    door = said.splitlines()[-1]
    with serving.served(installation) as running:
        for what, path in (("answer", "answers"), ("admit", "admissions")):
            target = Target(running.port, f"/a/{door}/{what}")
            bodies = list(sending.lines(Path(files[path])))
            measure(f"Accord: {what}", running, target, bodies, load, raw=raw if what == "answer" else 0)


def peers(folder: Path, address: str, load: Load, *, raw: float) -> None:
    """The same form as others would build it."""
    drawn = [{f"q{n}": random.randint(1, 5) for n in range(QUESTIONS)} for _ in range(load.answers + WARM)]
    url = address.replace("postgresql:", "postgresql+psycopg:") or f"sqlite:///{folder / 'fast_api.sqlite3'}"
    database = databases.database(address, folder) | ({} if address else {"NAME": str(folder / "plain.sqlite3")})
    environment = os.environ | {"DATABASE": json.dumps(database), "URL": url}
    port = processes.free_port()
    granian = list(service.web_server("127.0.0.1", port)[:-1])
    with peer(load.peers, "plain_django", ["-m", *granian, "plain_django:application"], environment, port) as running:
        bodies = [urlencode(one | {"csrfmiddlewaretoken": TOKEN}).encode() for one in drawn]
        measure("Django, form and ORM", running, Target(port, "/answer", CSRF), bodies, load, raw=raw)
    port = processes.free_port()
    uvicorn = ["-m", "uvicorn", "--port", str(port), "--log-level", "warning", "fast_api:application"]
    with peer(load.peers, "fast_api", uvicorn, environment, port) as running:
        bodies = [json.dumps(one).encode() for one in drawn]
        measure("FastAPI and SQLAlchemy", running, Target(port, "/answer"), bodies, load, raw=raw)


@contextmanager
def peer(python: str, module: str, command: list[str], environment: dict[str, str], port: int) -> Iterator[Service]:
    """A peer that runs, its tables made."""
    subprocess.run([python, f"{module}.py"], cwd=PEERS, env=environment, check=True)
    with subprocess.Popen([python, *command], cwd=PEERS, env=environment, text=True) as process:
        while not service.port_is_taken("127.0.0.1", port):
            if process.poll() is not None:
                raise SystemExit(f"{module} did not start")
            time.sleep(0.05)
        try:
            yield Service(process, port)
        finally:
            process.terminate()


def raw_rate(folder: Path, address: str, *, seconds: float = 4) -> float:
    """Durable single-row insertions a second."""
    end, done = time.monotonic() + seconds, [0] * int(service.THREADS)
    key, binary, mark = ("uuid", "bytea", "%s") if address else ("char(32)", "blob", "?")
    statement = f"INSERT INTO raw (token, asking, box) VALUES ({mark}, {mark}, {mark})"
    connected(folder, address).execute(f"CREATE TABLE raw (token {key} PRIMARY KEY, asking {key}, box {binary})")

    def write(number: int) -> None:
        mine = connected(folder, address)
        while time.monotonic() < end:
            token = uuid.uuid4().hex
            mine.execute(statement, [token, token, bytes(560)])
            done[number] += 1
        mine.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(len(done))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds


def connected(folder: Path, address: str) -> "sqlite3.Connection | psycopg.Connection":
    if address:
        return psycopg.connect(address, autocommit=True)
    connection = sqlite3.connect(folder / "raw.sqlite3", timeout=60, isolation_level=None)
    connection.executescript(databases.PRAGMAS)
    return connection


def on(name: str, address: str, load: Load) -> None:
    """One database's table."""
    with tempfile.TemporaryDirectory() as at:
        folder = Path(at)
        raw = raw_rate(folder, address)
        print(f"\n{name}: {raw:.0f} raw insertions a second\n")
        print("| | CPU, ms | a second | p50, ms | p95, ms | p99, ms | of raw |\n|---|---:|---:|---:|---:|---:|---:|")
        os.environ["ACCORD_TEST_DATABASE"] = address
        accord(folder, load, raw=raw)
        if load.peers:
            peers(folder, address, load, raw=raw)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=6_000)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--peers", default="", metavar="PYTHON", help="of an environment with benchmarks/peers.txt")
    given = parser.parse_args()
    load = Load(given.answers, given.connections, given.peers)
    print(f"{load.answers} answers over {load.connections} connections; load average {os.getloadavg()[0]:.1f} before.")
    on("SQLite", "", load)
    with postgres.cluster(durable=True) if postgres.binaries() else nullcontext() as cluster:
        if cluster:
            on("PostgreSQL", cluster.address, load)
    print(f"\nLoad average {os.getloadavg()[0]:.1f} at the end, the benchmark's own included.")


if __name__ == "__main__":
    main()
