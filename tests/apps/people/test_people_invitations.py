"""Invitations: made, sent, taken once and by the right person; seats that end."""

import re
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from tests import factories, rounds

from accord.audit.queries import verify
from accord.people import actions, inviting, posting
from accord.people.models import Invitation, Organisation, Partnership, Seat, User
from accord.people.states import INVITED, MOST_SENT, REMEMBERED, Role, Sector

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Browser = Callable[[object], Client]
HERE = "/p/north-vale-partnership"
GIVEN = {"email": "Ivy@Example.org", "role": "leader", "organisation": ""}
JOINED = {"name": "Ivy Ives", "password": "four green hats on a wall"}


def link(message: EmailMessage) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", message.body)
    assert found
    return found[1]


@pytest.fixture
def invited(cast: factories.Cast, mailoutbox: list[EmailMessage]) -> str:
    """The path of an invitation's link."""
    inviting.invite(
        rounds.seat(cast.partnership), email="ivy@example.org", role=Role.LEADER, organisation=None, now=timezone.now()
    )
    return link(mailoutbox[-1])


def test_a_coordinator_invites_by_mail(cast: factories.Cast, sign_in: Browser, mailoutbox: list[EmailMessage]) -> None:
    place = actions.add_organisation(
        factories.by(cast.partnership), partnership=cast.partnership.id, name="Hospice", sector=Sector.VOLUNTARY
    )
    client = sign_in(cast.coordinator)
    done = client.post(f"{HERE}/invitations", GIVEN | {"organisation": str(place.id)}, follow=True)
    assert "The invitation is sent." in done.text
    assert "ivy@example.org" in done.text
    (message,) = mailoutbox
    assert message.to == ["ivy@example.org"]
    assert "Cora invites you to the partnership «North Vale Partnership» on Accord, as leader." in message.body
    secret = link(message).rpartition("/")[2]
    kept = Invitation.objects.get()
    assert (kept.organisation, kept.key) == (place, inviting.key(secret))
    assert secret not in done.text


def test_the_invited_make_an_account_and_take_the_seat_once(client: Client, invited: str) -> None:
    page = client.get(invited)
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert "North Vale Partnership invites you, as leader." in page.text
    done = client.post(invited, JOINED, follow=True)
    assert "You have taken your seat as leader." in done.text
    user = User.objects.get(email="ivy@example.org")
    assert user.check_password(JOINED["password"])
    assert [(seat.role, seat.partnership.name) for seat in user.seats.all()] == [("leader", "North Vale Partnership")]
    client.logout()
    for answer in (client.get(invited), client.post(invited, JOINED)):
        assert answer.status_code == 404
        assert "This invitation cannot be used." in answer.text
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "", "password": JOINED["password"]}, "Enter your name."),
        ({"name": "Ivy", "password": "short"}, "This password is too short."),
        ({"name": "Ivy", "password": "ivy@example.org"}, "too similar"),
        ({"name": "I\x00vy", "password": JOINED["password"]}, "Null characters are not allowed."),
    ],
)
def test_a_poor_name_or_password_uses_nothing_up(
    client: Client, invited: str, given: dict[str, str], said: str
) -> None:
    page = client.post(invited, given)
    assert page.status_code == 400
    assert said in page.text
    assert not User.objects.filter(email="ivy@example.org").exists()
    assert client.post(invited, JOINED).status_code == 302


def test_who_has_an_account_signs_in_and_is_asked(sign_in: Browser, client: Client, invited: str) -> None:
    ivy = factories.user("Ivy")
    page = client.get(invited)
    assert f'href="/sign-in?next={invited}"' in page.text
    assert client.post(invited, JOINED).status_code == 200
    assert not ivy.seats.exists()
    mine = sign_in(ivy)
    assert "You are signed in as Ivy." in mine.get(invited).text
    assert not ivy.seats.exists()
    assert mine.post(invited).url == f"{HERE}/"
    assert ivy.seats.get().role == "leader"


def test_another_account_cannot_take_it(cast: factories.Cast, sign_in: Browser, invited: str) -> None:
    client = sign_in(cast.stranger)
    for answer in (client.get(invited), client.post(invited)):
        assert answer.status_code == 403
        assert "sent to another address" in answer.text
        assert "ivy" not in answer.text.lower()
    with pytest.raises(inviting.NotTaken):
        inviting.take(invited.rpartition("/")[2], user=cast.stranger, now=timezone.now())
    assert Invitation.objects.exists()


def test_one_that_is_over_or_withdrawn_leads_nowhere(cast: factories.Cast, client: Client, invited: str) -> None:
    secret = invited.rpartition("/")[2]
    with pytest.raises(inviting.NotTaken):
        inviting.join(secret, **JOINED, now=timezone.now() + INVITED)
    inviting.withdraw(factories.by(cast.partnership), invitation=Invitation.objects.get())
    assert client.post(invited, JOINED).status_code == 404
    assert list(verify()) == []


def test_one_that_was_over_long_ago_is_forgotten(invited: str) -> None:
    until = Invitation.objects.get().expires_at
    assert inviting.forget_over(until + REMEMBERED) == 0
    assert inviting.forget_over(until + REMEMBERED + timedelta(seconds=1)) == 1
    assert not Invitation.objects.exists()


