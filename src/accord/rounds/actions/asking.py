"""A round that is asked here: planned, proposed, countersigned by somebody of another side; then the clock moves it."""

from django.db import transaction

from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import By
from accord.booth import tasks as booth
from accord.booth.actions import preparing
from accord.booth.actions.preparing import Plan
from accord.booth.models import Asking
from accord.jobs.models import Job
from accord.jobs.states import LIVE
from accord.people.models import Seat
from accord.rounds.actions.moves import Busy, locked, move
from accord.rounds.models import Round
from accord.rounds.policies import check_countersigns
from accord.rounds.queries import version_of
from accord.rounds.states import Source, State


def plan(by: By, seat: Seat, planned: Plan, *, round: Round | None = None) -> Round:
    """Keep what shall be asked of whom; a round that is there already is changed, while it is a draft."""
    with transaction.atomic():
        mine, asking = _in(round, State.DRAFT) if round else (None, None)
        asking = preparing.plan(by, partnership=seat.partnership_id, planned=planned, asking=asking)
        mine = mine or Round(source=Source.ASKED, asking=asking, created_by=seat, created_at=by.now)
        mine.partnership, mine.fictional = seat.partnership, seat.partnership.fictional
        mine.title, mine.period, mine.minimum_group = planned.title, planned.period, planned.minimum_group
        mine.questionnaire = planned.questionnaire
        mine.save()
        record(by, "rounds.planned", subjects=[mine])
        return mine


def propose(by: By, seat: Seat, round: Round) -> Job:
    """Ask for the roll to be frozen and the keys to be made; then it waits for a countersignature."""
    with transaction.atomic():
        mine, asking = _in(round, State.DRAFT)
        job = booth.start(by, booth.PREPARING, asking, asker=seat.user_id, again=f"{by.now:%Y%m%d%H%M%S%f}")
        mine.job, mine.proposed_by = job, seat
        move(by, mine, State.PROPOSED, "rounds.proposed")
        return job


def withdraw(by: By, round: Round) -> None:
    """Make a proposal a draft again; its roll and its keys are taken away."""
    with transaction.atomic():
        mine, asking = _proposed(round)
        preparing.thaw(by, asking)
        move(by, mine, State.DRAFT, "rounds.withdrawn")


def countersign(by: By, seat: Seat, round: Round, *, seen: str) -> None:
    """Somebody of another organisation, or of the staff side, agrees to all of it; nothing of it changes after that.

    `seen`: the version that they read (`version_of`). Raises `Busy` where it was proposed anew since.
    """
    with transaction.atomic():
        mine, asking = _proposed(round)
        if seen != version_of(mine):
            raise Busy
        check_countersigns(seat, mine)
        preparing.approve(by, asking)
        mine.countersigned_by, mine.countersigned_at = seat, by.now
        move(by, mine, State.COUNTERSIGNED, "rounds.countersigned")


def drop(by: By, round: Round) -> None:
    """Remove a draft."""
    with transaction.atomic():
        mine, asking = _in(round, State.DRAFT)
        gone = reference(mine)
        mine.delete()
        preparing.discard(by, asking)
        record(by, "rounds.discarded", subjects=[gone])


def _proposed(round: Round) -> tuple[Round, Asking]:
    """A proposal that is not just being prepared."""
    mine, asking = _in(round, State.PROPOSED)
    if asking.prepared_at is None and mine.job is not None and mine.job.state in LIVE:
        raise Busy
    return mine, asking


def _in(round: Round, state: State) -> tuple[Round, Asking]:
    mine = locked(round)
    if mine.asking is None or mine.state != state:
        raise Busy
    return mine, mine.asking
