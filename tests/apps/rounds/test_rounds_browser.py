"""Rounds in a browser: the whole way by keyboard alone and without scripts; axe finds nothing on any page or error;
nothing scrolls sideways; it prints; a lost connection loses nothing. `visit` asserts that nobody else is asked."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests import browsing, factories, rounds
from tests.browsing import Open, examine, look, reach, type_in
from tests.factories import PASSWORD
from tests.round_pages import HERE, NEW, page_of

from accord.jobs import actions as jobs
from accord.jobs.models import Job
from accord.rounds import actions
from accord.rounds.models import Round


@pytest.fixture
def cast(transactional_db: None) -> factories.Cast:
    return factories.cast()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that are uploaded."""
    (tmp_path / "answers.csv").write_bytes(rounds.answers())
    (tmp_path / "frame.csv").write_bytes(rounds.FRAME)
    return tmp_path


def compute() -> None:
    """What the worker does."""
    rounds.do(Job.objects.get(kind=actions.COMPUTING))


# by keyboard alone


def choose(tab: Page, label: str, file: Path) -> None:
    """Choose a file by keyboard; the dialogue is the system's own."""
    reach(tab, label)
    browsing.choose(tab, file)


def test_from_the_door_to_the_exported_picture_by_keyboard_alone(
    visit: Open, site: str, cast: factories.Cast, folder: Path
) -> None:
    tab = visit()
    tab.goto(f"{site}/sign-in")
    type_in(tab, "E-mail address", "cora@example.org")
    tab.keyboard.press("Tab")
    tab.keyboard.type(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{site}/")
    reach(tab, "Add a round")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Add a round from a file").wait_for()
    for label, text in {"Name of the survey": "Trust at work", "When it was asked": "Autumn 2026"}.items():
        reach(tab, label)
        tab.keyboard.type(text)
    choose(tab, "Answers, or published figures", folder / "answers.csv")
    choose(tab, "Head counts (may be left out)", folder / "frame.csv")
    reach(tab, "Upload the files")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Which column is what?").wait_for()
    _say_of_a_question(tab)
    reach(tab, "Check the files")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="The answers of 74 people can be used.").wait_for()
    reach(tab, "Use them and make the picture")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Computing the picture").wait_for()
    compute()
    reach_export(tab)


def _say_of_a_question(tab: Page) -> None:
    """Open a question, and say that agreeing means less trust."""
    reach(tab, "q2 ")
    tab.keyboard.press("Enter")
    reach(tab, "Agreeing means")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.value") == "-1"


def reach_export(tab: Page) -> None:
    """From the picture, once it is there, to the file."""
    tab.get_by_role("heading", name="Take it away").wait_for(timeout=10_000)
    reach(tab, "Take it away")
    tab.keyboard.press("Enter")
    reach(tab, "Every number, for spreadsheets (CSV)")
    with tab.expect_download() as download:
        tab.keyboard.press("Enter")
    assert download.value.suggested_filename == "north-vale-partnership-autumn-2026.csv"
    assert b"Alder Hospital" in Path(download.value.path()).read_bytes()


# without scripts


def test_the_whole_way_without_scripts(visit: Open, site: str, cast: factories.Cast, folder: Path) -> None:
    tab = visit(cast.coordinator, java_script_enabled=False, width=320)
    tab.get_by_role("link", name="Add a round").click()
    tab.get_by_label("Name of the survey").fill("Trust at work")
    tab.get_by_label("When it was asked").fill("Autumn 2026")
    tab.get_by_label("Answers, or").set_input_files(folder / "answers.csv")
    tab.get_by_role("button", name="Upload the files").click()
    tab.get_by_label("From").select_option("q2")
    tab.get_by_label("To", exact=True).select_option("q2")
    tab.locator("#id_all_way").select_option("less trust")
    tab.get_by_role("button", name="Fill in").click()
    tab.get_by_text("agreeing means less").wait_for()
    tab.get_by_role("button", name="Check the files").click()
    tab.get_by_role("button", name="Use them and make the picture").click()
    tab.get_by_text("waiting for its turn").wait_for()
    compute()
    tab.get_by_role("heading", name="Take it away").wait_for(timeout=10_000)
    tab.get_by_text("The same numbers as a table").first.click()
    assert tab.get_by_role("table").first.is_visible()


