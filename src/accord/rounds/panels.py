"""What rounds ask of a person, and what they show on a partnership's page."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accord.jobs.states import LIVE
from accord.people.models import Seat
from accord.people.panels import Asked, Panel
from accord.rounds import queries
from accord.rounds.models import Round
from accord.rounds.policies import READERS, may_add
from accord.rounds.states import State

NEW = timedelta(days=30)
"""How long after its release a picture is put before people. Who has read it is nobody's business."""

MOST = 5
"""How many rounds are put before a person to go on with; the others stand in the list of rounds."""

WAITING = {
    State.DRAFT: (gettext_lazy("Say which column is what."), gettext_lazy("Go on")),
    State.CHECKED: (gettext_lazy("See what will be used, and confirm it."), gettext_lazy("Look at it")),
    State.COMPUTING: (gettext_lazy("Its picture was not finished. Ask for it again."), gettext_lazy("Look at it")),
}
READING = (gettext_lazy("Its files are being read."), gettext_lazy("Look at it"))
COMPUTING = (gettext_lazy("Its picture is being computed."), gettext_lazy("Look at it"))
WRONG = (gettext_lazy("Something in its files is wrong. See what, and where."), gettext_lazy("Look at it"))


def asked(seat: Seat, now: datetime) -> Iterator[Asked]:
    """Go on with a round, add the first one, or read the latest picture."""
    if seat.role not in READERS:
        return
    latest = queries.latest(seat.partnership_id)
    if may_add(seat):
        unfinished = [_go_on(seat, round) for round in queries.unfinished(seat.partnership_id)[:MOST]]
        yield from unfinished
        if not unfinished and latest is None:
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


def waiting(round: Round) -> tuple[str, str]:
    """What a round that is not released waits for, and the button that leads on."""
    if is_live(round):
        words, button = COMPUTING if round.state == State.COMPUTING else READING
    else:
        words, button = WRONG if round.problems else WAITING[State(round.state)]
    return str(words), str(button)


def is_live(round: Round) -> bool:
    """Whether a round is being worked on just now."""
    return round.job is not None and round.job.state in LIVE


def _go_on(seat: Seat, round: Round) -> Asked:
    words, button = waiting(round)
    title = f"{round.title}, {round.period}"
    return Asked(_("Listen"), title, words, button, _address("rounds:round", seat, round))


def _add(seat: Seat) -> Asked:
    words = _("From a file that you already hold. Nothing is used before you have seen what would be.")
    return Asked(_("Listen"), _("Add the first round"), words, _("Add a round"), _address("rounds:new", seat))


def _read(seat: Seat, round: Round) -> Asked:
    return Asked(
        _("Picture"),
        f"{round.title}, {round.period}",
        headline(round),
        _("Read it"),
        _address("rounds:round", seat, round),
    )


def _address(name: str, seat: Seat, round: Round | None = None) -> str:
    where = {"slug": seat.partnership.slug}
    return reverse(name, kwargs=where | ({"round": round.id} if round else {}))
