"""Between a questionnaire and the values of the form that maps it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from accord.questionnaires.model import Columns, Form, Item, Measure, Part, Questionnaire, Scale, Text

NEW = Scale("scale1")
CROSSED = ("organisation", "group")
"""The one crossing that the form asks for."""
FIGURES = ("answer", "mean", "percent")

Values = Mapping[str, Any]


def scales(base: Questionnaire | None) -> tuple[Scale, ...]:
    """The scales of a questionnaire; one to start from where there is none."""
    found = {item.scale.id: item.scale for item in base.items} if base else {}
    return tuple(found.values()) or (NEW,)


def scale_words(scale: Scale) -> str:
    """A scale by its ends."""
    ends = {"lowest": scale.labels[0], "highest": scale.labels[-1]} if scale.labels else {}
    points = {"low": scale.lowest, "high": scale.highest}
    if not ends:
        return _("%(low)s to %(high)s") % points
    return _("%(low)s to %(high)s, %(lowest)s to %(highest)s") % {**points, **ends}


def values(base: Questionnaire | None) -> dict[str, Any]:
    """What the form starts with."""
    found: dict[str, Any] = {}
    for k, scale in enumerate(scales(base)):
        found |= {f"lowest{k}": scale.lowest, f"highest{k}": scale.highest}
        found |= {f"labels{k}": "\n".join(scale.labels), f"unsure{k}": "\n".join(scale.dont_know)}
    if base is None:
        return found
    found |= {field.name: getattr(base.columns, field.name) or "" for field in fields(Columns)}
    found["cross"] = CROSSED in base.crossings
    for k, measure in enumerate(base.measures):
        found |= {f"measure{k}": measure.label["en"], f"lower{k}": measure.lower_is_better}
    for item in base.items:
        found |= {f"{name}_{key(item.column)}": value for name, value in _of_item(base, item).items()}
    return found


def key(name: str) -> str:
    """A question's short name in the names of its fields."""
    return hashlib.sha256(name.encode()).hexdigest()[:10]


def _of_item(base: Questionnaire, item: Item) -> dict[str, str]:
    return {
        "about": str([measure.id for measure in base.measures].index(item.measure)),
        "part": item.part.value if item.part else "",
        "way": str(item.polarity),
        "scale": str([scale.id for scale in scales(base)].index(item.scale.id)),
        "text": item.text["en"],
    }


def mistakes(cleaned: Values, *, count: int, marks: Sequence[str]) -> Iterator[tuple[str | None, str]]:
    """What does not fit together: the field to look at, and why. `count`: of scales; `marks`: of the questions."""
    yield from _role_mistakes(cleaned)
    for k in range(count):
        yield from _scale_mistakes(cleaned, k)
    about = [cleaned.get(f"about_{mark}") for mark in marks]
    if not any(about):
        yield None, _("Say of one question at least what it is about.")
    for k in sorted({int(thing) for thing in about if thing}):
        if cleaned.get(f"measure{k}") == "":
            yield f"measure{k}", _("Some questions are about this. Give it a name.")


def _role_mistakes(cleaned: Values) -> Iterator[tuple[str, str]]:
    seen: dict[str, str] = {}
    for field in fields(Columns):
        column = cleaned.get(field.name)
        if column and column in seen:
            yield field.name, _("The column «%(column)s» can be one thing only.") % {"column": column}
        elif column:
            seen[column] = field.name
    figures = [name for name in FIGURES if cleaned.get(name)]
    if cleaned.get("item") and len(figures) != 1:
        yield "item", _("With one row a question, choose one more: its answer, its mean or its percentage.")
    if figures and not cleaned.get("item"):
        yield "item", _("Choose the column that names the question.")
    if cleaned.get("answer") and not cleaned.get("person"):
        yield "person", _("With one row an answer, choose the column that says whose answer it is.")
    if cleaned.get("cross") and not cleaned.get("group"):
        yield "cross", _("Choose the column of the staff group first.")


