"""Out of the intake and into batches while an asking is open; all in one piece, in random order, when it closes."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from accord.audit.actions import record
from accord.audit.states import SYSTEM, By
from accord.booth import analysis, keys, queries, records, scrubbing
from accord.booth.actions.inviting import forget_letters
from accord.booth.analysis import Cell
from accord.booth.doors import forget
from accord.booth.models import Admission, Asking, Batch, Gathered, Invitee, Received
from accord.booth.sealing import open_sealed, seal
from accord.booth.states import BATCH, GRACE, MOST_IN_A_BATCH, Phase, phase_at
from accord.questionnaires.load import parse_questionnaire

Progress = Callable[[float, str], None]
AT_ONCE = 500  # rows that are changed with one statement


logger = logging.getLogger(__name__)


class NotOpen(Exception):
    """Raised where what is not open shall be ended."""


class NotYet(Exception):
    """Raised where an asking may not be closed yet."""


def tumble(now: datetime) -> int:
    """Make batches of what came in, wherever that is enough. Due at every tick. The number of batches made."""
    return sum(_tumble_if_it_can(By(SYSTEM, asking.partnership_id, now), asking) for asking in queries.due(now))


def _tumble_if_it_can(by: By, asking: Asking) -> int:
    """An asking whose keys are not here must not keep the others from theirs."""
    try:
        return _tumble(by, asking)
    except keys.KeysMissing:
        logger.error("The keys of asking %s are not here: its answers stay sealed", asking.id)
        return 0


def _tumble(by: By, asking: Asking) -> int:
    """Decrypt and shuffle before the transaction, so that nobody who answers waits for it."""
    made = 0
    while len(taken := _taken(asking.id, MOST_IN_A_BATCH)) >= BATCH:
        shuffled = _shuffled(_opened(asking, [box for _token, box in taken]))
        box = seal(bytes(asking.sealing_key), shuffled.tobytes(), about=asking.id)
        with transaction.atomic():
            if _emptied([token for token, _box in taken]) != len(taken):  # another worker made a batch of them
                transaction.set_rollback(True)
                return made
            Batch.objects.create(asking=asking, count=len(taken), box=box)
            record(by, "booth.tumbled", facts={"asking": str(asking.id), "answers": len(taken)})
        made += 1
    return made


def close_now(by: By, asking: Asking) -> None:
    """Let an open asking end at this moment instead of later. Raises `NotOpen`."""
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if phase_at(mine, by.now) is not Phase.OPEN or by.now <= mine.opens_at:
            raise NotOpen
        mine.closes_at = by.now
        mine.save(update_fields=["closes_at"])
        record(by, "booth.ended-early", subjects=[mine])
    transaction.on_commit(forget)


def close(by: By, asking: Asking, *, progress: Progress) -> None:
    """Rewrite all answers in random order, in one piece; then destroy the roll, the spent tokens and the keys.

    Doing it again does it once. Raises `NotYet` until `GRACE` after the last moment.
    """
    if asking.closed_at is None:
        if by.now < asking.closes_at + GRACE:
            raise NotYet
        _tumble(by, asking)  # so that the transaction below has little to decrypt
        _close(by, asking, progress)
    progress(0.95, "")
    keys.destroy(asking.id)
    forget_letters(asking)
    scrubbing.scrub()


def sweep(_now: datetime) -> int:
    """Destroy the keys of closed askings that are there still. Due at every tick. The number of them.

    A close broke off just before that, or an old copy of the folder came back.
    """
    found = list(Asking.objects.filter(id__in=keys.kept(), closed_at__isnull=False).values_list("id", flat=True))
    for asking in found:
        keys.destroy(asking)
    return len(found)


def _close(by: By, asking: Asking, progress: Progress) -> None:
    progress(0.05, "")
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if mine.closed_at is not None:
            return
        answers = _all(mine, progress)
        strata = [Cell(s.organisation, s.sector, s.group, s.headcount) for s in mine.strata.order_by("number")]
        questionnaire = parse_questionnaire(mine.questionnaire.encode())
        gathered = Gathered.objects.create(
            asking=mine,
            count=len(answers),
            answers=analysis.table(questionnaire, answers, strata),
            frame=analysis.frame(strata),
        )
        facts = {"answers": len(answers), "admitted": mine.admissions.count()}
        progress(0.8, "")
        _destroy(mine)
        mine.closed_at = by.now
        mine.save(update_fields=["closed_at"])
        record(by, "booth.closed", subjects=[mine, gathered], facts=facts)


def _all(asking: Asking, progress: Progress) -> NDArray[np.int16]:
    """Every answer of an asking, shuffled; one that cannot be opened stops the close and nothing is lost."""
    boxes = [bytes(box) for box in asking.batches.values_list("box", flat=True)]
    boxes += [box for _token, box in _taken(asking.id, None)]
    progress(0.2, "")
    return _shuffled(_opened(asking, boxes))


def _destroy(asking: Asking) -> None:
    """Rows that nothing refers to: the fastest way."""
    for model in (Received, Batch, Admission, Invitee):
        rows = model.objects.filter(asking=asking.id)
        rows._raw_delete(rows.db)


def _taken(asking: UUID, most: int | None) -> list[tuple[UUID, bytes]]:
    """Sealed answers in the intake, by their tokens."""
    waiting = Received.objects.filter(asking=asking, box__isnull=False).order_by("token")[:most]
    return [(token, bytes(box)) for token, box in waiting.values_list("token", "box") if box is not None]


def _emptied(tokens: list[UUID]) -> int:
    """Take the answers of these tokens out of the intake; the tokens stay spent. How many there were."""
    slices = (tokens[n : n + AT_ONCE] for n in range(0, len(tokens), AT_ONCE))
    return sum(Received.objects.filter(token__in=some, box__isnull=False).update(box=None) for some in slices)


def _opened(asking: Asking, boxes: Iterable[bytes]) -> NDArray[np.int16]:
    private = keys.load(asking.id).sealing
    items = len(parse_questionnaire(asking.questionnaire.encode()).items)
    return records.decode(b"".join(open_sealed(private, box, about=asking.id) for box in boxes), items=items)


def _shuffled(answers: NDArray[np.int16]) -> NDArray[np.int16]:
    return records.shuffled(answers, np.random.default_rng())  # seeded by the operating system
