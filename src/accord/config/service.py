"""What `accord serve` runs: the web server and the worker, as two processes that are started and stopped together."""

import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

# prctl(PR_SET_PDEATHSIG, SIGTERM), loaded before any process is begun: between fork and exec little is safe.
END_WITH_PARENT = partial(ctypes.CDLL(None).prctl, 1, int(signal.SIGTERM)) if sys.platform == "linux" else None
REFUSED = 2  # what a command ends with that cannot do what it was asked to
PATIENCE = 5.0  # seconds for a process to end after it is told to; once more after it is told again
THREADS = "8"  # most of them wait for the disk, so there are more than processors; granian would warn of that
PAUSE = 2.0  # seconds before a worker that broke off is started again


def set_up() -> None:
    """Bring Django up with this installation's settings; a wrong one is said in a sentence, and the command ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        print(wrong, file=sys.stderr)
        raise SystemExit(REFUSED) from wrong


def migrate() -> None:
    """Bring the database to this version; where a newer one was here, say so, and the command ends."""
    from accord.upkeep.queries import newer

    if found := newer():
        print(f"A newer Accord has changed this database ({found[0]}). Install that version,", end=" ", file=sys.stderr)
        print("or restore a backup that this one wrote.", file=sys.stderr)
        raise SystemExit(REFUSED)
    call_command("migrate", interactive=False, verbosity=0)


def collect() -> None:
    """Bring the static files to this version; nothing is done where they already are."""
    stamp, now = Path(settings.STATIC_ROOT) / ".stamp", _static_state()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def web_server(host: str, port: int) -> tuple[str, ...]:
    """The module that serves the pages, and its words."""
    threads = ("--workers", "1", "--blocking-threads", THREADS, "--no-ws", "--log-level", "error")
    return "granian", "--interface", "wsgi", "--host", host, "--port", str(port), *threads, WSGI


def serve(host: str, port: int) -> int:
    """Run until Ctrl-C or SIGTERM; 0 after an orderly stop, else what the web server ended with."""
    web = _start(*web_server(host, port))
    children = {"web": web, "worker": _start("django", "work")}
    with _signals_end():
        try:
            _announce(host, port, web)
            while web.poll() is None:
                time.sleep(0.2)
                if children["worker"].poll() is not None:
                    time.sleep(PAUSE)
                    children["worker"] = _start("django", "work")
            return int(web.returncode)
        except KeyboardInterrupt:
            return 0
        finally:
            _stop(list(children.values()))


def port_is_taken(host: str, port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        return probe.connect_ex((host, port)) == 0


ENDING = (signal.SIGINT, signal.SIGTERM, *((signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()))
WSGI = "accord.config.wsgi:application"


def _start(*command: str) -> "subprocess.Popen[bytes]":
    """A process in a session of its own: Ctrl-C reaches it through this process only, once.

    On Linux it ends, too, when this process is killed: what went on alone would hold the port and the data folder.
    """
    return subprocess.Popen([sys.executable, "-m", *command], start_new_session=True, preexec_fn=END_WITH_PARENT)


def _announce(host: str, port: int, web: "subprocess.Popen[bytes]") -> None:
    while web.poll() is None and not port_is_taken(host, port):
        time.sleep(0.05)
    if web.poll() is None:
        print(f"Accord is at http://{host}:{port} (Ctrl-C stops it).", flush=True)


@contextmanager
def _signals_end() -> Iterator[None]:
    """SIGTERM and a closed terminal end the service as Ctrl-C does; none of them interrupts the stopping.

    Under nohup a closed terminal is ignored, as asked.
    """
    ending = [number for number in ENDING if not _is_under_nohup(number)]

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in ending:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in ending}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_under_nohup(number: signal.Signals) -> bool:
    return number not in (signal.SIGINT, signal.SIGTERM) and signal.getsignal(number) is signal.SIG_IGN


def _stop(children: "list[subprocess.Popen[bytes]]") -> None:
    """Ask, ask again (a worker then gives its job back), and only then end by force."""
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
        for child in children:
            if child.poll() is None:
                child.send_signal(number)
        end = time.monotonic() + PATIENCE
        while any(child.poll() is None for child in children) and time.monotonic() < end:
            time.sleep(0.05)


def _static_state() -> str:
    """A digest of the names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = os.stat(storage.path(name))
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
