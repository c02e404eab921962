"""Bringing a roster in: who is added, changed, returned, left; all of it or nothing."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from tests import factories, roster_files, rounds
from tests.roster_files import FIRST, HEAD, SECOND, brought_in, held, people

from accord.audit.models import Event
from accord.audit.queries import verify
from accord.people import queries, rostering
from accord.people.actions import add_organisation
from accord.people.models import Organisation, Partnership, Person, RosterFile
from accord.people.queries import Headcount
from accord.people.states import Sector
from accord.web import holding

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

ALDER, BIRCH = "Alder Hospital", "Birch Council"


def bring(file: RosterFile, partnership: Partnership, **sectors: str) -> None:
    asker = rounds.seat(partnership).user_id
    rostering.bring_in(factories.by(partnership), file.id, sectors=sectors, asker=asker)


def test_a_first_roster_makes_organisations_and_people(here: Partnership) -> None:
    file = held(here)
    assert not Person.objects.exists()
    assert [(p["name"], p["new"], p["added"], p["staff"]) for p in file.counts] == [
        (ALDER, True, 2, 2),
        (BIRCH, True, 1, 1),
    ]
    rostering.bring_in(factories.by(here), file.id, sectors={BIRCH: "government"}, asker=rounds.seat(here).user_id)
    assert people(here) == {
        (ALDER, "1", "Nursing", False),
        (ALDER, "2", "Nursing", False),
        (BIRCH, "1", "", False),
    }
    made = Organisation.objects.filter(partnership=here).values_list("name", "sector", "kind")
    assert set(made) == {(ALDER, "health", "acute trust"), (BIRCH, "government", "")}
    assert not RosterFile.objects.exists()
    assert list(verify()) == []


def test_the_record_keeps_counts_and_the_digest_of_the_file(here: Partnership) -> None:
    file = held(here)
    bring(file, here)
    said = Event.objects.get(verb="people.roster-brought-in").payload
    assert f'"facts":{{"added":3,"changed":0,"file":"{file.digest}","left":0,"returned":0}}' in said
    assert "ann@alder" not in "".join(Event.objects.values_list("payload", flat=True))


def test_a_later_roster_changes_adds_and_marks_who_left_where_it_names_the_organisation(here: Partnership) -> None:
    brought_in(here)
    ann = Person.objects.get(name="Ann Archer").id
    brought_in(here, SECOND)
    assert people(here) == {
        (ALDER, "1", "Estates", False),
        (ALDER, "2", "Nursing", True),
        (ALDER, "3", "Nursing", False),
        (BIRCH, "1", "", False),
    }
    assert Person.objects.get(name="Ann Archer").id == ann


def test_who_comes_back_is_the_same_person(here: Partnership) -> None:
    brought_in(here)
    bob = Person.objects.get(name="Bob Baker").id
    brought_in(here, SECOND)
    assert Person.objects.get(id=bob).left_at == factories.NOW
    brought_in(here, FIRST)
    back = Person.objects.get(id=bob)
    assert (back.left_at, back.email) == (None, "bob@alder.example")


def test_who_moves_to_another_organisation_is_the_same_person_by_their_address(here: Partnership) -> None:
    brought_in(here)
    bob = Person.objects.get(name="Bob Baker").id
    moved = HEAD + f"{BIRCH},,,77,Bob Baker,BOB@alder.example,,,\n{BIRCH},,,1,Cyd Cole,cyd@birch.example,,,\n"
    counts = {place["name"]: place["staff"] for place in held(here, moved).counts}
    assert counts == {ALDER: 1, BIRCH: 2}
    brought_in(here, moved)
    found = Person.objects.get(id=bob)
    assert (found.organisation.name, found.reference, found.left_at) == (BIRCH, "77", None)


def test_two_people_may_swap_reference_and_address(here: Partnership) -> None:
    brought_in(here)
    brought_in(
        here,
        HEAD + f"{ALDER},,,2,Ann Archer,ann@alder.example,,,\n{ALDER},,,1,Bob Baker,bob@alder.example,,,\n",
    )
    found = set(Person.objects.filter(organisation__name=ALDER).values_list("reference", "email"))
    assert found == {("2", "ann@alder.example"), ("1", "bob@alder.example")}


def test_an_address_of_somebody_who_left_is_free(here: Partnership) -> None:
    brought_in(here)
    brought_in(here, HEAD + f"{ALDER},,,1,Ann Archer,bob@alder.example,,,\n")
    left = Person.objects.get(name="Bob Baker")
    assert left.left_at
    assert left.email == ""
    assert Person.objects.get(name="Ann Archer").email == "bob@alder.example"


def test_an_address_of_somebody_who_stays_elsewhere_is_refused(here: Partnership) -> None:
    brought_in(here)
    file = held(here, HEAD + f"{ALDER},,,1,Ann Archer,cyd@birch.example,,,\n")
    assert file.counts is None
    assert [p["row"] for p in file.problems["problems"]] == [2]
    assert "somebody else on the roster" in file.problems["problems"][0]["template"]


def test_what_the_file_has_no_column_for_stays(here: Partnership) -> None:
    brought_in(here)
    brought_in(here, f"organisation;email;site\n{ALDER};ann@alder.example;East\n")
    ann = Person.objects.get(name="Ann Archer")
    assert (ann.reference, ann.staff_group, ann.site, ann.leads) == ("1", "Nursing", "East", "Ward 7")


def test_the_same_file_twice_changes_nothing(here: Partnership) -> None:
    brought_in(here)
    file = held(here)
    assert {(p["added"], p["changed"], p["returned"], p["left"]) for p in file.counts} == {(0, 0, 0, 0)}


def test_organisations_are_told_apart_whatever_their_case(here: Partnership) -> None:
    add_organisation(factories.by(here), partnership=here.id, name="ALDER hospital", sector=Sector.HEALTH)
    file = held(here)
    assert [(p["name"], p["new"]) for p in file.counts] == [("ALDER hospital", False), (BIRCH, True)]
    bring(file, here)
    assert Organisation.objects.filter(partnership=here).count() == 2


def test_what_changed_since_it_was_shown_is_not_done(here: Partnership) -> None:
    brought_in(here)
    one, other = held(here, SECOND), held(here, FIRST + f"{ALDER},,,9,Eve,eve@alder.example,,,\n")
    bring(other, here)
    before = people(here)
    with pytest.raises(rostering.Stale):
        bring(one, here)
    assert people(here) == before


def test_confirming_twice_brings_in_once(here: Partnership) -> None:
    file = held(here)
    bring(file, here)
    with pytest.raises(rostering.Gone):
        bring(file, here)
    assert Person.objects.count() == 3


def test_what_breaks_in_between_leaves_nothing(here: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    file = held(here)

    def broken(*_args: object, **_fields: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(rostering, "record", broken)
    with pytest.raises(DatabaseError):
        rostering.apply(factories.by(here), file.id)
    assert not Person.objects.exists()
    assert not Organisation.objects.filter(partnership=here).exists()
    assert RosterFile.objects.filter(id=file.id).exists()


def test_the_files_are_gone_afterwards(
    here: Partnership, on_disk: Callable[[], set[str]], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = held(here)
    assert on_disk() == {file.token, file.plan} == queries.roster_tokens(on_disk() | {"x"})
    with django_capture_on_commit_callbacks(execute=True):
        bring(file, here)
    assert on_disk() == set()


def test_what_nobody_confirms_is_forgotten(here: Partnership) -> None:
    file = held(here)
    assert rostering.forget_unconfirmed(file.held_until) == 0
    assert rostering.forget_unconfirmed(file.held_until + holding.ORPHAN) == 1
    assert not RosterFile.objects.exists()


def test_a_large_roster_is_long_work(here: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rostering, "AT_ONCE", 10)
    file = held(here)
    assert file.counts is None
    assert rounds.do(file.job).state == "finished"
    file.refresh_from_db()
    assert len(file.counts) == 2
    with pytest.raises(rostering.Stale):
        rostering.apply(factories.by(here), roster_files.held(here, HEAD + "x,x,,,,,,,\n").id)
    job = rostering.bring_in(factories.by(here), file.id, sectors={}, asker=rounds.seat(here).user_id)
    assert job is not None
    with pytest.raises(rostering.Busy):
        rostering.discard(factories.by(here), file.id)
    assert rounds.do(job).state == "finished"
    assert Person.objects.count() == 3


def test_head_counts_are_of_those_who_have_not_left(here: Partnership, elsewhere: Partnership) -> None:
    brought_in(elsewhere)
    brought_in(here)
    brought_in(here, SECOND)
    hospice = add_organisation(factories.by(here), partnership=here.id, name="Hospice", sector=Sector.VOLUNTARY)
    Organisation.objects.filter(id=hospice.id).update(headcount=40)
    alder, birch = (Organisation.objects.get(partnership=here, name=name).id for name in (ALDER, BIRCH))
    assert queries.headcounts(here.id) == (
        Headcount(alder, ALDER, "Estates", "North", 1),
        Headcount(alder, ALDER, "Nursing", "South", 1),
        Headcount(birch, BIRCH, "", "", 1),
        Headcount(hospice.id, "Hospice", "", "", 40),
    )
