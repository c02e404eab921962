"""The six words that lead everywhere. An app gives a word its address; a word without one is not shown."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Promise] = {
    "listen": _("Listen"),
    "map": _("Map"),
    "agree": _("Agree"),
    "promise": _("Promise"),
    "govern": _("Govern"),
    "picture": _("Picture"),
}
LEADS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Lead:
    """A word of the navigation, with where it leads from here."""

    word: str
    address: str
    current: bool


def lead(word: str, url_name: str) -> None:
    """Let a word lead to a named address, which takes the partnership's `slug`. Called in `AppConfig.ready`."""
    if word not in WORDS:
        raise ValueError(f"The 'word' parameter of lead must be one of {sorted(WORDS)}. Got {word!r} instead.")
    LEADS[word] = url_name


def leads(slug: str | None, path: str) -> tuple[Lead, ...]:
    """The words to show in a partnership; none outside one."""
    if slug is None:
        return ()
    addresses = {word: reverse(LEADS[word], kwargs={"slug": slug}) for word in WORDS if word in LEADS}
    return tuple(Lead(str(WORDS[w]), address, path.startswith(address)) for w, address in addresses.items())
