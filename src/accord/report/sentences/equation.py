"""The four parts of the trust equation, and why their quotient is a conversation aid."""

from accord.analysis.results import Equation, Estimate, Withheld
from accord.questionnaires.model import Part
from accord.report.language import Translator
from accord.report.numbers import decimal
from accord.report.sentence import Sentence, opening, say
from accord.report.sentences.subjects import Subject, heading, part

BUILDING = (Part.CREDIBILITY, Part.RELIABILITY, Part.INTIMACY)
"""The parts that build trust; self-orientation uses it up."""


def title(t: Translator, about: Subject, equation: Equation) -> Sentence:
    """Which of the three parts that build trust stands highest and which lowest, where that is certain."""
    values = {p.part: p.figure.value for p in equation.parts if isinstance(p.figure, Estimate)}
    subject = heading(t, about)
    if not set(BUILDING) <= set(values):
        return say(t.gettext("{subject}: its parts are not all shown."), subject=subject)
    ranked = sorted(BUILDING, key=lambda p: values[p])
    lowest, highest = (p if _apart_from_all(equation, p) else None for p in (ranked[0], ranked[-1]))
    if highest and lowest:
        return say(t.gettext("{subject}: of the three parts that build it, {high} stands highest and {low} lowest."),
                   subject=subject, high=part(t, highest).lower(), low=part(t, lowest).lower())  # fmt: skip
    if highest:
        return say(t.gettext("{subject}: of the three parts that build it, {high} stands highest."),
                   subject=subject, high=part(t, highest).lower())  # fmt: skip
    if lowest:
        return say(t.gettext("{subject}: of the three parts that build it, {low} stands lowest."),
                   subject=subject, low=part(t, lowest).lower())  # fmt: skip
    return say(t.gettext("{subject}: the three parts that build it cannot all be told apart."), subject=subject)


def _apart_from_all(equation: Equation, one: Part) -> bool:
    alike = {frozenset(pair) for pair in equation.alike}
    return all(frozenset((one, other)) not in alike for other in BUILDING if other is not one)


def reading(t: Translator) -> Sentence:
    """How to read the drawing of the four parts."""
    return say(t.gettext(
        "Trust grows with the first three and shrinks with the fourth. "
        "The hollow dot marks the part where lower is better."
    ))  # fmt: skip


def alike(t: Translator, equation: Equation) -> tuple[Sentence, ...]:
    """Which parts cannot be told apart by their height, self-orientation turned round as 100 less its figure."""
    if not equation.alike:
        return (say(t.gettext("Every two parts stand at heights that can be told apart.")),)
    plain, turned = (
        t.gettext("{a} and {b} cannot be told apart."),
        t.gettext("{a} and {b}, turned round, cannot be told apart."),
    )
    return tuple(
        opening(say(turned if b is Part.SELF_ORIENTATION else plain, a=part(t, a).lower(), b=part(t, b).lower()))
        for a, b in equation.alike
    )


def same_thing(t: Translator, equation: Equation) -> tuple[Sentence, ...]:
    """Which parts people do not answer differently."""
    return tuple(
        say(t.gettext("People’s answers do not separate {a} from {b}: read them as one thing."),
            a=part(t, a).lower(), b=part(t, b).lower())
        for a, b in equation.same_thing
    )  # fmt: skip


def quotient(t: Translator, equation: Equation) -> Sentence:
    """The quotient over everyone shown."""
    figure = equation.overall
    if isinstance(figure, Withheld):
        return say(t.gettext("The quotient is withheld."))
    if not isinstance(figure, Estimate):
        return say(t.gettext("(C + R + I) / S comes to {value}."), value=decimal(t, figure.value, 1))
    return say(
        t.gettext("(C + R + I) / S comes to {value}, range {low} to {high}. It could lie anywhere from 0.6 to 15."),
        value=decimal(t, figure.value, 1), low=decimal(t, figure.low, 1), high=decimal(t, figure.high, 1),
    )  # fmt: skip


def caution(t: Translator) -> tuple[Sentence, ...]:
    """Why the quotient is something to talk about, not to measure by."""
    return (
        say(t.gettext("Use it to begin a conversation, not to compare or to rank:")),
        say(t.gettext(
            "It divides averages by an average. Very different people can give the same result, and the average of "
            "each person’s own quotient would be another number again: averages of ratios mislead."
        )),
        say(t.gettext(
            "The four parts stand on one scale because the questions put them there. Nothing shows that a point of "
            "credibility weighs as much as a point of self-orientation."
        )),
        say(t.gettext(
            "A small S blows it up: near the bottom of the scale, a little less self-orientation moves it more than "
            "a lot more of everything else."
        )),
    )  # fmt: skip
