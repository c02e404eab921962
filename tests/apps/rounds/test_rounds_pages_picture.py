"""Confirming, computing, reading a picture, taking it away."""

import json
from collections.abc import Callable
from io import BytesIO

import polars as pl
import pytest
from django.test import Client
from django.utils import timezone
from tests import factories, rounds
from tests.round_pages import GIVEN, HERE, page_of, sent

from accord.audit.models import Event
from accord.jobs import actions as jobs
from accord.rounds import actions
from accord.rounds.models import Round
from accord.rounds.states import State

pytestmark = pytest.mark.django_db

Browser = Callable[[object], Client]


def test_confirming_leads_to_the_progress_and_then_to_the_picture(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.checked(cast.partnership)
    client = sign_in(cast.coordinator)
    page = client.post(page_of(round, "check"), {"before": ""}, follow=True)
    assert "Computing the picture" in page.text
    assert "<progress" in page.text
    assert "You can leave this page and come back to it" in page.text
    assert "Its picture is being computed." in client.get(f"{HERE}/").text
    assert "being worked on" in client.get(f"{HERE}/rounds/").text
    rounds.do(rounds.fresh(round).job)
    page = client.get(page_of(round))
    assert "Take it away" in page.text
    assert "The same numbers as a table" in page.text
    assert "Withheld" in page.text or "withheld" in page.text


def test_confirming_twice_computes_once(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.checked(cast.partnership)
    client = sign_in(cast.coordinator)
    for _ in range(2):
        assert client.post(page_of(round, "check"), {"before": ""}).status_code == 302
    assert Event.objects.filter(verb="rounds.confirmed").count() == 1


def test_an_unknown_round_to_compare_with_is_refused(cast: factories.Cast, sign_in: Browser) -> None:
    rounds.released(cast.partnership)
    round = rounds.checked(cast.partnership, content=rounds.answers(seed=2), period="Spring 2027")
    page = sign_in(cast.coordinator).post(page_of(round, "check"), {"before": "x"})
    assert page.status_code == 400
    assert "Choose one of the rounds." in page.text
    assert "Trust at work, Autumn 2026" in page.text


def test_the_same_files_once_more_are_told(cast: factories.Cast, sign_in: Browser) -> None:
    rounds.released(cast.partnership)
    round = rounds.checked(cast.partnership)
    page = sign_in(cast.coordinator).post(page_of(round, "check"), {"before": ""}, follow=True)
    assert "These files are here already, as «Trust at work, Autumn 2026»." in page.text


def test_a_picture_that_could_not_be_made_can_be_asked_for_again(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.confirmed(cast.partnership)
    claim = jobs.claim(round.job.id, now=timezone.now())
    jobs.fail(claim, error="The disk was full.", now=timezone.now())
    client = sign_in(cast.coordinator)
    page = client.get(page_of(round), follow=True)
    assert "The disk was full." in page.text
    assert "Use them and make the picture" in page.text
    client.post(page_of(round, "check"), {"before": ""})
    rounds.do(rounds.fresh(round).job)
    assert rounds.fresh(round).state == State.RELEASED


def test_a_picture_that_was_stopped_can_be_asked_for_again(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.confirmed(cast.partnership)
    client = sign_in(cast.coordinator)
    client.post(f"/jobs/{round.job.id}/leave")
    page = client.get(page_of(round), follow=True)
    assert "The picture was stopped before it was done." in page.text
    assert "Its picture was not finished. Ask for it again." in client.get(f"{HERE}/").text
    assert "waiting for you" in client.get(f"{HERE}/rounds/").text


def test_somebody_elses_work_is_shown_with_its_progress(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.confirmed(cast.partnership)
    client = sign_in(cast.analyst)
    page = client.get(page_of(round))
    assert "Somebody else is at work on this round." in page.text
    assert "<progress" in page.text
    assert 'hx-trigger="every 5s"' in page.text
    rounds.do(round.job)
    assert client.get(page_of(round), headers={"HX-Request": "true"}).headers["HX-Redirect"] == page_of(round)


def test_large_files_are_read_as_long_work(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.files, "AT_ONCE", 10)
    page = sent(sign_in(cast.coordinator), answers=rounds.file(rounds.answers()))
    assert "Reading the files" in page.text
    round = Round.objects.get()
    rounds.do(round.job)
    page = sign_in(cast.coordinator).get(page_of(round), follow=True)
    assert "Which column is what?" in page.text


def test_a_large_file_that_is_no_table_is_said_to_be_none(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.files, "AT_ONCE", 10)
    sent(sign_in(cast.coordinator), answers=rounds.file(b"\x89PNG\r\n\x1a\n\xff\x00" * 9, "a.png"))
    rounds.do(Round.objects.get().job)
    page = sign_in(cast.coordinator).get(page_of(Round.objects.get()), follow=True)
    assert "The files cannot be used as they are." in page.text
    assert "Change which column is what" not in page.text


@pytest.mark.parametrize("page", ["columns", "files"])
def test_a_round_that_somebody_confirms_in_the_same_moment_is_led_to(
    cast: factories.Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    round = rounds.held(cast.partnership, toml="")

    def busy(*_: object, **__: object) -> None:
        raise actions.Busy

    for verb in ("read", "discard", "map_columns"):
        monkeypatch.setattr(actions, verb, busy)
    assert sign_in(cast.coordinator).post(page_of(round, page), GIVEN).url == page_of(round)


@pytest.mark.parametrize("page", ["check", "columns", "files"])
def test_a_released_round_is_not_prepared_any_more(cast: factories.Cast, sign_in: Browser, page: str) -> None:
    round = rounds.released(cast.partnership)
    assert sign_in(cast.coordinator).get(page_of(round, page)).url == page_of(round)
    assert sign_in(cast.coordinator).post(page_of(round, page)).url == page_of(round)


def test_the_latest_picture_is_the_pictures_page(cast: factories.Cast, sign_in: Browser) -> None:
    rounds.released(cast.partnership)
    rounds.released(cast.partnership, content=rounds.answers(seed=3), period="Spring 2027")
    page = sign_in(cast.member).get(f"{HERE}/picture").text
    assert "Spring 2027" in page
    assert f'href="{HERE}/rounds/"' in page
    home = sign_in(cast.member).get("/").text
    assert "Trust at work, Spring 2027" in home


@pytest.mark.parametrize(
    ("format", "kind", "begins"),
    [
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("json", "application/json", b"{"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfmeasure,"),
        ("toml", "application/toml", b"id = "),
    ],
)
def test_the_picture_is_taken_away(
    cast: factories.Cast, sign_in: Browser, format: str, kind: str, begins: bytes
) -> None:
    round = rounds.released(cast.partnership)
    client = sign_in(cast.member)
    assert f'href="{page_of(round)}picture.{format}" download' in client.get(page_of(round)).text
    file = client.get(page_of(round, f"picture.{format}"))
    assert file.headers["Content-Type"] == kind
    name = f"north-vale-partnership-autumn-2026.{format}"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "no-store" in file.headers["Cache-Control"]
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.content.startswith(begins)
    assert Event.objects.filter(verb="rounds.exported").count() == 1


def test_what_is_taken_away_holds_no_answer_and_nothing_withheld(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.released(cast.partnership)
    client = sign_in(cast.member)
    numbers = pl.read_csv(BytesIO(client.get(page_of(round, "picture.csv")).content))
    cedar = numbers.filter((pl.col("row") == "Cedar Hospice") & (pl.col("dimension") == "organisation"))
    assert cedar["value"].to_list() == [None] * len(cedar)
    assert json.loads(client.get(page_of(round, "picture.json")).content)
    assert "Cedar Hospice,2" not in client.get(page_of(round, "picture.html")).text


def test_a_name_in_another_script_still_names_the_file(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.released(cast.partnership, period="秋 2026 \"; filename=x'")
    file = sign_in(cast.member).get(page_of(round, "picture.json"))
    assert file.headers["Content-Disposition"] == 'attachment; filename="north-vale-partnership-2026-filenamex.json"'


@pytest.mark.parametrize("format", ["exe", "HTML", "png"])
def test_there_is_no_other_format(cast: factories.Cast, sign_in: Browser, format: str) -> None:
    round = rounds.released(cast.partnership)
    assert sign_in(cast.member).get(page_of(round, f"picture.{format}")).status_code == 404


def test_nothing_is_taken_away_before_the_release(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.checked(cast.partnership)
    assert sign_in(cast.coordinator).get(page_of(round, "picture.json")).status_code == 404


def test_a_picture_is_taken_away_in_the_readers_language(cast: factories.Cast, sign_in: Browser) -> None:
    round = rounds.released(cast.partnership)
    client = sign_in(cast.member)
    client.post("/language", {"language": "cy", "next": "/"})
    assert '<html lang="cy"' in client.get(page_of(round, "picture.html")).text
