"""What is wrong with an input, said so that its owner can put it right."""

from collections.abc import Iterable
from dataclasses import dataclass, field

KEPT = 100
"""The most problems kept of one input; the rest are counted."""

KEPT_OF_A_KIND = 10
"""The most rows named for one mistake in one column, so that one bad column does not hide the next."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input: where it is, what stands there, what was expected.

    `template` is an English sentence with `{names}`; `values` fills them; `str()` gives it whole, with the
    place before it. Templates are translated where they are shown.

    >>> str(Problem("answers.csv", 3, "q1", "{found} is not on the scale {low} to {high}.",
    ...             {"found": "7", "low": "1", "high": "5"}))
    'answers.csv, row 3, column q1: 7 is not on the scale 1 to 5.'
    """

    file: str
    row: int | None
    column: str | None
    template: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """The place and the sentence, in English."""
        row = f", row {self.row}" if self.row is not None else ""
        column = f", column {self.column}" if self.column is not None else ""
        return f"{self.file}{row}{column}: {self.template.format(**self.values)}"


class InputError(ValueError):
    """An input that cannot be used: `problems` (at most 100 are kept) and `more`, the number of the rest."""

    def __init__(self, problems: tuple[Problem, ...], more: int = 0) -> None:
        rest = (f"… and {more} more.",) if more else ()
        super().__init__("\n".join((*map(str, problems), *rest)))
        self.problems = problems
        self.more = more


class Problems:
    """Collects what is wrong with one file, to refuse it with everything at once.

    >>> problems = Problems("frame.csv")
    >>> problems.report("{found} is not a head count.", row=2, column="staff", found="many")
    >>> problems.refuse()
    Traceback (most recent call last):
    ...
    accord.questionnaires.problems.InputError: frame.csv, row 2, column staff: many is not a head count.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Problem] = []
        self._more = 0

    def __bool__(self) -> bool:
        """Is anything wrong so far?"""
        return bool(self._kept)

    def report(self, template: str, /, *, row: int | None = None, column: str | None = None, **values: object) -> None:
        """Add a problem; the words for `{names}` in the template come as keywords."""
        if len(self._kept) < KEPT:
            shown = {name: brief(str(value)) for name, value in values.items()}
            self._kept.append(Problem(self.file, row, column, template, shown))
        else:
            self._more += 1

    def count(self, more: int) -> None:
        """Count problems that are not named one by one."""
        self._more += more

    def refuse(self) -> None:
        """Raise `InputError` when anything is wrong."""
        if self._kept:
            raise self.error()

    def error(self) -> InputError:
        """Everything reported so far, as an error."""
        return InputError(tuple(self._kept), self._more)


def brief(text: str, most: int = 120) -> str:
    """The text on one line, cut where a cell holds an essay.

    >>> brief("a" * 100, most=5)
    'aaaa…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def joined(errors: Iterable[InputError]) -> InputError:
    """One error for several files."""
    several = tuple(errors)
    problems = [problem for error in several for problem in error.problems]
    more = sum(error.more for error in several) + max(len(problems) - KEPT, 0)
    return InputError(tuple(problems[:KEPT]), more)
