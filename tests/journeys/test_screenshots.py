"""The pictures in the documents are taken here, so that they show what there is.

To take them anew, with this file as the argument: `ACCORD_RENEW=1 .venv/bin/python -m pytest -n 0`; then look at them.
"""

import os
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from accord import analysis
from accord.report.page import page

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs/images"
LARGEST = 400_000
SHOTS = {"picture": (1000, 760), "picture-phone": (360, 740)}
BY_ORGANISATION = "section:has-text('Elm Hospice')"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the committed sample."""
    inputs = analysis.read_folder(ROOT / "tests/fixtures/sample")
    found = analysis.picture(inputs.data, frame=inputs.frame, fictional=True)
    file = tmp_path_factory.mktemp("page") / "picture.html"
    file.write_text(page(found, language="en"), encoding="utf-8")
    return file


def size(image: Path) -> tuple[int, int]:
    """Width and height of a PNG."""
    width, height = struct.unpack(">II", image.read_bytes()[16:24])
    return width, height


@pytest.mark.parametrize("name", SHOTS)
def test_the_documents_show_the_page_of_today(browser: Browser, sample: Path, tmp_path: Path, name: str) -> None:
    width, height = SHOTS[name]
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    tab.goto(sample.as_uri())
    tab.locator(BY_ORGANISATION).first.evaluate("section => section.scrollIntoView()")
    shot = (IMAGES if os.environ.get("ACCORD_RENEW") else tmp_path) / f"{name}.png"
    tab.screenshot(path=shot)
    tab.close()
    shown = IMAGES / f"{name}.png"
    assert size(shot) == size(shown) == (width, height)
    assert 10_000 < shown.stat().st_size < LARGEST
