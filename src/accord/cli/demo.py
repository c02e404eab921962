"""`accord demo`: the demonstration partnership in the browser."""

import argparse
import os
import shutil
from pathlib import Path

from accord.cli.output import Subparsers, bar
from accord.cli.serve import port_is_free

HOST = "127.0.0.1"  # this machine only: everyone knows the demonstration's password


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its arguments."""
    parser = subparsers.add_parser("demo", help="serve the demonstration: an invented partnership", description=(
        "Loads an invented health and care partnership, 12 organisations with 4,000 staff and two rounds, and serves"
        " it to this machine only. It has a data folder of its own, `demonstration` in ACCORD_DATA; remove that to"
        " start afresh."))  # fmt: skip
    parser.add_argument("--port", type=int, default=8000, help="(default: 8000)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load what is not loaded yet, say how to sign in, and serve until told to stop."""
    from accord.config import service

    if not port_is_free("demo", HOST, arguments.port):
        return 1
    loaded = _folder(arguments.port) / "loaded"
    service.set_up()
    service.migrate()
    service.collect()
    if not loaded.exists():
        _load()
        loaded.touch()
    _greet()
    return service.serve(HOST, arguments.port)


def _folder(port: int) -> Path:
    """The demonstration's own data folder, which the settings are told of; without half a demonstration in it."""
    folder = Path(os.environ.get("ACCORD_DATA", "var")) / "demonstration"
    if folder.exists() and not (folder / "loaded").exists():
        shutil.rmtree(folder)  # loading it was interrupted
    os.environ |= {
        "ACCORD_DATA": str(folder),
        "ACCORD_ADDRESS": f"http://{HOST}:{port}",
        "ACCORD_DEMONSTRATION": "1",
        "DATABASE_URL": "",
    }
    return folder


def _load() -> None:
    from accord.config import demonstration

    print("Loading the demonstration. This is done once and takes some ten seconds.", flush=True)
    with bar(1.0) as (progress,):
        demonstration.load(progress=progress)


def _greet() -> None:
    from accord.config.demonstration import NAME, PASSWORD, PEOPLE, address

    print(f"{NAME}: 12 organisations, 4,000 staff, all invented.\nSign in with the password «{PASSWORD}» as:")
    for role in PEOPLE:
        print(f"  {address(role):28}{role.label}")
