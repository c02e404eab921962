"""What a reader must know before reading, and what should be looked at again."""

from collections.abc import Sequence

from accord.analysis.results import Reliability
from accord.report.language import Translator
from accord.report.numbers import count, decimal
from accord.report.sentence import Sentence, listing, say


def note(t: Translator, key: str) -> Sentence:
    """A note of the picture by its key. An unknown key raises `KeyError`: a note is never dropped in silence."""
    return say({
        "no_frame": t.gettext(
            "No head counts came with the answers. How many were silent is not known, so there is one range instead "
            "of two, and nothing is weighted to staff in post."
        ),
        "one_organisation": t.gettext("There is one organisation, so there is none to compare it with."),
        "frame_without_groups": t.gettext(
            "The head counts are not split by staff group, so answers are weighted by organisation only."
        ),
        "weights_not_met": t.gettext(
            "So few answered in some groups that no weights bring everyone to the head counts. Some groups count for "
            "less than their share of the staff."
        ),
        "summaries_only": t.gettext(
            "These figures were added up by others. Single answers are not here, so there are no ranges where "
            "none were published, and no parts of trust."
        ),
        "all_withheld": t.gettext("Every figure is withheld, because too few answered."),
        "earlier_round_not_weighted": t.gettext(
            "No head counts came with the round before: this round is weighted to staff in post, that one is not. Some "
            "of what changed may be the weighting."
        ),
        "no_earlier_round": t.gettext("There is no earlier round, so nothing is said about change."),
    }[key])  # fmt: skip


def warning(t: Translator, key: str, found: Reliability) -> Sentence:
    """A warning about a measure by its key, with the number that raised it."""
    return {
        "one_factor_does_not_fit": _one_factor,
        "group_mean_unreliable": _unreliable,
        "little_agreement": _little_agreement,
    }[key](t, found)


def against(t: Translator, questions: Sequence[str]) -> Sentence:
    """Which questions run against the others: whoever says yes to the others says no to these."""
    template = t.ngettext(
        "One question runs against the others: {questions}. Check which way it points.",
        "{n} questions run against the others: {questions}. Check which way they point.",
        len(questions),
    )
    quoted = [t.gettext("‘{question}’").format(question=question) for question in questions]
    return say(template, n=count(t, len(questions)), questions=listing(t, quoted))


def _figure(t: Translator, value: float | None) -> str:
    return "–" if value is None else decimal(t, value, 2)


def _one_factor(t: Translator, found: Reliability) -> Sentence:
    return say(
        t.gettext(
            "One number fits these questions badly (CFI {cfi}; a good fit is 0.95 or more). They ask about more than "
            "one thing: senior and direct leaders, for example, should not be one number. Look at the questions apart "
            "before you act on it."
        ),
        cfi=_figure(t, found.cfi),
    )


def _unreliable(t: Translator, found: Reliability) -> Sentence:
    return say(
        t.gettext(
            "An organisation’s mean is not reliable here (ICC(2) {icc2}; 0.70 is a usual least). With other "
            "colleagues answering, organisations could have stood in another order."
        ),
        icc2=_figure(t, found.icc2),
    )


def _little_agreement(t: Translator, found: Reliability) -> Sentence:
    return say(
        t.gettext(
            "Colleagues within an organisation agree little (median rwg {rwg}; 0.70 is a usual least). "
            "A mean hides how far apart they are."
        ),
        rwg=_figure(t, found.rwg_median),
    )
