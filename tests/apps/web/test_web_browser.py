"""The pages in a browser: by keyboard, with scripts and without, on a phone, in the dark; axe finds nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from tests import factories
from tests.factories import PASSWORD

from accord.jobs import actions
from accord.jobs.kinds import KINDS, JobKind
from accord.jobs.models import Job
from accord.people.models import User

AXE = Path(__file__).parents[2] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
Open = Callable[..., Page]


@pytest.fixture
def site(live_server: LiveServer, transactional_db: None) -> str:
    return str(live_server.url)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Open]:
    """`visit(person, width=…)` opens a page, signed in where a person is given; at the end nothing may have been asked
    of anybody else, nor may the console have said anything but that a form was refused."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    said: list[str] = []

    def opened(person: User | None = None, *, width: int = 1280, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text))
        if person is not None:
            _sign_in(tab, site, person)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert [line for line in said if "status of 40" not in line] == []


def _sign_in(tab: Page, site: str, person: User) -> None:
    tab.goto(f"{site}/sign-in")
    tab.get_by_label("E-mail address").fill(person.email)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(f"{site}/")


def test_from_the_door_to_a_partnership_by_keyboard_alone(visit: Open, site: str) -> None:
    factories.user("Cora")
    tab = visit()
    tab.goto(site)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Skip to the content"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.textContent") == "Sign in"
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/sign-in")
    _type(tab, "E-mail address", "cora@example.org")
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    tab.get_by_text("You hold no seat in a partnership yet.").wait_for()
    tab.get_by_role("link", name="Make a partnership").press("Enter")
    _type(tab, "Name of the partnership", "East Vale")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="East Vale").wait_for()
    assert tab.get_by_role("status").inner_text() == "The partnership is made. You are its coordinator."


def _type(tab: Page, label: str, text: str) -> None:
    tab.get_by_label(label).focus()
    tab.keyboard.type(text)


def test_an_error_leads_to_its_field(visit: Open, site: str) -> None:
    tab = visit()
    tab.goto(f"{site}/sign-in")
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_function("document.activeElement.id === '' && document.activeElement.role === 'alert'")
    tab.get_by_role("link", name="Enter your password.").click()
    assert tab.evaluate("document.activeElement.id") == "id_password"
    assert "id_password_error" in tab.get_by_label("Password", exact=True).get_attribute("aria-describedby")


def test_a_password_can_be_looked_at(visit: Open, site: str) -> None:
    tab = visit()
    tab.goto(f"{site}/sign-in")
    field = tab.get_by_label("Password", exact=True)
    field.fill(PASSWORD)
    tab.get_by_role("button", name="Show password").click()
    assert (field.get_attribute("type"), field.input_value()) == ("text", PASSWORD)
    tab.get_by_role("button", name="Hide password").click()
    assert field.get_attribute("type") == "password"


PAGES = ["/", "/sign-in", "/partnerships/new", "/p/north-vale-partnership/", "/p/north-vale-partnership/people",
         "/nothing", "/components", "/jobs/{job}"]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Open, site: str, width: int, scheme: str, tmp_path: Path
) -> None:
    job = _ask()
    _staff_sees_all()
    tab = visit(width=width, color_scheme=scheme, bypass_csp=True)
    _look(tab, f"{site}/", width)
    _look(tab, f"{site}/sign-in", width)
    tab.get_by_role("button", name="Sign in").click()
    _examine(tab, width)
    _sign_in(tab, site, User.objects.get(email="cora@example.org"))
    for page in PAGES:
        _look(tab, site + page.format(job=job.id), width)
    tab.screenshot(path=tmp_path / "last.png")


def _staff_sees_all() -> None:
    User.objects.filter(email="cora@example.org").update(is_staff=True)


def _look(tab: Page, address: str, width: int) -> None:
    tab.goto(address)
    _examine(tab, width)


def _examine(tab: Page, width: int) -> None:
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    found = tab.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], tab.url
    assert tab.evaluate("document.documentElement.scrollWidth") <= width, tab.url


def _ask() -> Job:
    cast = factories.cast()
    by = factories.by(cast.partnership)
    return actions.start(by, "tests.sum", content="c", arguments={"n": [1]}, asker=cast.coordinator.pk)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Job:
    """A job whose result is the page of a partnership's people."""
    kind = KINDS["tests.sum"]
    monkeypatch.setitem(
        KINDS, "tests.sum", JobKind(kind.title, kind.work, lambda job: "/p/north-vale-partnership/people")
    )
    return _ask()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_job_moves_and_leads_to_its_result(visit: Open, site: str, job: Job, scripts: bool) -> None:
    tab = visit(User.objects.get(email="cora@example.org"), java_script_enabled=scripts)
    tab.goto(f"{site}/jobs/{job.id}")
    tab.get_by_text("waiting for its turn").wait_for()
    claim = actions.claim(job.id, now=timezone.now())
    actions.advance(claim, progress=0.42, words="Reading the answers", now=timezone.now())
    tab.get_by_text("Reading the answers").wait_for(timeout=8000)
    assert tab.get_by_role("progressbar").get_attribute("value") == "42"
    actions.finish(claim, result={}, now=timezone.now())
    tab.get_by_role("heading", name="Who holds a seat here").wait_for(timeout=8000)


def test_a_page_is_light(visit: Open, site: str) -> None:
    """All that a first visit fetches stays under 100 kB, compressed or not."""
    tab = visit()
    bodies: list[int] = []
    tab.on("response", lambda response: bodies.append(len(response.body())))
    tab.goto(site)
    tab.wait_for_load_state("networkidle")
    assert sum(bodies) < 100_000


def test_the_pages_speak_welsh(visit: Open, site: str) -> None:
    tab = visit()
    tab.goto(f"{site}/sign-in")
    tab.get_by_role("button", name="Cymraeg").click()
    tab.get_by_role("heading", name="Mewngofnodi").wait_for()
    assert tab.locator("html").get_attribute("lang") == "cy"
