"""What can be done with a job. Each step of its life is recorded; how far it is, is not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from accord.audit.actions import record
from accord.audit.states import SYSTEM, By
from accord.jobs.kinds import KINDS
from accord.jobs.models import Job
from accord.jobs.states import ATTEMPTS, LEASE, LIVE, MOVES, WANTED, Lost, State

TASK = "accord.jobs.tasks.perform"  # by its address, as the queue keeps it: it calls these actions


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a job: void as soon as the job is stopped or another attempt begins."""

    job: UUID
    attempt: int


def start(by: By, kind: str, *, content: str, arguments: dict[str, Any], asker: UUID | None) -> Job:
    """Ask for long work. The same content is done once: a job under way is joined, a finished one is at hand.

    What the clock asks for has no asker.
    """
    if kind not in KINDS:
        raise ValueError(f"The 'kind' parameter of start must be one of {sorted(KINDS)}. Got {kind!r} instead.")
    if by.partnership is None:
        raise ValueError("The 'by' parameter of start must name a partnership.")
    with transaction.atomic():
        job = _wanted(by.partnership, kind, content) or _create(by, kind, content=content, arguments=arguments)
        if asker is not None:
            job.askers.add(asker)  # type: ignore[arg-type] # the stubs know keys as int only
        return job


def _wanted(partnership: UUID, kind: str, content: str) -> Job | None:
    wanted = Job.objects.filter(kind=kind, partnership=partnership, content=content)
    return wanted.filter(state__in=WANTED).first()


def _create(by: By, kind: str, *, content: str, arguments: dict[str, Any]) -> Job:
    job = Job(kind=kind, content=content, arguments=arguments, asked_at=by.now)
    job.partnership, job.language = cast(UUID, by.partnership), get_language() or settings.LANGUAGE_CODE
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:  # asked for by somebody else in the same moment
        return Job.objects.get(kind=kind, partnership=job.partnership, content=content, state__in=WANTED)
    _enqueue(job)
    record(by, "jobs.asked", subjects=[job], facts={"kind": kind})
    return job


def leave(by: By, *, job: UUID, asker: UUID) -> None:
    """No longer want a job; it is stopped once nobody wants it."""
    with transaction.atomic():
        wanted = Job.objects.select_for_update().get(id=job)
        wanted.askers.remove(asker)  # type: ignore[arg-type]
        if wanted.state in LIVE and not wanted.askers.exists():
            _move(by, wanted, State.STOPPED)


def claim(job: UUID, *, now: datetime) -> Claim | None:
    """Take a waiting job; None where there is nothing to do, because it was stopped or another worker has it."""
    with transaction.atomic():
        found = Job.objects.select_for_update().filter(id=job, state=State.QUEUED).first()
        if found is None:
            return None
        found.attempts += 1
        found.lease_until = now + LEASE
        _move(_system(found, now), found, State.RUNNING)
        return Claim(job, found.attempts)


def advance(held: Claim, *, progress: float, words: str, now: datetime) -> None:
    """Say how far a job is, and renew its lease. Raises `Lost` where the claim is void."""
    share = min(max(progress, 0.0), 1.0)
    if not _held(held).update(progress=share, words=words[:200], lease_until=now + LEASE):
        raise Lost


def renew(held: Claim, *, now: datetime) -> bool:
    """Renew the lease only; False where the claim is void."""
    return bool(_held(held).update(lease_until=now + LEASE))


def finish(held: Claim, *, result: Any, now: datetime) -> None:
    """The work is done."""
    _end(held, State.FINISHED, now=now, result=result, progress=1.0)


def fail(held: Claim, *, error: str, now: datetime) -> None:
    """The work cannot be done; `error` is a sentence for those who asked."""
    _end(held, State.FAILED, now=now, error=error)


def give_back(held: Claim, *, now: datetime) -> None:
    """A worker that is told to stop hands its job to the next one."""
    with transaction.atomic():
        job = _held(held).select_for_update().first()
        if job is not None:
            _requeue(job, now)


def revive(now: datetime) -> int:
    """Restart the jobs of dead workers, at most `ATTEMPTS` times; the number restarted. Due at every tick."""
    with transaction.atomic():
        dead = Job.objects.select_for_update(skip_locked=True).filter(state=State.RUNNING, lease_until__lt=now)
        restarted = sum(_restart(job, now) for job in dead)
        waiting = Job.objects.select_for_update(skip_locked=True).filter(state=State.QUEUED, asked_at__lt=now - LEASE)
        for job in waiting:  # a worker may die between taking the task and claiming its job
            if not _tasks(job).filter(status=TaskResultStatus.READY).exists():
                _enqueue(job)
                restarted += 1
        return restarted


def tidy(now: datetime) -> int:
    """Remove the queue's notes on tasks that ended a day ago; jobs themselves stay."""
    ended = DBTaskResult.objects.finished().filter(finished_at__lt=now - LEASE * 60 * 24)
    return ended.delete()[0]


def _restart(job: Job, now: datetime) -> bool:
    _tasks(job).filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.FAILED, finished_at=now)
    if job.attempts < ATTEMPTS:
        _requeue(job, now)
        return True
    with override(job.language):
        job.error = _("This work was begun three times and broke off each time. Ask for it again, or ask for help.")
    job.ended_at = now
    _move(_system(job, now), job, State.FAILED)
    return False


def _requeue(job: Job, now: datetime) -> None:
    job.progress, job.words, job.lease_until = 0.0, "", None
    _move(_system(job, now), job, State.QUEUED)
    _enqueue(job)


def _end(held: Claim, state: State, *, now: datetime, **values: Any) -> None:
    with transaction.atomic():
        job = _held(held).select_for_update().first()
        if job is None:
            raise Lost
        for name, value in values.items():
            setattr(job, name, value)
        job.ended_at = now
        _move(_system(job, now), job, state)


def _move(by: By, job: Job, state: State) -> None:
    """The one place where a job's state changes."""
    if state not in MOVES[State(job.state)]:
        raise ValueError(f"A job that is {job.state} cannot become {state.value}.")
    job.state = state
    job.save()
    record(by, f"jobs.{state.value}", subjects=[job], facts={"kind": job.kind, "attempt": job.attempts})


def _enqueue(job: Job) -> None:
    """Put it into the queue: a row in the same transaction, so that neither is there without the other."""
    import_string(TASK).enqueue(str(job.id))


def _tasks(job: Job) -> "QuerySet[DBTaskResult[Any, Any]]":
    return DBTaskResult.objects.filter(args_kwargs__args=[str(job.id)])


def _held(held: Claim) -> "QuerySet[Job]":
    return Job.objects.filter(id=held.job, attempts=held.attempt, state=State.RUNNING)


def _system(job: Job, now: datetime) -> By:
    return By(actor=SYSTEM, partnership=job.partnership, now=now)
