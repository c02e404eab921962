"""Kinds of long work for tests."""

import time
from pathlib import Path
from typing import Any

from accord.jobs.kinds import JobKind, Work
from accord.jobs.models import Job
from accord.jobs.states import CannotBeDone


def add(work: Work) -> dict[str, Any]:
    """Sum numbers, saying how far it is."""
    numbers = work.arguments["n"]
    for done, _ in enumerate(numbers):
        work.advance(done / len(numbers), "Adding")
    (work.folder / "sum.txt").write_text(str(sum(numbers)))
    return {"sum": sum(numbers)}


def refuse(work: Work) -> None:
    raise CannotBeDone("The file has no rows.")


def crash(work: Work) -> None:
    raise ZeroDivisionError("mel@example.org divided by zero")


def leave_a_mark_and_sleep(work: Work) -> dict[str, Any]:
    """Sleep the first time it is tried, so that it can be killed; be done at once the second time."""
    mark = Path(work.arguments["mark"])
    if mark.exists():
        return {"attempt": 2}
    mark.touch()
    while True:
        time.sleep(0.1)


def address(job: Job) -> str:
    return f"/results/{job.id}"


def about(job: Job) -> str:
    return "An example"


KINDS = {
    "tests.sum": JobKind("Adding numbers", add, address, about),
    "tests.refuse": JobKind("Refusing", refuse, address, about),
    "tests.crash": JobKind("Crashing", crash, address, about),
    "tests.sleep": JobKind("Sleeping", leave_a_mark_and_sleep, address, about),
}
