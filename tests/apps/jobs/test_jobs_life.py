"""A job's life: asked, claimed, done; refused, broken, left; and the clock that restarts it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests import factories
from tests.factories import NOW

from accord.audit.queries import verify
from accord.jobs import actions, clock, queries, tasks
from accord.jobs.models import Job
from accord.jobs.states import ATTEMPTS, HEARTBEAT, LEASE, Lost, State

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

LATE = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def people(cast: factories.Cast) -> factories.Cast:
    return cast


def ask(people: factories.Cast, kind: str = "tests.sum", *, asker: object = None, content: str = "c") -> Job:
    return actions.start(
        factories.by(people.partnership),
        kind,
        content=content,
        arguments={"n": [1, 2, 3]},
        asker=(asker or people.coordinator).pk,
    )


def do(job: Job) -> Job:
    """What the worker does, without its heartbeat."""
    claim = actions.claim(job.id, now=timezone.now())
    assert claim is not None
    tasks.work(claim, Job.objects.get(id=job.id))
    job.refresh_from_db()
    return job


def ready() -> int:
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


def test_a_job_is_queued_done_and_its_result_kept(people: factories.Cast) -> None:
    job = ask(people)
    assert (job.state, ready()) == (State.QUEUED, 1)
    do(job)
    assert (job.state, job.progress, job.result) == (State.FINISHED, 1.0, {"sum": 6})
    assert (queries.folder(job) / "sum.txt").read_text() == "6"
    assert queries.result("tests.sum", partnership=people.partnership.id, content="c") == {"sum": 6}
    assert list(verify()) == []


def test_the_same_content_is_done_once(people: factories.Cast) -> None:
    first = ask(people)
    assert ask(people, asker=people.analyst).id == first.id
    do(first)
    again = ask(people, asker=people.analyst)
    assert (again.id, again.state, ready()) == (first.id, State.FINISHED, 1)
    assert set(first.askers.all()) == {people.coordinator, people.analyst}


def test_other_content_and_another_partnership_are_done_anew(people: factories.Cast) -> None:
    first = ask(people)
    assert ask(people, content="d").id != first.id
    elsewhere = factories.partnership(people.stranger, "West Vale")
    other = actions.start(factories.by(elsewhere), "tests.sum", content="c", arguments={}, asker=people.stranger.pk)
    assert other.id != first.id
    assert queries.result("tests.sum", partnership=elsewhere.id, content="c") is None


def test_a_failed_job_may_be_asked_for_again(people: factories.Cast) -> None:
    job = do(ask(people, "tests.refuse"))
    assert (job.state, job.error) == (State.FAILED, "The file has no rows.")
    assert ask(people, "tests.refuse").id != job.id


def test_a_crash_is_told_without_its_details(people: factories.Cast, caplog: pytest.LogCaptureFixture) -> None:
    job = do(ask(people, "tests.crash"))
    assert job.state == State.FAILED
    assert "mel@" not in job.error
    assert "broke" in caplog.text


def test_an_unknown_kind_is_refused(people: factories.Cast) -> None:
    with pytest.raises(ValueError, match="The 'kind' parameter of start must be one of"):
        ask(people, "tests.nothing")


def test_only_one_worker_gets_a_job(people: factories.Cast) -> None:
    job = ask(people)
    assert actions.claim(job.id, now=NOW) is not None
    assert actions.claim(job.id, now=NOW) is None


def test_progress_renews_the_lease(people: factories.Cast) -> None:
    job = ask(people)
    claim = actions.claim(job.id, now=NOW)
    actions.advance(claim, progress=0.25, words="Reading", now=NOW + HEARTBEAT)
    job.refresh_from_db()
    assert (job.progress, job.words, job.lease_until) == (0.25, "Reading", NOW + HEARTBEAT + LEASE)
    assert actions.renew(claim, now=NOW + 2 * HEARTBEAT)


def test_a_job_that_everyone_left_is_stopped_and_its_worker_told(people: factories.Cast) -> None:
    job = ask(people)
    ask(people, asker=people.analyst)
    claim = actions.claim(job.id, now=NOW)
    actions.leave(factories.by(people.partnership), job=job.id, asker=people.coordinator.pk)
    actions.advance(claim, progress=0.5, words="", now=NOW)
    actions.leave(factories.by(people.partnership), job=job.id, asker=people.analyst.pk)
    with pytest.raises(Lost):
        actions.advance(claim, progress=0.6, words="", now=NOW)
    with pytest.raises(Lost):
        actions.finish(claim, result=1, now=NOW)
    job.refresh_from_db()
    assert job.state == State.STOPPED


@pytest.mark.parametrize("kind", ["tests.sum", "tests.refuse", "tests.crash"])
def test_how_a_job_ends_that_nobody_wants_is_of_no_interest(people: factories.Cast, kind: str) -> None:
    job = ask(people, kind)
    claim = actions.claim(job.id, now=NOW)
    actions.leave(factories.by(people.partnership), job=job.id, asker=people.coordinator.pk)
    tasks.work(claim, job)
    job.refresh_from_db()
    assert (job.state, job.error) == (State.STOPPED, "")


def test_a_dead_workers_job_is_restarted_and_the_dead_one_cannot_finish_it(people: factories.Cast) -> None:
    job = ask(people)
    dead = actions.claim(job.id, now=NOW)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert actions.revive(NOW + LEASE) == 0
    assert actions.revive(LATE) == 1
    assert ready() == 1
    assert actions.claim(job.id, now=LATE) is not None
    with pytest.raises(Lost):
        actions.finish(dead, result="late", now=LATE)
    assert not actions.renew(dead, now=LATE)


def test_a_job_is_tried_three_times_at_most(people: factories.Cast) -> None:
    job, now = ask(people), NOW
    for _ in range(ATTEMPTS):
        assert actions.claim(job.id, now=now)
        now = now + LEASE * 2
        actions.revive(now)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, ATTEMPTS)
    assert "three times" in job.error
    assert list(verify()) == []


def test_a_worker_told_to_stop_gives_its_job_back(people: factories.Cast) -> None:
    job = ask(people)
    actions.give_back(actions.claim(job.id, now=NOW), now=NOW)
    job.refresh_from_db()
    assert (job.state, ready()) == (State.QUEUED, 2)


def test_a_waiting_job_whose_task_was_lost_is_queued_again(people: factories.Cast) -> None:
    ask(people)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    assert actions.revive(NOW) == 0
    assert actions.revive(LATE) == 1
    assert ready() == 1


def test_the_clock_may_strike_twice(people: factories.Cast) -> None:
    actions.claim(ask(people).id, now=NOW)
    assert clock.tick(LATE) == ()
    state = list(Job.objects.values_list("state", "attempts"))
    assert clock.tick(LATE) == ()
    assert list(Job.objects.values_list("state", "attempts")) == state
    assert ready() == 2  # one task was never run here; the tick added one, and only one


def test_one_failure_leaves_the_others_their_turn(monkeypatch: pytest.MonkeyPatch, caplog: object) -> None:
    struck = []

    def broken(now: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(clock, "DUE", {"broken": broken, "after": struck.append})
    assert clock.tick(NOW) == ("broken",)
    assert struck == [NOW]


def test_yesterdays_notes_of_the_queue_are_removed(people: factories.Cast) -> None:
    ask(people)
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=NOW)
    assert actions.tidy(NOW + timedelta(hours=23)) == 0
    assert actions.tidy(NOW + timedelta(hours=25)) == 1


def test_a_state_moves_only_where_it_may(people: factories.Cast) -> None:
    job = do(ask(people))
    with pytest.raises(ValueError, match="A job that is finished cannot become running"):
        actions._move(factories.by(people.partnership), job, State.RUNNING)


def test_a_job_speaks_its_askers_language(people: factories.Cast) -> None:
    from django.utils.translation import override

    with override("cy"):
        job = ask(people)
    assert job.language == "cy"
    assert isinstance(job.id, UUID)
