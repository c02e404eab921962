"""The security checklist has every requirement of levels 1 and 2 once, and names only files that exist."""

import re

from tests.rules.tree import ROOT, text

PAGE = text(ROOT / "docs/explanation/security.md")
ROW = re.compile(r"^\| ([\d.–, ]+) \| (met|partly|not met|yours|none) \| (.+) \|$", re.MULTILINE)
# How many of each section's requirements are of level 1 or 2, in ASVS 5.0.0; those of level 3 stand behind them.
SECTIONS = {
    "1": "2 9 11 3 2", "2": "3 3 4 1", "3": "0 2 4 6 5 0 2", "4": "3 1 2 4", "5": "1 3 2 3", "6": "3 12 4 4 5 3 0 4",
    "7": "3 4 2 5 2 2", "8": "2 3 1 1", "9": "3 4", "10": "2 2 4 11 5 2 3", "11": "2 3 3 4 1 1", "12": "3 2 4",
    "13": "1 5 2 5", "14": "2 4 3", "15": "3 3 7", "16": "1 5 4 3 3", "17": "1 4 2",
}  # fmt: skip


def wanted() -> list[str]:
    return [
        f"{chapter}.{section}.{number}"
        for chapter, counts in SECTIONS.items()
        for section, count in enumerate(counts.split(), start=1)
        for number in range(1, int(count) + 1)
    ]


def named(cell: str) -> list[str]:
    """`1.2.6–1.2.8` as three."""
    found = []
    for part in cell.split(", "):
        first, _, last = part.partition("–")
        stem, _, number = first.rpartition(".")
        found += [f"{stem}.{n}" for n in range(int(number), int((last or first).rpartition(".")[2]) + 1)]
    return found


def test_every_requirement_of_levels_1_and_2_is_answered_once() -> None:
    found = [number for cell, _, _ in ROW.findall(PAGE) for number in named(cell)]
    assert len(wanted()) == 253
    assert sorted(found) == sorted(wanted())


def test_every_row_is_read() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    assert [line for line in rows if not ROW.fullmatch(line)] == []


def test_what_is_named_as_the_place_exists() -> None:
    named_files = re.findall(r"`((?:src|tests|deploy|requirements|assets)/[\w./-]+|pyproject\.toml)`", PAGE)
    assert len(named_files) > 40
    assert [name for name in named_files if not (ROOT / name).exists()] == []
