"""Python in processes of its own, on a data folder and a database of one test: what happens between processes."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests import postgres

ROOT = Path(__file__).resolve().parents[1]
BEGIN = """
import django
django.setup()
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from accord.audit.models import Event
from accord.audit.queries import verify
from accord.jobs import actions, clock, kinds
from accord.jobs.models import Job
from accord.jobs.states import LEASE
from tests import factories, work
for name, kind in work.KINDS.items():
    kinds.register(name, kind)
"""

ACCORD = Path(sys.executable).with_name("accord")
Start = Callable[[str], "subprocess.Popen[str]"]


def new_environment(folder: Path) -> dict[str, str]:
    """The environment of an installation with this data folder, and a database of its own."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "accord.config.settings",
        "ACCORD_DATA": str(folder),
        "DATABASE_URL": postgres.new_database(os.environ.get("ACCORD_TEST_DATABASE", "")),
        "PYTHONPATH": str(ROOT),
    }


def starter(folder: Path, environment: dict[str, str] | None = None) -> Start:
    """`start(code)` runs it in a new process; all of them share the folder and the database."""
    environment = environment or new_environment(folder)

    def start(code: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", BEGIN + code]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=-1, text=True)

    return start


def said(process: "subprocess.Popen[str]", *, seconds: float = 60) -> str:
    """What it printed, once it has ended well."""
    out, err = process.communicate(timeout=seconds)
    assert process.returncode == 0, err
    return out.strip()


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bare_environment(folder: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing but where the data shall stand."""
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    return kept | {"ACCORD_DATA": str(folder)}
