"""Who may import whom: the contracts in .importlinter, and what they cannot say."""

import ast
import configparser
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest
from tests.rules.tree import ROOT, SOURCE, python_files, text

CORE_MAY_IMPORT = {
    "numpy", "scipy", "numba",
    "abc", "bisect", "collections", "dataclasses", "enum", "fractions", "functools", "heapq", "itertools", "math",
    "operator", "typing",
}  # fmt: skip
CORE_MAY_NOT_CALL = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}
NUMPY_FILES = {"load", "save", "savez", "savez_compressed", "loadtxt", "savetxt", "genfromtxt", "fromfile", "memmap"}
GLOBAL_RANDOMNESS_SPARES = {"Generator"}


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("accord", include_external_packages=True, cache_dir=None)


def apps() -> list[str]:
    """Packages that are part of the site: Django apps, and those with addresses or tables of their own."""
    marks = {"apps.py", "models.py", "urls.py"}
    return sorted({path.parent.name for path in SOURCE.glob("*/*.py") if path.name in marks}
                  - {"config"})  # fmt: skip


def test_the_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_app_is_under_the_contract_for_apps() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    listed = contracts["importlinter:contract:apps"]["containers"].split()
    assert sorted(listed) == [f"accord.{name}" for name in apps()]


def test_the_core_imports_only_numerical_packages_and_pure_parts_of_the_standard_library() -> None:
    found = {
        (module, imported)
        for module in graph().modules
        if module.startswith("accord.core")
        for imported in graph().find_modules_directly_imported_by(module)
        if not imported.startswith("accord.core") and imported not in CORE_MAY_IMPORT
    }
    assert found == set()


@pytest.mark.parametrize("path", python_files("src/accord/core"), ids=lambda path: path.stem)
def test_the_core_touches_no_file_and_no_global_randomness(path: Path) -> None:
    calls = [node.func for node in ast.walk(ast.parse(text(path))) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    dotted = {ast.unparse(call) for call in calls if isinstance(call, ast.Attribute)}
    random = {name for name in dotted if name.startswith(("np.random.", "numpy.random."))}
    files = {name for name in dotted if name.startswith("np.") and name.removeprefix("np.") in NUMPY_FILES}
    assert names & CORE_MAY_NOT_CALL == set()
    assert {name for name in random if name.rsplit(".")[-1] not in GLOBAL_RANDOMNESS_SPARES} == set()
    assert files == set()


def test_an_apps_only_door_to_the_mathematics_is_its_analysis() -> None:
    found = {
        (module, imported)
        for name in apps()
        for module in {f"accord.{name}"} | graph().find_descendants(f"accord.{name}")
        if not module.startswith(f"accord.{name}.analysis")
        for imported in graph().find_modules_directly_imported_by(module)
        if imported.startswith(("accord.core", "accord.analysis"))
    }
    assert found == set()


def modules_after(*arguments: str) -> set[str]:
    """What a run of the command line has loaded when it ends."""
    code = (
        "import sys, accord.cli\n"
        "try: accord.cli.main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_nothing_heavy() -> None:
    loaded = modules_after("--help")
    assert "accord.cli" in loaded
    assert loaded & {"numpy", "polars", "scipy", "django", "jinja2", "tqdm"} == set()


def test_the_command_line_works_on_files_without_django(tmp_path: Path) -> None:
    loaded = modules_after("picture", str(ROOT / "tests/fixtures/sample"), "-o", str(tmp_path / "picture.html"))
    assert (tmp_path / "picture.html").exists()
    assert "polars" in loaded
    assert "django" not in loaded
