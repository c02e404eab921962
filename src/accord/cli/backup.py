"""`accord backup`: one file that holds the whole installation, taken while people work."""

import argparse
from pathlib import Path

from accord.cli.output import Subparsers, step


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its arguments."""
    parser = subparsers.add_parser("backup", help="back the installation up while people work", description=(
        "Writes the database and the files of the data folder into one file, complete to the moment that it states."
        " The keys of rounds under way are not in it: --keys writes them to a file of their own, to be kept on another"
        " machine and destroyed when the round closes. Whoever has both can open answers."))  # fmt: skip
    parser.add_argument("destination", type=Path, metavar="DESTINATION", help=(
        "the file to write, or a folder in which a file is named for the moment"))  # fmt: skip
    parser.add_argument("--keys", type=Path, metavar="DESTINATION", help="write the keys, too, to this file or folder")
    parser.add_argument("--check", action="store_true", help="write nothing: check that this backup is whole")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Take a backup, or check one."""
    return _check(arguments.destination) if arguments.check else _take(arguments)


def _check(path: Path) -> int:
    from accord.upkeep.backup import archive

    said = archive.read(path)
    what = f"the record up to event {said.content.sequence:,}" if said.content else "keys only"
    print(f"The backup is whole: {len(said.files)} files, {what}, complete to {said.moment:%d %B %Y, %H:%M:%S} UTC.")
    return 0


def _take(arguments: argparse.Namespace) -> int:
    from accord.config import service

    service.set_up()
    from django.utils import timezone

    from accord.upkeep.backup import archive, taking
    from accord.upkeep.queries import is_migrated

    now = timezone.now()
    destination = taking.free_name(arguments.destination, stem="accord", now=now)
    keys = arguments.keys and taking.free_name(arguments.keys, stem="accord-keys", now=now)
    if keys and keys.resolve().parent == destination.resolve().parent:
        archive.refuse(keys, "This is beside the backup. Keep the keys apart: whoever has both can open answers.")
    if not is_migrated():
        archive.refuse(destination, "The database is not at this version. Bring it there first: accord manage migrate")
    if keys:
        number = taking.take_keys(keys, now=now)
        print(f"{keys}: the keys of {number} rounds. Keep them apart, and destroy them when the round closes.")
    with step() as progress:
        said = taking.take(destination, now=now, progress=progress)
    print(f"{destination}: {len(said.files)} files, complete to {said.moment:%d %B %Y, %H:%M:%S} UTC.")
    return 0
