"""`accord person roster`: see what a roster would change, and bring it in."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from accord.cli.output import Subparsers

if TYPE_CHECKING:
    from accord.analysis.rosters import Changes

HEADS = ("organisation", "added", "changed", "returned", "left", "staff")


def add_verb(verbs: Subparsers) -> argparse.ArgumentParser:
    """Add the verb."""
    words = "say what a roster would change in a partnership; with --confirm, bring it in"
    added = verbs.add_parser("roster", help=words, description=words.capitalize() + ".")
    added.add_argument("partnership", metavar="PARTNERSHIP", help="as it stands in its address, after /p/")
    added.add_argument("file", metavar="FILE", type=Path, help="CSV, XLSX or Parquet, one row a person")
    added.add_argument("--confirm", action="store_true", help="do it; without, nothing is changed")
    return added


def roster(arguments: argparse.Namespace) -> int:
    """Print the preview, and bring the roster in where that is said."""
    from django.utils import timezone

    from accord.analysis.reading.files import fetch
    from accord.audit.states import SYSTEM, By
    from accord.people import analysis, rostering
    from accord.people.models import Partnership

    partnership = Partnership.objects.filter(slug=arguments.partnership).first()
    if partnership is None:
        print("There is no partnership of this name. It is what stands after /p/ in its address.", file=sys.stderr)
        return 2
    raw = fetch(arguments.file)
    _print(analysis.changes_from(raw, partnership.id))
    if not arguments.confirm:
        print("Nothing is changed. With --confirm it is done.")
        return 0
    rostering.bring_in_file(By(SYSTEM, partnership.id, timezone.now()), partnership.id, raw=raw)
    print("The roster is brought in.")
    return 0


def _print(changes: "Changes") -> None:
    """The counts by organisation; those that are new are marked."""
    lines = [
        (
            f"{place.name} (new, {place.sector or 'health'})" if place.new else place.name,
            *(place.added, place.changed, place.returned, place.left, place.staff),
        )
        for place in changes.places
    ]
    width = max(len(str(line[0])) for line in [HEADS, *lines])
    for name, *numbers in [HEADS, *lines]:
        print(f"{name:<{width}}", *(f"{number:>10}" for number in numbers))
