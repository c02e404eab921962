"""Signing in with the account one has at an organisation: who is let in, who is told that they are not."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests import factories
from tests.identity_providers import CLIENT, OpenIDProvider, certificate, new_key, saml_response, serving

from accord.audit.models import Event
from accord.audit.queries import verify
from accord.config import sign_in
from accord.people import actions

pytestmark = pytest.mark.django_db

MEL = {"sub": "person-7", "email": "mel@example.org", "email_verified": True}
IDP = "https://idp.example.org/saml"
KEY = new_key()
HOST = {"host": "testserver"}


@pytest.fixture
def vale(cast: factories.Cast, settings: Any, tmp_path: Path) -> Iterator[OpenIDProvider]:
    """An organisation that is believed for addresses at example.org where it says that they are verified."""
    with serving(OpenIDProvider(dict(MEL))) as provider:
        settings.SOCIALACCOUNT_PROVIDERS = read(tmp_path, oidc(provider.address))
        yield provider


def oidc(issuer: str, more: str = "") -> str:
    return f"""
        [[provider]]
        kind = "oidc"
        id = "vale"
        name = "Vale Trust"
        domains = ["example.org"]
        issuer = "{issuer}"
        client_id = "{CLIENT}"
        client_secret_file = "secret"
        {more}
    """


def saml(more: str = "vouches = true") -> str:
    return f"""
        [[provider]]
        kind = "saml"
        id = "borough"
        name = "Borough Council"
        domains = ["example.org"]
        entity_id = "{IDP}"
        sso_url = "https://idp.example.org/sso"
        certificate_file = "idp.pem"
        email = "mail"
        {more}
    """


def read(folder: Path, text: str) -> dict[str, Any]:
    (folder / "secret").write_text("a secret\n")
    (folder / "idp.pem").write_text(certificate(KEY))
    (folder / "sign-in.toml").write_text(text)
    return sign_in.read(str(folder / "sign-in.toml"))


def come_back(client: Client, *, onward: str = "") -> Any:
    """Go to the organisation, be signed in there, come back."""
    off = client.get("/sign-in/oidc/vale" + (f"?next={onward}" if onward else ""))
    state = dict(parse_qsl(urlsplit(off.url).query))["state"]
    return client.get("/sign-in/oidc/vale/done", {"code": "once", "state": state})


def test_the_door_names_the_organisations(vale: OpenIDProvider, client: Client) -> None:
    page = client.get("/sign-in?next=/account").text
    assert "Use my account at Vale Trust" in page
    assert 'href="/sign-in/oidc/vale?next=%2Faccount"' in page


def test_a_verified_address_of_a_believed_domain_enters_its_account(
    vale: OpenIDProvider, client: Client, cast: factories.Cast
) -> None:
    assert come_back(client, onward="/account").url == "/account"
    page = client.get("/account").text
    assert "Vale Trust" in page
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid, linked.extra_data, linked.last_login.year) == (cast.member, "person-7", {}, 1970)
    assert not SocialToken.objects.exists()
    event = Event.objects.get(verb="people.identity-linked")
    assert event.actor == f"person:{cast.member.id}"
    sent = next(asked for asked in vale.asked if asked["path"] == "/token")
    assert sent["client_secret"] == "a secret"
    assert "code_verifier" in sent
    assert list(verify()) == []


def test_whom_it_was_linked_to_is_known_by_the_organisations_own_number(
    vale: OpenIDProvider, client: Client, cast: factories.Cast
) -> None:
    come_back(client)
    vale.claims["email"] = "cora@example.org"  # her address changed there; it is now somebody else's here
    browser = Client()
    come_back(browser)
    assert browser.get("/").context is None
    assert "You are here as Mel." in browser.get("/").text
    assert SocialAccount.objects.count() == 1
    assert SocialAccount.objects.get().last_login.year == 1970


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": "nobody@example.org"},
        {"email": "mel@elsewhere.example"},
        {"email": ""},
    ],
)
def test_anyone_else_gets_one_clear_sentence(vale: OpenIDProvider, client: Client, claims: dict[str, Any]) -> None:
    actions.create_user(factories.by(), email="mel@elsewhere.example", name="Mel elsewhere")
    vale.claims |= claims
    page = come_back(client)
    assert page.status_code == 403
    assert "Vale Trust has signed you in, but there is no account here for an address that it vouches for." in page.text
    assert client.get("/account").status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_not_entered(vale: OpenIDProvider, client: Client, cast: factories.Cast) -> None:
    come_back(client)
    actions.erase_person(factories.by(), user=cast.member)
    assert not SocialAccount.objects.exists()
    browser = Client()
    assert come_back(browser).status_code == 403


def test_a_second_factor_here_is_asked_for_all_the_same(
    vale: OpenIDProvider, client: Client, cast: factories.Cast
) -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(cast.member, "A" * 32)
    assert come_back(client).url == "/sign-in/second"


def test_nobody_links_an_identity_to_the_account_they_are_in(
    vale: OpenIDProvider, client: Client, cast: factories.Cast
) -> None:
    client.force_login(cast.coordinator)
    off = client.get("/sign-in/oidc/vale?process=connect")
    state = dict(parse_qsl(urlsplit(off.url).query))["state"]
    client.get("/sign-in/oidc/vale/done", {"code": "once", "state": state})
    assert SocialAccount.objects.get().user == cast.member


@pytest.mark.parametrize(
    "changed", [{"aud": "another"}, {"iss": "https://another.example.org"}, {"exp": 1}], ids=["aud", "iss", "exp"]
)
def test_a_token_for_another_is_refused(vale: OpenIDProvider, client: Client, changed: dict[str, Any]) -> None:
    vale.changed = changed
    page = come_back(client)
    assert page.status_code == 403
    assert "Signing in at Vale Trust did not come to its end." in page.text


def test_a_token_signed_by_another_is_refused(vale: OpenIDProvider, client: Client) -> None:
    vale.published = new_key()
    assert come_back(client).status_code == 403


def test_userinfo_about_another_is_refused(vale: OpenIDProvider, client: Client) -> None:
    vale.userinfo = MEL | {"sub": "person-8"}
    assert come_back(client).status_code == 403


def test_an_answer_nobody_asked_for_is_refused(vale: OpenIDProvider, client: Client) -> None:
    client.get("/sign-in/oidc/vale")
    assert client.get("/sign-in/oidc/vale/done", {"code": "once", "state": "made up"}).status_code == 403
    assert client.get("/sign-in/oidc/vale/done", {"error": "access_denied"}).status_code == 403


def test_an_organisation_that_does_not_answer_is_no_error(
    vale: OpenIDProvider, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = read(tmp_path, oidc("http://127.0.0.1:9"))
    assert client.get("/sign-in/oidc/vale").status_code == 403
    assert client.get("/sign-in/oidc/nowhere").status_code == 404


def test_an_organisation_may_vouch_for_all_its_addresses(
    vale: OpenIDProvider, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = read(tmp_path, oidc(vale.address, "vouches = true"))
    del vale.claims["email_verified"]
    assert come_back(client).url == "/"


@pytest.fixture
def borough(cast: factories.Cast, settings: Any, tmp_path: Path) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = read(tmp_path, saml())


def answer(client: Client, **changed: Any) -> Any:
    """What happens to what the identity provider posts."""
    off = client.get("/sign-in/saml/borough", headers=HOST)
    key = changed.pop("key", KEY)
    response = saml_response(off.url, key, **{"email": "mel@example.org", "issuer": IDP} | changed)
    posted = Client().post("/sign-in/saml/borough/done", {"SAMLResponse": response}, headers=HOST)  # no cookies
    assert posted.cookies["saml-acs-session"]["httponly"]
    client.cookies["saml-acs-session"] = posted.cookies["saml-acs-session"].value
    return client.get(posted.url)


def test_saml_lets_in_whom_it_vouches_for(borough: None, client: Client, cast: factories.Cast) -> None:
    assert answer(client).url == "/"
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.provider, linked.uid, linked.extra_data) == (cast.member, "borough", "person-7", {})


@pytest.mark.parametrize(
    "changed",
    [{"key": new_key()}, {"issuer": "https://another.example.org"}, {"email": "nobody@example.org"}],
    ids=["key", "issuer", "email"],
)
def test_saml_lets_in_nobody_else(borough: None, client: Client, changed: dict[str, Any]) -> None:
    assert answer(client, **changed).status_code == 403
    assert not SocialAccount.objects.exists()


def test_saml_without_vouching_lets_nobody_in(borough: None, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = read(tmp_path, saml(""))
    assert answer(client).status_code == 403


def test_saml_metadata_is_there_for_the_organisation(borough: None, client: Client) -> None:
    page = client.get("/sign-in/saml/borough/metadata")
    assert page.status_code == 200
    assert 'Location="http://testserver/sign-in/saml/borough/done"' in page.text


def test_several_organisations_stand_in_one_file(tmp_path: Path) -> None:
    found = read(tmp_path, oidc("https://login.example.org") + saml())
    assert {kind: [app["name"] for app in apps["APPS"]] for kind, apps in found.items()} == {
        "openid_connect": ["Vale Trust"],
        "saml": ["Borough Council"],
    }
    assert sign_in.read("") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"must hold at least one \[\[provider\]\]"),
        ("provider = 3", r"must hold at least one \[\[provider\]\]"),
        ("[[provider", "cannot be read"),
        ("[[provider]]\nkind = 'ldap'", "«kind» must be one of oidc, saml. Got 'ldap' instead."),
        (oidc("http://login.example.org"), "«issuer» must begin with https://"),
        (oidc("https://a.example.org", 'colour = "red"'), "«colour» is not known. There are: client_id,"),
        (oidc("https://a.example.org").replace('["example.org"]', '"example.org"'), "«domains» must be a list"),
        (oidc("https://a.example.org").replace('"secret"', '"none"'), "none cannot be read."),
        (oidc("https://a.example.org").replace('"vale"', '"the vale"'), "«id» must be letters, digits and hyphens"),
        (oidc("https://a.example.org").replace(f'"{CLIENT}"', "7"), "«client_id» is missing, or is no text."),
        (oidc("https://a.example.org", 'vouches = "yes"'), "«vouches» must be true or false"),
        (oidc("https://a.example.org") * 2, "provider 2: «id» must be another one"),
    ],
)
def test_a_wrong_file_gets_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        read(tmp_path, text)


def test_saml_says_which_extra_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match=r"install accord\[saml\]"):
        read(tmp_path, saml())
