"""The behaviours in a browser, under the policy that every page of Accord sends."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from accord.web.middleware import CONTENT_SECURITY_POLICY

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "src/accord/web/static/web/vendor/behaviours.js"
HOME = "http://accord.test/"
PAGE = """<!doctype html><html lang="en"><title>Behaviours</title><body>
<a class="nhsuk-skip-link" href="#main" data-module="nhsuk-skip-link">Skip to main content</a>
<main id="main">
<div class="nhsuk-error-summary" data-module="nhsuk-error-summary" tabindex="-1"><a href="#name">Enter a name</a></div>
<form action="/sent"><label for="name">Name</label>
<input id="name" name="name" autocomplete="username">
<div class="nhsuk-radios" data-module="nhsuk-radios">
<input class="nhsuk-radios__input" type="radio" id="yes" name="told" data-aria-controls="when">
<label for="yes">Yes</label>
<input class="nhsuk-radios__input" type="radio" id="no" name="told"><label for="no">No</label>
<div class="nhsuk-radios__conditional nhsuk-radios__conditional--hidden" id="when">When?</div></div>
<div class="nhsuk-password-input" data-module="nhsuk-password-input">
<input class="nhsuk-js-password-input-input" type="password" id="secret"
autocomplete="current-password">
<button class="nhsuk-js-password-input-toggle" type="button" aria-controls="secret" hidden>Show</button></div>
<button data-module="nhsuk-button" data-prevent-double-click="true" type="submit" id="send">Send</button></form>
</main><script type="module" src="/behaviours.js"></script></body></html>"""


@pytest.fixture
def said() -> list[str]:
    """What the browser's console said."""
    return []


@pytest.fixture
def tab(browser: Browser, said: list[str]) -> Iterator[Page]:
    opened = browser.new_page()
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.route("**/*", answer)
    opened.goto(HOME)
    opened.wait_for_selector("body.nhsuk-frontend-supported")
    yield opened
    opened.close()


def answer(route: Route) -> None:
    if route.request.url.endswith(".js"):
        return route.fulfill(body=SCRIPT.read_text(encoding="utf-8"), content_type="text/javascript")
    if route.request.url.startswith(HOME + "sent"):
        return route.fulfill(status=204)
    return route.fulfill(
        body=PAGE, content_type="text/html", headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    )


def test_what_went_wrong_is_read_first_and_leads_to_its_field(tab: Page, said: list[str]) -> None:
    assert tab.evaluate("document.activeElement.className") == "nhsuk-error-summary"
    tab.click("text=Enter a name")
    assert tab.evaluate("document.activeElement.id") == "name"
    assert said == []


def test_a_question_that_depends_on_an_answer_opens_with_it(tab: Page, said: list[str]) -> None:
    hidden = "document.getElementById('when').classList.contains('nhsuk-radios__conditional--hidden')"
    assert tab.evaluate(hidden)
    tab.check("#yes")
    assert not tab.evaluate(hidden)
    tab.check("#no")
    assert tab.evaluate(hidden)
    assert said == []


def test_a_password_can_be_looked_at_and_is_hidden_again(tab: Page, said: list[str]) -> None:
    toggle = tab.locator(".nhsuk-js-password-input-toggle")
    toggle.click()
    assert tab.get_attribute("#secret", "type") == "text"
    toggle.click()
    assert tab.get_attribute("#secret", "type") == "password"
    assert said == []


def test_a_form_is_sent_once_when_its_button_is_pressed_twice(tab: Page) -> None:
    sent: list[str] = []
    tab.on("request", lambda request: sent.append(request.url))
    tab.dblclick("#send")
    tab.wait_for_timeout(200)
    assert len(sent) == 1


def test_the_skip_link_leads_to_the_main_part(tab: Page, said: list[str]) -> None:
    tab.focus(".nhsuk-skip-link")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    assert said == []


def test_what_comes_in_later_is_enlivened_too(tab: Page, said: list[str]) -> None:
    tab.evaluate("""() => {
        const box = document.createElement('div');
        box.innerHTML = '<button data-module="nhsuk-button" id="late">Late</button>';
        document.getElementById('main').append(box);
        document.dispatchEvent(new Event('htmx:load'));
    }""")
    assert tab.get_attribute("#late", "data-nhsuk-button-init") == ""
    assert said == []
