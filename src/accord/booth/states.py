"""The two ways to answer, where an asking stands in time, and the limits every asking keeps."""

from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

BATCH = 50
"""Answers are taken out of the intake in batches of at least so many; fewer wait for the close."""
MOST_IN_A_BATCH = 5_000
"""More wait for the next batch: a batch is one transaction, and others want to write in the meantime."""
ROUNDED = 10
"""How many have begun is told in tens, rounded down."""
BETWEEN = timedelta(days=1)
"""The least time between two letters."""
REMINDERS = 2
"""How often those who have not begun may be reminded."""
GRACE = timedelta(minutes=2)
"""An asking closes so long after its last moment: what was under way then has ended."""


class Way(TextChoices):
    """How answers come in. It is fixed before anybody is asked."""

    ANONYMOUS = "anonymous", _("anonymous")
    CONFIDENTIAL = "confidential", _("confidential")


class Segment(TextChoices):
    """By what, beside the organisation, answers may ever be reported."""

    NONE = "", _("by organisation alone")
    STAFF_GROUP = "staff_group", _("by organisation and staff group")
    SITE = "site", _("by organisation and site")


class Phase(TextChoices):
    """Where an asking stands: told by the clock and by what was done, never stored."""

    PREPARING = "preparing", _("being prepared")
    WAITING = "waiting", _("ready, not open yet")
    OPEN = "open", _("open")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")


class Timed(Protocol):
    """What the clock needs to know of an asking."""

    @property
    def approved(self) -> bool:
        """Whether somebody of another side agreed to it."""

    @property
    def prepared_at(self) -> datetime | None:
        """When its roll was frozen and its keys were made."""

    @property
    def opens_at(self) -> datetime:
        """Its first moment."""

    @property
    def closes_at(self) -> datetime:
        """The moment after its last."""

    @property
    def closed_at(self) -> datetime | None:
        """When its answers were put together."""


def phase_at(asking: Timed, now: datetime) -> Phase:
    """Where an asking stands at a moment. Nobody is asked before the roll is frozen and somebody else approved it."""
    if asking.closed_at is not None:
        return Phase.CLOSED
    if asking.prepared_at is None:
        return Phase.PREPARING
    if not asking.approved or now < asking.opens_at:
        return Phase.WAITING
    return Phase.OPEN if now < asking.closes_at else Phase.CLOSING
