"""Who may do what with rounds."""

from uuid import UUID

from django.http import Http404

from accord.people.models import Seat
from accord.people.policies import seats
from accord.people.states import Role
from accord.rounds.models import Round
from accord.rounds.states import State

ADDERS = (Role.COORDINATOR, Role.ANALYST)
READERS = (*ADDERS, Role.LEADER, Role.STAFF_SIDE, Role.MEMBER)

adds = seats(*ADDERS)
reads = seats(*READERS)


def may_add(seat: Seat) -> bool:
    """Whether this seat may add rounds, and sees those that are being prepared."""
    return seat.role in ADDERS


def check_round(seat: Seat, round: UUID) -> Round:
    """The round, where this seat may know of it: any of its partnership for an adder, the released for others."""
    found = Round.objects.filter(id=round, partnership=seat.partnership_id).select_related("job", "before").first()
    if found is None or not (found.state == State.RELEASED or may_add(seat)):
        raise Http404
    return found
