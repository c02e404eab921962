"""What is left of an upload: nothing on disk, no answer in any row, and neither answers nor names in the record."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from tests import rounds
from tests.factories import NOW
from tests.rounds import by, fresh, seat

from accord.audit.models import Event
from accord.audit.queries import verify
from accord.jobs import actions as jobs
from accord.jobs import clock
from accord.people.models import Partnership
from accord.rounds import actions
from accord.rounds.models import Result, Round, Upload
from accord.rounds.states import HOLD, State
from accord.web import holding

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

Committing = Callable[[], AbstractContextManager[object]]
Disk = Callable[[], set[str]]


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]) -> Committing:
    """What is done inside is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def tokens() -> set[str]:
    return set(Upload.objects.values_list("token", flat=True))


def age(token: str, now: datetime) -> None:
    os.utime(holding.path(token), (now.timestamp(), now.timestamp()))


def test_files_are_the_owners_alone(here: Partnership, on_disk: Disk) -> None:
    rounds.held(here)
    assert on_disk() == tokens()
    assert {holding.path(token).stat().st_mode & 0o777 for token in tokens()} == {0o600}
    assert holding.folder().stat().st_mode & 0o777 == 0o700


def test_nothing_of_the_files_is_left_after_the_release(
    here: Partnership, committing: Committing, on_disk: Disk
) -> None:
    round = rounds.checked(here)
    actions.look(by(here), round)
    actions.confirm(by(here), fresh(round), before=None, asker=seat(here).user_id)
    assert "Don’t know" in str(fresh(round).columns)
    with committing():
        actions.release(by(here), fresh(round), rounds.SMALL)
        assert len(on_disk()) == 2
    done = fresh(round)
    assert (done.columns, done.problems, done.held_until) == (None, None, None)
    assert (on_disk(), Upload.objects.count()) == (set(), 0)
    assert list(verify()) == []


def test_nothing_is_left_of_a_discarded_round(here: Partnership, committing: Committing, on_disk: Disk) -> None:
    round = rounds.checked(here)
    with committing():
        actions.discard(by(here), round)
    assert (on_disk(), Upload.objects.count(), Round.objects.count()) == (set(), 0, 0)
    assert list(verify()) == []


def test_a_round_that_nobody_goes_on_with_is_removed_after_a_day(
    here: Partnership, committing: Committing, on_disk: Disk
) -> None:
    rounds.held(here)
    late = rounds.held(here, now=NOW + timedelta(hours=1))
    with committing():
        assert actions.forget_unconfirmed(NOW + HOLD) == 0
        assert actions.forget_unconfirmed(NOW + HOLD + timedelta(seconds=1)) == 1
    assert list(Round.objects.all()) == [late]
    assert on_disk() == tokens()
    assert len(tokens()) == 2


def test_working_on_a_round_keeps_it_for_another_day(here: Partnership) -> None:
    round = rounds.held(here)
    actions.check(by(here, now=NOW + timedelta(hours=20)), round)
    assert actions.forget_unconfirmed(NOW + timedelta(hours=43)) == 0
    assert actions.forget_unconfirmed(NOW + timedelta(hours=45)) == 1


def test_what_is_under_way_or_released_is_not_removed(here: Partnership) -> None:
    waiting, released = rounds.confirmed(here), rounds.released_with(here, period="Spring 2027")
    assert actions.forget_unconfirmed(NOW + 10 * HOLD) == 0
    jobs.leave(by(here), job=waiting.job_id, asker=seat(here).user_id)
    assert actions.forget_unconfirmed(NOW + 10 * HOLD) == 1
    assert list(Round.objects.all()) == [released]


def test_a_file_that_belongs_to_no_round_is_swept_after_a_day(here: Partnership, on_disk: Disk) -> None:
    rounds.held(here)
    lost = rounds.received(b"half").token
    for token in tokens() | {lost}:
        age(token, NOW)
    assert holding.sweep(NOW + holding.ORPHAN) == 0
    assert holding.sweep(NOW + holding.ORPHAN + timedelta(seconds=1)) == 1
    assert on_disk() == tokens()


def test_files_left_by_a_process_killed_after_a_release_are_swept(here: Partnership, on_disk: Disk) -> None:
    rounds.released_with(here)
    assert len(on_disk()) == 2
    assert clock.tick(datetime.now(UTC) + 2 * holding.ORPHAN) == ()
    assert on_disk() == set()


def test_a_file_that_is_gone_already_is_no_matter(here: Partnership, committing: Committing) -> None:
    round = rounds.held(here)
    holding.remove(tokens())
    with committing():
        actions.discard(by(here), round)


def test_the_record_holds_neither_answers_nor_names(here: Partnership) -> None:
    round = rounds.held(here, content=b"Employer,q1,q2\nSecretly,Mel cried,2\n")
    round.uploads.update(name="mel-morgan.csv")
    actions.look(by(here), round)
    actions.check(by(here), fresh(round))
    assert "Mel cried" in str(fresh(round).problems)
    said = "".join(Event.objects.values_list("payload", flat=True))
    assert "rounds.refused" in said
    for hidden in ("Mel cried", "Secretly", "mel-morgan", "Employer", "Trust at work"):
        assert hidden not in said


def test_what_can_be_told_from_a_released_round_holds_no_answers(here: Partnership) -> None:
    rounds.released(here, content=rounds.answers() + b"Alder Hospital,5,Don't know\n" * 3)
    kept = str(list(Round.objects.values())) + str(list(Result.objects.values("picture", "headline")))
    assert "Employer" in kept
    assert "Alder Hospital,5" not in kept
    assert Round.objects.get().state == State.RELEASED
