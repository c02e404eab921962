"""The sentence that titles a picture, and the one under it."""

from collections.abc import Sequence

from accord.analysis.results import Contrast, Estimate, MeasureResult, Picture, Trend, Withheld
from accord.report.language import Translator
from accord.report.numbers import count, points, range_of, span
from accord.report.sentence import Name, Sentence, inner, join, opening, say
from accord.report.sentences.subjects import Subject, heading, subject


def headline(t: Translator, picture: Picture, *, language: str) -> Sentence:
    """What was found, as far as it can be said: the page's title."""
    contrast = main_contrast(picture.contrasts)
    shown = shown_measures(picture)
    if contrast is not None:
        return _contrast(t, contrast, _subjects(picture, language))
    if not shown:
        return say(t.gettext("Too few answered for any figure to be shown."))
    if picture.trends:
        return _published(t, picture, language)
    return _stands(t, shown[0], language)


def standfirst(t: Translator, picture: Picture) -> Sentence:
    """How sure the title is, and what the silent could change."""
    contrast = main_contrast(picture.contrasts)
    shown = shown_measures(picture)
    if contrast is not None:
        return gap(t, contrast)
    if not shown:
        minimum = count(t, picture.made.minimum_group)
        return say(t.gettext("A figure needs {minimum} answers or more. What is hidden protects those who answered."),
                   minimum=minimum)  # fmt: skip
    if isinstance(shown[0].overall, Estimate):
        return silent_whole(t, shown[0].overall)
    return say(t.gettext(
        "These figures were published without what a range needs, so none is drawn. "
        "Small differences between them may mean nothing."
    ))  # fmt: skip


def shown_measures(picture: Picture) -> tuple[MeasureResult, ...]:
    """The measures with a figure over everyone."""
    return tuple(measure for measure in picture.measures if not isinstance(measure.overall, Withheld))


def main_contrast(contrasts: Sequence[Contrast]) -> Contrast | None:
    """The contrast a title may speak of: one that holds before one that does not, then the widest."""
    return max(contrasts, key=lambda c: (c.apart, c.holds is not False, abs(c.difference.value)), default=None)


def _subjects(picture: Picture, language: str) -> dict[str, Subject]:
    return {measure.id: subject(measure, language) for measure in picture.measures}


def _contrast(t: Translator, contrast: Contrast, subjects: dict[str, Subject]) -> Sentence:
    ids = (contrast.a, contrast.b) if contrast.difference.value >= 0 else (contrast.b, contrast.a)
    high, low = (subjects[i] for i in ids)
    trusted = high.trusted and low.trusted
    if not contrast.apart:
        template = t.gettext("{high} and {low} cannot be told apart.")
        return opening(say(template, high=Name(inner(high.label)), low=Name(inner(low.label))))
    if contrast.holds:
        template = (
            t.gettext("Trust is higher in {high} than in {low}.")
            if trusted
            else t.gettext("Scores are higher for {high} than for {low}.")
        )
    else:
        template = (
            t.gettext("Those who answered trust {high} more than {low}.")
            if trusted
            else t.gettext("Those who answered score {high} higher than {low}.")
        )
    return opening(say(template, high=Name(inner(high.label)), low=Name(inner(low.label))))


def gap(t: Translator, contrast: Contrast) -> Sentence:
    """A contrast's size and range, and whether it holds if the silent differ."""
    d = contrast.difference
    low, high = (d.low, d.high) if d.value >= 0 else (-d.high, -d.low)
    value = abs(d.value)
    if not contrast.apart:
        return say(t.gettext("The gap is {gap} points, and its range, {range}, leaves room for none at all."),
                   gap=points(value), range=span(t, low, high))  # fmt: skip
    template = {
        True: t.gettext(
            "The gap is {gap} points (range {range}), and it holds even if those who were silent think "
            "10 points less of the one and more of the other."
        ),
        False: t.gettext(
            "The gap is {gap} points (range {range}). It might not hold if those who were silent think "
            "10 points less of the one and more of the other."
        ),
        None: t.gettext(
            "The gap is {gap} points (range {range}). How many were silent is not known, "
            "so this is about those who answered."
        ),
    }[contrast.holds]
    return say(template, gap=points(value), range=span(t, low, high))


