"""Rosters, invitations and one's own data in a browser: by keyboard alone, wide and narrow; axe finds nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page
from tests import browsing, factories, rounds
from tests.browsing import Open, examine, look, reach
from tests.roster_files import FIRST, HEAD, SECOND, brought_in, held

from accord.people import inviting
from accord.people.models import Person, RosterFile, Seat
from accord.people.states import Role

HERE = "/p/north-vale-partnership"


@pytest.fixture
def cast(transactional_db: None) -> factories.Cast:
    return factories.cast()


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(FIRST)
    return path


def press(tab: Page, name: str, heading: str) -> None:
    """Go on by what is called so, to the page of this heading."""
    reach(tab, name)
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name=heading).wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_roster_is_brought_in_by_keyboard_alone(
    visit: Open, site: str, cast: factories.Cast, roster: Path, width: int
) -> None:
    tab = visit(cast.coordinator, width=width)
    tab.goto(f"{site}{HERE}/")
    press(tab, "Head counts", "How many staff there are")
    press(tab, "Bring in a roster", "Bring in a roster")
    reach(tab, "Roster")
    browsing.choose(tab, roster)
    press(tab, "Upload the roster", "What this roster would change")
    reach(tab, "Added: 3")
    tab.keyboard.press("Enter")
    assert tab.get_by_text("Ann Archer").is_visible()
    reach(tab, "Birch Council")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.value") == "government"
    press(tab, "Bring the roster in", "How many staff there are")
    tab.get_by_text("3 people in all.").wait_for()
    assert Person.objects.get(name="Cyd Cole").organisation.sector == "government"


@pytest.mark.parametrize("width", [360, 1280])
def test_somebody_is_invited_and_takes_the_seat_by_keyboard_alone(
    visit: Open, site: str, cast: factories.Cast, settings: object, width: int
) -> None:
    settings.ACCORD_ADDRESS = site
    tab = visit(cast.coordinator, width=width)
    tab.goto(f"{site}{HERE}/people")
    press(tab, "Invite people", "Invite people")
    reach(tab, "E-mail address")
    tab.keyboard.type("ivy@example.org")
    reach(tab, "coordinator")
    tab.keyboard.press("ArrowDown")
    press(tab, "Send the invitation", "Not yet taken")
    address = re.search(r"http\S+/invitation/\S+", mail.outbox[-1].body)
    assert address
    theirs = visit(width=width)
    theirs.goto(address[0])
    reach(theirs, "Your name")
    theirs.keyboard.type("Ivy Ives")
    reach(theirs, "Password")
    theirs.keyboard.type("four green hats on a wall")
    press(theirs, "Make the account and take the seat", "North Vale Partnership")
    theirs.get_by_text("You have taken your seat as leader.").wait_for()
    theirs.goto(f"{site}/me/erase")
    reach(theirs, "Type your e-mail address")
    theirs.keyboard.type("ivy@example.org")
    press(theirs, "Erase it and close my account", "Trust between organisations")
    assert Seat.objects.get(role=Role.LEADER).ended_at


def pages(cast: factories.Cast) -> Iterator[str]:
    """Every page of the coordinator, empty first."""
    yield from ("/me", "/me/erase", *(f"{HERE}/{page}" for page in ("roster", "organisations", "invitations")))
    brought_in(cast.partnership, FIRST.replace("Alder Hospital", "Alder and Elm University Hospitals Foundation"))
    later = HEAD + "".join(f"Alder Hospital,,,{i},Person {i},person.{i}@alder.example,,,\n" for i in range(9))
    seat = Seat.objects.get(user=cast.member)
    for file in (held(cast.partnership, SECOND), held(cast.partnership, later)):
        yield from (f"{HERE}/roster/{file.id}/", f"{HERE}/roster/{file.id}/added")
    RosterFile.objects.filter(id=file.id).update(counts=None)
    yield f"{HERE}/roster/{file.id}/"
    yield f"{HERE}/roster/{held(cast.partnership, HEAD + 'Alder,,,,,nobody,,,').id}/"
    inviting.invite(
        rounds.seat(cast.partnership),
        email="a.very.long.name.of.somebody@an-organisation.example",
        role=Role.STAFF_SIDE,
        organisation=Person.objects.filter(name="Ann Archer").get().organisation,
        now=factories.NOW,
    )
    yield from (f"{HERE}/{page}" for page in ("", "people", "roster", "organisations", "invitations"))
    yield from (f"{HERE}/{page}" for page in ("roster/new", "roster/person", "organisations/new"))
    yield f"{HERE}/people/{seat.id}/end"
    yield f"{HERE}/organisations/{Person.objects.filter(name='Ann Archer').get().organisation_id}"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_the_pages_of_people(
    visit: Open, site: str, cast: factories.Cast, settings: object, width: int, scheme: str
) -> None:
    settings.ACCORD_ADDRESS = site
    tab = visit(cast.coordinator, width=width, color_scheme=scheme, bypass_csp=True)
    for page in pages(cast):
        look(tab, site + page, width)
    for page, press_ in (
        ("roster/new", "Upload the roster"),
        ("invitations", "Send the invitation"),
        ("organisations/new", "Add it"),
        ("roster/person", "Find the person"),
    ):
        tab.goto(f"{site}{HERE}/{page}")
        tab.get_by_role("button", name=press_).click()
        tab.get_by_role("alert").wait_for()
        examine(tab, width)
    tab.get_by_label("Organisation").select_option("Birch Council")
    tab.get_by_label("Reference").fill("1")
    tab.get_by_role("button", name="Find the person").click()
    tab.get_by_role("heading", name="Cyd Cole").wait_for()
    examine(tab, width)
    _look_at_invitations(visit, tab, cast, width, scheme)


def _look_at_invitations(visit: Open, tab: Page, cast: factories.Cast, width: int, scheme: str) -> None:
    """Void, for a visitor, for somebody with an account, for another account, and the right one."""
    secret = re.compile(r"http\S+/invitation/\S+")
    visitor = visit(width=width, color_scheme=scheme, bypass_csp=True)
    for email, role in (("ivy@example.org", Role.LEADER), ("mel@example.org", Role.LEADER)):
        inviting.invite(rounds.seat(cast.partnership), email=email, role=role, organisation=None, now=timezone.now())
    for message in mail.outbox[-2:]:
        found = secret.search(message.body)
        assert found
        look(visitor, found[0], width)
        look(tab, found[0], width)
    look(visitor, f"{found[0]}x", width)
    mine = visit(cast.member, width=width, color_scheme=scheme, bypass_csp=True)
    look(mine, found[0], width)
    browsing.examine(mine, width)