# every page and every error


def refused(cast: factories.Cast) -> Round:
    round = rounds.held(cast.partnership, content=rounds.answers().replace(b",1", b",Perhaps"), period="P" * 60)
    actions.check(rounds.by(cast.partnership), round)
    return round


def guessed(cast: factories.Cast) -> Round:
    """A round of words that nobody knows, under long names."""
    content = f"Organisation,{'F' * 120},F2\n" + "Nord,teils,nein\nOst,ja,teils\nWest,nein,ja\n" * 10
    return rounds.held(cast.partnership, content=content.encode(), toml="", frame=None, period="Herbst")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_while_a_round_is_prepared(
    visit: Open, site: str, cast: factories.Cast, width: int, scheme: str
) -> None:
    tab = visit(cast.coordinator, width=width, color_scheme=scheme, bypass_csp=True)
    for page in (f"{HERE}/rounds/", f"{HERE}/picture", NEW):
        look(tab, site + page, width)
    tab.get_by_role("button", name="Upload the files").click()
    _expect_error(tab, width, "Choose the file with the answers.")
    tab.get_by_label("Answers, or").set_input_files({"name": "a.png", "mimeType": "", "buffer": b"\x89PNG\xff\x00"})
    tab.get_by_label("Name of the survey").fill("T")
    tab.get_by_label("When it was asked").fill("T")
    tab.get_by_role("button", name="Upload the files").click()
    _expect_error(tab, width, "This file cannot be used.")
    wrong, words, right = refused(cast), guessed(cast), rounds.checked(cast.partnership)
    for page in (page_of(wrong, "check"), page_of(wrong, "files"), page_of(words, "columns"), page_of(right, "check")):
        look(tab, site + page, width)
    tab.goto(site + page_of(words, "columns"))
    tab.get_by_label("Organisation", exact=True).select_option("")
    tab.locator("#id_highest0").fill("1")
    tab.get_by_role("button", name="Check the files").click()
    _expect_error(tab, width, "The highest point must be above the lowest.")
    for page in (f"{HERE}/rounds/", f"{HERE}/", "/"):
        look(tab, site + page, width)


def _expect_error(tab: Page, width: int, said: str) -> None:
    tab.get_by_role("alert").get_by_text(said).wait_for()
    examine(tab, width)


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_on_pictures_and_work(
    visit: Open, site: str, cast: factories.Cast, width: int, scheme: str
) -> None:
    done = rounds.released(cast.partnership)
    work = rounds.confirmed(cast.partnership, content=rounds.answers(seed=2), period="Spring 2027")
    tab = visit(cast.analyst, width=width, color_scheme=scheme, bypass_csp=True)
    questions = (f"{HERE}/rounds/questions", f"{HERE}/rounds/questions?title=")
    for page in (page_of(done), page_of(work), f"{HERE}/rounds/", f"{HERE}/", *questions):
        look(tab, site + page, width)
    mine = visit(cast.coordinator, width=width, color_scheme=scheme, bypass_csp=True)
    look(mine, f"{site}/jobs/{work.job_id}", width)
    claim = jobs.claim(work.job_id, now=factories.NOW)
    jobs.fail(claim, error="The disk was full.", now=factories.NOW)
    look(mine, site + page_of(work, "check"), width)
    mine.get_by_role("alert").get_by_text("The disk was full.").wait_for()


