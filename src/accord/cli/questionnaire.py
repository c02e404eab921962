"""`accord questionnaire new`: a questionnaire to start from."""

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
    new.add_argument("-o", "--output", type=Path, default=Path("questionnaire.toml"), metavar="FILE",
                     help="where to write it (default: questionnaire.toml)")  # fmt: skip
    new.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the draft; one that is there already is never overwritten."""
    from accord.analysis.reading.drafting import draft_questionnaire

    check_place(arguments.output)
    if arguments.output.exists():
        problems = Problems(str(arguments.output))
        problems.report("This file is there already. Name another with -o, or move it away.")
        problems.refuse()
    write_whole(arguments.output, draft_questionnaire(arguments.file).encode())
    print(f"Wrote {arguments.output}. Check every line marked «Check».")
    return 0
