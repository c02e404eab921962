"""Every setting, command, option and public function is documented."""

import inspect
import re

import pytest
from tests.rules import reference
from tests.rules.public import public, used_from_outside
from tests.rules.tree import ROOT, python_files, text

SETTING = re.compile(r"[\"'](ACCORD_[A-Z_]+|DATABASE_URL)[\"']")


def test_every_setting_is_explained() -> None:
    read = {name for path in python_files("src/accord/config") for name in SETTING.findall(text(path))}
    explained = set(re.findall(r"`(ACCORD_[A-Z_]+|DATABASE_URL)`", text(ROOT / "docs/reference/settings.md")))
    assert read
    assert read - explained == set()


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert text(reference.FOLDER / name) == reference.PAGES[name](), "run `python3 dev.py reference`"


def test_every_command_and_option_has_its_words() -> None:
    commands = list(reference.commands(reference.command_line()))
    assert commands
    for parser, help_ in commands:
        assert help_, parser.prog
        for action in reference.arguments_of(parser):
            assert action.help or not action.option_strings, f"{parser.prog} {action.option_strings}"


@pytest.mark.parametrize("package", ["accord.core", "accord.questionnaires", "accord.analysis", "accord.report"])
def test_everything_public_says_what_it_is(package: str) -> None:
    assert [name for name, value in public(package) if not inspect.getdoc(value)] == []


def test_what_the_core_offers_shows_an_example_that_runs() -> None:
    offered = used_from_outside("accord.core")
    functions = [(name, value) for name, value in public("accord.core") if inspect.isfunction(value)]
    assert [name for name, value in functions if name in offered and ">>>" not in (value.__doc__ or "")] == []
