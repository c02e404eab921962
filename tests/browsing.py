"""Walking through the pages in a browser: signing in, and looking at a page as WCAG does."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, TimeoutError
from tests.factories import PASSWORD

from accord.people.models import User

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
FOCUSED = """() => { const at = document.activeElement;
    return (at.labels?.[0] ?? at).textContent.trim().replace(/\\s+/g, ' ') }"""
IN_SIGHT = """() => { const at = document.activeElement.getBoundingClientRect();
    return at.top < innerHeight && at.bottom > 0 && at.left >= 0 && at.right <= innerWidth + 1 }"""
Open = Callable[..., Page]


def sign_in(tab: Page, site: str, person: User) -> None:
    """Sign in as a person does."""
    tab.goto(f"{site}/sign-in")
    tab.get_by_label("E-mail address").fill(person.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(f"{site}/")


def look(tab: Page, address: str, width: int) -> None:
    """Go to a page and examine it."""
    tab.goto(address)
    examine(tab, width)


def examine(tab: Page, width: int) -> None:
    """Axe finds nothing, with all folds open, and nothing scrolls sideways. The tab must have been opened with
    `bypass_csp=True`."""
    tab.evaluate(UNFOLD)
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], tab.url
    assert tab.evaluate("document.documentElement.scrollWidth") <= width, tab.url


def reach(tab: Page, name: str) -> None:
    """Press Tab until what is called so, or begins so, has the focus; it is then in sight."""
    for _ in range(80):
        tab.keyboard.press("Tab")
        if tab.evaluate(FOCUSED).startswith(name):
            assert tab.evaluate(IN_SIGHT), name
            return
    raise AssertionError(f"Tab does not reach «{name}».")


def type_in(tab: Page, label: str, text: str) -> None:
    """Write into a field by keyboard."""
    tab.get_by_label(label).focus()
    tab.keyboard.type(text)


def choose(tab: Page, file: Path) -> None:
    """Choose a file by keyboard for the field that has the focus; the dialogue is the system's own.

    On a busy machine Chromium at times opens none at the first press of the key, so it is pressed again.
    """
    try:
        with tab.expect_file_chooser(timeout=8_000) as dialogue:
            tab.keyboard.press("Space")
    except TimeoutError:
        with tab.expect_file_chooser() as dialogue:
            tab.keyboard.press("Space")
    dialogue.value.set_files(file)
    # Until the browser has done with one dialogue, it opens no other.
    tab.wait_for_function("document.activeElement.files.length === 1")
