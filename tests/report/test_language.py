"""The catalogue: every word of the report in Welsh, whole and compiled."""

from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "accord" / "locale" / "cy" / "LC_MESSAGES"


def extracted() -> list[tuple[str | tuple[str, ...], str | None]]:
    with (ROOT / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    found = extract_from_dir(ROOT / "src" / "accord" / "report", methods, options)
    return [(message, context) for _, _, message, _, context in found]


def catalogue() -> Catalog:
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="cy", domain="django")


def placeholders(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def test_every_word_of_the_report_has_its_welsh() -> None:
    known = catalogue()
    words = extracted()
    assert len(words) > 200
    for message, context in words:
        found = known.get(message if isinstance(message, str) else message[0], context)
        assert found is not None, message
        told = [found.string] if isinstance(found.string, str) else list(found.string)
        assert all(told), message


def messages() -> list[Message]:
    return [message for message in catalogue() if message.id]


@pytest.mark.parametrize("message", messages(), ids=lambda message: str(message.id)[:40])
def test_a_translation_keeps_the_places_for_names_and_numbers(message: Message) -> None:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.python_format:
        return
    allowed = [placeholders(id) for id in ids]
    assert placeholders(strings[-1]) == allowed[-1]
    assert all(placeholders(string) in allowed for string in strings)


def test_the_compiled_catalogue_is_the_written_one() -> None:
    fresh = BytesIO()
    write_mo(fresh, catalogue())
    fresh.seek(0)
    with (FOLDER / "django.mo").open("rb") as file:
        committed = read_mo(file)
    wanted = read_mo(fresh)
    assert [(m.id, m.context, m.string) for m in committed if m.id] == [
        (m.id, m.context, m.string) for m in wanted if m.id
    ]


def test_the_catalogue_says_that_it_awaits_review() -> None:
    assert "Welsh awaiting a speaker's review" in (FOLDER / "django.po").read_text(encoding="utf-8")
