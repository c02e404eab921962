"""Questions about groups by name: a module of them, once for each group."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from accord.questionnaires.model import Item, Measure, Questionnaire, Text
from accord.questionnaires.naming import slug
from accord.questionnaires.problems import Problems

PLACE = "{group}"
"""What stands in a module where the name of a group will."""


def about_groups(questionnaire: Questionnaire) -> bool:
    """Whether groups have to be named before these questions can be put."""
    return any(PLACE in measure.target for measure in questionnaire.measures)


def named(questionnaire: Questionnaire, groups: Sequence[str]) -> Questionnaire:
    """The questions once for each group; those about no group stay as they are.

    Ids are made of the groups' names, so that another round with other groups beside them can be compared.

    Raises `InputError` with fewer than two groups, and where the names of two could be mixed up.

    >>> from accord.questionnaires.bank import module
    >>> [measure.id for measure in named(module("between_groups"), ["Nurses", "Social care"]).measures]
    ['trust_in_nurses', 'believed_of_nurses', 'trust_in_social_care', 'believed_of_social_care']
    """
    if not about_groups(questionnaire):
        return questionnaire
    _check(groups)
    return replace(
        questionnaire,
        measures=tuple(_measure(one, name) for name in groups for one in questionnaire.measures),
        items=tuple(_item(one, name) for name in groups for one in questionnaire.items),
    )


def _check(groups: Sequence[str]) -> None:
    problems = Problems("questionnaire")
    if len(groups) < 2:
        problems.report("Name two groups or more, so that each can be asked about the others. Found {found}.",
                        found=len(groups))  # fmt: skip
    seen: Mapping[str, str] = {}
    for name in groups:
        if not slug(name):
            problems.report("«{found}» is no name of a group: it needs a letter or a number.", found=name)
        elif slug(name) in seen:
            problems.report("The groups «{other}» and «{found}» could be mixed up. Name them more differently.",
                            other=seen[slug(name)], found=name)  # fmt: skip
        seen = {**seen, slug(name): name}
    problems.refuse()


def _measure(measure: Measure, name: str) -> Measure:
    return replace(
        measure,
        id=measure.id.replace(PLACE, slug(name)),
        label=_words(measure.label, name),
        target=measure.target.replace(PLACE, name),
    )


def _item(item: Item, name: str) -> Item:
    id_, measure, column = (text.replace(PLACE, slug(name)) for text in (item.id, item.measure, item.column))
    return replace(item, id=id_, measure=measure, column=column, text=_words(item.text, name))


def _words(text: Text, name: str) -> Text:
    return {language: words.replace(PLACE, name) for language, words in text.items()}
