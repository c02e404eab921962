"""`accord restore`: put a backup back into an empty installation."""

import argparse
import os
import sys
from pathlib import Path

from accord.cli.output import Subparsers, step


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its arguments."""
    parser = subparsers.add_parser("restore", help="put a backup back into an empty installation", description=(
        "Checks the whole of a backup, puts it back into an empty data folder and an empty database, brings them to"
        " this version and verifies the record. Where the backup is not whole, nothing is changed."))  # fmt: skip
    parser.add_argument("source", type=Path, metavar="FILE", help="what accord backup wrote")
    parser.add_argument("--keys", type=Path, metavar="FILE", help="put back the keys of rounds under way, too")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore; 1 where it is done and the record has something against it."""
    data = Path(os.environ.get("ACCORD_DATA", "var")).resolve()
    there = data.is_dir()
    _check_empty(data)
    from accord.config import service

    service.set_up()  # it makes the folder and a secret key, which the backup's own replaces
    try:
        return _restore(arguments)
    except BaseException:
        _leave_as_it_was(data, there)
        raise


def _check_empty(data: Path) -> None:
    from accord.questionnaires.problems import Problems

    found = sorted(path.name for path in data.iterdir() if path.name != "lost+found") if data.is_dir() else []
    if found:
        problems = Problems(str(data))
        sentence = "A backup is put back into an empty data folder only. It holds {names}."
        problems.report(sentence, names=", ".join(found))
        raise problems.error()


def _restore(arguments: argparse.Namespace) -> int:
    from accord.upkeep.backup import restoring

    if arguments.keys:
        restoring.check_keys(arguments.keys)
    with step() as progress:
        said, problems = restoring.restore(arguments.source, progress=progress)
    if arguments.keys:
        print(f"The keys of {restoring.restore_keys(arguments.keys)} rounds are back.")
    for problem in problems:
        print(problem, file=sys.stderr)
    words = "but the record says what stands above" if problems else "and the record is whole"
    print(f"Restored, complete to {said.moment:%d %B %Y, %H:%M:%S} UTC, {words}.")
    return 1 if problems else 0


def _leave_as_it_was(data: Path, there: bool) -> None:
    from accord.upkeep.backup.restoring import occupants

    if occupants(data) == ("secret-key",):
        (data / "secret-key").unlink()
    if not there and not occupants(data):
        data.rmdir()
