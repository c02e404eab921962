"""Shared by all tests."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, TransactionTestCase
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from tests import browsing, factories

from accord.people.models import Partnership

CHROMIUM = Path("/usr/bin/chromium")
CUT = "Failed to load resource: net::ERR_"
QUIET = """--no-sandbox --disable-gpu --disable-background-networking --disable-component-update
    --disable-sync --no-first-run"""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "both_databases: run once more on PostgreSQL, by tests/apps/test_on_postgresql.py"
    )
    _let_the_record_be_emptied()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The run on PostgreSQL first: begun last, it alone would go on for minutes while the other processor waits."""
    items.sort(key=lambda item: item.path.name != "test_on_postgresql.py")


def _let_the_record_be_emptied() -> None:
    """A test that commits ends by emptying all tables, which the record's triggers refuse: they step aside for it."""
    empty = TransactionTestCase._fixture_teardown

    def step_aside(self: TransactionTestCase) -> None:
        from accord.audit import triggers

        triggers.remove(connection)
        empty(self)
        triggers.install(connection)

    TransactionTestCase._fixture_teardown = step_aside


@pytest.fixture
def cast(db: None) -> factories.Cast:
    return factories.cast()


@pytest.fixture
def here(cast: factories.Cast) -> Partnership:
    return cast.partnership


@pytest.fixture
def elsewhere(cast: factories.Cast) -> Partnership:
    return Partnership.objects.get(slug="south-vale-partnership")


@pytest.fixture
def on_disk(tmp_path: Path, settings: object) -> Callable[[], set[str]]:
    """The names of the uploaded files that stand in the data folder, which is empty at first."""
    settings.ACCORD_DATA = tmp_path
    return lambda: {file.name for file in (tmp_path / "uploads").glob("*")}


@pytest.fixture
def sign_in(client: Client) -> Callable[[object], Client]:
    """`sign_in(person)` gives a browser in which that person has signed in."""

    def signed_in(person: object) -> Client:
        client.force_login(person)
        return client

    return signed_in


APART = {"booth": "keys_apart", "people": "another_machine"}
"""What each test in a folder is given. Only one conftest.py may be there: doctests take a second for the first."""
MACHINES = count(1)


@pytest.fixture(autouse=True)
def apart(request: pytest.FixtureRequest) -> None:
    if request.path.parent.name in APART:
        request.getfixturevalue(APART[request.path.parent.name])


@pytest.fixture
def keys_apart(tmp_path: Path, settings: object) -> None:
    """Keys of the test's own."""
    from accord.booth import doors

    settings.ACCORD_KEYS = tmp_path / "keys"
    doors.forget()


@pytest.fixture
def another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test is another machine, of which nothing was refused and nothing counted yet."""
    from django.core.cache import cache

    from accord.web import limits

    cache.clear()
    number = next(MACHINES)
    monkeypatch.setattr(limits, "client", lambda _request: f"machine {number}")


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Making an RSA key takes 0.1 to 0.4 s, hundreds of times: eight are made once, and given out in turn."""
    from accord.booth import tokens

    make, made = tokens.make_key, []

    def next_key() -> object:
        if len(made) < 8:
            made.append(make())
            return made[-1]
        made.append(made.pop(0))
        return made[-1]

    tokens.make_key = next_key
    yield
    tokens.make_key = make


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it these tests are skipped, and fail where CI=true."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing. On Debian: apt-get install chromium")
        pytest.skip("Chromium is missing (Debian: chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET.split())
        yield opened
        opened.close()


@pytest.fixture
def site(live_server: LiveServer, transactional_db: None) -> str:
    return str(live_server.url)


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[browsing.Open]:
    """`visit(person, width=…)` opens a page, signed in where a person is given; at the end nothing may have been asked
    of anybody else, nor may the console have said anything but that a form was refused. With `cut` the test itself cuts
    the connection, which the console says too."""
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    said: list[str] = []

    def opened(person: object | None = None, *, width: int = 1280, cut: bool = False, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: said.append(message.text) if not (cut and CUT in message.text) else None)
        if person is not None:
            browsing.sign_in(tab, site, person)
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((site, "data:"))] == []
    assert [line for line in said if "status of 4" not in line] == []


@pytest.fixture(autouse=True, scope="session")
def long_work() -> None:
    """Kinds of long work that only tests know."""
    from tests import work

    from accord.jobs import kinds

    for name, kind in work.KINDS.items():
        kinds.register(name, kind)
