"""`accord questionnaire`: one to start from, guessed from a file or put together from Accord's own questions."""

import argparse
from pathlib import Path

from accord.cli.output import Subparsers, check_place, write_whole
from accord.questionnaires.problems import Problems


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its arguments."""
    parser = subparsers.add_parser("questionnaire", help="write a questionnaire to start from")
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    new = verbs.add_parser("new", help="guess a questionnaire from a file of answers or summaries")
    new.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX or Parquet")
    _add_output(new)
    new.set_defaults(run=run)
    brought = verbs.add_parser("import", help="read one from a table of questions or an XLSForm")
    brought.add_argument("file", type=Path, metavar="FILE", help="CSV, XLSX (a table, or an XLSForm) or Parquet")
    _add_output(brought)
    brought.set_defaults(run=bring)
    listed = verbs.add_parser("modules", help="list the modules of Accord's own questions")
    listed.set_defaults(run=modules)
    made = verbs.add_parser("compose", help="put a questionnaire together from modules")
    made.add_argument("modules", nargs="*", metavar="MODULE", help="in this order (default: senior_leaders safety)")
    made.add_argument("--title", default="Trust in our partnership", help="what it is called")
    made.add_argument("--group", action="append", default=[], metavar="NAME",
                      help="a group that «between_groups» asks about; once for each")  # fmt: skip
    _add_output(made)
    made.set_defaults(run=compose)


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-o", "--output", type=Path, default=Path("questionnaire.toml"), metavar="FILE",
                        help="where to write it (default: questionnaire.toml)")  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    """Write the draft; one that is there already is never overwritten."""
    from accord.analysis.reading.drafting import draft_questionnaire

    _check_new(arguments.output)
    write_whole(arguments.output, draft_questionnaire(arguments.file).encode())
    print(f"Wrote {arguments.output}. Check every line marked «Check».")
    return 0


def bring(arguments: argparse.Namespace) -> int:
    """Write what is imported; one that is there already is never overwritten."""
    from accord.analysis.reading.importing import import_questionnaire
    from accord.questionnaires.write import to_toml

    _check_new(arguments.output)
    found = import_questionnaire(arguments.file)
    write_whole(arguments.output, to_toml(found).encode())
    print(f"Wrote {arguments.output}: {len(found.items)} questions. Check which way each points, and [columns].")
    return 0


def modules(_: argparse.Namespace) -> int:
    """Name each module, how many questions it has, and what it is about."""
    from accord.questionnaires.bank import MODULES, module

    for name in MODULES:
        found = module(name)
        print(f"{name:18}{len(found.items):3} questions   {found.title['en']}")
    return 0


def compose(arguments: argparse.Namespace) -> int:
    """Write a questionnaire of modules; one that is there already is never overwritten."""
    from accord.questionnaires import bank
    from accord.questionnaires.forms import forms, minutes
    from accord.questionnaires.write import to_toml

    _check_new(arguments.output)
    title = {"en": arguments.title}
    chosen = arguments.modules or bank.CORE
    found = bank.compose(chosen, id=arguments.output.stem, title=title, groups=arguments.group)
    write_whole(arguments.output, to_toml(found).encode())
    print(f"Wrote {arguments.output}: {len(found.items)} questions.")
    if found.forms:
        print(
            f"That is more than anybody should be asked. Give each person one of {len(found.forms)} forms, at random:"
        )
    for form in forms(found):
        name = f"form {form.id}" if found.forms else "everyone"
        print(f"{name:10}{len(form.items):3} questions, about {minutes(form)} minutes")
    return 0


def _check_new(place: Path) -> None:
    """Refuse a place that cannot be written to, or where a file stands already."""
    check_place(place)
    if place.exists():
        problems = Problems(str(place))
        problems.report("This file is there already. Name another with -o, or move it away.")
        problems.refuse()
