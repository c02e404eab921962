"""The page in a browser: nothing scrolls sideways, nothing is asked of anybody, axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.browsing import UNFOLD, examine
from tests.report import samples

from accord.report.page import page


def opened(browser: Browser, folder: Path, name: str, **context: object) -> tuple[Page, list[str], list[str]]:
    """The page of a sample, what it asked for, and what the console said."""
    file = folder / f"{name}.html"
    file.write_text(page(samples.ALL[name](), language="en"), encoding="utf-8")
    tab = browser.new_page(**context)  # type: ignore[arg-type]
    asked: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(file.as_uri())
    return tab, asked, said


@pytest.mark.parametrize("name", sorted(samples.ALL))
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_scrolls_sideways(browser: Browser, tmp_path: Path, name: str, width: int) -> None:
    tab, asked, said = opened(browser, tmp_path, name, viewport={"width": width, "height": 900})
    tab.evaluate(UNFOLD)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [tab.url]
    assert said == []
    tab.close()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize("name", ["partnership", "offices", "one", "withheld", "hostile"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, name: str, width: int, scheme: str) -> None:
    tab, _, _ = opened(
        browser, tmp_path, name, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    examine(tab, width)
    tab.screenshot(path=tmp_path / f"{name}-{width}-{scheme}.png", full_page=True)
    tab.close()


def test_words_keep_their_size_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    tab, _, _ = opened(browser, tmp_path, "summaries", viewport={"width": 360, "height": 900})
    sizes = tab.evaluate(
        "[...document.querySelectorAll('.plot i, .plot text, .ranges .num, .key li')]"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12
    assert tab.evaluate("document.querySelector('.plot text').getBoundingClientRect().height") >= 12
    tab.close()


def test_the_keyboard_reaches_and_opens_every_fold(browser: Browser, tmp_path: Path) -> None:
    tab, _, _ = opened(browser, tmp_path, "one", viewport={"width": 360, "height": 900})
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    for _ in range(3):
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"
        assert tab.evaluate("document.activeElement.getBoundingClientRect().height") >= 44
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.parentElement.open")
        if tab.evaluate("!!document.activeElement.parentElement.querySelector('[tabindex]')"):
            tab.keyboard.press("Tab")
    tab.close()


def test_on_paper_folds_are_open_and_ink_is_dark(browser: Browser, tmp_path: Path) -> None:
    tab, _, _ = opened(browser, tmp_path, "one", color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.locator("table").first.is_visible()
    assert tab.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    tab.close()
