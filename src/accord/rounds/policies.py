"""Who may do what with rounds."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accord.people.models import Seat
from accord.people.policies import may_seat, seats
from accord.people.states import Role
from accord.rounds.models import Round
from accord.rounds.states import Source, State

ADDERS = (Role.COORDINATOR, Role.ANALYST)
READERS = (*ADDERS, Role.LEADER, Role.STAFF_SIDE, Role.MEMBER)

HANDS = (Role.COORDINATOR, Role.STAFF_SIDE, Role.SECRETARY)
"""Who may hand out cards, run a shared device, type in paper: nobody who manages those who answer."""

adds = seats(*ADDERS)
reads = seats(*READERS)
hands = seats(*HANDS)


def may_add(seat: Seat) -> bool:
    """Whether this seat may add rounds, and sees those that are being prepared."""
    return seat.role in ADDERS


def check_round(seat: Seat, round: UUID) -> Round:
    """The round, where this seat may know of it: any of its partnership for an adder, the released for others."""
    here = Round.objects.filter(id=round, partnership=seat.partnership_id)
    found = here.select_related("job", "before", "asking", "created_by").first()
    if found is None or not (found.state == State.RELEASED or may_add(seat)):
        raise Http404
    return found


def check_asked(seat: Seat, round: UUID) -> Round:
    """The round that is asked here, where this seat may know of it: from its proposal on, everybody's may."""
    here = Round.objects.filter(id=round, partnership=seat.partnership_id, source=Source.ASKED)
    found = here.select_related("job", "asking", "created_by", "proposed_by", "countersigned_by__organisation").first()
    if found is None or (found.state == State.DRAFT and not may_add(seat)):
        raise Http404
    return found


def may_countersign(seat: Seat, round: Round) -> bool:
    """Whether this seat is of another side than the one that proposed: another organisation, or the staff side.

    Nobody countersigns their own, in whatever role.
    """
    makers = [maker for maker in (round.created_by, round.proposed_by) if maker is not None]
    if round.state != State.PROPOSED or seat.user_id in {maker.user_id for maker in makers}:
        return False
    theirs = {maker.organisation_id for maker in makers}
    other = seat.organisation_id is not None and None not in theirs and seat.organisation_id not in theirs
    return seat.role == Role.STAFF_SIDE or other


def signing_seat(seat: Seat, round: Round) -> Seat | None:
    """With which of their seats here the person may countersign; a person may hold several."""
    held = Seat.objects.filter(user=seat.user_id, partnership=seat.partnership_id, ended_at=None)
    return next((one for one in held.select_related("user", "partnership") if may_countersign(one, round)), None)


def check_countersigns(seat: Seat, round: Round) -> None:
    """Raise `PermissionDenied` where this seat may not countersign."""
    if not may_countersign(seat, round):
        raise PermissionDenied


def may_hand_out(seat: Seat) -> bool:
    """Whether this seat may print cards, run a shared device, type in paper: never somebody who leads here."""
    return seat.role in HANDS and not may_seat(seat.user, seat.partnership_id, (Role.LEADER,))
