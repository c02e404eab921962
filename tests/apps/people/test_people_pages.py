"""The pages of people and partnerships, as a browser sees them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import factories
from tests.factories import PASSWORD

from accord.people import actions, panels
from accord.people.models import Failures, Partnership
from accord.people.states import FREE_ATTEMPTS, Role
from accord.web import navigation

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
HERE = "/p/north-vale-partnership/"


def test_a_visitor_learns_what_this_is(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "accord person add" in page.text
    factories.user()
    assert "accord person add" not in client.get("/").text
    assert client.cookies == {}


def test_signing_in_leads_to_where_one_was_going(cast: factories.Cast, client: Client) -> None:
    asked = client.get(HERE + "people")
    assert asked.url == f"/sign-in?next={HERE}people"
    page = client.get(asked.url)
    assert f'value="{HERE}people"' in page.text
    done = client.post(
        "/sign-in", {"login": "MEL@example.org", "password": PASSWORD, "next": HERE + "people"}, follow=True
    )
    assert "Who holds a seat here" in done.text


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_signing_in_never_leads_elsewhere(cast: factories.Cast, client: Client, onward: str) -> None:
    done = client.post("/sign-in", {"login": "mel@example.org", "password": PASSWORD, "next": onward})
    assert done.url == "/"


@pytest.mark.parametrize("email", ["mel@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_are_told_alike(
    cast: factories.Cast, client: Client, email: str
) -> None:
    page = client.post("/sign-in", {"login": email, "password": "wrong"})
    assert page.status_code == 400
    assert "This e-mail address and password do not fit together." in page.text
    assert 'href="#id_login"' in page.text
    assert "wrong" not in page.text


def test_empty_fields_are_named(client: Client) -> None:
    page = client.post("/sign-in", {})
    assert page.status_code == 400
    assert "Enter your e-mail address." in page.text
    assert "Enter your password." in page.text
    assert "<title>Error: Sign in" in page.text


def test_after_failures_even_the_right_password_waits(cast: factories.Cast, client: Client) -> None:
    for _ in range(FREE_ATTEMPTS + 2):
        actions.note_failure("mel@example.org", now=timezone.now())
    page = client.post("/sign-in", {"login": "mel@example.org", "password": PASSWORD})
    assert page.status_code == 400
    assert "seconds, then try again." in page.text
    Failures.objects.update(wait_until=timezone.now() - timedelta(seconds=1))
    assert client.post("/sign-in", {"login": "mel@example.org", "password": PASSWORD}).status_code == 302


def test_signing_out(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.member)
    assert client.get("/sign-out").status_code == 405
    assert "You have signed out." in client.post("/sign-out", follow=True).text
    assert client.get(HERE).status_code == 302


def test_home_without_a_seat_says_what_next(sign_in: Browser) -> None:
    page = sign_in(factories.user("Nia"))
    assert "Make a partnership" in page.get("/").text


def test_a_partnership_is_made_by_a_form(sign_in: Browser) -> None:
    nia = factories.user("Nia")
    client = sign_in(nia)
    done = client.post("/partnerships/new", {"name": "East Vale", "minimum_group": "7"}, follow=True)
    assert "You are its coordinator." in done.text
    made = Partnership.objects.get(name="East Vale")
    assert (made.minimum_group, made.seats.get().user) == (7, nia)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"name": "", "minimum_group": "10"}, "Enter a name for the partnership."),
        ({"name": "  ", "minimum_group": "10"}, "Enter a name for the partnership."),
        ({"name": "East", "minimum_group": "4"}, "The smallest group must be 5 people or more."),
        ({"name": "East", "minimum_group": "ten"}, "Enter a whole number, 5 or more."),
        ({"name": "East", "minimum_group": ""}, "Enter the smallest group that may be shown."),
        ({"name": "East", "minimum_group": "9" * 400}, "1,000 people or fewer"),
        ({"name": "E\x00st", "minimum_group": "10"}, "Null characters are not allowed."),
        ({"name": "E" * 121, "minimum_group": "10"}, "at most 120 characters"),
    ],
)
def test_bad_input_gets_a_sentence_and_stores_nothing(sign_in: Browser, data: dict[str, str], said: str) -> None:
    page = sign_in(factories.user()).post("/partnerships/new", data)
    assert page.status_code == 400
    assert said in page.text
    assert not Partnership.objects.exists()


def test_names_are_escaped(sign_in: Browser) -> None:
    founder = factories.user("Ann <script>")
    factories.partnership(founder, "<b>Vale</b>")
    page = sign_in(founder).get("/p/bvaleb/")
    assert "<b>Vale</b>" not in page.text
    assert "Ann <script>" not in sign_in(founder).get("/").text


def test_a_fictional_partnership_says_so_on_every_page(sign_in: Browser) -> None:
    founder = factories.user()
    factories.partnership(founder, "Vale", fictional=True)
    client = sign_in(founder)
    for address in ("/p/vale/", "/p/vale/people"):
        assert "Fictional data." in client.get(address).text


def test_the_people_are_paged(cast: factories.Cast, sign_in: Browser, django_assert_max_num_queries: object) -> None:
    for _ in range(60):
        factories.seat(cast.partnership, factories.user(), Role.MEMBER)
    client = sign_in(cast.member)
    with django_assert_max_num_queries(8):
        first = client.get(HERE + "people")
    assert "63 seats" in first.text
    assert first.text.count("<tr>") == 51
    assert client.get(HERE + "people?page=2").text.count("<tr>") == 14
    assert client.get(HERE + "people?page=none").status_code == 200


def test_an_app_adds_its_panel_what_it_asks_and_its_word(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "ASKED", [])
    monkeypatch.setattr(panels, "PANELS", {})
    monkeypatch.setattr(navigation, "LEADS", {})
    panels.ask(lambda seat, now: iter([panels.Asked("Answer", "How far do you trust?", "4 minutes", "Answer", "/a")]))
    panels.show("tests", lambda seat, now: panels.Panel("What was said", "web/error.html", {"title": "x"}), place=1)
    panels.show("none", lambda seat, now: None, place=0)
    navigation.lead("listen", "people:people")
    client = sign_in(cast.member)
    home = client.get("/")
    assert "One thing is asked of you." in home.text
    assert "How far do you trust?" in home.text
    assert '<p class="small">' not in home.text
    factories.seat(factories.partnership(cast.stranger, "West Vale"), cast.member, Role.MEMBER)
    assert '<p class="small">West Vale</p>' in client.get("/").text  # of two partnerships, it is said whose it is
    with pytest.raises(ValueError, match="registered twice"):
        panels.show("none", lambda seat, now: None, place=0)
    with pytest.raises(ValueError, match="must be one of"):
        navigation.lead("nothing", "people:people")
    assert f'<a href="{HERE}people" aria-current="true">Listen</a>' in client.get(HERE + "people").text
    assert ">Map<" not in home.text
