"""Codes of an app, recovery codes, and confirming who one is before anything of that changes."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from tests import factories
from tests.factories import PASSWORD

from accord.audit.models import Event
from accord.audit.queries import verify
from accord.people import actions

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Browser = Callable[[object], Client]
MEL = {"login": "mel@example.org", "password": PASSWORD}


@pytest.fixture
def mel(cast: factories.Cast, client: Client) -> Client:
    """Mel's browser, in which she has just confirmed that it is her."""
    client.post("/sign-in", MEL)
    client.post("/account/confirm", {"password": PASSWORD})
    return client


def code(secret: str, *, steps: int = 0) -> str:
    """What an app with this secret shows; one of the next steps, where the present one was used."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_app(client: Client) -> str:
    client.get("/account/app/add")
    secret = client.session["mfa.totp.secret"]
    done = client.post("/account/app/add", {"code": code(secret)})
    assert done.url == "/account/codes"
    return str(secret)


def recovery_codes(client: Client) -> list[str]:
    import re

    return re.findall(r'<code class="key">(\d{8})</code>', client.get("/account/codes").text)


def test_changing_a_factor_asks_first_who_one_is(cast: factories.Cast, client: Client) -> None:
    client.post("/sign-in", MEL)
    asked = client.get("/account/app/add")
    assert asked.url == "/account/confirm?next=/account/app/add"
    wrong = client.post(asked.url, {"password": "wrong"})
    assert (wrong.status_code, "This is not your password." in wrong.text) == (400, True)
    assert client.post(asked.url, {"password": PASSWORD, "next": "/account/app/add"}).url == "/account/app/add"
    assert client.get("/account/app/add").status_code == 200


def test_a_confirmation_lasts_ten_minutes(mel: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 601)
    assert mel.get("/account/app/add").url.startswith("/account/confirm")


def test_an_app_is_added_and_asked_for_at_the_next_sign_in(mel: Client, cast: factories.Cast) -> None:
    secret = add_app(mel)
    browser = Client()
    assert browser.post("/sign-in", MEL | {"next": "/account"}).url == "/sign-in/second"
    assert browser.get("/account").status_code == 302
    wrong = browser.post("/sign-in/second", {"code": "000000"})
    assert (wrong.status_code, "This code or passkey does not fit." in wrong.text) == (400, True)
    assert browser.post("/sign-in/second", {"code": code(secret, steps=1)}).url == "/account"
    assert browser.get("/account").status_code == 200
    assert Event.objects.get(verb="people.factor-added").actor == f"person:{cast.member.id}"
    assert list(verify()) == []


def test_a_code_is_taken_once(mel: Client) -> None:
    secret = add_app(mel)
    for expected in (302, 400):
        browser = Client()
        browser.post("/sign-in", MEL)
        assert browser.post("/sign-in/second", {"code": code(secret, steps=1)}).status_code == expected


def test_a_recovery_code_is_taken_once(mel: Client) -> None:
    add_app(mel)
    codes = recovery_codes(mel)
    assert len(codes) == 10
    for expected in (302, 400):
        browser = Client()
        browser.post("/sign-in", MEL)
        assert browser.post("/sign-in/second", {"code": codes[0]}).status_code == expected
    assert codes[0] not in recovery_codes(mel)
    mel.post("/account/codes/new")
    assert not set(codes) & set(recovery_codes(mel))


def test_codes_cannot_be_guessed(mel: Client) -> None:
    secret = add_app(mel)
    browser = Client()
    browser.post("/sign-in", MEL)
    for _ in range(5):
        browser.post("/sign-in/second", {"code": "000000"})
    assert "Wait five minutes" in browser.post("/sign-in/second", {"code": code(secret, steps=1)}).text


def test_the_database_alone_gives_no_codes(mel: Client, settings: Any) -> None:
    secret = add_app(mel)
    stored = Authenticator.objects.get(type="totp")
    assert secret not in str(stored.data)
    settings.SECRET_KEY = "another"
    assert stored.wrap().validate_code(code(secret, steps=1)) is False


def test_no_time_of_use_is_kept(mel: Client, cast: factories.Cast) -> None:
    secret = add_app(mel)
    browser = Client()
    browser.post("/sign-in", MEL)
    browser.post("/sign-in/second", {"code": code(secret, steps=1)})
    assert set(Authenticator.objects.values_list("last_used_at", flat=True)) == {None}


def test_removing_the_last_factor_says_what_follows_and_ends_the_codes(mel: Client) -> None:
    add_app(mel)
    assert "If it is your last second factor" in mel.get("/account/app/remove").text
    assert "The app is removed." in mel.post("/account/app/remove", follow=True).text
    assert not Authenticator.objects.exists()
    assert Client().post("/sign-in", MEL).url == "/"
    assert Event.objects.filter(verb="people.factor-removed").exists()


def test_the_owner_is_told_by_e_mail_what_was_changed(mel: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_app(mel)
    end = time.monotonic() + 5
    while not mail.outbox and time.monotonic() < end:
        time.sleep(0.01)
    assert "an app for codes was added." in mail.outbox[0].body
    assert "Unspecified" not in mail.outbox[0].body  # what allauth calls a browser that it does not know


@pytest.mark.parametrize("address", ["/account/passkeys/{pk}/name", "/account/passkeys/{pk}/remove"])
def test_nobody_reaches_anothers_passkey(mel: Client, cast: factories.Cast, address: str) -> None:
    theirs = Authenticator.objects.create(user=cast.coordinator, type="webauthn", data={"name": "Key"})
    assert mel.get(address.format(pk=theirs.pk)).status_code == 404
    assert mel.post(address.format(pk=theirs.pk), {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.get().data == {"name": "Key"}


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        "1",
        '{"id": 1}',
        "nonsense",
        '{"response": {"userHandle": "eA"}}',
        '{"id":"eA","rawId":"eA",'
        '"response":{"clientDataJSON":"e30","authenticatorData":"eA","attestationObject":"eA","signature":"eA"}}',
    ],
)
def test_what_is_no_passkey_is_refused_in_a_sentence(cast: factories.Cast, mel: Client, credential: str) -> None:
    visitor = Client()
    assert visitor.get("/sign-in/passkey", headers={"accept": "application/json"}).status_code == 200
    assert visitor.post("/sign-in/passkey", {"credential": credential}).url == "/sign-in"
    mel.get("/account/passkeys/add")
    assert mel.post("/account/passkeys/add", {"name": "Key", "credential": credential}).status_code == 400


def test_export_and_erasure_cover_the_ways_of_signing_in(mel: Client, cast: factories.Cast) -> None:
    secret = add_app(mel)
    exported = actions.export_person(cast.member)
    assert [row["type"] for row in exported["mfa.Authenticator"]] == ["totp", "recovery_codes"]
    assert secret not in str(exported)
    assert "seed" not in str(exported)
    actions.erase_person(factories.by(), user=cast.member)
    assert not Authenticator.objects.exists()
    assert list(verify()) == []


@pytest.mark.parametrize(("person", "status"), [("coordinator", 302), ("analyst", 302), ("member", 200)])
def test_a_seat_with_power_can_be_made_to_need_a_second_factor(
    cast: factories.Cast, sign_in: Browser, settings: Any, person: str, status: int
) -> None:
    settings.ACCORD_SECOND_FACTOR = True
    browser = sign_in(getattr(cast, person))
    page = browser.get("/p/north-vale-partnership/")
    assert page.status_code == status
    if status == 302:
        assert "This seat needs a second factor." in browser.get(page.url).text
        Authenticator.objects.create(user=getattr(cast, person), type="webauthn", data={"name": "Key"})
        assert browser.get("/p/north-vale-partnership/").status_code == 200


def test_a_confirmation_is_not_asked_of_whom_an_organisation_vouches_for(client: Client) -> None:
    user = actions.create_user(factories.by(), email="mel@example.org", name="Mel")
    client.force_login(user)
    assert client.get("/account/app/add").status_code == 200
