"""What rounds ask of a person, and what they show on a partnership's page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accord.people.models import Seat
from accord.people.panels import Asked, Panel
from accord.rounds import queries
from accord.rounds.models import Round
from accord.rounds.policies import READERS, may_add
from accord.rounds.states import State

NEW = timedelta(days=30)
"""How long after its release a picture is put before people. Who has read it is nobody's business."""

WAITING = {
    State.DRAFT: (gettext_lazy("Say which column is what."), gettext_lazy("Go on")),
    State.CHECKED: (gettext_lazy("See what will be used, and confirm it."), gettext_lazy("Look at it")),
    State.COMPUTING: (gettext_lazy("Its picture is being computed."), gettext_lazy("Look at it")),
}


def asked(seat: Seat, now: datetime) -> Iterator[Asked]:
    """Go on with a round, add the first one, or read the latest picture."""
    if seat.role not in READERS:
        return
    latest = queries.latest(seat.partnership_id)
    if may_add(seat):
        waiting = [_go_on(seat, round) for round in queries.unfinished(seat.partnership_id)]
        yield from waiting
        if not waiting and latest is None:
            yield _add(seat)
    if latest is not None and latest.released_at is not None and now - latest.released_at < NEW:
        yield _read(seat, latest)


def picture(seat: Seat, _now: datetime) -> Panel | None:
    """The latest picture in one sentence."""
    if seat.role not in READERS:
        return None
    latest = queries.latest(seat.partnership_id)
    if latest is None:
        return None
    return Panel(_("The picture"), "rounds/_panel.html", {"round": latest, "headline": headline(latest)})


def headline(round: Round) -> str:
    """The sentence that titles a released round's picture, in the reader's language."""
    said: dict[str, str] = round.result.headline
    return said.get(get_language() or "en") or said["en"]


def _go_on(seat: Seat, round: Round) -> Asked:
    words, button = WAITING[State(round.state)]
    title = f"{round.title}, {round.period}"
    return Asked(_("Listen"), title, str(words), str(button), _address("rounds:round", seat, round))


def _add(seat: Seat) -> Asked:
    words = _("From a file that you already hold. Nothing is used before you have seen what would be.")
    return Asked(_("Listen"), _("Add the first round"), words, _("Add a round"), _address("rounds:new", seat))


def _read(seat: Seat, round: Round) -> Asked:
    title = _("The picture of %(period)s") % {"period": round.period}
    return Asked(_("Picture"), title, headline(round), _("Read it"), _address("rounds:round", seat, round))


def _address(name: str, seat: Seat, round: Round | None = None) -> str:
    where = {"slug": seat.partnership.slug}
    return reverse(name, kwargs=where | ({"round": round.id} if round else {}))
