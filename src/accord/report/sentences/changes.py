"""What changed since the round before."""

from collections.abc import Sequence

from accord.analysis.results import Change, Estimate, MeasureResult, Withheld
from accord.report.language import Translator, words
from accord.report.numbers import count, points, span
from accord.report.sentence import Name, Sentence, say
from accord.report.sentences.subjects import Subject, heading

NAMED = 5
"""More changes than this are counted; the table has them all."""


def title(t: Translator, about: Subject, changes: Sequence[Change]) -> Sentence:
    """The change over everyone (the first), or that it cannot be told from none and how many others can."""
    whole, moved = changes[0], sum(change.apart for change in changes[1:])
    subject = heading(t, about)
    d = whole.difference
    if d is None:
        return say(t.gettext("{subject}: this round beside the one before."), subject=subject)
    if not whole.apart and moved:
        template = t.ngettext(
            "{subject}: over everyone, this round and the one before cannot be told apart; for {n} "
            "organisation they can.",
            "{subject}: over everyone, this round and the one before cannot be told apart; for {n} "
            "organisations they can.",
            moved,
        )
        return say(template, subject=subject, n=count(t, moved))
    if not whole.apart:
        return say(t.gettext("{subject}: this round and the one before cannot be told apart."), subject=subject)
    return say(_higher_or_lower(t, whole, d), subject=subject, range=_size(t, d))


def _higher_or_lower(t: Translator, whole: Change, d: Estimate) -> str:
    """Said of those who answered, unless it holds for the silent too."""
    if whole.holds:
        if d.value > 0:
            return t.gettext("{subject}: higher than in the round before, by {range} points.")
        return t.gettext("{subject}: lower than in the round before, by {range} points.")
    if d.value > 0:
        return t.gettext("{subject}: those who answered stand higher than in the round before, by {range} points.")
    return t.gettext("{subject}: those who answered stand lower than in the round before, by {range} points.")


def _size(t: Translator, d: Estimate) -> str | Sentence:
    """How large a change is, which is told from none although its range may start at 0 once it is rounded."""
    low, high = (d.low, d.high) if d.value > 0 else (-d.high, -d.low)
    return span(t, low, high) if low > 0 else say(t.gettext("up to {points}"), points=points(high))


def told(t: Translator, changes: Sequence[Change]) -> tuple[Sentence, ...]:
    """Which rows changed, leaving out the whole (the first)."""
    compared = [change for change in changes[1:] if change.difference is not None]
    moved = [change for change in compared if change.apart]
    if not compared:
        return (say(t.gettext("No line has a figure in both rounds.")),)
    if not moved:
        return (
            say(
                t.ngettext(
                    "None. The {n} line compared cannot be told from itself in the round before.",
                    "None. Of {n} lines compared, none can be told from itself in the round before.",
                    len(compared),
                ),
                n=count(t, len(compared)),
            ),
        )
    first = say(
        t.ngettext(
            "Of {n} lines compared, {k} changed by more than chance explains.",
            "Of {n} lines compared, {k} changed by more than chance explains.",
            len(moved),
        ),
        n=count(t, len(compared)),
        k=count(t, len(moved)),
    )
    return (first, *(_moved(t, change.name, change.difference) for change in moved[:NAMED] if change.difference))


def silent(t: Translator, changes: Sequence[Change]) -> tuple[Sentence, ...]:
    """What the silent could change about which rows changed, the whole among them."""
    moved = [change for change in changes if change.apart]
    if not moved:
        return ()
    if any(change.holds is None for change in moved):
        return (say(t.gettext("That cannot be known without head counts of both rounds.")),)
    lost = sum(not change.holds for change in moved)
    if lost == 0:
        return (
            say(
                t.gettext(
                    "Nothing: what changed did so even if the silent were 10 points lower in the one round and higher "
                    "in the other."
                )
            ),
        )
    template = _lost(t, len(moved), whole=changes[0].apart)
    return (say(template, k=count(t, len(moved)), n=count(t, lost)),)


def _lost(t: Translator, moved: int, *, whole: bool) -> str:
    """How many of those that changed might not have; more than `told` counts where the whole is among them."""
    if moved == 1:
        return t.gettext(
            "The one line that changed might not have, if the silent were 10 points lower in the one round and higher "
            "in the other."
        )
    if whole:
        return t.ngettext(
            "Of {k} lines that changed, the whole among them, {n} might not have, if the silent were 10 points lower "
            "in the one round and higher in the other.",
            "Of {k} lines that changed, the whole among them, {n} might not have, if the silent were 10 points lower "
            "in the one round and higher in the other.",
            moved,
        )
    return t.ngettext(
        "Of {k} lines that changed, {n} might not have, if the silent were 10 points lower in the one round "
        "and higher in the other.",
        "Of {k} lines that changed, {n} might not have, if the silent were 10 points lower in the one round "
        "and higher in the other.",
        moved,
    )


def _moved(t: Translator, name: str, d: Estimate) -> Sentence:
    template = (
        t.gettext("{name}: up {points} (range {range}).")
        if d.value > 0
        else t.gettext("{name}: down {points} (range {range}).")
    )
    ends = (d.low, d.high) if d.value > 0 else (-d.high, -d.low)
    return say(template, name=Name(name), points=points(abs(d.value)), range=span(t, *ends))


def who(t: Translator, whole: Change) -> tuple[Sentence, ...]:
    """Who is compared with whom, and why the figures may not add up."""
    said = (
        say(t.gettext("Each round is a sample of its own: a change may also be a change in who answered.")),
        say(t.gettext("Each figure is rounded by itself, so a difference may look one off.")),
    )
    if whole.difference is not None or isinstance(whole.now, Withheld) or isinstance(whole.before, Withheld):
        return said
    return (*said, say(t.gettext("Not the same organisations are shown in both rounds, so the whole is not compared.")))


def reworded(t: Translator, measure: MeasureResult, language: str) -> tuple[Sentence, ...]:
    """Which questions are compared although their words changed: somebody decided so, and every reader sees it."""
    template = t.gettext("Compared although its words changed, as the questionnaire says: ‘{question}’ (version {now} "
                         "with version {before}).")  # fmt: skip
    return tuple(
        say(
            template,
            question=Name(words(item.text, language)),
            now=str(item.version),
            before=str(measure.reworded[item.id]),
        )
        for item in measure.items
        if item.id in measure.reworded
    )


def difference(t: Translator, figure: Estimate | None) -> tuple[str, str]:
    """A difference and its range for a table, signed; a dash where there is none."""
    if figure is None:
        return ("–", "–")
    sign = "+" if figure.value > 0 and points(figure.value) != "0" else ""
    return (sign + points(figure.value), span(t, figure.low, figure.high))
