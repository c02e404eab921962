"""Which seat sees which page of rounds, and what a stranger sees."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests import factories, rounds
from tests.round_pages import HERE, NEW, page_of

from accord.people.states import Role
from accord.rounds.models import Round

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]


ADDING = ["check", "columns", "discard", "files"]


@pytest.mark.parametrize("role", [Role.LEADER, Role.STAFF_SIDE, Role.MEMBER])
def test_readers_read_what_is_released_and_know_of_nothing_else(
    cast: factories.Cast, sign_in: Browser, role: Role
) -> None:
    reader = factories.user()
    factories.seat(cast.partnership, reader, role)
    waiting = rounds.checked(cast.partnership, content=rounds.answers(seed=4), period="Spring 2027")
    done = rounds.released(cast.partnership)
    client = sign_in(reader)
    assert client.get(page_of(done)).status_code == 200
    assert client.get(page_of(waiting)).status_code == 404
    listed = client.get(f"{HERE}/rounds/").text
    assert ("Autumn 2026" in listed, "Spring 2027" in listed, NEW in listed) == (True, False, False)
    assert "Spring 2027" not in client.get(f"{HERE}/").text
    for page in ADDING:
        assert client.post(page_of(waiting, page)).status_code == 403
    assert client.get(NEW).status_code == 403


@pytest.mark.parametrize("role", [Role.SECRETARY, Role.FACILITATOR])
def test_other_seats_are_told_that_this_is_for_another(cast: factories.Cast, sign_in: Browser, role: Role) -> None:
    person = factories.user()
    factories.seat(cast.partnership, person, role)
    done = rounds.released(cast.partnership)
    client = sign_in(person)
    for page in (f"{HERE}/rounds/", f"{HERE}/picture", page_of(done), page_of(done, "picture.json"), NEW):
        assert client.get(page).status_code == 403
    assert "The picture" not in client.get(f"{HERE}/").text


def test_an_analyst_prepares_rounds_too(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.checked(cast.partnership)
    client = sign_in(cast.analyst)
    assert "can be used." in client.get(page_of(round, "check")).text
    assert "See what will be used, and confirm it." in client.get(f"{HERE}/").text


def test_to_a_stranger_nothing_is_there(cast: factories.Cast, sign_in: Browser) -> None:
    done = rounds.released(cast.partnership)
    waiting = rounds.checked(cast.partnership, content=rounds.answers(seed=4))
    pages = [f"{HERE}/rounds/", f"{HERE}/picture", NEW, page_of(done), page_of(done, "picture.json")]
    for person in (cast.stranger, cast.staff):
        client = sign_in(person)
        for page in [*pages, *(page_of(waiting, name) for name in ADDING)]:
            assert client.get(page).status_code in {404, 405}
            assert client.post(page).status_code in {404, 405}
    there = "/p/south-vale-partnership/rounds/"
    client = sign_in(cast.stranger)
    for round in (done, waiting):
        for page in ("", "check", "columns", "files", "picture.json"):
            assert client.get(f"{there}{round.id}/{page}").status_code == 404
        assert client.post(f"{there}{round.id}/discard").status_code == 404
    assert Round.objects.count() == 2


def test_a_visitor_is_led_to_the_door(cast: factories.Cast, client: Client) -> None:
    round = rounds.released(cast.partnership)
    assert client.get(page_of(round)).url == f"/sign-in?next={page_of(round)}"
