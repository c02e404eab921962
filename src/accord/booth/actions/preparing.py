"""From what shall be asked to a frozen roll with its keys, and somebody else's approval."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import By
from accord.booth import analysis, codes, keys
from accord.booth.analysis import Cell, Merged
from accord.booth.models import Asking, Invitee, Stratum
from accord.booth.queries import Listed, roster
from accord.booth.states import Segment, Way

Progress = Callable[[float, str], None]

AT_ONCE = 2_000  # rows of the roll that are written with one statement


class Frozen(Exception):
    """Raised where an asking may not be changed any more."""


class TooFew(Exception):
    """Raised where the roster has fewer people than the smallest group that may be shown."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall be asked, how, and when."""

    owner: str
    title: str
    period: str
    way: Way
    segment: Segment
    questionnaire: str
    minimum_group: int
    opens_at: datetime
    closes_at: datetime


def plan(by: By, *, partnership: UUID, planned: Plan, asking: Asking | None = None) -> Asking:
    """Keep what shall be asked; an asking that is there already is changed, unless its roll is frozen."""
    with transaction.atomic():
        mine = _draft(asking) if asking else Asking(partnership_id=partnership)
        for name in Plan.__slots__:
            setattr(mine, name, getattr(planned, name))
        mine.save()
        record(by, "booth.planned", subjects=[mine])
        return mine


def freeze(by: By, asking: Asking, *, progress: Progress) -> None:
    """Put the roster as it is now on the roll, by strata, and make the keys. Doing it again does it once.

    Keys are drawn first, which takes long, and kept behind the lock: of two attempts at the same time the second keeps
    none, whatever it was told before. Raises `TooFew`; `Frozen` where what is planned has changed meanwhile.
    """
    if asking.prepared_at is not None:
        return
    listed = tuple(roster(asking.partnership_id, Segment(asking.segment)))
    merged = _merged(listed, asking.minimum_group)
    drawn = keys.draw(range(len(merged.strata)), progress=lambda share: progress(0.8 * share, ""))
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if mine.prepared_at is not None:
            return
        if (mine.segment, mine.minimum_group) != (asking.segment, asking.minimum_group):
            raise Frozen
        keys.keep(mine.id, drawn)
        public = drawn.public()
        strata = _strata(mine, merged, public.strata)
        _enrol(mine, listed, merged, strata, drawn.codes)
        mine.sealing_key, mine.prepared_at = public.sealing, by.now
        mine.save()
        record(by, "booth.frozen", subjects=[mine, *strata], facts={"people": len(listed), "strata": len(strata)})


def thaw(by: By, asking: Asking) -> None:
    """Take the roll and the keys away, so that what is asked can be changed. Only before somebody approved it."""
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if mine.approved:
            raise Frozen
        strata = list(mine.strata.all())
        gone = [reference(stratum) for stratum in strata]
        mine.roll.all()._raw_delete(mine.roll.db)  # nothing refers to them
        mine.strata.all().delete()
        mine.prepared_at, mine.sealing_key = None, b""
        mine.save()
        record(by, "booth.thawed", subjects=[mine, *gone])
        transaction.on_commit(lambda: _forget_keys(mine.id))


def approve(by: By, asking: Asking) -> None:
    """Fix it: from now on it opens and closes by the clock, and nothing about it changes."""
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if mine.prepared_at is None or mine.approved or by.now >= mine.closes_at:
            raise Frozen
        mine.approved = True
        mine.save()
        record(by, "booth.approved", subjects=[mine])


def discard(by: By, asking: Asking) -> None:
    """Remove an asking that nobody approved."""
    with transaction.atomic():
        thaw(by, asking)
        gone = reference(asking)
        Asking.objects.filter(id=asking.id).delete()
        record(by, "booth.discarded", subjects=[gone])


def _forget_keys(asking: UUID) -> None:
    """Destroy the keys of a roll that is gone; behind the lock, since the asking may have been prepared anew by now."""
    with transaction.atomic():
        mine = Asking.objects.select_for_update().filter(id=asking).first()
        if mine is None or mine.prepared_at is None:
            keys.destroy(asking)


def _draft(asking: Asking) -> Asking:
    mine = Asking.objects.select_for_update().get(id=asking.id)
    if mine.prepared_at is not None:
        raise Frozen
    return mine


def _merged(listed: tuple[Listed, ...], minimum: int) -> Merged:
    counted = Counter((one.organisation, one.sector, one.segment) for one in listed)
    if len(listed) < minimum:
        raise TooFew
    cells = [Cell(organisation, sector, segment, n) for (organisation, sector, segment), n in counted.items()]
    return analysis.strata(cells, minimum=minimum)


def _strata(asking: Asking, merged: Merged, signing: dict[int, bytes]) -> list[Stratum]:
    made = [
        Stratum(
            asking=asking,
            number=number,
            organisation=cell.organisation,
            sector=cell.sector,
            group=cell.group,
            headcount=cell.headcount,
            key=signing[number],
        )
        for number, cell in enumerate(merged.strata)
    ]
    return Stratum.objects.bulk_create(made)


def _enrol(asking: Asking, listed: tuple[Listed, ...], merged: Merged, strata: list[Stratum], secret: bytes) -> None:
    """Everybody on the roll under a number that is drawn, so that a code's number tells nothing."""
    numbers = list(range(1, len(listed) + 1))
    secrets.SystemRandom().shuffle(numbers)

    def invitees() -> Iterator[Invitee]:
        for one, number in zip(listed, numbers, strict=True):
            stratum = strata[merged.stratum_of[one.organisation, one.segment]]
            yield Invitee(
                asking=asking,
                stratum=stratum,
                number=number,
                person_id=one.person,
                digest=codes.digest(codes.code(secret, number)),
                address=codes.address(secret, one.email),
            )

    Invitee.objects.bulk_create(invitees(), batch_size=AT_ONCE)
