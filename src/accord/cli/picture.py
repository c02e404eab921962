"""`accord picture`: from a folder of files to the trust picture."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from accord.cli.output import Progress, Subparsers, bar, check_place, write_whole
from accord.questionnaires.problems import Problems

if TYPE_CHECKING:
    from accord.analysis.reading.folder import Inputs
    from accord.analysis.results import Picture
    from accord.analysis.standing import Standing

FORMATS = ("html", "json", "csv", "pdf")

SHARES = (0.15, 0.1, 0.7, 0.05)
"""What reading, reading the earlier round, computing and writing take of the whole, roughly."""


def add_parser(subparsers: Subparsers) -> None:
    """Add the command and its arguments."""
    parser = subparsers.add_parser("picture", help="make the trust picture of a folder of files", description=(
        "Reads questionnaire.toml, answers.csv (or .xlsx, .parquet, or summaries.*) and maybe frame.csv (head counts)"
        " from a folder, and writes one page that a board can read."))  # fmt: skip
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE",
                        help="where to write (default: picture.html; its ending chooses the format)")  # fmt: skip
    formats = parser.add_mutually_exclusive_group()
    formats.add_argument("--json", action="store_const", const="json", dest="format", help="every number, as JSON")
    formats.add_argument("--csv", action="store_const", const="csv", dest="format", help="one row a figure")
    formats.add_argument("--pdf", action="store_const", const="pdf", dest="format", help="the page, as PDF")
    parser.add_argument("--before", type=Path, metavar="FOLDER", help="the round before, to show what changed")
    parser.add_argument("--seed", type=int, metavar="N", help="of the random draws; the same gives the same picture")
    parser.add_argument("--language", choices=("en", "cy"), default="en", help="of the page (default: en)")
    parser.add_argument("--fictional", action="store_true", help="say on the page that the people are invented")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, compute, write."""
    place, chosen = _place(arguments.output, arguments.format)
    check_place(place)
    with bar(*SHARES) as (reading, reading_before, computing, writing):
        picture = _picture(arguments, reading, reading_before, computing)
        writing(0.0, f"Writing {place.name}")
        write_whole(place, _writer(chosen)(picture, arguments.language))
    print(f"Wrote {place}.")
    return 0


def _place(output: Path | None, chosen: str | None) -> tuple[Path, str]:
    """Where to write, and in which format: the one asked for, or that of the file's ending."""
    if output is None:
        chosen = chosen or "html"
        return Path(f"picture.{chosen}"), chosen
    ending = output.suffix.lower().removeprefix(".")
    if chosen is None and ending not in FORMATS:
        problems = Problems(str(output))
        problems.report("The ending says no format. Use one of {formats}, or --json, --csv, --pdf.",
                        formats=", ".join(f".{name}" for name in FORMATS))  # fmt: skip
        problems.refuse()
    return output, chosen or ending


def _picture(
    arguments: argparse.Namespace, reading: Progress, reading_before: Progress, computing: Progress
) -> "Picture":
    from accord.analysis.picture import SEED, picture
    from accord.analysis.reading.folder import read_folder

    inputs = read_folder(arguments.folder, progress=reading)
    before = read_folder(arguments.before, progress=reading_before) if arguments.before else None
    return picture(
        inputs.data,
        frame=inputs.frame,
        before=_standing(before, arguments.before) if before else None,
        seed=SEED if arguments.seed is None else arguments.seed,
        progress=computing,
        fictional=arguments.fictional,
    )


def _standing(before: "Inputs", folder: Path) -> "Standing":
    """Where the earlier round stood, by its own head counts; summaries say nothing of change.

    Today's head counts would weigh it anew: beside its own picture, that tells of small groups.
    """
    from accord.analysis.standing import standing
    from accord.analysis.tables import Answers

    if isinstance(before.data, Answers):
        return standing(before.data, frame=before.frame)
    problems = Problems(str(folder))
    problems.report("The round before must be answers. This folder holds summaries.")
    raise problems.error()


def _writer(chosen: str) -> Callable[["Picture", str], bytes]:
    return {"html": _html, "json": _json, "csv": _csv, "pdf": _pdf}[chosen]


def _html(picture: "Picture", language: str) -> bytes:
    from accord.report.page import page

    return page(picture, language=language).encode()


def _pdf(picture: "Picture", language: str) -> bytes:
    from accord.report.pdf import pdf

    return pdf(picture, language=language)


def _json(picture: "Picture", _: str) -> bytes:
    from accord.analysis.exports import to_json

    return to_json(picture).encode()


def _csv(picture: "Picture", _: str) -> bytes:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    from accord.analysis.exports import to_csv

    return to_csv(picture).encode("utf-8-sig")
