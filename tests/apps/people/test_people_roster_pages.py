"""The pages that bring a roster in and show its counts, as a browser sees them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests import factories, roster_files, rounds
from tests.roster_files import FIRST, HEAD, SECOND, brought_in, held

from accord.people import actions, inviting, rostering
from accord.people.counts import Shown, shown
from accord.people.models import Organisation, Partnership, Person, RosterFile, Seat
from accord.people.queries import Headcount
from accord.people.states import Role, Sector
from accord.people.views import rosters

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]
HERE = "/p/north-vale-partnership"


def upload(client: Client, content: bytes, name: str = "roster.csv") -> HttpResponse:
    return client.post(f"{HERE}/roster/new", {"roster": SimpleUploadedFile(name, content)}, follow=True)


def confirm(client: Client, file: RosterFile, **fields: str) -> HttpResponse:
    return client.post(f"{HERE}/roster/{file.id}/", {"seen": file.content, **fields}, follow=True)


def test_from_the_file_to_the_counts(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.coordinator)
    assert "Bring in a roster: who works where" in client.get(f"{HERE}/roster").text
    page = upload(client, FIRST.encode())
    assert "What this roster would change" in page.text
    assert "Added: 3" in page.text
    assert "Ann Archer" in page.text
    assert not Person.objects.exists()
    file = RosterFile.objects.get()
    assert "roster.csv" in client.get(f"{HERE}/roster").text
    done = confirm(client, file, sector0="government")
    assert "The roster is brought in. The file is deleted." in done.text
    assert "3 people in all." in done.text
    assert "Ann Archer" not in done.text
    assert Organisation.objects.get(name="Birch Council").sector == "government"


def test_a_later_file_says_what_changes_of_whom(cast: factories.Cast, sign_in: Browser) -> None:
    brought_in(cast.partnership)
    page = upload(sign_in(cast.coordinator), SECOND.encode())
    for said in ("Added: 1", "Changed: 1", "Left: 1", "staff group: Nursing → Estates", "Bob Baker"):
        assert said in page.text
    assert "Sectors of new organisations" not in page.text


def test_a_sector_that_is_none_is_asked_again(cast: factories.Cast, sign_in: Browser) -> None:
    file = held(cast.partnership)
    page = confirm(sign_in(cast.coordinator), file, sector0="church")
    assert page.status_code == 400
    assert "Choose one of the sectors." in page.text
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"organisation,name\nAlder,Ann\n", "A column «reference» or «email» is needed"),
        (b"reference,name\n1,Ann\n", "The column «organisation» is missing."),
        (b"\x00\x01\x02", "This is not text"),
        (b"organisation,reference\n", "There are no rows below the header."),
        (b"organisation,reference\n,1\n", "Every row needs an organisation."),
    ],
)
def test_a_file_that_is_no_roster_gets_a_sentence_and_is_deleted(
    cast: factories.Cast, sign_in: Browser, content: bytes, said: str
) -> None:
    page = upload(sign_in(cast.coordinator), content)
    assert page.status_code == 400
    assert said in page.text
    assert not RosterFile.objects.exists()


def test_nothing_is_brought_in_that_was_not_seen(cast: factories.Cast, sign_in: Browser) -> None:
    file, client = held(cast.partnership), sign_in(cast.coordinator)
    brought_in(cast.partnership, HEAD + "Alder Hospital,,,2,Bob,bob@alder.example,,,\n")
    page = confirm(client, file, sector0="health")
    assert "The roster changed since this page was made." in page.text
    assert "Changed: 1" in page.text
    assert Person.objects.count() == 1
    page = confirm(client, file, sector0="health")  # with what the first page said
    assert "The roster changed since" in page.text
    assert "The roster is brought in." in confirm(client, RosterFile.objects.get(), sector0="health").text


def test_two_coordinators_confirm_and_one_is_told(cast: factories.Cast, sign_in: Browser) -> None:
    file, client = held(cast.partnership), sign_in(cast.coordinator)
    asked, bring_in = confirm, rostering.bring_in

    def first_by_another(*args: object, **fields: object) -> None:
        bring_in(*args, **fields)
        raise rostering.Gone

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rosters.rostering, "bring_in", first_by_another)
        assert "Somebody else brought this file in" in asked(client, file, sector0="health").text
    assert Person.objects.count() == 3


def test_a_file_is_thrown_away(cast: factories.Cast, sign_in: Browser) -> None:
    file, client = held(cast.partnership), sign_in(cast.coordinator)
    assert "The file is deleted." in client.post(f"{HERE}/roster/{file.id}/discard", follow=True).text
    assert not RosterFile.objects.exists()


def test_all_of_a_kind_stand_a_page_away(cast: factories.Cast, sign_in: Browser) -> None:
    rows = "".join(f"Alder,health,,{i},Person {i:03},,,,\n" for i in range(120))
    file, client = held(cast.partnership, HEAD + rows), sign_in(cast.coordinator)
    page = client.get(f"{HERE}/roster/{file.id}/")
    assert page.text.count("<h3>Person") == rosters.FIRST
    assert "See all 120" in page.text
    all_of_them = client.get(f"{HERE}/roster/{file.id}/added?page=3").text
    assert "Page 3 of 3" in all_of_them
    assert all_of_them.count("<h3>Person") == 20
    assert client.get(f"{HERE}/roster/{file.id}/left").status_code == 200
    assert client.get(f"{HERE}/roster/{file.id}/gone").status_code == 404


def test_a_large_roster_leads_to_its_work(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 10)
    client = sign_in(cast.coordinator)
    assert "Reading the roster" in upload(client, FIRST.encode()).text
    file = RosterFile.objects.get()
    rounds.do(file.job)
    file.refresh_from_db()
    assert "Added: 3" in client.get(f"{HERE}/roster/{file.id}/").text
    page = confirm(client, file, sector0="health")
    assert "Bringing the roster in" in page.text
    other = factories.user()
    factories.seat(cast.partnership, other, Role.COORDINATOR)
    assert "Somebody else is working" in sign_in(other).get(f"{HERE}/roster/{file.id}/", follow=True).text
    file.refresh_from_db()
    rounds.do(file.job)
    assert sign_in(cast.coordinator).get(f"/jobs/{file.job_id}", follow=True).request["PATH_INFO"] == f"{HERE}/roster"
    assert Person.objects.count() == 3


def test_a_large_roster_with_errors_says_them(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 10)
    client = sign_in(cast.coordinator)
    upload(client, b"organisation,email\nAlder,nobody\n")
    file = RosterFile.objects.get()
    assert client.get(f"{HERE}/roster/{file.id}/").status_code == 302
    rounds.do(file.job)
    page = client.get(f"{HERE}/roster/{file.id}/")
    assert "The roster cannot be used as it is." in page.text
    assert "«nobody» is no e-mail address." in page.text


def test_a_roster_that_was_not_read_can_be_read_again(cast: factories.Cast, sign_in: Browser) -> None:
    file = held(cast.partnership)
    RosterFile.objects.update(counts=None)
    client = sign_in(cast.coordinator)
    assert "was not read to its end" in client.get(f"{HERE}/roster/{file.id}/").text
    assert "Added: 3" in client.post(f"{HERE}/roster/{file.id}/", follow=True).text


# what others see


def test_leaders_see_counts_and_no_small_group(cast: factories.Cast, sign_in: Browser) -> None:
    rows = [f"Alder,health,,{i},,,{'Nurses' if i < 20 else 'Porters'},Northside,\n" for i in range(23)]
    rows += [f"Birch,health,,{i},,,Clerks,,\n" for i in range(9)]
    brought_in(cast.partnership, HEAD + "".join(rows))
    leader = factories.user("Lea")
    factories.seat(cast.partnership, leader, Role.LEADER)
    client = sign_in(leader)
    assert "Head counts" in client.get(f"{HERE}/").text
    page = client.get(f"{HERE}/roster").text
    assert "smaller groups, together" in page
    assert "withheld: fewer than 10" in page
    for hidden in ("Porters", "Clerks", "Northside", ">3<", ">9<", "in all"):
        assert hidden not in page
    assert "Head counts" not in sign_in(cast.member).get(f"{HERE}/").text


@pytest.mark.parametrize(
    ("groups", "lines"),
    [
        ({"a": 10}, [("a", False, 10)]),
        ({"a": 9}, [("", False, None)]),
        ({"a": 3, "b": 40, "c": 12}, [("b", False, 40), ("", True, 15)]),
        ({"a": 6, "b": 6, "c": 12}, [("c", False, 12), ("", True, 12)]),
        ({"a": 3, "b": 10}, [("", True, 13)]),
        ({"": 30, "b": 10}, [("", False, 30), ("b", False, 10)]),
    ],
)
def test_what_is_too_small_is_pooled(groups: dict[str, int], lines: list[tuple[str, bool, int | None]]) -> None:
    counts = [Headcount(UUID(int=1), "Alder", group, "", staff) for group, staff in groups.items()]
    assert shown(counts, least=10) == [Shown("Alder", *line) for line in lines]


def test_nothing_of_another_partnership_can_be_reached(
    cast: factories.Cast, sign_in: Browser, elsewhere: Partnership
) -> None:
    theirs = {
        "file": held(elsewhere).id,
        "change": "added",
        "seat": Seat.objects.get(partnership=elsewhere).id,
        "organisation": actions.add_organisation(
            factories.by(elsewhere), partnership=elsewhere.id, name="Away", sector=Sector.HEALTH
        ).id,
        "invitation": inviting.invite(
            rounds.seat(elsewhere), email="a@b.example", role=Role.LEADER, organisation=None, now=factories.NOW
        ).id,
    }
    addresses = {
        "roster-file": ["file"],
        "roster-changes": ["file", "change"],
        "discard-roster": ["file"],
        "end-seat": ["seat"],
        "organisation": ["organisation"],
        "invite-again": ["invitation"],
        "withdraw": ["invitation"],
    }
    client = sign_in(cast.coordinator)
    for name, arguments in addresses.items():
        where = {"slug": cast.partnership.slug} | {argument: theirs[argument] for argument in arguments}
        address = reverse(f"people:{name}", kwargs=where)
        assert client.get(address).status_code in {404, 405}, name
        assert client.post(address).status_code == 404, name
        assert client.post(address.replace("north", "south")).status_code == 404, name
    assert "Alder" not in client.get(f"{HERE}/roster").text
    assert RosterFile.objects.filter(partnership=elsewhere).exists()


def test_the_number_of_queries_does_not_grow(
    cast: factories.Cast, sign_in: Browser, django_assert_max_num_queries: Callable[..., object]
) -> None:
    rows = "".join(f"Place {i},health,,{j},,,Group {j},,\n" for i in range(60) for j in range(3))
    brought_in(cast.partnership, HEAD + rows)
    client = sign_in(cast.coordinator)
    file = roster_files.held(cast.partnership, HEAD + rows.replace("Group", "Team"))
    for page in ("roster", "organisations", "invitations", f"roster/{file.id}/", f"roster/{file.id}/changed"):
        with django_assert_max_num_queries(9):
            assert client.get(f"{HERE}/{page}").status_code == 200
