"""A service under load whose processes are killed at random moments; what was acknowledged is counted afterwards."""

import json
import os
import random
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests import processes, sending, serving
from tests.installations import Installation
from tests.postgres import Cluster
from tests.sending import Reply, Target

PREPARE = """
from pathlib import Path
from tests import loads
call_command("migrate", verbosity=0)
ready = loads.opened(60, organisations=1)
loads.write_answers(ready.at, %(many)d, Path(%(path)r))
print(ready.at.door)
"""
TUMBLE = """
from accord.booth.actions import tumbling
while True:
    tumbling.tumble(timezone.now())
"""
COMPARE = """
import json
from pathlib import Path
from tests import loads
print(json.dumps(loads.compare(Path(%(path)r), %(acknowledged)d)))
"""
CONNECTIONS = 4
MADE_A_KILL = 300  # answers; fewer are sent from one kill to the next


@dataclass
class Told:
    """What came of it. `unanswered`: requests that got no receipt, each of which was sent again."""

    kills: int = 0
    sent: int = 0
    acknowledged: int = 0
    unanswered: int = 0
    spent: int = 0
    inside: int = 0
    closed: int = 0
    missing: int = 0
    twice: int = 0
    strange: int = 0
    said: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)


@dataclass
class Load:
    """Answers that are sent, each until it is acknowledged, as a respondent's page does it."""

    target: Callable[[], Target]
    bodies: list[bytes]
    ended: threading.Event = field(default_factory=threading.Event)
    told: Told = field(default_factory=Told)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self) -> None:
        """Until it is told to end; what was sent is acknowledged then."""
        threads = [threading.Thread(target=self._one) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def wait_for_a_receipt(self) -> None:
        """Until the service takes answers (again)."""
        before, end = self.told.acknowledged, time.monotonic() + 60
        while self.told.acknowledged == before:
            assert time.monotonic() < end, f"nothing was acknowledged for a minute: {self.told}"
            time.sleep(0.01)

    def _one(self) -> None:
        while not self.ended.is_set():
            with self.lock:
                number, self.told.sent = self.told.sent, self.told.sent + 1
            assert number < len(self.bodies), "too few answers were made"
            while (reply := sending.exchange(self.target(), self.bodies[number])).status != 200:
                self._note(reply)
                time.sleep(0.05)
            with self.lock:
                self.told.acknowledged += 1
            time.sleep(0.01)

    def _note(self, reply: Reply) -> None:
        with self.lock:
            self.told.unanswered += 1
            self.told.statuses.add(reply.status)
            if reply.status == 503:
                self.told.said.add(json.loads(reply.body)["words"])


class Supervised:
    """The service and a tumbler that never rests, each begun again where it is killed."""

    def __init__(self, installation: Installation, cluster: Cluster | None) -> None:
        self._installation, self._cluster, self._stack = installation, cluster, ExitStack()
        self.service = self._serve()
        self._tumbler = installation.start(TUMBLE)

    def _serve(self) -> serving.Service:
        return self._stack.enter_context(serving.web_alone(self._installation))

    def kill(self, what: str) -> None:
        """`kill -9` one of them, with what it began, and begin it again."""
        if what == "database":
            assert self._cluster is not None
            self._cluster.kill()
            time.sleep(random.uniform(0, 0.3))
            self._cluster.start()
        elif what == "worker":
            self._tumbler.kill()
            self._tumbler.wait(timeout=30)
        else:
            for pid in self.service.web():
                os.kill(pid, signal.SIGKILL)
            self.service.process.wait(timeout=30)
            self.service = self._serve()
        if self._tumbler.poll() is not None:  # it ends, too, where its database goes
            self._tumbler.communicate()
            self._tumbler = self._installation.start(TUMBLE)

    def stop(self) -> None:
        self._tumbler.kill()
        self._tumbler.communicate()
        self._stack.close()


@contextmanager
def prepared(folder: Path, many: int) -> Iterator[tuple[Installation, str, Path]]:
    """An installation with an open round, its door, and so many answers."""
    folder.mkdir(exist_ok=True)
    path, installation = folder / "answers", Installation(folder / "data")
    installation.data.mkdir()
    said = processes.said(installation.start(PREPARE % {"many": many, "path": str(path)}))
    yield installation, said.splitlines()[-1], path


def run(folder: Path, *, what: tuple[str, ...], times: int, cluster: Cluster | None = None, many: int = 4_000) -> Told:
    """Kill each of these so many times, at random moments, while answers come in. `many`: answers, if all are used."""
    with prepared(folder, many) as (installation, door, path):
        supervised = Supervised(installation, cluster)
        bodies = list(sending.lines(path))
        load = Load(lambda: Target(supervised.service.port, f"/a/{door}/answer"), bodies)
        thread = threading.Thread(target=load.run)
        thread.start()
        for victim in random.sample(what * times, len(what) * times):
            load.wait_for_a_receipt()
            time.sleep(random.uniform(0, 1))
            supervised.kill(victim)
            load.told.kills += 1
        load.ended.set()
        thread.join()
        supervised.stop()
        return _compared(load.told, installation, path)


def fill(folder: Path, *, many: int = 400) -> Told:
    """Let no file of the web server grow any more, in the midst of answers; then there is room again."""
    told = Told()
    with prepared(folder, many) as (installation, door, path), serving.web_alone(installation) as service:
        target, bodies = Target(service.port, f"/a/{door}/answer"), list(sending.lines(path))
        half = len(bodies) // 2
        waiting = _send(target, bodies[:half], told)
        assert not waiting
        largest = max(file.stat().st_size for file in installation.data.glob("accord.sqlite3*"))
        _limit(service.web(), largest + 100_000)
        waiting = _send(target, bodies[half:], told)
        _limit(service.web(), resource.RLIM_INFINITY)
        assert not _send(target, waiting, told)
        told.sent = many
        return _compared(told, installation, path)


def _send(target: Target, bodies: list[bytes], told: Told) -> list[bytes]:
    """Send each once; those that were not acknowledged."""
    heard: list[Reply] = []
    sending.send(target, bodies, heard.append, connections=CONNECTIONS, seconds=60)
    refused = [reply for reply in heard if reply.status != 200]
    told.acknowledged += len(heard) - len(refused)
    told.unanswered += len(refused)
    told.statuses |= {reply.status for reply in refused}
    told.said |= {json.loads(reply.body)["words"] for reply in refused}
    return [bodies[reply.number] for reply in refused]


def _limit(pids: list[int], size: int) -> None:
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _compared(told: Told, installation: Installation, path: Path) -> Told:
    """With what is in the database, and in the closed round."""
    there = json.loads(
        processes.said(installation.start(COMPARE % {"path": str(path), "acknowledged": told.acknowledged}))
    )
    return replace(told, **there)
