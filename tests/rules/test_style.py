"""What a file may be: short, named for what it is about, finished, and in the project's words."""

import ast
import re
from pathlib import Path

import pytest
from tests.rules.tree import ROOT, line_of, name_of, python_files, text, tracked

LONGEST = 300
VAGUE = {"utils", "util", "helpers", "helper", "mixins", "misc", "common", "signals", "receivers"}
# In parts, so that this file does not carry the marks it looks for.
UNFINISHED = re.compile(r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error"]) + r")\b")
GENERATED = ("src/accord/web/static/web/vendor/", "src/accord/booth/static/booth/tokens.js", "tests/vendor/",
             "assets/package-lock.json")  # fmt: skip
WHAT_A_MACHINE_LACKS = re.compile(r"\b(?:not here|not installed|is missing|is absent|has no|this is the run on)\b")


def written_files(*suffixes: str) -> list[Path]:
    return [path for path in tracked() if path.suffix in suffixes and not name_of(path).startswith(GENERATED)]


def test_no_source_file_is_longer_than_one_idea() -> None:
    lengths = {name_of(path): text(path).count("\n") for path in python_files("src/accord")}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in python_files("src/accord", "tests") if path.stem in VAGUE] == []


def test_nothing_is_called_behind_ones_back() -> None:
    """No signal receivers: what happens on an action stands in the action."""
    for path in python_files("src/accord"):
        assert not re.search(r"@receiver\b|\b(?:pre|post)_(?:save|delete|init)\.connect", text(path)), name_of(path)


def test_nothing_is_left_for_later() -> None:
    found = [line_of(path, hit.start()) for path in written_files(".py", ".md", ".html", ".js", ".css", ".toml", ".R")
             for hit in UNFINISHED.finditer(text(path))]  # fmt: skip
    assert found == []


def skips() -> list[tuple[str, str]]:
    """Where a test is skipped, and the reason it gives."""
    found = []
    for path in python_files("tests", "benchmarks", "src/accord"):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Call) and re.search(r"\b(skip|skipif|xfail)$", ast.unparse(node.func)):
                words = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
                found.append((f"{name_of(path)}:{node.lineno}", " ".join(w for w in words if isinstance(w, str))))
    return found


def test_a_test_is_skipped_only_where_the_machine_lacks_something() -> None:
    assert [(where, why) for where, why in skips() if not WHAT_A_MACHINE_LACKS.search(why)] == []


GLOSSARY_TERMS = [
    "trust equation", "trust index", "round", "frame", "post-stratification", "raking", "trimming", "design effect",
    "effective sample size", "Taylor linearisation", "replicate weights", "finite-population correction",
    "Benjamini–Hochberg", "rank range", "minimum group", "primary suppression", "complementary suppression", "alpha",
    "omega total", "omega hierarchical", "ICC(1)", "ICC(2)", "rwg(j)", "polarity", "measure", "benchmark", "lease",
    "chain", "canonical JSON",
]  # fmt: skip


@pytest.mark.parametrize("term", GLOSSARY_TERMS)
def test_the_glossary_has_the_fields_terms(term: str) -> None:
    assert f"**{term}**" in text(ROOT / "GLOSSARY.md")


def test_the_glossary_is_in_order_and_says_one_thing_once() -> None:
    terms = re.findall(r"^- \*\*(.+?)\*\*", text(ROOT / "GLOSSARY.md"), re.MULTILINE)
    assert terms == sorted(set(terms), key=str.casefold)
