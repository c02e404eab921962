"""What is wrong with an input, said so that its owner can put it right."""

from dataclasses import dataclass, field


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
    """An input that cannot be used, with every problem found (at most 100 are kept)."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
