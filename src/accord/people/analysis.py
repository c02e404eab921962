"""From rows of the roster to tables and back: the app's only door to the mathematics."""

import io
from dataclasses import asdict
from typing import Any
from uuid import UUID

import polars as pl

from accord.analysis.reading.files import Raw as Raw
from accord.analysis.reading.roster import SECTORS as SECTORS
from accord.analysis.reading.roster import roster_from
from accord.analysis.rosters import FIELDS as FIELDS
from accord.analysis.rosters import KEPT, compare
from accord.analysis.rosters import Change as Change
from accord.analysis.rosters import Changes as Changes
from accord.analysis.rosters import PlaceCount as PlaceCount
from accord.people.models import RosterFile
from accord.people.queries import everyone, organisation_names
from accord.web import holding

LARGEST_UNPACKED = 500_000_000
"""Bytes to which a workbook or a Parquet file may unpack: about four million people."""


def changes(file: RosterFile) -> Changes:
    """What bringing a file in would do to the roster as it now stands. Raises `InputError`."""
    return changes_from(Raw(file.name, holding.path(file.token).read_bytes(), LARGEST_UNPACKED), file.partnership_id)


def changes_from(raw: Raw, partnership: UUID) -> Changes:
    """The same of a file's bytes."""
    read = roster_from(raw)
    kept = pl.DataFrame(list(everyone(partnership)), schema=KEPT, orient="row")
    return compare(read, kept, organisations=organisation_names(partnership))


def kept_counts(found: Changes) -> list[dict[str, Any]]:
    """The counts by organisation, as a row keeps them."""
    return [asdict(place) for place in found.places]


def counts(file: RosterFile) -> tuple[PlaceCount, ...]:
    """The counts by organisation of a file that was looked at."""
    return tuple(PlaceCount(**place) for place in file.counts or ())


def write_plan(found: Changes) -> bytes:
    """The changes, person by person, for the pages that show them."""
    out = io.BytesIO()
    found.rows.write_parquet(out)
    return out.getvalue()


def those(found: Changes, change: Change) -> pl.DataFrame:
    """The people with whom this would happen."""
    return found.rows.filter(pl.col("change") == change.value)


def staying(found: Changes) -> pl.DataFrame:
    """Those who would be on the roster, and are not as they were."""
    return found.rows.filter(pl.col("change") != Change.LEFT.value)


def plan(file: RosterFile, change: Change) -> pl.LazyFrame:
    """The people of a file with whom this would happen."""
    return pl.scan_parquet(holding.path(file.plan)).filter(pl.col("change") == change.value)


def shown(file: RosterFile, change: Change, *, start: int, most: int) -> list[dict[str, str]]:
    """Some of them, in their order."""
    return plan(file, change).slice(start, most).fill_null("").collect().to_dicts()
