"""A whole round under load: the roll frozen, half of the people answer over HTTP, it is closed, the picture is there.

    .venv/bin/python -m benchmarks.rounds                            20,000 invited, 10,000 answers, SQLite
    .venv/bin/python -m benchmarks.rounds --people 200000            as asked for
    .venv/bin/python -m benchmarks.rounds --postgresql

44 organisations with five staff groups each: 220 strata, each with a key; 47 questions, of which each person is asked
23 or 24. `accord serve` takes the answers as fast as 32 connections send them; its worker makes batches every minute
meanwhile. Memory is sampled every second. Then the round is closed and its picture computed as the worker does it.
Every answer that was sent is looked for in the closed round, by what it says.
"""

import argparse
import json
import os
import tempfile
import threading
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from tests import postgres, processes, sending, serving
from tests.installations import Installation
from tests.sending import Reply, Target
from tests.serving import Service

HOUR = 3_600.0
TIMED = """
import json, resource, time
from pathlib import Path
from tests import askings, loads
from accord.rounds.models import Round
class Times(dict):
    def __call__(self, name, work):
        begun = time.perf_counter()
        made = work()
        self[name] = round(time.perf_counter() - begun, 1)
        return made
    def told(self, **more):
        print(json.dumps(self | more | {"MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000}))
times = Times()
"""
PREPARE = """
call_command("migrate", verbosity=0)
here = factories.partnership(factories.user("Cora"))
times("roster", lambda: loads.enrol(here, %(people)d, 44))
freeze = askings.freeze
askings.freeze = lambda mine: times("freezing the roll", lambda: freeze(mine))
ready = loads.opened_in(here)
times("making the answers", lambda: loads.write_answers(ready.at, %(answers)d, Path(%(path)r)))
times.told(door=ready.at.door)
"""
CLOSE = """
mine = Round.objects.get()
at, before = askings.door(mine), loads.counted()
parts = []
times("closing", lambda: loads.close(mine, progress=lambda share, _words: parts.append(share)))
from accord.rounds import actions as rounds
seat = askings.coordinators_seat(mine.partnership)
def picture():
    rounds.confirm(factories.by(mine.partnership, now=timezone.now()), mine, before=None, asker=seat.user_id)
    call_command("db_worker", batch=True, startup_delay=False, reload=False, verbosity=0)
times("picture", picture)
assert Round.objects.get().state == "released"
times.told(parts=parts, **before, **loads.compared(at, mine, Path(%(path)r), %(acknowledged)d))
"""


@dataclass
class Memory:
    """What the web server and the worker hold, sampled while they run."""

    service: Service
    web: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        while not self.ended.wait(1):
            self.web.append(serving.megabytes(self.service.web()))
            self.worker.append(serving.megabytes(self.service.worker()))

    @staticmethod
    def told(samples: list[float]) -> str:
        """After a tenth of the time, in the middle, at the end, and the most."""
        at = [samples[int(share * (len(samples) - 1))] for share in (0.1, 0.5, 1)]
        return f"{' → '.join(f'{one:.0f}' for one in at)} MB, at most {max(samples):.0f}"


def timed(installation: Installation, code: str) -> dict[str, object]:
    """What a script in a process of the installation says of itself."""
    said = processes.said(installation.start(TIMED + code), seconds=HOUR)
    return dict(json.loads(said.splitlines()[-1]))


def load(installation: Installation, door: str, path: Path, seconds: float) -> int:
    """Send the answers, and say how it went; how many were acknowledged."""
    statuses: Counter[int] = Counter()
    slowest: list[float] = []

    def heard(reply: Reply) -> None:
        statuses[reply.status] += 1
        slowest.append(reply.seconds * 1000)

    with serving.served(installation) as service:
        memory = Memory(service)
        watching = threading.Thread(target=memory.watch)
        watching.start()
        target = Target(service.port, f"/a/{door}/answer")
        took = sending.send(target, sending.lines(path), heard, connections=32, seconds=seconds)
        memory.ended.set()
        watching.join()
    slowest.sort()
    row("answers acknowledged", f"{statuses[200]:,} of {statuses.total():,}")
    row(
        "answering",
        f"{took:.0f} s, {statuses[200] / took:.0f} a second, p95 {slowest[int(0.95 * len(slowest))]:.0f} ms",
    )
    row("memory of the web server", memory.told(memory.web))
    row("memory of the worker", memory.told(memory.worker))
    return statuses[200]


def row(what: str, said: object) -> None:
    print(f"| {what} | {said} |", flush=True)


def run(folder: Path, people: int, seconds: float) -> None:
    """The whole of it."""
    path, installation = folder / "answers", Installation(folder / "data")
    installation.data.mkdir()
    made = timed(installation, PREPARE % {"people": people, "answers": people // 2, "path": str(path)})
    row("people", f"{people:,}")
    for name in ("roster", "freezing the roll"):
        row(name, f"{made[name]} s")
    row("memory of freezing", f"{made['MB']} MB")
    acknowledged = load(installation, str(made["door"]), path, seconds)
    told = timed(installation, CLOSE % {"path": str(path), "acknowledged": acknowledged})
    for name in ("closing", "picture"):
        row(name, f"{told[name]} s")
    row("memory of closing", f"{told['MB']} MB")
    for name in ("spent", "inside", "closed", "missing", "twice", "strange"):
        row(name, f"{told[name]:,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=900, help="the longest that answers are sent")
    parser.add_argument("--postgresql", action="store_true")
    given = parser.parse_args()
    print(f"Load average {os.getloadavg()[0]:.1f} before.\n\n| | |\n|---|---|")
    with postgres.cluster(durable=True) if given.postgresql else nullcontext() as cluster:
        os.environ["ACCORD_TEST_DATABASE"] = cluster.address if cluster else ""
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), given.people, given.seconds)
    print(f"\nLoad average {os.getloadavg()[0]:.1f} at the end.")


if __name__ == "__main__":
    main()
