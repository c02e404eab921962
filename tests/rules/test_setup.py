"""The set-up: quick the second time, mends itself when it was interrupted, and says what is missing."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest
from tests.rules.tree import ROOT, text

OLDEST_THAT_IS_TOLD = (3, 7)
"""The oldest Python in which dev.py still parses, so that it can say which Python is needed."""


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """dev.py with a `.venv` of its own, which notes what it would do in `dev.done`."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.VENV, module.STAMP, module.done = tmp_path / "venv", tmp_path / "venv/accord-set-up", []
    make = module.make_environment
    monkeypatch.setattr(module.venv, "create", lambda folder, with_pip: (folder / "bin").mkdir(parents=True))
    monkeypatch.setattr(module, "make_environment", lambda: (module.done.append("make"), make()))
    monkeypatch.setattr(module, "install", lambda: module.done.append("install"))
    return module


def again(dev: ModuleType) -> list[str]:
    dev.done.clear()
    dev.set_up()
    return list(dev.done)


def test_the_second_set_up_does_nothing(dev: ModuleType) -> None:
    assert again(dev) == ["make", "install"]
    assert again(dev) == []


def test_an_interrupted_set_up_begins_anew(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.set_up()
    pins = ROOT / "requirements/uv.txt", ROOT / "dev.py"
    with monkeypatch.context() as interrupted:
        interrupted.setattr(dev, "pins", lambda: pins)
        interrupted.setattr(dev, "install", lambda: sys.exit(1))
        with pytest.raises(SystemExit):
            dev.set_up()
    left_behind = dev.VENV / "left-behind"
    left_behind.touch()
    assert again(dev) == ["make", "install"]
    assert not left_behind.exists()


def test_changed_pins_are_installed_into_what_is_there(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.set_up()
    monkeypatch.setattr(dev, "pins", lambda: (ROOT / "requirements/uv.txt",))
    assert again(dev) == ["install"]


@pytest.mark.parametrize("change", ["ROOT", "version"])
def test_another_folder_or_another_python_begins_anew(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    monkeypatch.setattr(dev, "pins", lambda: (ROOT / "requirements/uv.txt",))
    dev.set_up()
    if change == "ROOT":
        dev.ROOT = Path("/elsewhere")
    else:
        monkeypatch.setattr(dev.sys, "version", "3.99.0")
    assert again(dev) == ["make", "install"]


def test_a_python_without_venv_is_told_which_package_brings_it(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path, with_pip: bool) -> None:
        folder.mkdir(parents=True)
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(dev.venv, "create", fail)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        dev.set_up()
    assert not dev.VENV.exists()


def test_an_old_python_is_told_which_one_is_needed() -> None:
    code = "import runpy, sys; sys.version_info = (3, 9, 0); sys.argv = ['dev.py', 'test']; "
    code += "runpy.run_path('dev.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Accord needs Python 3.11 or newer; this is ")


def test_an_old_python_gets_as_far_as_being_told() -> None:
    tree = ast.parse(text(ROOT / "dev.py"), feature_version=OLDEST_THAT_IS_TOLD)
    imported = [node.module for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert imported[0] == "__future__"


def test_an_unknown_check_is_refused(dev: ModuleType) -> None:
    with pytest.raises(SystemExit, match="There is no check named spelling"):
        dev.check(["spelling"])


@pytest.fixture
def debian(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with an `apt-get` that notes what it is asked for, and nothing that the tests need."""
    asked, command = tmp_path / "asked", tmp_path / "apt-get"
    command.write_text(f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >>{asked}\nexit $(cat {tmp_path}/code)\n')
    command.chmod(0o755)
    (tmp_path / "code").write_text("0")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    which = {"apt-get": str(command)}.get
    monkeypatch.setattr(dev.shutil, "which", which)
    monkeypatch.setattr(dev.Path, "glob", lambda *_: iter(()))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return asked


def test_what_tests_need_from_debian_is_brought(dev: ModuleType, debian: Path) -> None:
    dev.bring_debian_packages()
    update, install = debian.read_text().splitlines()
    assert update == "noninteractive -qq update"
    assert install.split()[-3:] == ["chromium", "fonts-noto-core", "postgresql"]


def test_nothing_is_installed_by_who_may_not(dev: ModuleType, debian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    dev.bring_debian_packages()
    assert not debian.exists()


def test_tests_run_even_where_debian_has_no_answer(
    dev: ModuleType, debian: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    debian.with_name("code").write_text("100")
    dev.bring_debian_packages()
    assert "That did not work" in capsys.readouterr().out


def pinned(name: str) -> dict[str, list[str]]:
    """Each requirement of a compiled file, with its hashes."""
    blocks = re.split(r"\n(?=\S)", text(ROOT / "requirements" / name).strip())
    return {block.split(" ")[0]: re.findall(r"--hash=sha256:([0-9a-f]{64})", block) for block in blocks}


@pytest.mark.parametrize("name", ["uv.txt", "base.txt", "dev.txt"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    requirements = pinned(name)
    assert requirements
    assert [pin for pin, hashes in requirements.items() if "==" not in pin or not hashes] == []


def test_what_is_wanted_is_pinned_and_what_is_shipped_is_what_is_tested() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))["project"]
    wanted = {re.split(r"[<>=\[]", name)[0] for name in project["dependencies"]}
    base, dev = set(pinned("base.txt")), set(pinned("dev.txt"))
    assert wanted <= {pin.split("==")[0] for pin in base}
    assert base <= dev
