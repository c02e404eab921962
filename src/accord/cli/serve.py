"""`accord serve`: the application in the browser."""

import argparse
import sys

from accord.cli.output import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its arguments."""
    parser = subparsers.add_parser("serve", help="run the application in the browser", description=(
        "Brings the database to this version, then runs the web server and the worker until Ctrl-C."
        " Settings come from the environment: see docs/reference/settings.md."))  # fmt: skip
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: 127.0.0.1, this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="(default: 8000)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare, then serve until told to stop."""
    from accord.config import service

    if not port_is_free("serve", arguments.host, arguments.port):
        return 1
    service.set_up()
    service.migrate()
    service.collect()
    return service.serve(arguments.host, arguments.port)


def port_is_free(command: str, host: str, port: int) -> bool:
    """Whether nothing listens there yet; otherwise it is said on stderr what to do."""
    from accord.config import service

    if service.port_is_taken(host, port):
        print(f"Port {port} is in use. Name another one: accord {command} --port {port + 1}", file=sys.stderr)
        return False
    return True
