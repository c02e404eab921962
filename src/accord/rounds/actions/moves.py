"""The one place where a round's state changes."""

from typing import Any

from accord.audit.actions import record
from accord.audit.states import By
from accord.jobs.states import LIVE
from accord.rounds.models import Round
from accord.rounds.states import HOLD, MOVES, Source, State


class Busy(Exception):
    """Raised where a round is released or being worked on, so that nothing in it may change."""


def locked(round: Round) -> Round:
    """The round as it now stands, held until the transaction ends."""
    return Round.objects.select_for_update(of=("self",)).select_related("job").get(id=round.id)


def free(round: Round) -> Round:
    """The same, of a round that is neither released nor being worked on."""
    mine = locked(round)
    if mine.state == State.RELEASED or (mine.job is not None and mine.job.state in LIVE):
        raise Busy
    return mine


def move(
    by: By, round: Round, state: State, verb: str, *, facts: dict[str, Any] | None = None, also: list[Any] | None = None
) -> None:
    """The one place where a round's state changes."""
    if state not in MOVES[State(round.state)]:
        raise ValueError(f"A round that is {round.state} cannot become {state.value}.")
    round.state = state
    if state is not State.RELEASED and round.source == Source.FILE:
        round.held_until = by.now + HOLD
    round.save()
    record(by, verb, subjects=[round, *(also or [])], facts=facts)
