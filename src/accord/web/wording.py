"""What is wrong in a file, in the reader's language."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accord.questionnaires.problems import InputError, Problem


def kept_problems(error: InputError) -> dict[str, Any]:
    """What is wrong, as a row keeps it for the page that says so. No database takes NUL."""
    kept = [asdict(problem) for problem in error.problems]
    for problem in kept:
        problem["values"] = {name: value.replace("\0", "") for name, value in problem["values"].items()}
    return {"problems": kept, "more": error.more}


def said(kept: dict[str, Any] | None) -> dict[str, Any]:
    """The same, for a page: the place and the sentence of each, and how many more there are."""
    found = [Problem(**problem) for problem in kept["problems"]] if kept else []
    return {"problems": [(place(p), sentence(p)) for p in found], "more": kept["more"] if kept else 0}


def sentence(problem: Problem) -> str:
    """What stands there and what belongs there, without the place."""
    return _(problem.template).format(**problem.values)


def place(problem: Problem) -> str:
    """File, row and column, as far as they are known."""
    parts = [problem.file]
    if problem.row is not None:
        parts.append(_("row %(row)s") % {"row": problem.row})
    if problem.column is not None:
        parts.append(pgettext("of a table", "column %(column)s") % {"column": problem.column})
    return ", ".join(parts)
