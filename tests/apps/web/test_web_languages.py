"""English and Welsh: choosing, and a catalogue that says all that the pages say."""

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import mofile, pofile
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from django.conf import settings
from django.test import Client

PACKAGE = Path(__file__).resolve().parents[3] / "src" / "accord"
WELSH = PACKAGE / "web" / "locale" / "cy" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
LOCALE = PACKAGE / "web" / "locale"


def said() -> set[object]:
    """All that the pages say, as the sources have it."""
    with (LOCALE / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    folders = [PACKAGE / app for app in (*settings.OUR_APPS, "config")]
    found = (extract_from_dir(folder, methods, options, keywords=KEYWORDS) for folder in folders)
    return {message for folder in found for _, _, message, _, _ in folder}


def catalogue() -> pofile.Catalog:
    with WELSH.open("rb") as file:
        return pofile.read_po(file, locale="cy")


def test_the_catalogue_has_all_that_is_said_and_nothing_else() -> None:
    assert {message.id for message in catalogue() if message.id} == said()


def test_everything_is_translated_with_the_same_gaps_to_fill() -> None:
    for message in catalogue():
        texts = [message.string] if isinstance(message.string, str) else message.string
        assert all(texts), message.id
        assert not list(message.check(catalogue())), message.id


def test_the_compiled_catalogue_is_of_the_same_day() -> None:
    made = BytesIO()
    mofile.write_mo(made, catalogue())
    assert made.getvalue() == WELSH.with_suffix(".mo").read_bytes(), "Run pybabel compile (see the catalogue's head)."


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
