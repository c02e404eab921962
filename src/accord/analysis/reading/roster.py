"""Read a roster: who works where, one row a person. A column at a time, so that 200,000 rows take seconds."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from accord.analysis.reading.cells import BLANK
from accord.analysis.reading.files import MAX_BYTES, Raw, Source, Table, fetch, open_source
from accord.questionnaires.problems import Problems

PERSON = {"organisation": 120, "reference": 80, "name": 120, "email": 254, "staff_group": 80, "site": 80, "leads": 120}
"""What a row may say of a person, and how many characters each takes."""

PLACE = {"sector": 40, "kind": 60}
"""What it may say of their organisation."""

SYNONYMS = {
    "organization": "organisation",
    "emailaddress": "email",
    "payrollnumber": "reference",
    "employeenumber": "reference",
}
"""Other names of columns, without spaces and signs."""

SECTORS = {
    "health": "health",
    "government": "government",
    "local and national government": "government",
    "voluntary": "voluntary",
    "voluntary sector": "voluntary",
    "private": "private",
    "private sector": "private",
}
"""What a cell may say of a sector, and what is meant."""

MOST_ORGANISATIONS = 1_000
"""A file that names more has something else in that column."""

ADDRESS = r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+$"
UNWRITABLE = r"\p{Cc}"


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """`people`: the fields of `PERSON` and the `row` each stands in; `places`: name, sector and kind of organisations.

    `given` names the fields for which the file has a column; in the others nothing is said.
    """

    people: pl.DataFrame
    places: pl.DataFrame
    given: tuple[str, ...]
    file: str
    digest: str


def read_roster(path: Path, *, max_bytes: int = MAX_BYTES) -> Roster:
    """Read a roster from a file: CSV, XLSX or Parquet. Raises `InputError` with everything that is wrong."""
    return roster_from(fetch(path, max_bytes))


def roster_from(raw: Raw) -> Roster:
    """The roster in a file's bytes; see `read_roster`."""
    problems = Problems(raw.file)
    source = open_source(raw, problems)
    names = _columns(source)
    table = source.table(list(names.values()))
    cells = pl.DataFrame({field: _tidy(table.columns[column], field) for field, column in names.items()})
    cells = cells.with_columns(_one_spelling(cells["organisation"]), pl.Series("row", table.rows))
    _check_lengths(table, names, cells)
    _check_who(table, names, cells)
    _check_places(table, names, cells)
    problems.refuse()
    return Roster(_people(cells), _places(cells), tuple(f for f in PERSON if f in names), raw.file, raw.digest)


def _columns(source: Source) -> dict[str, str]:
    """The file's own name of each column it has, by ours. An organisation is needed, and a way to tell people apart."""
    found: dict[str, str] = {}
    for name in source.header:
        field = _key(name)
        if field in found:
            source.problems.report("The columns «{one}» and «{other}» mean the same. Keep one of them.",
                                   row=1, one=found[field], other=name)  # fmt: skip
        elif field in PERSON or field in PLACE:
            found[field] = name
    has = ", ".join(name for name in source.header if name)
    if "organisation" not in found:
        source.problems.report("The column «{missing}» is missing. The file has: {columns}.",
                               missing="organisation", columns=has)  # fmt: skip
    if not {"reference", "email"} & set(found):
        source.problems.report("A column «reference» or «email» is needed, to tell people apart. The file has: "
                               "{columns}.", columns=has)  # fmt: skip
    source.problems.refuse()
    return found


def _key(name: str) -> str:
    """A column's name as ours: whatever its case, spaces and signs.

    >>> _key("Staff Group"), _key("E-mail address")
    ('staff_group', 'email')
    """
    plain = re.sub(r"[\W_]+", "", name.casefold())
    return "staff_group" if plain == "staffgroup" else SYNONYMS.get(plain, plain)


def _tidy(column: pl.Series, field: str) -> pl.Series:
    """Text in one Unicode form, single spaces, empty where there is nothing; addresses in small letters."""
    text = column.cast(pl.String).fill_null("").str.normalize("NFC").str.replace_all(r"\s+", " ").str.strip_chars()
    if field != "name":  # somebody may be called Na
        text = text.to_frame("t").select(pl.when(pl.col("t").is_in(BLANK)).then(pl.lit("")).otherwise("t")).to_series()
    return (text.str.to_lowercase() if field == "email" else text).alias(field)