def test_sending_again_makes_the_old_link_void_and_ends(
    cast: factories.Cast, sign_in: Browser, invited: str, mailoutbox: list[EmailMessage]
) -> None:
    client = sign_in(cast.coordinator)
    again = f"{HERE}/invitations/{Invitation.objects.get().id}/again"
    for _ in range(MOST_SENT - 1):
        assert "is sent again" in client.post(again, follow=True).text
    assert "as often as it can be" in client.post(again, follow=True).text
    assert len(mailoutbox) == MOST_SENT
    client.logout()
    assert client.get(invited).status_code == 404
    assert client.get(link(mailoutbox[-1])).status_code == 200


def test_whom_one_invites_twice_or_who_holds_the_seat_is_said(
    cast: factories.Cast, sign_in: Browser, mailoutbox: list[EmailMessage]
) -> None:
    client = sign_in(cast.coordinator)
    client.post(f"{HERE}/invitations", GIVEN)
    for given in (GIVEN, {"email": "mel@example.org", "role": "member", "organisation": ""}):
        page = client.post(f"{HERE}/invitations", given)
        assert page.status_code == 400
        assert "holds this seat, or is invited to it." in page.text
    assert len(mailoutbox) == 1


def test_nobody_sends_masses_of_mail(cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting, "MOST_OPEN", 1)
    client = sign_in(cast.coordinator)
    client.post(f"{HERE}/invitations", GIVEN)
    page = client.post(f"{HERE}/invitations", GIVEN | {"email": "other@example.org"})
    assert "Too many invitations are open." in page.text


def test_no_organisation_of_another_partnership(cast: factories.Cast, sign_in: Browser, elsewhere: Partnership) -> None:
    place = actions.add_organisation(
        factories.by(elsewhere), partnership=elsewhere.id, name="Away", sector=Sector.HEALTH
    )
    page = sign_in(cast.coordinator).post(f"{HERE}/invitations", GIVEN | {"organisation": str(place.id)})
    assert "Choose one of the organisations." in page.text
    with pytest.raises(ValueError, match="same partnership"):
        inviting.invite(
            rounds.seat(cast.partnership), email="a@b.org", role=Role.LEADER, organisation=place, now=timezone.now()
        )


def test_a_message_that_cannot_be_sent_is_said_and_the_invitation_stays(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_message: EmailMessage) -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr(posting.EmailMessage, "send", broken)
    done = sign_in(cast.coordinator).post(f"{HERE}/invitations", GIVEN, follow=True)
    assert "the message could not be sent" in done.text
    assert Invitation.objects.exists()


def test_an_ended_seat_opens_nothing_and_can_be_given_anew(cast: factories.Cast, sign_in: Browser) -> None:
    seat = Seat.objects.get(user=cast.member)
    client = sign_in(cast.coordinator)
    assert "End the seat of Mel as member?" in client.get(f"{HERE}/people/{seat.id}/end").text
    assert "The seat is ended." in client.post(f"{HERE}/people/{seat.id}/end", follow=True).text
    assert client.post(f"{HERE}/people/{seat.id}/end").status_code == 404
    member = sign_in(cast.member)
    assert member.get(f"{HERE}/").status_code == 404
    assert "You hold no seat" in member.get("/").text
    factories.seat(cast.partnership, cast.member, Role.MEMBER)
    assert member.get(f"{HERE}/").status_code == 200
    assert list(verify()) == []


def test_a_partnership_always_has_a_coordinator(cast: factories.Cast, sign_in: Browser) -> None:
    own = rounds.seat(cast.partnership)
    client = sign_in(cast.coordinator)
    assert "always has a coordinator" in client.post(f"{HERE}/people/{own.id}/end", follow=True).text
    factories.seat(cast.partnership, cast.member, Role.COORDINATOR)
    assert client.post(f"{HERE}/people/{own.id}/end").url == "/"
    own.refresh_from_db()
    assert own.ended_at


def test_a_closed_account_coordinates_nothing(cast: factories.Cast) -> None:
    other = factories.user()
    factories.seat(cast.partnership, other, Role.COORDINATOR)
    actions.erase_person(factories.by(), user=other)
    with pytest.raises(actions.LastCoordinator):
        actions.end_seat(factories.by(cast.partnership), seat=Seat.objects.get(user=cast.coordinator))


def test_organisations_are_kept_by_the_coordinator(cast: factories.Cast, sign_in: Browser) -> None:
    client = sign_in(cast.coordinator)
    given = {"name": " Elder  Hospice ", "sector": "voluntary", "kind": "hospice", "headcount": "40"}
    assert "Elder Hospice" in client.post(f"{HERE}/organisations/new", given, follow=True).text
    made = Organisation.objects.get(name="Elder Hospice")
    assert (made.sector, made.kind, made.headcount) == ("voluntary", "hospice", 40)
    assert "There is an organisation of this name" in client.post(f"{HERE}/organisations/new", given).text
    changed = given | {"name": "Elder House", "headcount": ""}
    page = client.post(f"{HERE}/organisations/{made.id}", changed, follow=True)
    assert "not known" in page.text
    made.refresh_from_db()
    assert (made.name, made.headcount) == ("Elder House", None)
    assert client.post(f"{HERE}/organisations/{made.id}", changed | {"headcount": "0"}).status_code == 400
    assert client.post(f"{HERE}/organisations/{made.id}", changed | {"headcount": "many"}).status_code == 400
    assert list(verify()) == []
