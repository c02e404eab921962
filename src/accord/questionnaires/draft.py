"""Write a questionnaire to start from, guessed from the columns of a file."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from accord.questionnaires.guesses import Column, Guess, family, guess_roles, guess_scale
from accord.questionnaires.problems import Problems
from accord.questionnaires.quoting import quote

MOST_LABELS = 7
"""The most points of a scale whose words are not known."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a draft says: `roles` maps what a column holds to its name; `items` name their measure and scale."""

    roles: dict[str, str]
    scales: dict[str, Guess]
    items: tuple[tuple[str, str, str], ...]
    left_out: tuple[str, ...]


def draft(columns: Sequence[Column], *, file: str) -> str:
    """A commented questionnaire in TOML for a file with these columns; it loads as it stands.

    Which columns hold the organisation, the group and so on is guessed from their names; which are items, and on
    what scale, from their values. Every guess is marked «Check». Raises `InputError` where no column can be an
    organisation or none looks like answers.
    """
    roles = _roles(columns)
    found = _of_rows(columns, roles) if "item" in roles else _of_columns(columns, roles)
    problems = Problems(file)
    if "organisation" not in found.roles:
        problems.report("No column looks as if it said where a person works.")
    if not found.items:
        problems.report("No column looks like answers: numbers on a scale such as 1 to 5, or words such as «Agree».")
    problems.refuse()
    return "\n".join(_lines(found, file)) + "\n"


def _roles(columns: Sequence[Column]) -> dict[str, str]:
    """The columns that are no items; a long file and a file of summaries need their columns together."""
    roles = guess_roles(columns)
    figures = [role for role in ("answer", "percent", "mean") if role in roles]
    if "item" not in roles or not figures or (figures[0] == "answer" and "person" not in roles):
        about = ("organisation", "sector", "group", "person", "period")
        return _with_organisation(columns, {role: roles[role] for role in about if role in roles})
    kept = ["organisation", "period", "item", figures[0]]
    kept += ["sector", "group", "person"] if figures[0] == "answer" else ["base", "sd"]
    return _with_organisation(columns, {role: roles[role] for role in kept if role in roles})


def _with_organisation(columns: Sequence[Column], roles: dict[str, str]) -> dict[str, str]:
    """Where no name says «organisation»: the first column of words that come again and again."""
    if "organisation" in roles:
        return roles
    free = (column for column in columns if column.name and column.name not in roles.values())
    repeated = (column.name for column in free
                if 1 < column.distinct <= column.filled / 2 and guess_scale(column.values) is None)  # fmt: skip
    name = next(repeated, None)
    return roles | {"organisation": name} if name else roles


def _of_columns(columns: Sequence[Column], roles: dict[str, str]) -> Draft:
    """A wide file: the items are the columns that look like answers; numbered ones share a measure and a scale."""
    free = [column for column in columns if column.name and column.name not in roles.values()]
    together: dict[str, list[str]] = {}
    for column in free:
        together.setdefault(family(column.name), []).extend(column.values)
    alike = [frozenset(column.values) for column in free]
    scales: dict[str, Guess] = {}
    items = []
    for column in free:
        numbered = family(column.name)
        guess = guess_scale(together[numbered] if numbered else column.values)
        guess = guess or _unknown_words(frozenset(column.values), alike)
        if guess and column.distinct == len(column.values):
            items.append((column.name, numbered or "trust", _scale_name(scales, guess)))
    left_out = {column.name for column in free} - {item[0] for item in items}
    return Draft(roles, scales, tuple(items), tuple(column.name for column in free if column.name in left_out))


def _of_rows(columns: Sequence[Column], roles: dict[str, str]) -> Draft:
    """A long file or a file of summaries: the items are what the column of items holds."""
    by_name = {column.name: column for column in columns}
    guess = guess_scale(by_name[roles["answer"]].values) if "answer" in roles else None
    scales: dict[str, Guess] = {}
    scale = _scale_name(scales, guess or Guess(1, 5))
    names = by_name[roles["item"]].values
    items = tuple((name, (family(name) or "trust") if "answer" in roles else name, scale) for name in names)
    left_out = tuple(column.name for column in columns if column.name and column.name not in roles.values())
    return Draft(roles, scales, items, left_out)


def _unknown_words(values: frozenset[str], alike: Sequence[frozenset[str]]) -> Guess | None:
    """A scale of words nobody has told us of: the same few in two columns or more."""
    words = sorted(values)
    if not 3 <= len(words) <= MOST_LABELS or alike.count(values) < 2 or all(re.fullmatch(r"-?\d+", w) for w in words):
        return None
    return Guess(1, len(words), tuple(words))


def _scale_name(scales: dict[str, Guess], guess: Guess) -> str:
    """The name of a scale, which is added where it is new."""
    known = next((name for name, other in scales.items() if other == guess), None)
    name = known or f"scale{len(scales) + 1}"
    scales[name] = guess
    return name


def _lines(found: Draft, file: str) -> Iterator[str]:
    yield f"# A questionnaire to start from, guessed from {quote(file)}. Check every line marked «Check»."
    yield f"id = {quote(re.sub(r'[^a-z0-9]+', '-', file.rsplit('.', 1)[0].casefold()).strip('-') or 'survey')}"
    yield f"title = {quote(file.rsplit('.', 1)[0])}  # Check: the title of the picture"
    yield "minimum_group = 10  # the fewest answers shown, 5 or more"
    if "group" in found.roles:
        yield 'crossings = [["organisation", "group"]]  # what the picture may cross; nothing else is'
    yield from ("", "[columns]  # Check: which column says what")
    yield from (f"{role} = {quote(name)}" for role, name in found.roles.items())
    if found.left_out:
        yield f"# Not used: {', '.join(map(quote, found.left_out))}"
    for name, scale in found.scales.items():
        yield from _scale_lines(name, scale)
    for measure in dict.fromkeys(item[1] for item in found.items):
        yield from ("", "[[measures]]", f"id = {quote(measure)}")
        yield f"label = {quote(_spoken(measure))}  # Check: what these items measure together"
    yield from ("", "# Check each item: its wording; polarity = -1 where agreeing means less trust; and, for the trust")
    yield '# equation, part = "credibility", "reliability", "intimacy" or "self_orientation".'
    for name, measure, scale_name in found.items:
        yield from ("", "[[items]]", f"id = {quote(name)}", f"measure = {quote(measure)}")
        yield from (f"scale = {quote(scale_name)}", f"text = {quote(name)}", "polarity = 1")


def _spoken(measure: str) -> str:
    """A measure's id as a label: `senior_leaders` as «Senior leaders»."""
    words = measure.replace("_", " ").strip() or measure
    return words[0].upper() + words[1:]


def _scale_lines(name: str, scale: Guess) -> Iterator[str]:
    yield from ("", f"[scales.{name}]", f"lowest = {scale.lowest}  # Check: the ends of the scale")
    yield f"highest = {scale.highest}"
    if scale.labels:
        yield f"labels = [{', '.join(map(quote, scale.labels))}]  # Check: from lowest to highest"
    if scale.dont_know:
        yield f"dont_know = [{', '.join(map(quote, scale.dont_know))}]  # Check: these count as no answer"
