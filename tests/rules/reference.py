"""The pages of docs/reference that are made of the code: `python3 dev.py reference` writes them."""

import argparse
import inspect
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from tests.rules.tree import ROOT

from accord import analysis, cli

FOLDER = ROOT / "docs/reference"
MADE = "<!-- Made of the code by `python3 dev.py reference`; do not edit. -->"


class _Reached(Exception):
    """The command line is about to read its arguments."""


def command_line() -> argparse.ArgumentParser:
    """The parser that `accord` would use now."""
    found: list[argparse.ArgumentParser] = []

    def reach(parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        found.append(parser)
        raise _Reached

    with patch.object(argparse.ArgumentParser, "parse_args", reach):
        try:
            cli.main([])
        except _Reached:
            return found[0]
    raise RuntimeError("accord.cli.main did not parse its arguments.")


def commands(parser: argparse.ArgumentParser, help_: str = "") -> Iterator[tuple[argparse.ArgumentParser, str]]:
    """Each command that does something, with its one-line help, in order of name."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield parser, help_
    for action in below:
        words = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name in sorted(action.choices):
            yield from commands(action.choices[name], words.get(name, ""))


def arguments_of(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Its arguments and options, `--help` left out."""
    return [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]


def name_of(action: argparse.Action) -> str:
    """`-o FILE, --output FILE`, or `FOLDER`."""
    value = action.metavar or (action.choices and "/".join(map(str, action.choices))) or action.dest.upper()
    takes = action.nargs != 0
    return ", ".join(f"{option} {value}" if takes else option for option in action.option_strings) or str(value)


def command_line_page() -> str:
    """docs/reference/command-line.md."""
    lines = [MADE, "", "# The command line", "", "`accord --help` and `accord COMMAND --help` say the same.", ""]
    for parser, help_ in commands(command_line()):
        words = parser.description or f"{help_[:1].upper()}{help_[1:]}."
        lines += [f"## {parser.prog}", "", words, ""]
        actions = arguments_of(parser)
        if actions:
            lines += ["| argument or option | what it does |", "|---|---|"]
            lines += [f"| `{name_of(action)}` | {action.help or 'as described above'} |" for action in actions]
            lines.append("")
    return "\n".join(lines)


def python_page() -> str:
    """docs/reference/python.md: what `accord.analysis` offers, each with its first sentence; `help()` says the rest."""
    lines = [MADE, "", "# Python: `accord.analysis`", "", inspect.getdoc(analysis) or "", ""]
    lines += ["`help(analysis.picture)` says the rest of each, and what it raises.", "", "| name | what it is |"]
    lines.append("|---|---|")
    for name in sorted(analysis.__all__, key=str.lower):
        value = getattr(analysis, name)
        signature = f"{name}{_signature(value)}" if inspect.isfunction(value) else name
        lines.append(f"| `{signature}` | {(inspect.getdoc(value) or '').splitlines()[0]} |")
    return "\n".join(lines) + "\n"


def _signature(function: object) -> str:
    """Names, defaults and kinds; the types stand in the source."""
    signature = inspect.signature(function)  # type: ignore[arg-type]
    bare = [parameter.replace(annotation=inspect.Parameter.empty) for parameter in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))


PAGES = {"command-line.md": command_line_page, "python.md": python_page}


def write(folder: Path = FOLDER) -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
