"""One table of a TOML file, read key by key; every mistake is reported under the key's path."""

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import TypeGuard, TypeVar

from accord.questionnaires.model import Text
from accord.questionnaires.problems import Problems

T = TypeVar("T")
Table = dict[str, object]

LANGUAGE = re.compile(r"[a-z]{2,3}")


class Fields:
    """Reads the keys of one table. A key that is wrong, or missing and required, gives a stand-in and a problem."""

    def __init__(self, table: Table, path: str, problems: Problems) -> None:
        self._table = table
        self._path = path
        self._problems = problems
        self._asked: list[str] = []

    def text(self, key: str, default: str | None = None) -> str:
        """Words that are not blank; required without a default."""
        value = self._value(key, required=default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.report("«{key}» must be words in quotation marks. Found {found}.", key, found=value)
            return ""
        return value.strip()

    def words(self, key: str, default: str | None = None) -> Text:
        """The same words by language: a plain string is English."""
        value = self._value(key, required=default is None)
        if value is None:
            return {"en": default or ""}
        by_language = {"en": value} if isinstance(value, str) else value
        if not _is_text(by_language):
            self.report("«{key}» must be words, or words by language with English among them. Found {found}.",
                        key, found=value)  # fmt: skip
            return {"en": ""}
        return {language: words.strip() for language, words in by_language.items()}

    def whole(self, key: str, default: int) -> int:
        """A whole number."""
        value = self._value(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.report("«{key}» must be a whole number. Found {found}.", key, found=value)
            return default
        return value

    def flag(self, key: str) -> bool:
        """True or false; false unless stated."""
        value = self._value(key)
        if value is not None and not isinstance(value, bool):
            self.report("«{key}» must be true or false. Found {found}.", key, found=value)
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words, none of them blank; empty unless stated. Whole numbers are taken as words."""
        value = self._value(key)
        items = value if isinstance(value, list) else [""]
        if value is None:
            return ()
        if not all(isinstance(x, str | int) and str(x).strip() for x in items):
            self.report("«{key}» must be a list of words. Found {found}.", key, found=value)
            return ()
        return tuple(str(x).strip() for x in items)

    def choice(self, key: str, choices: Mapping[str, T], *, required: bool = False) -> T | None:
        """The choice of that name; None when the key is not there."""
        value = self._value(key, required=required)
        if value is None or str(value) in choices:
            return choices.get(str(value))
        known = ", ".join(choices)
        self.report("«{key}» must be one of: {choices}. Found {found}.", key, choices=known, found=value)
        return None

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of words; empty unless stated."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            self.report("«{key}» must be a list of pairs of words. Found {found}.", key, found=value)
            return ()
        return tuple((str(first), str(second)) for first, second in value)

    def table(self, key: str) -> "Fields":
        """The table `[key]`, which must be there."""
        value = self._value(key, required=True)
        if value is not None and not isinstance(value, dict):
            self.report("«{key}» must be a table, [{key}]. Found {found}.", key, found=value)
        return self._below(key, value if isinstance(value, dict) else {})

    def tables(self, key: str, *, required: bool = True) -> list["Fields"]:
        """The tables `[[key]]`, of which there must be one or more where they are required."""
        value = self._value(key, required=required)
        good = isinstance(value, list) and value and all(isinstance(x, dict) for x in value)
        if value is not None and not good:
            self.report("«{key}» must be one or more tables, [[{key}]]. Found {found}.", key, found=value)
        items = value if good and isinstance(value, list) else []
        return [self._below(f"{key} {i}", x) for i, x in enumerate(items, start=1)]

    def named_tables(self, key: str) -> dict[str, "Fields"]:
        """The tables `[key.NAME]` by name, of which there must be one or more."""
        value = self._value(key, required=True)
        good = isinstance(value, dict) and value and all(isinstance(x, dict) for x in value.values())
        if value is not None and not good:
            self.report("«{key}» must be one or more tables, [{key}.NAME]. Found {found}.", key, found=value)
        items = value if good and isinstance(value, dict) else {}
        return {name: self._below(f"{key}.{name}", x) for name, x in items.items()}

    def report(self, template: str, key: str, /, **values: object) -> None:
        """Add a problem about a key of this table."""
        self._problems.report(template, row=None, column=None, key=self._path + key, **values)

    def done(self) -> None:
        """Report the keys nobody asked for: a misspelt key would be lost in silence."""
        for key in [key for key in self._table if key not in self._asked]:
            near = nearest(key, self._asked)
            if near:
                self.report("There is no setting «{key}». Did you mean «{nearest}»?", key, nearest=near)
            else:
                self.report("There is no setting «{key}».", key)

    def _below(self, name: str, table: Table) -> "Fields":
        return Fields(table, f"{self._path}{name}: ", self._problems)

    def _value(self, key: str, *, required: bool = False) -> object:
        self._asked.append(key)
        value = self._table.get(key)
        if value is None and required:
            self.report("«{key}» is missing.", key)
        return value


def nearest(word: str, known: Collection[str]) -> str | None:
    """The known word most like this one, or None when none is.

    >>> nearest("lowset", ["lowest", "highest"])
    'lowest'
    """
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def _is_text(value: object) -> TypeGuard[dict[str, str]]:
    """Words by language code, with English among them?"""
    if not isinstance(value, dict) or "en" not in value:
        return False
    return all(LANGUAGE.fullmatch(key) and isinstance(words, str) and words.strip() for key, words in value.items())
