"""`accord verify`: whether anybody changed the record, or the rows it covers, behind its back."""

import argparse
import sys

from accord.cli.output import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("verify", help="prove that nobody changed what was recorded", description=(
        "Walks the whole record, and compares every row it covers with what was recorded of it."
        " Says one sentence for each thing that is not as it was recorded, and then ends with 1."))  # fmt: skip
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Verify; progress on stderr where that is a terminal, problems on stdout."""
    from accord.config import service

    service.set_up()
    from accord.upkeep.queries import is_migrated

    if not is_migrated():
        print("The database is not at this version. Bring it there first: accord manage migrate", file=sys.stderr)
        return 2
    from tqdm import tqdm

    from accord.audit import queries

    with tqdm(disable=None, leave=False, file=sys.stderr, unit=" rows", desc="Verifying") as bar:
        problems = list(queries.verify(seen=bar.update))
    for problem in problems:
        print(problem)
    if not problems:
        size = queries.size()
        events = "1 event" if size == 1 else f"{size:,} events"
        print(f"The record is whole: {events}, and every row is as it was recorded.")
    return 1 if problems else 0
