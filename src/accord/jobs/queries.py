"""Reading jobs."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from accord.jobs.kinds import KINDS
from accord.jobs.models import Job
from accord.jobs.states import LIVE, State


@dataclass(frozen=True, slots=True)
class Progress:
    """A job as its asker's page shows it."""

    id: UUID
    title: str
    about: str
    state: State
    live: bool
    percent: int
    words: str
    error: str
    address: str
    finished: bool


def folder(job: Job) -> Path:
    """Where a job's files stand: in the data folder, by its id. Made when the work begins."""
    return Path(settings.ACCORD_DATA) / "jobs" / str(job.id)


def progress(job: Job) -> Progress:
    """How far it is; `address` is where it was asked for, and shows the result once it is finished."""
    kind, state = KINDS[job.kind], State(job.state)
    return Progress(
        id=job.id,
        title=str(kind.title),
        about=kind.about(job),
        state=state,
        live=state in LIVE,
        percent=round(100 * job.progress),
        words=job.words,
        error=job.error,
        address=kind.address(job),
        finished=state is State.FINISHED,
    )


def result(kind: str, *, partnership: UUID, content: str) -> Any | None:
    """The finished result of this content, if there is one."""
    wanted = Job.objects.filter(kind=kind, partnership=partnership, content=content, state=State.FINISHED)
    return wanted.values_list("result", flat=True).first()
