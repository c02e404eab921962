"""`accord serve` on a port of its own, with its processes told apart: the web server's, and the worker."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import processes
from tests.installations import Installation
from tests.processes import ACCORD

from accord.config import service

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Service:
    """One that runs."""

    process: "subprocess.Popen[str]"
    port: int

    def family(self) -> dict[int, str]:
        """Every process of it, with its command."""
        parents = {pid: _parent(pid) for pid in _pids()}
        found = {self.process.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return {pid: _command(pid) for pid in found}

    def web(self) -> list[int]:
        """The web server: granian, and the processes that it began; all there is where granian is not in it."""
        family = self.family()
        first = [pid for pid, command in family.items() if "granian" in command]
        return sorted(pid for pid in family if not first or pid in first or _parent(pid) in first)

    def worker(self) -> list[int]:
        """The worker."""
        return [pid for pid, command in self.family().items() if "django work" in command]


@contextmanager
def served(installation: Installation) -> Iterator[Service]:
    """Run the installation's service; it is stopped at the end, and what it said on stderr is in `log`."""
    port = processes.free_port()
    command = [str(ACCORD), "serve", "--port", str(port)]
    with (installation.data / "log").open("a") as log:
        process = subprocess.Popen(command, env=installation.environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Accord is at"), (installation.data / "log").read_text()
        yield Service(process, port)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@contextmanager
def web_alone(installation: Installation) -> Iterator[Service]:
    """The web server of an installation whose database is of this version, as the service runs it."""
    port = processes.free_port()
    command = [sys.executable, "-m", *service.web_server("127.0.0.1", port)]
    with (installation.data / "log").open("a") as log:
        process = subprocess.Popen(command, env=installation.environment, stdout=log, stderr=log, text=True)
    try:
        while not service.port_is_taken("127.0.0.1", port):
            assert process.poll() is None, (installation.data / "log").read_text()
            time.sleep(0.02)
        yield Service(process, port)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def cpu_seconds(pids: list[int]) -> float:
    """What these processes computed so far, in user and system time."""
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / TICKS


def megabytes(pids: list[int]) -> float:
    """The memory that these processes hold now."""
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE for pid in pids) / 1e6


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the command's name; empty where the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _parent(pid: int) -> int:
    return int((_stat(pid) or [0, 0])[1])


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""
