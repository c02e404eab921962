"""Hold a roster that was read against the one that is kept: who is added, who changed, who came back, who left."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from accord.analysis.reading.roster import PERSON, Roster, place_key
from accord.questionnaires.problems import Problems

KEPT = {"id": pl.String, **dict.fromkeys(PERSON, pl.String), "left": pl.Boolean}
"""The columns of a kept roster: a key, what is known of a person, and whether they left."""

FIELDS = tuple(PERSON)


class Change(StrEnum):
    """What becomes of a person. Somebody who stays as they were is in no row of the changes."""

    ADDED = "added"
    CHANGED = "changed"
    RETURNED = "returned"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """What becomes of one organisation's people; it has `before` of them now, and `staff` then."""

    name: str
    new: bool
    sector: str
    kind: str
    added: int
    changed: int
    returned: int
    left: int
    before: int
    staff: int


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """`rows`: one for each person who does not stay as they were, with their `change`, what will be known of them, and
    what was known, in columns that begin with `was_`. `freed`: keys of people who left and whose address is now
    somebody else's. `digest` stands for all that would be done.
    """

    rows: pl.DataFrame
    freed: tuple[str, ...]
    places: tuple[PlaceCount, ...]
    digest: str


def compare(roster: Roster, kept: pl.DataFrame, *, organisations: Sequence[str]) -> Changes:
    """What bringing a roster in would do. Raises `InputError` where two people would have one address.

    People are told apart by organisation and reference; where that finds nobody, by address. Only the organisations
    that the file names can lose people; what the file has no column for stays as it is.

    `kept` has the columns of `KEPT`; `organisations` are the names of those that are there already.
    """
    people = _as_known(roster.people, organisations)
    pairs = _pairs(people, kept)
    met = pairs.join(kept, on="id").rename({field: f"was_{field}" for field in FIELDS})
    met = met.join(people, left_on="at", right_on="row").rename({"at": "row"})
    met = met.with_columns(_unsaid(roster.given))
    gone = kept.join(pairs, on="id", how="anti")
    leaving = gone.filter(~pl.col("left") & pl.col("organisation").is_in(people["organisation"].unique().implode()))
    freed = _freed(met, gone, leaving, roster)
    rows = pl.concat(
        [
            _changed(met),
            people.join(pairs, left_on="row", right_on="at", how="anti").with_columns(change=pl.lit(Change.ADDED)),
            leaving.with_columns(change=pl.lit(Change.LEFT)),
        ],
        how="diagonal",
    ).select("change", "id", *FIELDS, *(f"was_{field}" for field in FIELDS))
    rows = rows.sort("change", "organisation", "reference", "email", "id")
    return Changes(rows, freed, _counts(rows, kept, roster, organisations), _digest(rows, freed))


def _as_known(people: pl.DataFrame, organisations: Sequence[str]) -> pl.DataFrame:
    """The people, their organisations written as those that are there already."""
    known = pl.DataFrame({"known": organisations}, schema={"known": pl.String})
    joined = people.with_columns(key=place_key(pl.col("organisation"))).join(
        known.with_columns(key=place_key(pl.col("known"))).unique("key", keep="first", maintain_order=True),
        on="key", how="left", maintain_order="left",
    )  # fmt: skip
    return joined.with_columns(organisation=pl.coalesce("known", "organisation")).drop("key", "known")


def _pairs(people: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Who in the file (`at`, the row) is who on the roster (`id`): by reference first, then by address."""
    by_reference = people.filter(pl.col("reference") != "").join(kept, on=["organisation", "reference"])
    found = by_reference.select("id", at="row")
    rest = people.join(found, left_on="row", right_on="at", how="anti").filter(pl.col("email") != "")
    others = kept.join(found, on="id", how="anti")
    return pl.concat([found, rest.join(others, on="email").select("id", at="row")])


def _unsaid(given: Sequence[str]) -> list[pl.Expr]:
    """What the file has no column for stays; but a reference is the former employer's where somebody moved."""
    kept = [pl.col(f"was_{field}").alias(field) for field in FIELDS if field not in given and field != "reference"]
    if "reference" in given:
        return kept
    moved = pl.col("organisation") != pl.col("was_organisation")
    return [*kept, pl.when(moved).then(pl.lit("")).otherwise("was_reference").alias("reference")]


def _changed(met: pl.DataFrame) -> pl.DataFrame:
    different = pl.any_horizontal(pl.col(field) != pl.col(f"was_{field}") for field in FIELDS)
    change = pl.when("left").then(pl.lit(Change.RETURNED)).otherwise(pl.lit(Change.CHANGED))
    return met.filter(different | pl.col("left")).with_columns(change=change)


def _freed(met: pl.DataFrame, gone: pl.DataFrame, leaving: pl.DataFrame, roster: Roster) -> tuple[str, ...]:
    """Who left, or leaves, and had the address that somebody else has now. Of one who stays it is refused."""
    taken = met.filter(pl.col("email") != "").select("email", "row")
    both = gone.filter(pl.col("email") != "").join(taken, on="email")
    free = both.filter(pl.col("left") | pl.col("id").is_in(leaving["id"].implode()))
    problems = Problems(roster.file)
    for row, email, place in both.join(free, on="id", how="anti").select("row", "email", "organisation").rows():
        problems.report("The address «{found}» is that of somebody else on the roster, at «{organisation}».",
                        row=row, found=email, organisation=place)  # fmt: skip
    problems.refuse()
    return tuple(sorted(free["id"].to_list()))


def _counts(
    rows: pl.DataFrame, kept: pl.DataFrame, roster: Roster, organisations: Sequence[str]
) -> tuple[PlaceCount, ...]:
    """By organisation that the file names or that loses somebody to another, in the order of their names."""
    changes = rows.group_by("organisation", "change").len().rows()
    count = {(place, change): n for place, change, n in changes}
    before = dict(kept.filter(~pl.col("left")).group_by("organisation").len().rows())
    moves = rows.filter((pl.col("change") == Change.CHANGED) & (pl.col("organisation") != pl.col("was_organisation")))
    came = dict(moves.group_by("organisation").len().rows())
    went = dict(moves.group_by("was_organisation").len().rows())
    known = {name.lower(): name for name in organisations}
    named = {known.get(n.lower(), n): (sector, kind) for n, sector, kind in roster.places.iter_rows()}
    places = []
    for name in sorted({*named, *went}):
        added, changed, returned, left = (count.get((name, change), 0) for change in Change)
        now = before.get(name, 0)
        staff = now + added + returned - left + came.get(name, 0) - went.get(name, 0)
        new, (sector, kind) = name.lower() not in known, named.get(name, ("", ""))
        places.append(PlaceCount(name, new, sector, kind, added, changed, returned, left, now, staff))
    return tuple(places)


def _digest(rows: pl.DataFrame, freed: Sequence[str]) -> str:
    digest = hashlib.sha256(rows.write_csv().encode())
    digest.update("\n".join(freed).encode())
    return digest.hexdigest()
