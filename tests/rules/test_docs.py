"""The documents: their links lead somewhere, their commands exist, their code runs."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.rules import reference
from tests.rules.tree import ROOT, name_of, text, tracked

DOCUMENTS = [path for path in tracked() if path.suffix == ".md"]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+)$", re.MULTILINE)
NOTEBOOK = ROOT / "docs/tutorial/first-picture.ipynb"


def anchors(document: Path) -> set[str]:
    """The addresses of its headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text(document)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(document: Path) -> list[str]:
    found = [first or second for first, second in LINK.findall(FENCED.sub("", text(document)))]
    return [link for link in found if not re.match(r"[a-z]+:", link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document: Path) -> None:
    for link in links(document):
        target, _, anchor = link.partition("#")
        path = (document.parent / target).resolve() if target else document
        assert path.exists(), link
        assert not anchor or anchor in anchors(path), link


def test_every_document_can_be_found_from_the_index() -> None:
    seen, waiting = set(), [ROOT / "docs/index.md"]
    while waiting:
        document = waiting.pop()
        if document in seen or not document.is_file():
            continue
        seen.add(document)
        if document.suffix == ".md":
            waiting += [(document.parent / link.partition("#")[0]).resolve() for link in links(document)]
    lost = {path for path in tracked() if path.is_relative_to(ROOT / "docs") and path.suffix in {".md", ".ipynb"}}
    assert [name_of(path) for path in sorted(lost - seen)] == []


def commands() -> list[tuple[str, str]]:
    """Commands the documents show, after a dollar sign."""
    return [(name_of(path), line) for path in DOCUMENTS for line in COMMAND.findall(text(path))]


@pytest.mark.parametrize(("document", "line"), commands())
def test_commands_exist(document: str, line: str) -> None:
    words = shlex.split(line, comments=True)
    if words[0] == "make":
        assert re.search(rf"^\.PHONY:.*\b{words[1]}\b", text(ROOT / "Makefile"), re.MULTILINE), line
    elif words[:2] == ["python3", "dev.py"]:
        assert re.search(rf"^def {words[2]}\(", text(ROOT / "dev.py"), re.MULTILINE), line
    elif words[0] == ".ci/run":
        assert (ROOT / words[0]).stat().st_mode & 0o100
    else:
        assert words[0] == ".venv/bin/accord", line
        known = {parser.prog for parser, _ in reference.commands(reference.command_line())}
        assert any(" ".join(["accord", *words[1:]]).startswith(prog) for prog in known) or words[1:] == ["--help"]


def test_the_readme_gives_the_two_commands() -> None:
    assert {"make demo", "make test"} <= {line.partition("#")[0].strip() for _, line in commands()}


def test_the_changelog_has_an_entry_for_this_version() -> None:
    version = re.search(r'^version = "(.+)"', text(ROOT / "pyproject.toml"), re.MULTILINE)
    assert version
    assert re.search(rf"^## {re.escape(version[1])}\b.*\n+[^#\s]", text(ROOT / "CHANGELOG.md"), re.MULTILINE)


def test_the_notebook_runs_and_keeps_no_output(tmp_path: Path) -> None:
    cells = [cell for cell in json.loads(text(NOTEBOOK))["cells"] if cell["cell_type"] == "code"]
    assert [cell for cell in cells if cell["outputs"] or cell["execution_count"]] == []
    code = "\n\n".join("".join(cell["source"]) for cell in cells)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=NOTEBOOK.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Alder Hospital" in done.stdout


def test_architecture_decisions_are_numbered_in_a_row() -> None:
    names = sorted(path.name for path in (ROOT / "docs/adr").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
