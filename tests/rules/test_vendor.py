"""The front-end files that are committed built: of the versions pinned, licensed, and needing nothing else."""

import gzip
import json
import re
from pathlib import Path

import pytest
from tests.rules.tree import ROOT, text

PINNED = json.loads(text(ROOT / "assets/package.json"))["devDependencies"]
LOCKED = json.loads(text(ROOT / "assets/package-lock.json"))["packages"]
BOOTH = ROOT / "src/accord/booth/static/booth"
FOLDERS = [ROOT / "src/accord/web/static/web/vendor", ROOT / "tests/vendor", BOOTH]
BUILT = [(folder / file, what["package"], what["version"])
         for folder in FOLDERS for file, what in json.loads(text(folder / "versions.json")).items()]  # fmt: skip
BANNER = {"nhsuk-frontend": r"/\*! nhsuk-frontend ([\d.]+),", "axe-core": r"/\*! axe v([\d.]+)",
          "@cloudflare/blindrsa-ts": r"/\*! @cloudflare/blindrsa-ts ([\d.]+),"}  # fmt: skip


@pytest.mark.parametrize(("path", "package", "version"), BUILT, ids=[path.name for path, *_ in BUILT])
def test_a_built_file_is_of_the_version_that_is_pinned(path: Path, package: str, version: str) -> None:
    banner = re.match(BANNER[package], text(path))
    assert banner
    assert {banner[1], version, LOCKED[f"node_modules/{package}"]["version"]} == {PINNED[package]}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_every_script_says_where_it_is_from_and_under_which_licence(folder: Path) -> None:
    built = {path.name for path in folder.glob("*.js") if path.parent.name == "vendor" or text(path).startswith("/*!")}
    assert built == set(json.loads(text(folder / "versions.json")))
    assert re.search("MIT License|Mozilla Public License|Apache License", text(folder / "LICENSES.txt"))


def test_every_pin_is_exact_and_the_lock_holds_no_addresses_of_files() -> None:
    assert all(re.fullmatch(r"[\d.]+", version) for version in PINNED.values())
    assert [name for name, package in LOCKED.items() if "resolved" in package] == []
    assert "omit-lockfile-registry-resolved=true" in text(ROOT / "assets/.npmrc").split()


@pytest.mark.parametrize("script", [FOLDERS[0] / "behaviours.js", BOOTH / "tokens.js"], ids=lambda path: path.name)
def test_what_pages_use_needs_no_eval_and_fetches_nothing(script: Path) -> None:
    forbidden = r"\beval\(|new Function|\bimport\(|\bfetch\(|XMLHttpRequest|https?://|\.style\b|document\.write"
    assert re.findall(forbidden, text(script)) == []


def test_the_tokens_are_the_licensed_parts_of_two_packages_and_small() -> None:
    banner = text(BOOTH / "tokens.js").splitlines()[0]
    assert f"with sjcl {LOCKED['node_modules/sjcl']['version']}, BSD 2-Clause License" in banner
    assert "Redistribution and use in source and binary forms" in text(BOOTH / "LICENSES.txt")
    assert len(gzip.compress((BOOTH / "tokens.js").read_bytes())) < 15_000
