"""The pages in a browser: by keyboard, with scripts and without, on a phone, in the dark; axe finds nothing."""

from pathlib import Path

import pytest
from django.utils import timezone
from tests import factories
from tests.browsing import Open, examine, look, sign_in, type_in
from tests.factories import PASSWORD

from accord.jobs import actions
from accord.jobs.kinds import KINDS, JobKind
from accord.jobs.models import Job
from accord.people.models import User


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
    type_in(tab, "E-mail address", "cora@example.org")
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    tab.get_by_text("You hold no seat in a partnership yet.").wait_for()
    tab.get_by_role("link", name="Make a partnership").press("Enter")
    type_in(tab, "Name of the partnership", "East Vale")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="East Vale").wait_for()
    assert tab.get_by_role("status").inner_text() == "The partnership is made. You are its coordinator."


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
    look(tab, f"{site}/", width)
    look(tab, f"{site}/sign-in", width)
    tab.get_by_role("button", name="Sign in").click()
    examine(tab, width)
    sign_in(tab, site, User.objects.get(email="cora@example.org"))
    for page in PAGES:
        look(tab, site + page.format(job=job.id), width)
    tab.screenshot(path=tmp_path / "last.png")


def _staff_sees_all() -> None:
    User.objects.filter(email="cora@example.org").update(is_staff=True)


def _ask() -> Job:
    cast = factories.cast()
    by = factories.by(cast.partnership)
    return actions.start(by, "tests.sum", content="c", arguments={"n": [1]}, asker=cast.coordinator.pk)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Job:
    """A job whose result is the page of a partnership's people."""
    kind = KINDS["tests.sum"]
    monkeypatch.setitem(
        KINDS, "tests.sum", JobKind(kind.title, kind.work, lambda job: "/p/north-vale-partnership/people", kind.about)
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
