"""The languages a picture speaks, by gettext: one catalogue for the whole product, English is the source."""

import gettext
from functools import cache
from importlib.resources import as_file, files

from accord.questionnaires.model import Text

LANGUAGES = ("en", "cy")
"""English, and Welsh until a speaker has reviewed it."""

DOMAIN = "django"
"""The catalogue's name: the browser's pages and the report share one."""

Translator = gettext.NullTranslations
"""What turns an English source sentence into the reader's language."""


@cache
def translator(language: str) -> Translator:
    """The catalogue of a language; English needs none.

    `language`: one of `LANGUAGES`. Raises `ValueError` for any other.

    >>> translator("en").gettext("withheld")
    'withheld'
    >>> translator("cy").gettext("withheld")
    'wedi’i gadw’n ôl'
    """
    if language not in LANGUAGES:
        known = " or ".join(map(repr, LANGUAGES))
        raise ValueError(f"The 'language' parameter of translator must be {known}. Got {language!r} instead.")
    if language == "en":
        return gettext.NullTranslations()
    with as_file(files("accord") / "locale") as folder:
        return gettext.translation(DOMAIN, folder, [language])


def words(text: Text, language: str) -> str:
    """The words in a language, or in English where they were not translated.

    >>> words({"en": "Senior leaders"}, "cy")
    'Senior leaders'
    """
    return text.get(language) or text["en"]
