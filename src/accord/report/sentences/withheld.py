"""Why a figure is not shown."""

from collections.abc import Iterable, Sequence

from accord.core.estimates import Figure, Reason, Withheld
from accord.report.language import Translator
from accord.report.numbers import count
from accord.report.sentence import Name, Sentence, listing, say

NAMED = 6
"""More names than this are counted instead; the table has them all."""


def why(t: Translator, figure: Withheld) -> str:
    """The reason in a few words, for the end of a row.

    >>> from accord.report.language import translator
    >>> why(translator("en"), Withheld(Reason.TOO_FEW, 10))
    'withheld: fewer than 10 answered, or all alike'
    """
    return {
        Reason.TOO_FEW: t.gettext("withheld: fewer than {minimum} answered, or all alike"),
        Reason.PROTECTS_ANOTHER: t.gettext("withheld: it would give another away"),
        Reason.OTHER_SIDE_TOO_FEW: t.gettext("withheld: fewer than {minimum} in all the others"),
        Reason.ALL_ALIKE: t.gettext("withheld: the answers are too alike"),
    }[figure.reason].format(minimum=figure.minimum)


def hidden(t: Translator, figures: Iterable[tuple[str, Figure | None]]) -> tuple[Sentence, ...]:
    """Who is withheld and why, one sentence a reason; nothing where all is shown."""
    found: dict[Withheld, list[str]] = {}
    for name, figure in figures:
        if isinstance(figure, Withheld):
            found.setdefault(figure, []).append(name)
    if not found:
        return ()
    told = [_told(t, figure, names) for figure, names in found.items()]
    return (*told, say(t.gettext("Nothing on this page lets a withheld figure be found by subtraction.")))


def _told(t: Translator, figure: Withheld, names: Sequence[str]) -> Sentence:
    who: str | Sentence = listing(t, names)
    if len(names) > NAMED:
        who = t.ngettext("{n} line", "{n} lines", len(names)).format(n=count(t, len(names)))
    template = {
        Reason.TOO_FEW: t.gettext("{who}: fewer than {minimum} answered, or all who did answered alike."),
        Reason.PROTECTS_ANOTHER: t.gettext("{who}: shown, it would give a withheld figure away."),
        Reason.OTHER_SIDE_TOO_FEW: t.gettext("{who}: fewer than {minimum} are in all the others together."),
        Reason.ALL_ALIKE: t.gettext("{who}: the answers are too alike, so a figure would tell what each person said."),
    }[figure.reason]
    return say(template, who=who, minimum=str(figure.minimum))


def withheld_organisations(t: Translator, names: Sequence[str]) -> Sentence:
    """The organisations withheld everywhere, by name."""
    if not names:
        return say(t.gettext("No organisation is withheld."))
    return say(
        t.ngettext(
            "{names} is withheld and left out of every total, so that it cannot be found by subtraction.",
            "{names} are withheld and left out of every total, so that they cannot be found by subtraction.",
            len(names),
        ),
        names=listing(t, [Name(name) for name in names]),
    )
