"""The respondent's half in a browser against the signer's half in Python."""

from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page
from tests import browsing

from accord.booth import keys, tokens

SCRIPT = Path(keys.__file__).parent / "static/booth/tokens.js"
KEY = tokens.make_key()
SPKI = b64encode(keys.spki(KEY.public_key())).decode()
BLIND = "([spki]) => import('/static/booth/tokens.js').then((tokens) => tokens.blindToken(spki))"
FINISH = "(given) => import('/static/booth/tokens.js').then((tokens) => tokens.finishToken(...given))"
CAN = "() => import('/static/booth/tokens.js').then((tokens) => tokens.canBlind())"


@pytest.fixture
def page(visit: browsing.Open, site: str) -> Page:
    """A page of ours, with the policy for scripts that all have."""
    tab = visit()
    answered = tab.goto(f"{site}/sign-in")
    assert answered.ok
    assert "script-src 'self';" in answered.headers["content-security-policy"]
    return tab


def signed(blinded: str, *, flip: int = 0) -> str:
    signature = bytearray(tokens.blind_sign(KEY, b64decode(blinded)))
    signature[-1] ^= flip
    return b64encode(signature).decode()


def test_what_a_browser_blinds_and_finishes_verifies_each_time(page: Page) -> None:
    assert page.evaluate(CAN)
    finished = set()
    for _ in range(5):
        token = page.evaluate(BLIND, [SPKI])
        page.reload()  # what is kept in between is `state` alone
        done = page.evaluate(FINISH, [SPKI, token["state"], signed(token["blinded"])])
        message, signature = b64decode(done["message"]), b64decode(done["signature"])
        assert done["message"] == token["message"]
        assert (len(message), len(signature)) == (64, 256)
        assert tokens.verify(KEY.public_key(), message, signature)
        assert done["signature"] not in {token["blinded"], signed(token["blinded"])}
        finished.add((message[:32], message[32:], token["blinded"]))
    assert [len({token[part] for token in finished}) for part in range(3)] == [5, 5, 5]


def test_a_browser_refuses_a_signature_that_was_changed_or_is_of_another_key(page: Page) -> None:
    token = page.evaluate(BLIND, [SPKI])
    other = b64encode(keys.spki(tokens.make_key().public_key())).decode()
    for spki, signature in [
        (SPKI, signed(token["blinded"], flip=1)),
        (SPKI, b64encode(bytes(256)).decode()),
        (other, signed(token["blinded"])),
    ]:
        with pytest.raises(Error, match="invalid signature"):
            page.evaluate(FINISH, [spki, token["state"], signature])
    with pytest.raises(Error, match="unexpected input size"):
        page.evaluate(FINISH, [SPKI, token["state"], b64encode(bytes(255)).decode()])


def test_a_page_without_https_cannot_and_says_so(browser: Browser) -> None:
    context = browser.new_context()
    context.route("**/*", lambda route: route.fulfill(body="<title>Plain</title>", content_type="text/html"))
    context.route("**/tokens.js", lambda route: route.fulfill(path=SCRIPT, content_type="text/javascript"))
    tab = context.new_page()
    tab.goto("http://accord.invalid/")
    can = tab.evaluate(CAN)
    context.close()
    assert can is False
