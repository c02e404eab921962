"""The pictures in the documents are taken here, from pages that can be reached as the documents say.

Whether they are of today's look is seen by eye: a test could only say that a pixel changed, and fonts change pixels.

To take them anew, with this file as the argument: `ACCORD_RENEW=1 .venv/bin/python -m pytest -n 0`; then look at them.
"""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests import answering, factories

from accord import analysis
from accord.config import demonstration
from accord.people.models import Partnership
from accord.people.states import Role
from accord.report.page import page
from accord.rounds import analysis as rounds

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
SAMPLE = ROOT / "tests/fixtures/sample"
LARGEST = 400_000
WIDE, PHONE = (1000, 760), (360, 740)


def size(image: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", image.read_bytes()[16:24])
    return width, height


def opened(browser: Browser, size_: tuple[int, int]) -> Page:
    return browser.new_page(viewport={"width": size_[0], "height": size_[1]}, color_scheme="light")


@pytest.fixture
def take(tmp_path: Path) -> Callable[[Page, str], None]:
    """`take(tab, name)` takes the picture of that name: of the same size as the one in the documents, and no blank."""

    def taken(tab: Page, name: str) -> None:
        shot = (IMAGES if os.environ.get("ACCORD_RENEW") else tmp_path) / f"{name}.png"
        tab.screenshot(path=shot)
        shown = IMAGES / f"{name}.png"
        assert size(shot) == size(shown)
        assert 10_000 < shown.stat().st_size < LARGEST
        assert shot.stat().st_size > 10_000

    return taken


def test_a_file_on_a_phone(browser: Browser, tmp_path: Path, take: Callable[[Page, str], None]) -> None:
    inputs = analysis.read_folder(SAMPLE)
    found = analysis.picture(inputs.data, frame=inputs.frame, fictional=True)
    file = tmp_path / "picture.html"
    file.write_text(page(found, language="en"), encoding="utf-8")
    tab = opened(browser, PHONE)
    tab.goto(file.as_uri())
    tab.locator("section:has-text('Elm Hospice')").first.evaluate("section => section.scrollIntoView()")
    take(tab, "picture-phone")
    tab.close()


@pytest.mark.django_db(transaction=True)
def test_the_demonstration(browser: Browser, live_server: LiveServer, take: Callable[[Page, str], None]) -> None:
    demonstration.load(progress=lambda _share, _words: None)
    tab = opened(browser, WIDE)
    tab.goto(f"{live_server.url}/sign-in")
    tab.get_by_label("E-mail address").fill(demonstration.address(Role.COORDINATOR))
    tab.get_by_label("Password", exact=True).fill(demonstration.PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url(f"{live_server.url}/")
    take(tab, "home")
    tab.get_by_role("link", name="Read it").click()
    tab.locator("section:has-text('Hospice')").first.evaluate("section => section.scrollIntoView()")
    take(tab, "picture")
    _add_the_sample(tab, take, live_server.url)
    tab.close()


@pytest.mark.django_db(transaction=True)
def test_a_question_on_a_phone(
    browser: Browser, live_server: LiveServer, take: Callable[[Page, str], None], tmp_path: Path, settings: object
) -> None:
    settings.ACCORD_KEYS = tmp_path / "keys"
    asked = rounds.composed(["direct_managers", "safety"], title="Trust at work", minimum_group=10, grouped=True)
    round = answering.opened(factories.cast().partnership, title="Trust at work", questionnaire=asked)
    tab = opened(browser, PHONE)
    tab.goto(answering.page_of(live_server.url, round, answering.codes_of(round)[0]))
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("button", name="To the questions").click()
    for number in range(1, 4):
        tab.get_by_text(f"Question {number} of").wait_for()
        tab.get_by_role("button", name="Next question").click()
    tab.get_by_label("Agree", exact=True).check()
    take(tab, "answer-phone")
    tab.close()


def _add_the_sample(tab: Page, take: Callable[[Page, str], None], site: str) -> None:
    tab.goto(f"{site}/p/{Partnership.objects.get().slug}/rounds/new")
    tab.get_by_label("Name of the survey").fill("Trust at work")
    tab.get_by_label("When it was asked").fill("Autumn 2026")
    tab.locator("input[type=file]").first.set_input_files(SAMPLE / "answers.csv")
    tab.locator("input[type=file]").nth(1).set_input_files(SAMPLE / "frame.csv")
    tab.get_by_role("button", name="Upload").click()
    tab.get_by_role("heading", name="Which column is what?").wait_for()
    tab.get_by_label("From").select_option(label="senior_7")
    tab.get_by_label("To", exact=True).select_option(label="senior_8")
    tab.get_by_label("Agreeing means").first.select_option(label="less trust")
    tab.get_by_role("button", name="Fill in").click()
    tab.get_by_text("agreeing means less").first.wait_for()
    tab.evaluate("window.scrollTo(0, 0)")
    take(tab, "columns")
    tab.get_by_role("button", name="Check the files").first.click()
    tab.get_by_role("button", name="Use them and make the picture").wait_for()
    take(tab, "check")
