"""Signing in with a password; changing it; a new one by e-mail; what of all that is kept."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests import factories
from tests.factories import PASSWORD

from accord.audit.models import Event
from accord.people import actions, queries
from accord.people.models import Failures, User
from accord.people.states import FREE_ATTEMPTS

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

NEW = "a short walk in the sun"


def enter(client: Client, password: str = PASSWORD, email: str = "mel@example.org") -> Any:
    return client.post("/sign-in", {"login": email, "password": password})


def sent(count: int = 1) -> list[Any]:
    """The e-mails, once they are sent: that happens beside the answer."""
    end = time.monotonic() + 5
    while len(mail.outbox) < count and time.monotonic() < end:
        time.sleep(0.01)
    assert len(mail.outbox) == count
    return mail.outbox


def link_in(message: Any) -> str:
    found = re.search(rf"{settings.ACCORD_ADDRESS}(/\S+)", message.body)
    assert found
    return found[1]


def test_an_attempt_during_the_wait_does_not_prolong_it(cast: factories.Cast, client: Client) -> None:
    for _ in range(FREE_ATTEMPTS):
        enter(client, "wrong")
    until = Failures.objects.get().wait_until
    enter(client, "wrong")
    enter(client)
    assert (Failures.objects.get().wait_until, Failures.objects.get().count) == (until, FREE_ATTEMPTS)


def test_the_longest_wait_is_a_quarter_of_an_hour(cast: factories.Cast) -> None:
    for _ in range(60):
        actions.note_failure("mel@example.org", now=timezone.now())
    assert queries.wait("mel@example.org", now=timezone.now()) <= timedelta(minutes=15)


@pytest.mark.parametrize("email", ["mel@example.org", "nobody@example.org"])
def test_failures_of_known_and_unknown_addresses_are_counted_alike(
    cast: factories.Cast, client: Client, email: str
) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert "do not fit together" in enter(client, "wrong", email).text
    assert "then try again." in enter(client, "wrong", email).text


def test_a_colleague_at_the_same_machine_is_not_held_up(cast: factories.Cast, client: Client) -> None:
    for _ in range(20):
        enter(client, "wrong", "somebody@example.org")
    assert enter(client).status_code == 302


def test_success_forgets_the_failures(cast: factories.Cast, client: Client) -> None:
    enter(client, "wrong")
    enter(client)
    assert not Failures.objects.exists()


def test_nobody_makes_an_account_for_themselves(client: Client) -> None:
    for address in ("/signup", "/accounts/signup/", "/sign-up", "/account/signup"):
        assert client.get(address).status_code == 404


def test_signing_in_leaves_no_address_time_or_browser_anywhere(cast: factories.Cast, client: Client) -> None:
    before = _rows()
    client.post(
        "/sign-in",
        {"login": "mel@example.org", "password": PASSWORD},
        headers={"user-agent": "A rare browser"},
        REMOTE_ADDR="192.0.2.7",
    )
    changed = {table for table, rows in _rows().items() if rows != before[table]}
    assert changed == {"django_session"}
    row = Session.objects.get()
    assert row.expire_date.astimezone(UTC).strftime("%H:%M:%S") == "23:59:59"
    assert set(row.get_decoded()["account_authentication_methods"][0]) == {"method", "at"}
    assert not re.search("mel@|rare|192.0.2", str(row.get_decoded()))


def _rows() -> dict[str, list[Any]]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names()
        return {name: (cursor.execute(f'SELECT * FROM "{name}"') and cursor.fetchall()) or [] for name in tables}


def test_half_a_sign_in_is_over_within_the_hour(cast: factories.Cast, client: Client) -> None:
    client.get("/sign-in/passkey", headers={"accept": "application/json"})
    assert Session.objects.get().expire_date < timezone.now() + timedelta(minutes=61)


def test_another_password_signs_out_all_other_devices(cast: factories.Cast, client: Client) -> None:
    here, elsewhere = client, Client()
    enter(here)
    enter(elsewhere)
    page = here.post("/account/password", {"oldpassword": "wrong", "password1": NEW})
    assert (page.status_code, "This is not the password you have now." in page.text) == (400, True)
    done = here.post("/account/password", {"oldpassword": PASSWORD, "password1": NEW}, follow=True)
    assert "Your password is changed. Other devices are signed out." in done.text
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert "the password was changed." in sent()[0].body
    assert Event.objects.filter(verb="people.password-set", actor=f"person:{cast.member.id}").exists()
    assert enter(Client(), NEW).status_code == 302


def test_a_weak_new_password_gets_its_sentence(cast: factories.Cast, client: Client) -> None:
    enter(client)
    page = client.post("/account/password", {"oldpassword": PASSWORD, "password1": "short"})
    assert (page.status_code, "too short" in page.text) == (400, True)
    assert User.objects.get(email="mel@example.org").check_password(PASSWORD)


def test_a_new_password_by_e_mail(cast: factories.Cast, client: Client) -> None:
    enter(client, "wrong")
    done = client.post("/sign-in/forgotten", {"email": "MEL@example.org"}, follow=True)
    assert "If an account has this address, a link for a new password is on its way." in done.text
    message = sent()[0]
    assert (message.to, message.subject) == (["mel@example.org"], "A new password for Accord")
    assert "&" not in message.body
    form = client.get(link_in(message), follow=True)
    assert form.redirect_chain[0][0].endswith("/set-password")  # the key stands in no address that could leak
    done = client.post(form.redirect_chain[0][0], {"password1": NEW}, follow=True)
    assert "Your password is changed." in done.text
    assert not Failures.objects.exists()
    assert enter(Client(), NEW).status_code == 302
    assert "This link cannot be used." in Client().get(link_in(message)).text


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(cast: factories.Cast) -> None:
    known, unknown = (
        Client().post("/sign-in/forgotten", {"email": f"{name}@example.org"}, follow=True) for name in ("mel", "none")
    )
    assert _without_tokens(known.text) == _without_tokens(unknown.text)
    assert [message.to for message in sent()] == [["mel@example.org"]]


def _without_tokens(text: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_nobody_is_sent_link_after_link(cast: factories.Cast, client: Client) -> None:
    answers = [client.post("/sign-in/forgotten", {"email": "mel@example.org"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "This was asked for too often." in answers[-1].text
    sent(5)


def test_an_e_mail_that_cannot_be_sent_is_no_secret_and_no_error(
    cast: factories.Cast, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "nowhere.Backend"
    assert client.post("/sign-in/forgotten", {"email": "mel@example.org"}).status_code == 302
    end = time.monotonic() + 5
    while "could not be sent" not in caplog.text and time.monotonic() < end:
        time.sleep(0.01)
    assert "An e-mail about signing in could not be sent" in caplog.text


def test_a_person_without_a_password_is_told_how_to_get_one(client: Client) -> None:
    user = actions.create_user(factories.by(), email="mel@example.org", name="Mel")
    client.force_login(user)
    assert client.get("/account/password").url == "/account"
    assert "gives you one" in client.get("/account").text


def test_a_closed_account_is_told_so_only_to_whom_has_its_password(cast: factories.Cast, client: Client) -> None:
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert "do not fit together" in enter(client, "wrong").text
    assert (
        "This account is closed."
        in client.post("/sign-in", {"login": "mel@example.org", "password": PASSWORD}, follow=True).text
    )
    assert client.get("/account").status_code == 302


def test_the_days_of_sessions_end_at_midnight() -> None:
    from accord.people.signing_in.sessions import SessionStore

    made = SessionStore()
    made["_auth_user_id"] = "x"
    made.save()
    assert Session.objects.get().expire_date > datetime.now(UTC) + timedelta(days=13)
