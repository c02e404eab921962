"""What is kept about a person: seen, taken away, erased, by the person and by the coordinator."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from tests import factories, rounds
from tests.roster_files import HEAD, brought_in

from accord.audit.models import Event
from accord.audit.queries import verify
from accord.people import actions, inviting
from accord.people.models import Invitation, Partnership, Person, Seat
from accord.people.states import Role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Browser = Callable[[object], Client]
HERE = "/p/north-vale-partnership"
ROSTER = HEAD + "Alder,health,,17,Mel Morgan,mel@example.org,Nursing,North,Ward 7\n"


def test_my_data_hold_my_rows_and_those_of_my_address(cast: factories.Cast, sign_in: Browser) -> None:
    brought_in(cast.partnership, ROSTER + "Alder,,,18,Other,other@example.org,,,\n")
    client = sign_in(cast.member)
    answer = client.get("/me/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    kept = json.loads(answer.content)
    assert kept["people.User"][0]["email"] == "mel@example.org"
    assert [(row["name"], row["leads"]) for row in kept["people.Person"]] == [("Mel Morgan", "Ward 7")]
    assert "Other" not in answer.text
    assert "Mel Morgan" in client.get("/me").text


def test_whom_i_invited_is_not_mine(cast: factories.Cast, sign_in: Browser) -> None:
    inviting.invite(
        rounds.seat(cast.partnership), email="ivy@example.org", role=Role.LEADER, organisation=None, now=factories.NOW
    )
    assert "ivy" not in sign_in(cast.coordinator).get("/me/data.json").text
    assert "key" not in json.loads(sign_in(factories.user("Ivy")).get("/me/data.json").content)["people.Invitation"][0]


def test_erasing_myself_is_typed_and_reaches_the_roster(cast: factories.Cast, sign_in: Browser) -> None:
    brought_in(cast.partnership, ROSTER)
    inviting.invite(
        rounds.seat(cast.partnership), email="mel@example.org", role=Role.LEADER, organisation=None, now=factories.NOW
    )
    client = sign_in(cast.member)
    assert "This is not the e-mail address" in client.post("/me/erase", {"email": "cora@example.org"}).text
    assert client.post("/me/erase").status_code == 400
    assert "your account is closed" in client.post("/me/erase", {"email": " MEL@example.org "}, follow=True).text
    assert client.get(f"{HERE}/").status_code == 302
    person = Person.objects.get()
    assert (person.name, person.email, person.reference, person.leads) == ("", "", "", "")
    assert person.left_at
    assert not Invitation.objects.exists()
    assert Seat.objects.get(user=cast.member).ended_at
    assert list(verify()) == []


def test_a_last_coordinator_is_told_what_to_do_first(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.coordinator)
    page = client.get("/me/erase")
    assert "You alone coordinate: North Vale Partnership." in page.text
    assert f'href="{HERE}/invitations"' in page.text
    assert client.post("/me/erase", {"email": "cora@example.org"}).status_code == 400
    factories.seat(cast.partnership, cast.member, Role.COORDINATOR)
    assert client.post("/me/erase", {"email": "cora@example.org"}).status_code == 302


def test_who_is_alone_in_a_partnership_may_go(cast: factories.Cast) -> None:
    actions.erase_person(factories.by(), user=cast.stranger)
    assert Seat.objects.get(user=cast.stranger).ended_at


def test_a_coordinator_hands_out_and_erases_one_person_of_the_roster(cast: factories.Cast, sign_in: Browser) -> None:
    brought_in(cast.partnership, ROSTER)
    place = Person.objects.get().organisation_id
    client = sign_in(cast.coordinator)
    sought = {"organisation": str(place), "reference": "17"}
    assert "Mel Morgan" in client.post(f"{HERE}/roster/person", sought).text
    assert "Nobody on the roster" in client.post(f"{HERE}/roster/person", sought | {"reference": "99"}).text
    kept = json.loads(client.post(f"{HERE}/roster/person", sought | {"do": "export"}).content)
    assert kept["people.Person"][0]["email"] == "mel@example.org"
    assert "is erased" in client.post(f"{HERE}/roster/person", sought | {"do": "erase"}, follow=True).text
    person = Person.objects.get()
    assert (person.name, person.email, person.reference) == ("", "", "")
    assert person.left_at
    verbs = list(Event.objects.filter(verb__contains="from-roster").order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["people.exported-from-roster", "people.erased-from-roster"]
    assert "Nobody on the roster" in client.post(f"{HERE}/roster/person", sought).text


def test_nobody_of_another_partnership_is_found(cast: factories.Cast, sign_in: Browser, elsewhere: Partnership) -> None:
    brought_in(elsewhere, ROSTER)
    place = Person.objects.get().organisation_id
    page = sign_in(cast.coordinator).post(f"{HERE}/roster/person", {"organisation": str(place), "reference": "17"})
    assert "Choose one of the organisations." in page.text
    assert "Mel Morgan" not in page.text
