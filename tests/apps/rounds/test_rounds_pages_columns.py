"""The page that says which column is what."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from tests import factories, rounds
from tests.round_pages import HERE, mapped, page_of, sent

from accord.rounds.mapped import key
from accord.rounds.mapping import ROOM
from accord.rounds.states import State

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]

STRANGE = b"Organisation,F1,F2\n" + b"Nord,teils,nein\nOst,ja,teils\nWest,nein,ja\n" * 10


def test_a_file_without_a_questionnaire_is_mapped(cast: factories.Cast, sign_in: Browser) -> None:
    page = sent(sign_in(cast.coordinator), answers=rounds.file(rounds.answers()))
    assert "Which column is what?" in page.text
    assert "2 questions" in page.text
    assert "In the file: " in page.text
    assert 'value="keep" selected' in page.text
    assert "Say which column is what." in sign_in(cast.coordinator).get(f"{HERE}/").text


def test_an_order_of_words_that_is_only_guessed_is_put_before_the_reader(
    cast: factories.Cast, sign_in: Browser
) -> None:
    page = sent(sign_in(cast.coordinator), answers=rounds.file(STRANGE)).text
    assert "they stand in the order of the alphabet" in page
    known = rounds.answers().replace(b",1", b",Never").replace(b",2", b",Rarely")
    assert "order of the alphabet" not in sent(sign_in(cast.coordinator), answers=rounds.file(known)).text


def test_what_is_said_of_the_columns_is_checked(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.held(cast.partnership, toml="")
    client = sign_in(cast.coordinator)
    page = client.post(page_of(round, "columns"), mapped(), follow=True)
    assert "The answers of 74 people can be used." in page.text
    assert "Could not say" in page.text
    assert rounds.fresh(round).state == State.CHECKED


@pytest.mark.parametrize(
    ("changed", "said", "leads_to"),
    [
        ({"organisation": ""}, "Choose the column that says where a person works.", "#id_organisation"),
        ({"sector": "Employer"}, "The column «Employer» can be one thing only.", "#id_sector"),
        ({"measure0": ""}, "Some questions are about this. Give it a name.", "#id_measure0"),
        ({"highest0": "1"}, "The highest point must be above the lowest.", "#id_highest0"),
        ({"lowest0": "one"}, "Enter a whole number.", "#id_lowest0"),
        ({"labels0": "low\nhigh"}, "There are 5 points and 2 words.", "#id_labels0"),
        ({"unsure0": "9\n9"}, "One stands here twice.", "#id_unsure0"),
        ({"cross": "on"}, "Choose the column of the staff group first.", "#id_cross"),
        ({"answer": "q1"}, "Choose the column that names the question.", "#id_item"),
    ],
)
def test_what_does_not_fit_together_is_said_and_kept(
    cast: factories.Cast, sign_in: Browser, changed: dict[str, str], said: str, leads_to: str
) -> None:
    round = rounds.held(cast.partnership, toml="")
    page = sign_in(cast.coordinator).post(page_of(round, "columns"), mapped(**changed) | {"measure1": "Typed"})
    assert page.status_code == 400
    assert said in page.text
    assert f'href="{leads_to}"' in page.text
    assert 'value="Typed"' in page.text
    assert "<title>Error: " in page.text
    assert rounds.fresh(round).state == State.DRAFT


def test_filling_in_changes_several_questions_and_stores_nothing(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.held(cast.partnership, toml="")
    client = sign_in(cast.coordinator)
    client.get(page_of(round, "columns"))
    before = rounds.fresh(round).questionnaire
    chosen = {"from": key("q1"), "to": key("q2"), "all_about": "0", "all_part": "intimacy", "all_way": "keep"}
    data = mapped(**chosen)
    del data["check"]
    page = client.post(page_of(round, "columns"), data | {"fill": ""})
    assert page.status_code == 200
    assert page.text.count("Senior leaders · intimacy") == 2
    assert page.text.count("agreeing means less") == 1
    assert rounds.fresh(round).questionnaire == before


def test_more_columns_than_the_page_has_room_for_are_told_and_the_rest_can_be_sent(
    cast: factories.Cast, sign_in: Browser
) -> None:
    names = [f"Q{n:04}" for n in range(ROOM + 7)]
    rows = [",".join(["Alder", *(str(1 + (n + row) % 5) for n in range(len(names)))]) for row in range(12)]
    content = "\n".join([",".join(["Employer", *names]), *rows])
    round = rounds.held(cast.partnership, content=content.encode(), frame=None, toml="")
    client = sign_in(cast.coordinator)
    page = client.get(page_of(round, "columns")).text
    assert "900 questions" in page
    assert "no room for 7 more columns" in page
    fields = re.findall(r'name="([a-z]+_[0-9a-f]{10})"', page)
    assert ROOM * 4 <= len(fields) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - 100
    answer = client.post(page_of(round, "columns"), mapped() | dict.fromkeys(fields, "1"))
    assert "Which column is what?" in answer.text


def test_a_column_of_questions_without_any_says_so(cast: factories.Cast, sign_in: Browser) -> None:
    content = "Employer,Topic,q1\n" + "".join(f"Alder,{n},1\n" for n in range(90))
    round = rounds.held(cast.partnership, content=content.encode(), frame=None, toml="")
    client = sign_in(cast.coordinator)
    client.get(page_of(round, "columns"))
    page = client.post(page_of(round, "columns"), {"organisation": "Employer", "item": "Topic", "fill": ""})
    assert "holds none, or too many to be listed" in page.text


def test_looking_at_the_columns_of_checked_files_leaves_them_checked(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.checked(cast.partnership)
    client = sign_in(cast.coordinator)
    assert "Which column is what?" in client.get(page_of(round, "columns")).text
    assert rounds.fresh(round).state == State.CHECKED
    assert client.post(page_of(round, "check"), {"before": ""}).status_code == 302
    assert rounds.fresh(round).state == State.COMPUTING


def test_a_table_that_cannot_be_read_has_no_columns_to_map(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.held(cast.partnership, content=b"\x89PNG\r\n\x1a\n\xff\x00")
    page = sign_in(cast.coordinator).get(page_of(round, "columns"), follow=True)
    assert "The files cannot be used as they are." in page.text


def test_columns_that_are_not_used_are_named(cast: factories.Cast, sign_in: Browser) -> None:
    content = rounds.answers().replace(b"\n", b",large\n").replace(b"q2,large", b"q2,Shoe size")
    round = rounds.held(cast.partnership, content=content, toml="")
    client = sign_in(cast.coordinator)
    client.get(page_of(round, "columns"))
    page = client.post(page_of(round, "columns"), mapped(), follow=True)
    assert "Columns not used" in page.text
    assert "Shoe size" in page.text
