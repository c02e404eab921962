"""Who gets which questions: forms that ask nobody too much, and together ask everything (planned missingness)."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from accord.questionnaires.model import Form, Measure, Questionnaire
from accord.questionnaires.problems import Problems

MOST_ITEMS = 25
"""Nobody should be asked more questions than this: about four minutes."""
MOST_FORMS = 12
"""More forms than this split the people who answer too thinly."""
SLACK = (1, 2, 3)
"""How much oftener one measure may be asked than another while a design is looked for."""
SECONDS_AN_ITEM = 7.5
"""An assumption, not a measurement: agreeing or not with one short sentence, on a phone."""
SECONDS_AROUND = 45
"""An assumption too: reading who asks and why, and sending."""


def forms(questionnaire: Questionnaire, *, most: int = MOST_ITEMS) -> tuple[Form, ...]:
    """The forms of a questionnaire: those it states; else as few as ask nobody more than `most` questions.

    Where everything fits there is one form. Else the measures marked `core` are in every form (where none is marked,
    the first that take no more than half of it), and of the others each form has some, always whole: a score needs
    its items together. Every two of them stand together in some form where they fit and twelve forms are enough,
    so that how they go together can be computed; and each is asked about equally often, so that all are measured
    alike. Given out at random in equal numbers, who was not asked is a matter of chance alone and biases nothing.

    With measures of one length this is a balanced incomplete block design, or near it; it is looked for greedily,
    always in the same way. Of three measures of which two fit, it is the three-form design.

    Raises `InputError` where a measure does not fit beside the core, or a stated form is too long.

    >>> from accord.questionnaires.bank import compose
    >>> made = compose(["senior_leaders", "safety", "promises", "team", "willingness"], id="a", title={"en": "A"})
    >>> [len(form.items) for form in forms(made)]
    [25, 25, 24, 25]

    Sources: Graham, Taylor, Olchowski and Cumsille, «Planned missing data designs in psychological research»,
    Psychological Methods 11 (2006) 323–343; Raghunathan and Grizzle, «A split questionnaire survey design», JASA 90
    (1995) 54–63; Gonzalez and Eltinge, «Multiple matrix sampling: a review», JSM Proceedings (2007).
    """
    _check(questionnaire, most)
    if questionnaire.forms:
        return questionnaire.forms
    if len(questionnaire.items) <= most:
        return (_form(questionnaire, 0, questionnaire.measures),)
    core = core_of(questionnaire, most=most)
    others = [measure for measure in questionnaire.measures if measure not in core]
    sizes = [len(questionnaire.items_of(measure.id)) for measure in others]
    room = most - sum(len(questionnaire.items_of(measure.id)) for measure in core)
    blocks = _best_blocks(sizes, room)
    return tuple(_form(questionnaire, i, [*core, *(others[k] for k in b)]) for i, b in enumerate(blocks))


def minutes(form: Form) -> int:
    """About how many minutes a form takes, rounded up: 7.5 seconds an item and 45 around them, both assumed.

    >>> minutes(Form("A", tuple(f"q{i}" for i in range(25))))
    4
    """
    return math.ceil((SECONDS_AROUND + SECONDS_AN_ITEM * len(form.items)) / 60)


def core_of(questionnaire: Questionnaire, *, most: int = MOST_ITEMS) -> tuple[Measure, ...]:
    """The measures of every form: those marked, else the first that take no more than half of it."""
    marked = tuple(measure for measure in questionnaire.measures if measure.core)
    if marked:
        return marked
    sizes = _sizes(questionnaire)
    taken: list[Measure] = []
    for i, measure in enumerate(questionnaire.measures):
        room = min(most // 2, most - max((sizes[later.id] for later in questionnaire.measures[i + 1 :]), default=0))
        if sum(sizes[one.id] for one in (*taken, measure)) > room:
            break
        taken.append(measure)
    return tuple(taken)


def _sizes(questionnaire: Questionnaire) -> Mapping[str, int]:
    return {measure.id: len(questionnaire.items_of(measure.id)) for measure in questionnaire.measures}


def _form(questionnaire: Questionnaire, number: int, measures: Iterable[Measure]) -> Form:
    """The items of these measures, in the order of the questionnaire."""
    chosen = {measure.id for measure in measures}
    return Form(chr(ord("A") + number), tuple(item.id for item in questionnaire.items if item.measure in chosen))


def _check(questionnaire: Questionnaire, most: int) -> None:
    problems = Problems("questionnaire")
    sizes = _sizes(questionnaire)
    core = {measure.id: sizes[measure.id] for measure in core_of(questionnaire, most=most)}
    if sum(core.values()) > most:
        problems.report("What everyone is asked has {found} questions. Mark less of it «core»: {most} at most.",
                        found=sum(core.values()), most=most)  # fmt: skip
    for id_, size in sizes.items():
        room = most - (0 if id_ in core else sum(core.values()))
        if not questionnaire.forms and size > room and sum(core.values()) <= most:
            problems.report("The measure «{found}» has {size} questions, and each person has room for {room} more "
                            "than everyone is asked. Split it, or leave some out.",
                            found=id_, size=size, room=room)  # fmt: skip
    for form in questionnaire.forms:
        if len(form.items) > most:
            problems.report("The form «{found}» has {size} questions. Ask nobody more than {most}.",
                            found=form.id, size=len(form.items), most=most)  # fmt: skip
    problems.refuse()


@dataclass(slots=True)
class _Design:
    """Blocks in the making: how often each measure stands in one, and which pairs never stood together yet."""

    sizes: Sequence[int]
    room: int
    times: list[int]
    apart: set[frozenset[int]]

    @classmethod
    def empty(cls, sizes: Sequence[int], room: int) -> "_Design":
        pairs = combinations(range(len(sizes)), 2)
        return cls(sizes, room, [0] * len(sizes), {frozenset(p) for p in pairs if sum(sizes[i] for i in p) <= room})

    def block(self, slack: int) -> tuple[int, ...]:
        """The next block: the measure seen least, then whatever brings most new pairs, while there is room."""
        block: list[int] = []
        while True:
            least = min(self.times)
            fitting = [i for i in self._fitting(block) if self.times[i] < least + slack]
            if not fitting:
                break
            best = min(fitting, key=lambda i: self._merit(i, block))
            block.append(best)
            self.times[best] += 1
        self.apart -= {frozenset(pair) for pair in combinations(block, 2)}
        return tuple(block)

    def _fitting(self, block: Sequence[int]) -> Iterator[int]:
        left = self.room - sum(self.sizes[i] for i in block)
        return (i for i, size in enumerate(self.sizes) if i not in block and size <= left)

    def _merit(self, i: int, block: Sequence[int]) -> tuple[int, int, int, int]:
        """Low is good: at the start times asked, then new pairs; later new pairs, then times asked."""
        new = sum(frozenset((i, j)) in self.apart for j in block)
        waiting = sum(i in pair for pair in self.apart)
        return (-new, self.times[i], -waiting, i)


def _best_blocks(sizes: Sequence[int], room: int) -> list[tuple[int, ...]]:
    """The best of the designs of each slack and number of blocks, with everything in some block."""
    found: list[tuple[tuple[int, ...], list[tuple[int, ...]]]] = []
    for slack in SLACK:
        design, blocks = _Design.empty(sizes, room), []
        for _ in range(MOST_FORMS):
            blocks.append(design.block(slack))
            if min(design.times) > 0:
                found.append((_worse(design, len(blocks)), list(blocks)))
    if not found:
        problems = Problems("questionnaire")
        problems.report("There are too many questions: {forms} forms do not hold them all. Leave some out.",
                        forms=MOST_FORMS)  # fmt: skip
        problems.refuse()
    return min(found, key=lambda one: one[0])[1]


def _worse(design: _Design, blocks: int) -> tuple[int, ...]:
    """Low is good. With every pair together: equal, then few. Where that cannot be: equal, then most pairs."""
    spread, apart = max(design.times) - min(design.times), len(design.apart)
    return (int(apart > 0), max(spread, 1), apart, spread, blocks)
