"""Accounts, partnerships, seats; signing in; a person's rights over their data."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from django.urls import reverse
from tests import factories
from tests.factories import NOW, PASSWORD

from accord.audit.actions import record
from accord.audit.models import Words
from accord.audit.queries import verify
from accord.audit.states import By, Kind
from accord.people import actions, queries, rights
from accord.people.models import Failures, Organisation, Partnership, Seat, User
from accord.people.states import FREE_ATTEMPTS, Role, Sector

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_founder_becomes_the_coordinator() -> None:
    founder = factories.user()
    made = factories.partnership(founder, "Côr y Dyffryn")
    assert (made.slug, made.minimum_group) == ("cor-y-dyffryn", 10)
    assert [(seat.user, seat.role) for seat in made.seats.all()] == [(founder, Role.COORDINATOR)]


def test_partnerships_of_one_name_have_addresses_of_their_own() -> None:
    founder = factories.user()
    slugs = [factories.partnership(founder, "Vale").slug for _ in range(3)]
    assert slugs == ["vale", "vale-2", "vale-3"]
    assert factories.partnership(founder, "日本").slug == "partnership"


def test_a_group_below_five_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.partnership(factories.user(), minimum_group=4)


def test_an_organisation_of_another_partnership_gives_no_seat(cast: factories.Cast) -> None:
    elsewhere = Partnership.objects.get(slug="south-vale-partnership")
    theirs = actions.add_organisation(
        factories.by(elsewhere), partnership=elsewhere.id, name="Port", sector=Sector.PRIVATE
    )
    with pytest.raises(ValueError, match="same partnership"):
        factories.seat(cast.partnership, cast.member, Role.LEADER, organisation=theirs)


def test_one_seat_a_role(cast: factories.Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.seat(cast.partnership, cast.member, Role.MEMBER)
    factories.seat(cast.partnership, cast.member, Role.LEADER)
    assert queries.places(cast.member)[0].roles == ("leader", "member")


def test_queries_stay_within_a_partnership(cast: factories.Cast) -> None:
    here = cast.partnership.id
    assert {seat.user for seat in queries.seats(here)} == {cast.coordinator, cast.member, cast.analyst}
    assert [place.slug for place in queries.places(cast.stranger)] == ["south-vale-partnership"]


def test_an_address_is_one_account_however_it_is_written() -> None:
    user = actions.create_user(factories.by(), email=" Mel@Example.ORG ", name="Mel", password=PASSWORD)
    assert user.email == "mel@example.org"
    assert User.objects.get_by_natural_key("MEL@example.org") == user


def test_a_person_without_a_password_cannot_sign_in(client: Client) -> None:
    user = actions.create_user(factories.by(), email="m@example.org", name="Mel")
    assert _sign_in(client, user.email, " ") == 400
    actions.set_password(factories.by(), user=user, password=PASSWORD)
    assert _sign_in(client, user.email, PASSWORD) == 302
    assert list(verify()) == []


def _sign_in(client: Client, email: str, password: str) -> int:
    return client.post("/sign-in", {"login": email, "password": password}).status_code


def test_failures_slow_down_and_success_forgets_them() -> None:
    for _ in range(FREE_ATTEMPTS - 1):
        actions.note_failure("a@example.org", now=NOW)
        assert queries.wait("a@example.org", now=NOW) == timedelta(0)
    actions.note_failure("A@example.org ", now=NOW)
    actions.note_failure("a@example.org", now=NOW)
    assert queries.wait("a@example.org", now=NOW) == timedelta(seconds=4)
    assert queries.wait("a@example.org", now=NOW + timedelta(seconds=5)) == timedelta(0)
    assert queries.wait("b@example.org", now=NOW) == timedelta(0)
    actions.note_success("a@example.org")
    assert not Failures.objects.exists()


def test_the_count_of_failures_keeps_no_address() -> None:
    actions.note_failure("a@example.org", now=NOW)
    assert "example" not in str(list(Failures.objects.values()))


def test_export_is_all_about_the_person_and_nothing_secret(cast: factories.Cast) -> None:
    exported = actions.export_person(cast.member)
    assert exported["people.User"][0]["email"] == "mel@example.org"
    assert len(exported["people.Seat"]) == 1
    assert "password" not in str(exported)
    assert "cora" not in str(exported).lower()


def test_an_erased_person_is_nowhere_left(cast: factories.Cast) -> None:
    seat = Seat.objects.get(user=cast.member)
    with transaction.atomic():
        record(By(f"seat:{seat.id}", cast.partnership.id, NOW), "tests.said", personal={"reason": "Mel was ill."})
    assert actions.export_person(cast.member)["audit.Words"][0]["said"] == "Mel was ill."
    actions.erase_person(factories.by(), user=cast.member)
    assert "mel" not in _everything().lower()
    assert not Words.objects.exists()
    assert list(verify()) == []
    assert cast.member not in {seat.user for seat in queries.seats(cast.partnership.id)}


def _everything() -> str:
    """All that the database holds, in words."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names() if name != "django_content_type"]
        return "".join(str(cursor.execute(f'SELECT * FROM "{name}"') and cursor.fetchall()) for name in tables)


def test_an_erased_person_cannot_sign_in(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.member)
    actions.erase_person(factories.by(), user=cast.member)
    assert client.get(reverse("people:new-partnership")).status_code == 302
    assert _sign_in(client, "mel@example.org", PASSWORD) == 400


def test_two_people_can_be_erased() -> None:
    for user in (factories.user(), factories.user()):
        actions.erase_person(factories.by(), user=user)
    assert User.objects.filter(email__endswith="@erased.invalid", name="", is_active=False).count() == 2


def test_a_new_personal_field_is_exported_and_erased_without_more_code(
    cast: factories.Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A field becomes personal by being called so: here, what an organisation is, through a seat's own row."""
    monkeypatch.setattr(Seat, "FIELDS", Seat.FIELDS | {"role": Kind.PERSONAL})
    assert actions.export_person(cast.member)["people.Seat"][0]["role"] == "member"
    actions.erase_person(factories.by(), user=cast.member)
    assert not Seat.objects.get(user=cast.member).role
    assert list(verify()) == []


def test_what_cannot_be_erased_may_not_be_personal(cast: factories.Cast) -> None:
    with pytest.raises(Exception, match="must be erasable"):
        rights.blank(Partnership._meta.get_field("created_at"), cast.partnership)


def test_blank_keeps_what_the_column_needs() -> None:
    user = User(id="7d444840-9dc0-11d1-b245-5ffdce74fad2")
    assert rights.blank(User._meta.get_field("email"), user) == f"erased-{user.pk}@erased.invalid"
    assert rights.blank(models.CharField(null=True), user) is None
    assert rights.blank(Organisation._meta.get_field("name"), Organisation()) == ""


def test_sessions_that_are_over_are_removed(cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.member)
    assert actions.forget_sessions(NOW - timedelta(days=400)) == 0
    assert actions.forget_sessions(NOW + timedelta(days=400)) == 1
