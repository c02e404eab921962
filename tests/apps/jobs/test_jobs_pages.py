"""A job's page: how far it is, with scripts and without, for those who asked."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from tests import factories
from tests.factories import NOW

from accord.jobs import actions, tasks
from accord.jobs.models import Job
from accord.jobs.states import State

pytestmark = pytest.mark.django_db

REFRESH = '<noscript><meta http-equiv="refresh" content="3"></noscript>'


@pytest.fixture
def job(cast: factories.Cast) -> Job:
    by = factories.by(cast.partnership)
    return actions.start(by, "tests.sum", content="c", arguments={"n": [1, 2]}, asker=cast.coordinator.pk)


@pytest.fixture
def browser(cast: factories.Cast, sign_in: Callable[[object], Client]) -> Client:
    return sign_in(cast.coordinator)


def test_it_shows_how_far_it_is_and_can_be_left(browser: Client, job: Job) -> None:
    assert "waiting for its turn" in browser.get(f"/jobs/{job.id}").text
    claim = actions.claim(job.id, now=NOW)
    actions.advance(claim, progress=0.42, words="Reading the answers", now=NOW)
    page = browser.get(f"/jobs/{job.id}").text
    told = "An example", 'value="42"', "Reading the answers", "You can leave this page"
    for said in (*told, REFRESH, f"/jobs/{job.id}/progress"):
        assert said in page
    part = browser.get(f"/jobs/{job.id}/progress", headers={"hx-request": "true"}).text
    assert part.lstrip().startswith("<section")
    assert 'hx-trigger="every 1s"' in part


def test_when_it_is_done_it_leads_to_the_result(browser: Client, job: Job) -> None:
    tasks.work(actions.claim(job.id, now=NOW), job)
    assert browser.get(f"/jobs/{job.id}").url == f"/results/{job.id}"
    assert browser.get(f"/jobs/{job.id}/progress")["HX-Redirect"] == f"/results/{job.id}"


def test_when_it_cannot_be_done_it_says_why_and_asks_no_more(browser: Client, job: Job) -> None:
    actions.fail(actions.claim(job.id, now=NOW), error="The file has no rows.", now=NOW)
    page = browser.get(f"/jobs/{job.id}").text
    assert "The file has no rows." in page
    assert REFRESH not in page
    assert "hx-get" not in page


def test_stopping_it(browser: Client, job: Job) -> None:
    assert browser.post(f"/jobs/{job.id}/leave").url == f"/results/{job.id}"
    job.refresh_from_db()
    assert job.state == State.STOPPED
    assert browser.get(f"/jobs/{job.id}").status_code == 404


def test_an_unknown_job_is_not_there(browser: Client) -> None:
    assert browser.get(f"/jobs/{uuid4()}").status_code == 404
    assert browser.get("/jobs/nothing").status_code == 404
