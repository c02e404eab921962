"""How many have begun, as it is told while an asking is open: by stratum, in tens, moved once a day."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accord.booth import queries
from accord.booth.models import Asking, Daily
from accord.booth.states import ROUNDED


def count(now: datetime) -> int:
    """Take the day's counts where they are not taken yet. Due at every tick. The number of askings counted."""
    day = timezone.localdate(now)
    waiting = [asking for asking in queries.due(now) if not Daily.objects.filter(stratum__asking=asking, day=day)]
    for asking in waiting:
        _count(asking, day=now)
    return len(waiting)


def _count(asking: Asking, *, day: datetime) -> None:
    begun = queries.begun(asking)
    with transaction.atomic():
        Daily.objects.bulk_create(
            [
                Daily(
                    stratum=s,
                    day=timezone.localdate(day),
                    begun=told(begun.get(s.number, 0), asking.minimum_group, of=s.headcount),
                )
                for s in asking.strata.all()
            ],
            ignore_conflicts=True,
        )


def told(begun: int, minimum: int, *, of: int) -> int | None:
    """A count as it is shown: tens, rounded down; None below the minimum group, and below ten.

    That everybody has begun is never said, since it would tell it of each: of 20 people there are «10», up to the last.

    >>> told(37, 10, of=60), told(9, 10, of=60), told(12, 15, of=60), told(7, 5, of=60), told(20, 10, of=20)
    (30, None, None, None, 10)
    """
    most = min(begun, of - 1)
    return most - most % ROUNDED if most >= max(minimum, ROUNDED) else None
