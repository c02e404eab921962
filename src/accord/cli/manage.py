"""`accord manage`: Django's own commands, with this installation's settings."""

import argparse

from accord.cli.output import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Add the command; all that follows it goes to Django."""
    parser = subparsers.add_parser("manage", help="run one of Django's management commands", add_help=False)
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="COMMAND")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Hand over to Django."""
    from django.core.management import execute_from_command_line

    from accord.config import service

    service.set_up()
    execute_from_command_line(["accord manage", *arguments.rest])
    return 0
