"""Rounds for tests: small invented files, and a round that is released."""

from datetime import datetime
from io import BytesIO

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import factories
from tests.factories import NOW

from accord.audit.states import By
from accord.jobs import actions as jobs
from accord.jobs import tasks
from accord.jobs.models import Job
from accord.people.models import Partnership, Seat
from accord.people.states import Role
from accord.rounds import actions
from accord.rounds.analysis import Computed
from accord.rounds.models import Round
from accord.rounds.states import FileKind
from accord.web import holding
from accord.web.receiving import Received

TOML = """
id = "try"
title = "Trust at work"
minimum_group = 5

[columns]
organisation = "Employer"

[scales.agree]
lowest = 1
highest = 5
dont_know = ["Don't know"]

[[measures]]
id = "senior"
label = "Senior leaders"

[[items]]
id = "q1"
measure = "senior"

[[items]]
id = "q2"
measure = "senior"
polarity = -1
"""


SMALL = Computed(picture="{}", standing="", headline={"en": "Nothing is told apart."})
"""In place of a picture where a test asks nothing of it."""


def answers(*, seed: int = 1, sizes: dict[str, int] | None = None, lift: float = 0.0) -> bytes:
    """A CSV of answers to two questions; in every organisation somebody could not say."""
    rng = np.random.default_rng(seed)
    rows = ["Employer,q1,q2"]
    for name, size in (sizes or {"Alder Hospital": 30, "Birch Council": 40, "Cedar Hospice": 4}).items():
        trust = np.clip(np.rint(rng.normal(3.2 + lift, 1.0, size)), 1, 5).astype(int)
        rows += [f"{name},{high},{6 - high if i else 'Don’t know'}" for i, high in enumerate(trust)]
    return ("\n".join(rows) + "\n").encode()


FRAME = b"organisation,staff\nAlder Hospital,60\nBirch Council,90\nCedar Hospice,9\n"


def file(content: bytes, name: str = "answers.csv") -> SimpleUploadedFile:
    """As a browser sends it."""
    return SimpleUploadedFile(name, content)


def received(content: bytes, name: str = "answers.csv") -> Received:
    """As it stands in the data folder."""
    writing = holding.Writing()
    writing.write(content)
    return Received(name, writing=writing)


def seat(partnership: Partnership) -> Seat:
    return Seat.objects.get(partnership=partnership, role=Role.COORDINATOR)


def by(partnership: Partnership, *, now: datetime = NOW) -> By:
    return factories.by(partnership, now=now)


def held(
    partnership: Partnership,
    *,
    content: bytes | None = None,
    frame: bytes | None = FRAME,
    toml: str = TOML,
    period: str = "Autumn 2026",
    now: datetime = NOW,
) -> Round:
    """A round whose files are held."""
    files = {FileKind.DATA: received(answers() if content is None else content)}
    if frame is not None:
        files[FileKind.FRAME] = received(frame, "frame.csv")
    made = actions.hold(
        by(partnership, now=now),
        seat(partnership),
        title="Trust at work",
        period=period,
        minimum_group=10,
        files=files,
        toml=toml,
    )
    return fresh(made)


def checked(partnership: Partnership, **fields: object) -> Round:
    """A round whose files are in order."""
    round = held(partnership, **fields)
    actions.check(by(partnership), round)
    return fresh(round)


def confirmed(partnership: Partnership, *, before: Round | None = None, **fields: object) -> Round:
    """A round that waits for its picture."""
    round = checked(partnership, **fields)
    actions.confirm(by(partnership), round, before=before, asker=seat(partnership).user_id)
    return fresh(round)


def released(partnership: Partnership, **fields: object) -> Round:
    """A round with its picture."""
    round = confirmed(partnership, **fields)
    assert round.job is not None
    do(round.job)
    return fresh(round)


def released_with(partnership: Partnership, computed: Computed = SMALL, **fields: object) -> Round:
    """A round that was released without computing."""
    round = confirmed(partnership, **fields)
    actions.release(by(partnership), round, computed)
    return fresh(round)


def do(job: Job) -> Job:
    """What the worker does, without its heartbeat."""
    from django.utils import timezone

    claim = jobs.claim(job.id, now=timezone.now())
    assert claim is not None
    tasks.work(claim, Job.objects.get(id=job.id))
    return Job.objects.get(id=job.id)


def fresh(round: Round) -> Round:
    return Round.objects.select_related("job").get(id=round.id)


def workbook(rows: list[list[str]]) -> bytes:
    """An Excel file."""
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                sheet.write_string(i, j, cell)
    return out.getvalue()
