"""How a picture was made: asked, answered, done, hidden."""

from accord.analysis.results import Made, MeasureResult, WeightingCost, Withheld
from accord.report.language import Translator, words
from accord.report.numbers import count, decimal, whole
from accord.report.sentence import Name, Sentence, join, say
from accord.report.sentences.withheld import withheld_organisations

Term = tuple[str, Sentence]
"""A word and what stands under it."""


def made(t: Translator, facts: Made, measure: MeasureResult) -> tuple[Term, ...]:
    """What «How was this made?» opens to, for one measure."""
    if facts.source == "summaries":
        return (
            (t.gettext("Questions"), count_of(t, measure)),
            (t.gettext("What was done"), say(t.gettext(
                "Figures were taken as published. A range is drawn only where the number of answers and their spread "
                "were published too."
            ))),
            (t.gettext("What is hidden"), withheld_organisations(t, facts.withheld_organisations)),
        )  # fmt: skip
    return (
        (t.gettext("Questions"), join(count_of(t, measure), say(t.gettext("Answers were turned into 0 to 100.")))),
        (t.gettext("Who was asked"), asked(t, facts, measure)),
        (t.gettext("Who answered"), answered(t, facts, measure)),
        (t.gettext("What was done"), join(weighting(t, facts, measure.weighting), certainty(t))),
        (t.gettext("What is hidden"), withheld_organisations(t, facts.withheld_organisations)),
    )


def count_of(t: Translator, measure: MeasureResult) -> Sentence:
    """How many questions."""
    n = len(measure.items)
    return say(t.ngettext("{n} question.", "{n} questions.", n), n=count(t, n))


def questions(t: Translator, measure: MeasureResult, language: str) -> tuple[Sentence, ...]:
    """Each question in its own words, and whether it was turned round."""
    turned = t.gettext("‘{question}’ Agreeing counts as less.")
    plain = t.gettext("‘{question}’")
    return tuple(
        say(turned if item.polarity < 0 else plain, question=Name(words(item.text, language))) for item in measure.items
    )


def asked(t: Translator, facts: Made, measure: MeasureResult) -> Sentence:
    """How many were asked, by the head counts, and whether all of them were asked this."""
    if facts.asked is None:
        told = say(t.gettext("Not known: no head counts came with the answers."))
    else:
        told = say(t.gettext("{n} people, by the head counts."), n=count(t, facts.asked))
    if measure.asked == 1:
        return told
    return join(told, say(t.gettext("So that nobody had to answer too much, {share} in 100 of them, drawn by lot, were "
                                    "asked these questions."), share=str(whole(100 * measure.asked))))  # fmt: skip


def answered(t: Translator, facts: Made, measure: MeasureResult) -> Sentence:
    """How many answered, in all and about this measure."""
    told = say(t.gettext("{n} people answered."), n=count(t, facts.answered))
    if facts.asked:
        told = say(t.gettext("{n} people answered, {share} in 100 of those asked."), n=count(t, facts.answered),
                   share=str(whole(100 * facts.answered / facts.asked)))  # fmt: skip
    whole_figure = measure.overall
    if isinstance(whole_figure, Withheld) or whole_figure.n is None:
        return told
    return join(told, say(t.gettext("{n} of them could answer enough of these questions and are counted here."),
                          n=count(t, whole_figure.n)))  # fmt: skip


def share(t: Translator, facts: Made) -> str:
    """How many answered, and how many in 100 where that is known."""
    if not facts.asked:
        return count(t, facts.answered)
    return t.gettext("{n}, or {share} in 100").format(
        n=count(t, facts.answered), share=whole(100 * facts.answered / facts.asked)
    )


def weighting(t: Translator, facts: Made, cost: WeightingCost | None) -> Sentence:
    """How answers were weighted, and what that cost."""
    told = say({
        "none": t.gettext("Every answer counts the same."),
        "poststratified": t.gettext("Answers are weighted so that each organisation counts with its staff in post."),
        "raked": t.gettext("Answers are weighted to staff in post, by organisation and by staff group."),
    }[facts.weighting])  # fmt: skip
    if cost is None:
        return told
    worth = say(t.gettext("Weighting makes them worth about {n} (design effect {deff})."),
                n=count(t, cost.effective_n), deff=decimal(t, cost.design_effect, 2))  # fmt: skip
    return join(told, worth, _held(t, cost.trimmed) if cost.trimmed else None)


def _held(t: Translator, trimmed: int) -> Sentence:
    """How many people would have counted for too many others."""
    template = t.ngettext(
        "The weight of {n} person was held at a limit, so that nobody counts for too many.",
        "The weights of {n} people were held at a limit, so that nobody counts for too many.",
        trimmed,
    )
    return say(template, n=count(t, trimmed))


def certainty(t: Translator) -> Sentence:
    """What a range promises."""
    return say(t.gettext("In 95 of 100 such rounds, the range would hold the true value."))


def again(t: Translator, facts: Made) -> tuple[Sentence, ...]:
    """What it takes to compute the same picture again."""
    return (
        say(t.gettext("Accord {version}, with the seed {seed}, computes the same from the same input."),
            version=facts.version, seed=str(facts.seed)),
        say(t.gettext("The input’s SHA-256 is {digest}."), digest=Name(facts.digest)),
    )  # fmt: skip


def organisations(t: Translator, facts: Made) -> str:
    """How many organisations, and how many of them are withheld."""
    n, hidden = count(t, facts.organisations), len(facts.withheld_organisations)
    if not hidden:
        return n
    return t.ngettext("{n}, {hidden} withheld", "{n}, {hidden} withheld", hidden).format(n=n, hidden=count(t, hidden))