def other_gap(t: Translator, contrast: Contrast, *, a: str, b: str) -> Sentence:
    """A further contrast in one sentence, with the labels of its two measures."""
    if not contrast.apart:
        return opening(
            say(t.gettext("{high} and {low} cannot be told apart."), high=Name(inner(a)), low=Name(inner(b)))
        )
    d = contrast.difference
    high, low = (a, b) if d.value >= 0 else (b, a)
    ends = (d.low, d.high) if d.value >= 0 else (-d.high, -d.low)
    said = say(t.gettext("{high} against {low}: {gap} points higher (range {range})."), high=Name(inner(high)),
               low=Name(inner(low)), gap=points(abs(d.value)), range=span(t, *ends))  # fmt: skip
    doubt = say(t.gettext("The silent could change that.")) if contrast.holds is False else None
    return join(opening(said), doubt)


def _stands(t: Translator, measure: MeasureResult, language: str) -> Sentence:
    """One measure: where it stands, and whether organisations differ."""
    about = subject(measure, language)
    if not isinstance(measure.overall, Estimate):
        return say(t.gettext("{label}: published figures."), label=heading(t, about))
    where = {"label": Name(inner(about.label)), "range": range_of(t, measure.overall)}
    template = (
        t.gettext("Trust in {label} stands at {range} in 100.")
        if about.trusted
        else t.gettext("The answers put {label} at {range} in 100.")
    )
    return join(say(template, **where), _differ(t, measure))


def _differ(t: Translator, measure: MeasureResult) -> Sentence | None:
    found = [b.comparison for b in measure.breakdowns if b.dimension == "organisation" and b.comparison]
    if not found:
        return None
    if found[0].apart == 0:
        return say(t.gettext("No two organisations can be told apart."))
    return say(t.gettext("Organisations differ.")) if found[0].widest else None


def silent_whole(t: Translator, figure: Estimate) -> Sentence:
    """What the silent could do to a single figure."""
    if figure.silent_low is None or figure.silent_high is None:
        return say(t.gettext("How many were silent is not known, so this is about those who answered."))
    return say(
        t.gettext("If those who were silent were 10 points lower or higher, it would lie between {low} and {high}."),
        low=points(figure.silent_low),
        high=points(figure.silent_high),
    )


def _published(t: Translator, picture: Picture, language: str) -> Sentence:
    """Published figures: the median organisation, of one measure or of the highest and the lowest."""
    labels = {measure.id: subject(measure, language).label for measure in picture.measures}
    latest = picture.trends[0].periods[-1]
    known = [(trend.medians[-1], trend) for trend in picture.trends if trend.periods[-1] == latest]
    medians = sorted(((value, trend) for value, trend in known if value is not None), key=lambda pair: pair[0])
    if not medians:
        return say(t.gettext("Published figures over {n} periods."), n=str(len(picture.trends[0].periods)))
    (low, bottom), (high, top) = medians[0], medians[-1]
    if bottom is top:
        return say(t.gettext("In {period}, half of the organisations published {median} or more for ‘{label}’."),
                   period=Name(latest), median=points(low), label=Name(labels[top.measure]))  # fmt: skip
    return say(
        t.gettext("In {period}, the median organisation published {high} for ‘{first}’ and {low} for ‘{last}’."),
        period=Name(latest), high=points(high), first=Name(_label(labels, top)),
        low=points(low), last=Name(_label(labels, bottom)),
    )  # fmt: skip


def _label(labels: dict[str, str], trend: Trend) -> str:
    return labels[trend.measure]
