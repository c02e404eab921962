"""What a questionnaire is: items on scales, about someone, some of them parts of the trust equation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Part(StrEnum):
    """The four parts of the trust equation (Maister, Green and Galford, The Trusted Advisor, 2000)."""

    CREDIBILITY = "credibility"
    RELIABILITY = "reliability"
    INTIMACY = "intimacy"
    SELF_ORIENTATION = "self_orientation"


Text = Mapping[str, str]
"""The same words by language code, `{"en": …, "cy": …}`; English is always there."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A Likert scale: whole codes from `lowest` to `highest`, and what answers mean «don't know them».

    `labels`: the words of the points from lowest to highest, also accepted as answers; may be empty.
    `dont_know`: answers (as text) that mean the person could not say; they count as no answer.
    """

    id: str
    lowest: int = 1
    highest: int = 5
    labels: tuple[str, ...] = ()
    dont_know: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    `polarity`: +1 when a higher code means more trust (or more of what the measure measures), -1 when less.
    `same_as`: earlier versions that somebody decided may be compared with this one, though the words differ.
    `column`: where its answers stand in a file. `part`: which part of the trust equation it belongs to, if any.
    """

    id: str
    measure: str
    column: str
    text: Text
    scale: Scale
    version: int = 1
    polarity: int = 1
    part: Part | None = None
    source: str = ""
    same_as: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What several items measure together: trust in someone, or another construct, scored 0 to 100.

    `label` names it in a row («Senior leaders»); `lower_is_better` for what one wants little of. `core`: asked of
    everyone, whichever form they get. `target`: the group the questions are about, where they are put to every other
    group; `believed`: they ask what that group is believed to think of those who answer (meta-perception).
    """

    id: str
    label: Text
    lower_is_better: bool = False
    core: bool = False
    target: str = ""
    believed: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The questions that some of the people get: a random part of everyone asked. `items`: ids, in order."""

    id: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a file say who a row is about; None where the file has none.

    `organisation`, `sector`, `group`: where a person works and as what. `person`: a pseudonym that links
    the same person over rounds. `item`, `answer`: the two columns of a long file. `base`, `mean`, `percent`,
    `sd`: the columns of a file of summaries. `period`: year or round of a row. `form`: which form a person was given,
    where not all were asked the same.
    """

    organisation: str | None = None
    sector: str | None = None
    group: str | None = None
    person: str | None = None
    item: str | None = None
    answer: str | None = None
    base: str | None = None
    mean: str | None = None
    percent: str | None = None
    sd: str | None = None
    period: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Items, the measures they serve, and how a file holds their answers.

    `crossings`: the pre-registered crossings of dimensions, such as `(("organisation", "group"),)`; nothing
    else is ever crossed. `minimum_group`: the fewest answers shown, 5 or more, 10 unless stated. `leave_out`: names
    among the organisations of a file of summaries that are none, such as a row for all of them. `forms`: which items
    each part of the people was asked; empty where everyone was asked all.
    """

    id: str
    title: Text
    measures: tuple[Measure, ...]
    items: tuple[Item, ...]
    columns: Columns = field(default_factory=Columns)
    crossings: tuple[tuple[str, str], ...] = ()
    minimum_group: int = 10
    leave_out: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()

    def items_of(self, measure: str) -> tuple[Item, ...]:
        """The items of one measure, in order."""
        return tuple(item for item in self.items if item.measure == measure)
