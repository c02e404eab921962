"""What becomes of a job, and the rules of its lease."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=60)
HEARTBEAT = timedelta(seconds=15)
ATTEMPTS = 3


class State(TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("waiting for its turn")
    RUNNING = "running", _("under way")
    FINISHED = "finished", _("finished")
    FAILED = "failed", _("could not be done")
    STOPPED = "stopped", _("stopped")


LIVE = (State.QUEUED, State.RUNNING)
WANTED = (*LIVE, State.FINISHED)  # what a second asker for the same content is given
MOVES = {
    State.QUEUED: {State.RUNNING, State.STOPPED},
    State.RUNNING: {State.QUEUED, State.FINISHED, State.FAILED, State.STOPPED},
    State.FINISHED: set(),
    State.FAILED: set(),
    State.STOPPED: set(),
}


class CannotBeDone(Exception):
    """Raised by a job's work with the one sentence its asker should read. It is not tried again."""


class Lost(Exception):
    """Raised inside a job's work when it was stopped, or when its lease went to another worker: end quietly."""
