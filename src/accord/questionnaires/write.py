"""Write a questionnaire as TOML; reading it gives the same questionnaire again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from accord.questionnaires.model import Form, Item, Measure, Questionnaire, Scale
from accord.questionnaires.quoting import quote


def to_toml(questionnaire: Questionnaire) -> str:
    """The questionnaire as TOML that `parse_questionnaire` reads.

    Scales that no item uses are left out.
    """
    scales = {item.scale.id: item.scale for item in questionnaire.items}
    parts = [
        _head(questionnaire),
        *(_scale(scale) for scale in scales.values()),
        *(_measure(measure) for measure in questionnaire.measures),
        *(_item(item) for item in questionnaire.items),
        *(_form(form) for form in questionnaire.forms),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _head(questionnaire: Questionnaire) -> Iterator[str]:
    yield f"id = {quote(questionnaire.id)}"
    yield f"title = {_words(questionnaire.title)}"
    yield f"minimum_group = {questionnaire.minimum_group}"
    if questionnaire.crossings:
        yield f"crossings = [{', '.join(map(_list, questionnaire.crossings))}]"
    if questionnaire.leave_out:
        yield f"leave_out = {_list(questionnaire.leave_out)}"
    yield from ("", "[columns]")
    named = {field.name: getattr(questionnaire.columns, field.name) for field in fields(questionnaire.columns)}
    yield from (f"{role} = {quote(column)}" for role, column in named.items() if column)


def _scale(scale: Scale) -> Iterator[str]:
    yield f"[scales.{quote(scale.id)}]"
    yield f"lowest = {scale.lowest}"
    yield f"highest = {scale.highest}"
    if scale.labels:
        yield f"labels = {_list(scale.labels)}"
    if scale.dont_know:
        yield f"dont_know = {_list(scale.dont_know)}"


def _measure(measure: Measure) -> Iterator[str]:
    yield from ("[[measures]]", f"id = {quote(measure.id)}", f"label = {_words(measure.label)}")
    yield f"lower_is_better = {'true' if measure.lower_is_better else 'false'}"
    if measure.core:
        yield "core = true"
    if measure.target:
        yield f"target = {quote(measure.target)}"
    if measure.believed:
        yield "believed = true"


def _item(item: Item) -> Iterator[str]:
    yield from ("[[items]]", f"id = {quote(item.id)}", f"version = {item.version}", f"column = {quote(item.column)}")
    yield from (f"measure = {quote(item.measure)}", f"scale = {quote(item.scale.id)}", f"text = {_words(item.text)}")
    yield f"polarity = {item.polarity}"
    if item.part is not None:
        yield f"part = {quote(item.part.value)}"
    if item.same_as:
        yield f"same_as = [{', '.join(map(str, item.same_as))}]"
    if item.source:
        yield f"source = {quote(item.source)}"


def _form(form: Form) -> Iterator[str]:
    yield from ("[[forms]]", f"id = {quote(form.id)}", f"items = {_list(form.items)}")


def _words(text: Mapping[str, str]) -> str:
    """English alone as a plain string."""
    if list(text) == ["en"]:
        return quote(text["en"])
    return f"{{ {', '.join(f'{language} = {quote(words)}' for language, words in text.items())} }}"


def _list(words: Iterable[str]) -> str:
    return f"[{', '.join(map(quote, words))}]"
