"""Doing the work, in a worker process."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from accord.jobs import actions, queries
from accord.jobs.kinds import KINDS, Work
from accord.jobs.models import Job
from accord.jobs.states import HEARTBEAT, CannotBeDone, Lost

logger = logging.getLogger(__name__)

SPACING = 0.5  # seconds between two notes of progress


@task
def perform(job_id: str) -> None:
    """Claim a job, keep its lease while it works, and note how it ended."""
    claim = actions.claim(UUID(job_id), now=timezone.now())
    if claim is not None:
        job = Job.objects.get(id=claim.job)
        with heartbeat(claim), override(job.language):
            work(claim, job)


def work(claim: actions.Claim, job: Job) -> None:
    """Do a claimed job."""
    folder = queries.folder(job)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        _work(claim, job, Work(str(job.partnership), job.arguments, folder, _spaced(claim)))
    except Lost:
        logger.info("Job %s is no longer wanted here", job.id)


def _work(claim: actions.Claim, job: Job, handed: Work) -> None:
    """Do it, and note how it ended. Raises `Lost` where that is of no interest any more."""
    try:
        result = KINDS[job.kind].work(handed)
        actions.finish(claim, result=result, now=timezone.now())
    except Lost:
        raise
    except CannotBeDone as reason:
        actions.fail(claim, error=str(reason), now=timezone.now())
    except Exception:
        logger.exception("Job %s broke", job.id)
        actions.fail(
            claim, error=_("Something went wrong that is ours to mend. It has been noted."), now=timezone.now()
        )
    except BaseException:  # this worker was told to stop
        actions.give_back(claim, now=timezone.now())
        raise


def _spaced(claim: actions.Claim) -> Callable[[float, str], None]:
    """A way to say how far the work is that writes at most every `SPACING` seconds."""
    last = -SPACING

    def advance(share: float, words: str) -> None:
        nonlocal last
        if time.monotonic() - last >= SPACING:
            actions.advance(claim, progress=share, words=words, now=timezone.now())
            last = time.monotonic()

    return advance


@contextmanager
def heartbeat(claim: actions.Claim) -> Iterator[None]:
    """Renew the lease while this process lives, however long the work takes between two notes of progress."""
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(claim, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(claim: actions.Claim, ended: threading.Event) -> None:
    try:
        while not ended.wait(HEARTBEAT.total_seconds()):
            try:
                if not actions.renew(claim, now=timezone.now()):
                    return
            except DatabaseError:
                logger.exception("Job %s could not renew its lease; it will try again", claim.job)
    finally:
        connection.close()
