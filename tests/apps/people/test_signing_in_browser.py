"""Passkeys in a browser, with a device that the browser only imagines; the pages by axe, on a phone and in the dark."""

import re
import time
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page
from tests import factories
from tests.browsing import Open, examine, look, sign_in
from tests.factories import PASSWORD

from accord.people.models import User

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def here(site: str) -> str:
    """Passkeys belong to a name, not to a number."""
    return re.sub(r"//[^:/]+", "//localhost", site)


@pytest.fixture
def mel(transactional_db: None) -> User:
    return factories.user("Mel")


def give_device(tab: Page) -> None:
    devtools = tab.context.new_cdp_session(tab)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def confirm(tab: Page) -> None:
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Go on").click()


def add_passkey(tab: Page, here: str, name: str) -> None:
    tab.goto(f"{here}/account")
    tab.get_by_role("link", name="Add a passkey").click()
    if "/confirm" in tab.url:
        confirm(tab)
    tab.get_by_label("Name of the passkey").fill(name)
    tab.get_by_role("button", name="Make the passkey").click()


def sign_out(tab: Page, here: str) -> None:
    tab.get_by_role("button", name="Sign out").click()
    tab.get_by_text("You have signed out.").wait_for()


@pytest.fixture
def tab(browser: object, here: str, mel: User) -> Page:
    """A tab in which Mel has signed in, with a device that keeps passkeys."""
    context = browser.new_context(bypass_csp=False)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    give_device(opened)
    sign_in(opened, here, mel)
    yield opened
    context.close()
    assert [line for line in said if "status of 4" not in line] == []


def test_a_passkey_is_added_signs_in_is_renamed_and_removed(tab: Page, here: str) -> None:
    add_passkey(tab, here, "My phone")
    tab.get_by_role("heading", name="Recovery codes").wait_for()
    sign_out(tab, here)
    tab.goto(f"{here}/sign-in?next=/account")
    tab.get_by_role("button", name="Use a passkey").click()
    tab.get_by_role("heading", name="Signing in").wait_for()
    tab.get_by_role("heading", name="My phone").wait_for()
    tab.get_by_role("link", name="Rename My phone").click()
    confirm(tab)
    tab.get_by_label("Name of the passkey").fill("Old phone")
    tab.get_by_role("button", name="Use this name").click()
    tab.get_by_role("link", name="Remove Old phone").click()
    tab.get_by_role("button", name="Remove the passkey").click()
    tab.get_by_text("The passkey is removed.").wait_for()
    assert not Authenticator.objects.exists()


def test_a_passkey_is_the_second_factor_after_a_password(tab: Page, here: str, mel: User) -> None:
    add_passkey(tab, here, "My phone")
    tab.get_by_role("heading", name="Recovery codes").wait_for()
    sign_out(tab, here)
    tab.goto(f"{here}/sign-in")
    tab.get_by_label("E-mail address").fill(mel.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.get_by_role("heading", name="One thing more").wait_for()
    tab.get_by_role("button", name="Use a passkey").click()
    tab.wait_for_url(f"{here}/")
    tab.goto(f"{here}/account/app/add")
    tab.get_by_role("link", name="Use a passkey").click()
    tab.get_by_role("button", name="Use a passkey").click()
    tab.get_by_role("heading", name="Add an app for codes").wait_for()
    assert set(Authenticator.objects.values_list("last_used_at", flat=True)) == {None}


def test_without_a_passkey_the_page_says_so(browser: object, here: str, mel: User) -> None:
    context = browser.new_context()
    tab = context.new_page()
    give_device(tab)
    tab.goto(f"{here}/sign-in")
    assert not tab.get_by_text("No passkey was used.").is_visible()
    tab.get_by_role("button", name="Use a passkey").click()
    tab.get_by_role("alert").get_by_text("No passkey was used.").wait_for()
    context.close()


def test_an_app_and_a_recovery_code(tab: Page, here: str, mel: User) -> None:
    tab.goto(f"{here}/account/app/add")
    confirm(tab)
    secret = tab.locator("code.key").inner_text()
    assert tab.get_by_role("img", name="The picture for the app").evaluate("image => image.naturalWidth") > 0
    tab.get_by_label("Code that the app shows").fill(shown(secret))
    tab.get_by_role("button", name="Add the app").click()
    tab.get_by_role("heading", name="Recovery codes").wait_for()
    code = tab.locator("code.key").first.inner_text()
    for given in (shown(secret, steps=1), code):
        sign_out(tab, here)
        tab.goto(f"{here}/sign-in")
        tab.get_by_label("E-mail address").fill(mel.email)
        tab.get_by_label("Password", exact=True).fill(PASSWORD)
        tab.get_by_role("button", name="Sign in").click()
        tab.get_by_label("Code").fill(given)
        tab.get_by_role("button", name="Go on").click()
        tab.wait_for_url(f"{here}/")


def shown(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Open, site: str, mel: User, width: int, scheme: str, tmp_path: Path
) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    tab = visit(width=width, color_scheme=scheme, bypass_csp=True)

    def seen(address: str) -> None:
        look(tab, site + address, width)
        tab.screenshot(path=tmp_path / f"{address.strip('/').replace('/', '-')}-{width}.png", full_page=True)

    for address in ("/sign-in", "/sign-in/forgotten", "/sign-in/new-password/x/y"):
        seen(address)
    sign_in(tab, site, mel)
    for address in ("/account", "/account/password", "/account/confirm"):
        seen(address)
    confirm(tab)
    for address in ("/account/app/add", "/account/passkeys/add"):
        seen(address)
    TOTP.activate(mel, "A" * 32)
    RecoveryCodes.activate(mel)
    for address in ("/account", "/account/codes", "/account/codes/new", "/account/app/remove"):
        seen(address)
    sign_out(tab, site)
    tab.goto(f"{site}/sign-in")
    tab.get_by_label("E-mail address").fill(mel.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    examine(tab, width)
    tab.screenshot(path=tmp_path / f"second-{width}.png", full_page=True)