def _scale_mistakes(cleaned: Values, k: int) -> Iterator[tuple[str, str]]:
    low, high = cleaned.get(f"lowest{k}"), cleaned.get(f"highest{k}")
    if low is None or high is None:
        return
    if high <= low:
        yield f"highest{k}", _("The highest point must be above the lowest.")
        return
    labels, unsure = _lines(cleaned, f"labels{k}"), _lines(cleaned, f"unsure{k}")
    if labels and len(labels) != high - low + 1:
        said = {"points": high - low + 1, "found": len(labels)}
        yield f"labels{k}", _("There are %(points)s points and %(found)s words. Give one for each, or none.") % said
    folded = [word.casefold() for word in (*labels, *unsure)]
    if len(set(folded)) < len(folded):
        yield f"unsure{k}", _("A word can mean one thing only. One stands here twice.")


def _lines(cleaned: Values, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in cleaned.get(name, "").splitlines() if line.strip())


def questionnaire(
    cleaned: Values, *, marks: Mapping[str, str], base: Questionnaire | None, title: str
) -> Questionnaire:
    """The questionnaire that the form means; `marks`: the name of each question. What the form does not ask, such as
    sources, versions and words in other languages, stays as it is in `base`."""
    used = {mark: name for mark, name in marks.items() if cleaned.get(f"about_{mark}")}
    measures = _measures(cleaned, base, {int(cleaned[f"about_{mark}"]) for mark in used})
    meant = [_scale(cleaned, k, scale) for k, scale in enumerate(scales(base))]
    earlier = {item.column: item for item in base.items} if base else {}
    items = (
        _item(cleaned, mark, earlier.get(name) or Item(name, "", name, {"en": name}, NEW), measures, meant)
        for mark, name in used.items()
    )
    start = base or Questionnaire(slugify(title) or "survey", {"en": title}, (), ())
    # Who was given which form is no choice of the page: the questionnaire that states the forms says it.
    columns = Columns(
        **{field.name: cleaned.get(field.name) or None for field in fields(Columns)} | {"form": start.columns.form}
    )
    others = (pair for pair in start.crossings if pair != CROSSED and all(getattr(columns, name) for name in pair))
    crossings = (*([CROSSED] if cleaned.get("cross") else []), *others)
    made = replace(start, measures=tuple(measures.values()), items=tuple(items), columns=columns, crossings=crossings)
    return replace(made, forms=_forms(made))


def _forms(made: Questionnaire) -> tuple[Form, ...]:
    """The forms without the questions that are not used any more."""
    used = {item.id for item in made.items}
    return tuple(replace(form, items=tuple(id_ for id_ in form.items if id_ in used)) for form in made.forms)


def _measures(cleaned: Values, base: Questionnaire | None, used: set[int]) -> dict[int, Measure]:
    """The things that questions are about, by their place in the form; a new one is named after its label."""
    known = dict(enumerate(base.measures)) if base else {}
    taken = {measure.id for measure in known.values()}
    found = {}
    for k in sorted(used):
        label, lower = cleaned[f"measure{k}"], bool(cleaned.get(f"lower{k}"))
        if k in known:
            found[k] = replace(known[k], label=_reworded(known[k].label, label), lower_is_better=lower)
        else:
            stem = slugify(label).replace("-", "_") or "measure"
            names = (stem, *(f"{stem}_{n}" for n in range(2, len(taken) + 3)))
            name = next(name for name in names if name not in taken)
            taken.add(name)
            found[k] = Measure(name, {"en": label}, lower)
    return found


def _item(cleaned: Values, mark: str, item: Item, measures: Mapping[int, Measure], meant: Sequence[Scale]) -> Item:
    part = cleaned.get(f"part_{mark}")
    return replace(
        item,
        measure=measures[int(cleaned[f"about_{mark}"])].id,
        part=Part(part) if part else None,
        polarity=-1 if cleaned.get(f"way_{mark}") == "-1" else 1,
        scale=meant[int(cleaned.get(f"scale_{mark}") or 0)],
        text=_reworded(item.text, cleaned.get(f"text_{mark}") or item.column),
    )


def _scale(cleaned: Values, k: int, scale: Scale) -> Scale:
    ends = {"lowest": cleaned[f"lowest{k}"], "highest": cleaned[f"highest{k}"]}
    return replace(scale, **ends, labels=_lines(cleaned, f"labels{k}"), dont_know=_lines(cleaned, f"unsure{k}"))


def _reworded(text: Text, words: str) -> Text:
    """The words in all languages while the English stays, else the new words alone."""
    return text if text.get("en") == words else {"en": words}
