"""English and Welsh: choosing, and a catalogue that says all that the pages say."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client

ROOT = Path(__file__).resolve().parents[3]
WELSH = ROOT / "src/accord/locale/cy/LC_MESSAGES/django.po"


def said() -> set[tuple[str, str | None]]:
    """All that the pages say, as the sources have it, with its context."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | {"gettext_lazy": None, "report": None}
    folders = [ROOT / "src/accord" / name for name in (*settings.OUR_APPS, "config", "questionnaires", "analysis")]
    found = [message for f in folders for message in extract_from_dir(f, methods, options, keywords)]
    return {(message if isinstance(message, str) else message[0], context) for _, _, message, _, context in found}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with WELSH.open("rb") as file:
        return read_po(file, locale="cy")


def test_all_that_the_pages_say_is_in_the_catalogue(catalogue: Catalog) -> None:
    words = said()
    assert len(words) > 250
    assert {word for word in words if catalogue.get(*word) is None} == set()


def test_everything_is_translated_with_the_same_gaps_to_fill(catalogue: Catalog) -> None:
    for word in said():
        message = catalogue.get(*word)
        assert message is not None, word
        assert all([message.string] if isinstance(message.string, str) else message.string), word
        assert not message.fuzzy, word
        assert not list(message.check(catalogue)), word
        assert gaps(message.string) == gaps(message.id), word


def gaps(text: str | tuple[str, ...]) -> set[str]:
    """The `{names}` to fill in."""
    return set(re.findall(r"\{\w+\}", text if isinstance(text, str) else " ".join(text)))


@pytest.mark.django_db
def test_a_reader_chooses_and_comes_back(client: Client) -> None:
    done = client.post("/language", {"language": "cy", "next": "/sign-in"}, follow=True)
    assert done.redirect_chain == [("/sign-in", 302)]
    assert '<html lang="cy">' in done.text
    assert "Mewngofnodi" in done.text
    assert "adolygiad" in done.text  # it says that a speaker has not reviewed it
    assert '<html lang="en">' in client.post("/language", {"language": "en", "next": "/"}, follow=True).text


@pytest.mark.django_db
def test_a_browsers_language_is_followed(client: Client) -> None:
    assert '<html lang="cy">' in client.get("/", headers={"accept-language": "cy,en;q=0.5"}).text
    assert '<html lang="en">' in client.get("/", headers={"accept-language": "fr"}).text


@pytest.mark.django_db
@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example"])
def test_choosing_a_language_never_leads_elsewhere(client: Client, onward: str) -> None:
    assert "evil" not in client.post("/language", {"language": "cy", "next": onward}).url