def test_an_error_in_a_fold_leads_to_its_field(visit: Open, site: str, cast: factories.Cast) -> None:
    round = rounds.held(cast.partnership, toml="")
    tab = visit(cast.coordinator)
    tab.goto(site + page_of(round, "columns"))
    tab.get_by_text("The file is laid out in another way").click()
    tab.get_by_label("Answer", exact=True).select_option("q1")
    tab.get_by_role("button", name="Check the files").click()
    tab.get_by_role("link", name="Choose the column that names the question.").click()
    assert tab.evaluate("document.activeElement.id") == "id_item"
    assert tab.get_by_label("Name of the question").is_visible()


def test_enter_in_a_field_checks_the_files(visit: Open, site: str, cast: factories.Cast) -> None:
    """Not «list the questions anew», which stands first on the page."""
    round = rounds.held(cast.partnership, toml="")
    tab = visit(cast.coordinator)
    tab.goto(site + page_of(round, "columns"))
    tab.get_by_label("Topic 1").press("Enter")
    tab.get_by_role("heading", name="The answers of 74 people can be used.").wait_for()


# dark, paper, and a lost connection


def test_the_picture_is_dark_where_the_reader_wants_it(visit: Open, site: str, cast: factories.Cast) -> None:
    round = rounds.released(cast.partnership)
    tab = visit(cast.member, color_scheme="dark")
    tab.goto(site + page_of(round))
    ground = "getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(ground) == "rgb(14, 24, 21)"
    assert tab.evaluate("getComputedStyle(document.querySelector('.r')).fill") == "rgb(76, 138, 117)"
    tab.emulate_media(color_scheme="light")
    assert tab.evaluate(ground) == "rgb(250, 248, 244)"


def test_on_paper_tables_are_open_and_nothing_is_left_to_press(visit: Open, site: str, cast: factories.Cast) -> None:
    round = rounds.released(cast.partnership)
    tab = visit(cast.member)
    tab.goto(site + page_of(round))
    tab.emulate_media(media="print")
    assert tab.get_by_role("table").first.is_visible()
    for pressed in ("Take it away", "All rounds", "Listen"):
        assert not tab.get_by_role("link", name=pressed).first.is_visible()
    assert not tab.get_by_role("heading", name="Take it away").is_visible()
    assert tab.get_by_text("Cedar Hospice").first.is_visible()


def test_progress_goes_on_after_the_connection_was_lost(browser: Browser, site: str, cast: factories.Cast) -> None:
    round = rounds.confirmed(cast.partnership)
    tab = browser.new_context().new_page()
    browsing.sign_in(tab, site, cast.coordinator)
    tab.goto(f"{site}/jobs/{round.job_id}")
    tab.context.set_offline(True)
    tab.wait_for_timeout(1500)
    assert tab.get_by_role("heading", name="Computing the picture").is_visible()
    assert tab.get_by_text("waiting for its turn").is_visible()
    tab.context.set_offline(False)
    compute()
    tab.get_by_role("heading", name="Take it away").wait_for(timeout=10_000)
    tab.context.close()


def test_what_was_typed_is_there_after_files_that_are_too_large(
    visit: Open, site: str, cast: factories.Cast, folder: Path, settings: object
) -> None:
    tab = visit(cast.coordinator)
    tab.goto(site + NEW)
    tab.get_by_label("Name of the survey").fill("Trust at work")
    tab.get_by_label("Answers, or").set_input_files(folder / "answers.csv")
    settings.ACCORD_UPLOAD_LIMIT = 100
    tab.get_by_role("button", name="Upload the files").click()
    tab.get_by_role("heading", name="This file is too large.").wait_for()
    tab.go_back()
    assert tab.get_by_label("Name of the survey").input_value() == "Trust at work"


def test_who_waits_for_anothers_work_is_led_on(visit: Open, site: str, cast: factories.Cast) -> None:
    round = rounds.confirmed(cast.partnership)
    tab = visit(cast.analyst)
    tab.goto(site + page_of(round))
    tab.get_by_role("heading", name="Somebody else is at work on this round.").wait_for()
    compute()
    tab.get_by_role("heading", name="Take it away").wait_for(timeout=10_000)