def _one_spelling(names: pl.Series) -> pl.Series:
    """Each organisation as it is written first, whatever its case later."""
    frame = names.to_frame("name").with_columns(place_key(pl.col("name")).alias("key"))
    return frame.select(pl.col("name").first().over("key")).to_series().alias("organisation")


def place_key(name: pl.Expr) -> pl.Expr:
    """By what organisations are told apart: their name, whatever its case."""
    return name.str.to_lowercase()


def _check_lengths(table: Table, names: Mapping[str, str], cells: pl.DataFrame) -> None:
    for field, column in names.items():
        most = (PERSON | PLACE)[field]
        table.report("This cell has more than {most} characters.", column,
                     _where(cells, pl.col(field).str.len_chars() > most), most=most)  # fmt: skip
        table.report("This cell holds a character that cannot be written, such as NUL.", column,
                     _where(cells, pl.col(field).str.contains(UNWRITABLE)))  # fmt: skip


def _check_who(table: Table, names: Mapping[str, str], cells: pl.DataFrame) -> None:
    """Every row is of a person who can be told from the others."""
    table.report("Every row needs an organisation. This one has none.", names["organisation"],
                 _where(cells, pl.col("organisation") == ""))  # fmt: skip
    keys = [field for field in ("reference", "email") if field in names]
    table.report("Every row needs a reference or an e-mail address. This one has neither.", names[keys[0]],
                 _where(cells, pl.all_horizontal(pl.col(key) == "" for key in keys)))  # fmt: skip
    if "email" in names:
        table.report("«{found}» is no e-mail address. One looks like name@example.org.", names["email"],
                     _where(cells, (pl.col("email") != "") & ~pl.col("email").str.contains(ADDRESS)))  # fmt: skip
        table.report("The address «{found}» stands in an earlier row, too.", names["email"],
                     _again(cells, "email"))  # fmt: skip
    if "reference" in names:
        table.report("The reference «{found}» stands in an earlier row of the same organisation, too.",
                     names["reference"], _again(cells, "reference", "organisation"))  # fmt: skip


def _check_places(table: Table, names: Mapping[str, str], cells: pl.DataFrame) -> None:
    """As many organisations as can be, each in one sector that there is."""
    count = cells["organisation"].n_unique()
    if count > MOST_ORGANISATIONS:
        table.problems.report("This column names {found} organisations; at most {most} can be.",
                              column=names["organisation"], found=count, most=MOST_ORGANISATIONS)  # fmt: skip
    if "sector" not in names:
        return
    known = pl.col("sector").str.to_lowercase().is_in([*SECTORS, ""])
    table.report("«{found}» is no sector. There are: {known}.", names["sector"], _where(cells, ~known),
                 known="health, government, voluntary, private")  # fmt: skip
    said = cells.filter(known & (pl.col("sector") != "")).with_columns(_sector())
    twice = said.filter(pl.col("sector") != pl.col("sector").first().over("organisation"))
    for organisation, row in twice.unique("organisation", maintain_order=True).select("organisation", "row").rows():
        table.problems.report("«{organisation}» is in another sector here than in an earlier row.",
                              row=row, column=names["sector"], organisation=organisation)  # fmt: skip


def _where(cells: pl.DataFrame, bad: pl.Expr) -> NDArray[np.bool_]:
    return cells.select(bad.alias("bad")).to_series().to_numpy()


def _again(cells: pl.DataFrame, field: str, *within: str) -> NDArray[np.bool_]:
    """Where a filled cell holds what an earlier one held."""
    return _where(cells, (pl.col(field) != "") & ~pl.struct(field, *within).is_first_distinct())


def _sector() -> pl.Expr:
    return pl.col("sector").str.to_lowercase().replace(SECTORS)


def _people(cells: pl.DataFrame) -> pl.DataFrame:
    absent = [pl.lit("").alias(field) for field in PERSON if field not in cells.columns]
    return cells.with_columns(absent).select(*PERSON, "row")


def _places(cells: pl.DataFrame) -> pl.DataFrame:
    """One row an organisation, in the order of the file, with what any of its rows says of it."""
    whole = cells.with_columns([pl.lit("").alias(field) for field in PLACE if field not in cells.columns])
    said = [pl.col(field).filter(pl.col(field) != "").first().fill_null("") for field in ("sector", "kind")]
    places = whole.with_columns(_sector()).group_by("organisation", maintain_order=True).agg(said)
    return places.rename({"organisation": "name"})
