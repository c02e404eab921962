"""The roles a seat can have, and the rules of signing in."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MINIMUM_GROUP = 10
SMALLEST_GROUP = 5

HOLD = timedelta(hours=24)
"""How long an uploaded roster is kept after it was last worked on, unless it is brought in."""

AT_ONCE = 10_000_000
"""Rosters up to this size, in bytes, are read and brought in while the reader waits. Larger ones are long work."""

INVITED = timedelta(days=14)
"""How long an invitation can be taken."""

REMEMBERED = timedelta(days=14)
"""How long one that is over can still be sent again before it is forgotten."""

MOST_SENT = 3
"""How often one invitation is sent."""

MOST_OPEN = 200
"""How many invitations of one partnership are open at once: nobody sends masses of mail from here."""

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=15)


class Role(TextChoices):
    """What a seat is for."""

    COORDINATOR = "coordinator", _("coordinator")
    LEADER = "leader", _("leader")
    MEMBER = "member", _("member")
    STAFF_SIDE = "staff_side", _("staff side")
    SECRETARY = "secretary", _("secretary")
    ANALYST = "analyst", _("analyst")
    FACILITATOR = "facilitator", _("facilitator")


class Sector(TextChoices):
    """What kind of body an organisation is, coarsely: the groups in which trust is compared."""

    HEALTH = "health", _("health")
    GOVERNMENT = "government", _("local and national government")
    VOLUNTARY = "voluntary", _("voluntary sector")
    PRIVATE = "private", _("private sector")


def wait_after(failures: int) -> timedelta:
    """How long to wait after so many failures in a row: nothing for the first five, then twice as long each time.

    >>> wait_after(4).total_seconds(), wait_after(5).total_seconds(), wait_after(7).total_seconds()
    (0.0, 2.0, 8.0)
    >>> wait_after(1000).total_seconds()
    900.0
    """
    if failures < FREE_ATTEMPTS:
        return timedelta(0)
    return min(FIRST_WAIT * (1 << min(failures - FREE_ATTEMPTS, 20)), LONGEST_WAIT)
