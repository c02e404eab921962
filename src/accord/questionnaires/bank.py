"""Accord's own questions: modules that are put together to a questionnaire."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from accord.questionnaires.forms import forms
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire, Text
from accord.questionnaires.problems import Problems
from accord.questionnaires.targets import about_groups, named

MODULES = (
    "senior_leaders",
    "safety",
    "direct_managers",
    "six_dimensions",
    "change",
    "styles_seen",
    "styles_self",
    "climate",
    "promises",
    "between_groups",
    "outcomes",
    "team",
    "caregiver",
    "willingness",
)
"""The modules, the core first: trust in senior leaders by its four parts, and safety."""

CORE = ("senior_leaders", "safety")


@cache
def module(name: str) -> Questionnaire:
    """A module by its name, as a questionnaire that could be put by itself.

    Raises `InputError` for a name that is none.

    >>> [measure.id for measure in module("change").measures]
    ['commitment', 'compliance']
    """
    if name not in MODULES:
        problems = Problems("questionnaire")
        problems.report("There is no module «{found}». There are: {known}.", found=name, known=", ".join(MODULES))
        problems.refuse()
    source = files("accord.questionnaires") / "modules" / f"{name}.toml"
    return parse_questionnaire(source.read_bytes(), file=f"{name}.toml")


def compose(names: Iterable[str], *, id: str, title: Text, groups: Iterable[str] = ()) -> Questionnaire:
    """One questionnaire of several modules, in the order named; a module named twice is there once.

    With more questions than anybody should be asked it states forms, and a column that says who was given which.
    `groups`: the names that «between_groups» asks about, each once.

    Raises `InputError` for a name that is none, where none is named, and where groups are named in vain or missing.

    >>> made = compose(["safety", "change"], id="mine", title={"en": "Mine"})
    >>> len(made.items), len(made.measures)
    (9, 3)
    """
    chosen = [module(name) for name in dict.fromkeys(names)]
    if not chosen:
        problems = Problems("questionnaire")
        problems.report("Name at least one module. There are: {known}.", known=", ".join(MODULES))
        problems.refuse()
    chosen = _about(chosen, list(dict.fromkeys(groups)))
    return _shared_out(
        Questionnaire(
            id=id,
            title=title,
            measures=tuple(measure for one in chosen for measure in one.measures),
            items=tuple(item for one in chosen for item in one.items),
            columns=chosen[0].columns,
            crossings=chosen[0].crossings,
            minimum_group=chosen[0].minimum_group,
        )
    )


def _about(chosen: list[Questionnaire], groups: list[str]) -> list[Questionnaire]:
    """The modules with the groups' names in them."""
    if groups and not any(map(about_groups, chosen)):
        problems = Problems("questionnaire")
        problems.report("Groups are named, but no module asks about them. Add «between_groups», or name none.")
        problems.refuse()
    return [named(one, groups) for one in chosen]


def _shared_out(made: Questionnaire) -> Questionnaire:
    """With forms, where one would be too long."""
    found = forms(made)
    if len(found) == 1:
        return made
    return replace(made, forms=found, columns=replace(made.columns, form="form"))
