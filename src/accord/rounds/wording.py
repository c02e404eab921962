"""What is wrong in a file, in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accord.questionnaires.problems import Problem


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
