"""No data of others is committed: what stands in ../shared/data is for trials only."""

import re
from pathlib import Path

import pytest
from tests.rules.tree import ROOT, name_of, text, tracked

SHARED = ROOT.parent / "shared/data"
ENOUGH_TO_KNOW_A_LINE_BY = 25
SUFFIXES = {".csv", ".tsv", ".json", ".txt", ".edges", ".dat", ".net", ".md"}


def lines(path: Path) -> set[str]:
    found = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return {line for line in found if len(line) >= ENOUGH_TO_KNOW_A_LINE_BY and re.search(r"\d", line)}


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
def test_no_row_of_the_shared_data_is_committed() -> None:
    theirs: set[str] = set()
    for path in SHARED.rglob("*"):
        if path.is_file() and path.suffix.lower() in SUFFIXES and path.name != "SOURCES.md":
            theirs |= lines(path)
    assert theirs
    ours = {name_of(path): lines(path) & theirs for path in tracked() if path.suffix in SUFFIXES}
    assert {name: rows for name, rows in ours.items() if rows} == {}


def test_no_table_or_database_is_committed_that_cannot_be_read_in_a_diff() -> None:
    binary = {".parquet", ".xlsx", ".xls", ".sqlite3", ".db", ".rds", ".rda", ".pkl", ".feather", ".ods"}
    assert [name_of(path) for path in tracked() if path.suffix.lower() in binary] == []


def test_every_e_mail_address_is_one_that_nobody_can_have() -> None:
    """Addresses in examples and tests end in a name reserved for them (RFC 2606)."""
    address = re.compile(r"\b[\w.+-]+@([\w-]+(?:\.[\w-]+)+)\b")
    reserved = re.compile(
        r"(?:^|\.)(?:example(?:\.(?:org|com|net))?|test|invalid|localhost)$|^b\.org$|^[\d.]+$", re.IGNORECASE
    )
    ours = [path for path in tracked() if "vendor" not in path.parts and path.suffix not in {".mo", ".png"}]
    found = {(name_of(path), host) for path in ours for host in address.findall(text(path))}
    assert {(name, host) for name, host in found if not reserved.search(host)} == set()
