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
from accord.rounds.policies import READERS, may_add, may_countersign
from accord.rounds.states import Phase, Source, State, phase_at

NEW = timedelta(days=30)
"""How long after its release a picture is put before people. Who has read it is nobody's business."""

SECOND = timedelta(seconds=1)
MOST = 5
"""How many rounds are put before a person to go on with; the others stand in the list of rounds."""

COMPUTING_ANEW = (gettext_lazy("Its picture was not finished. Ask for it again."), gettext_lazy("Look at it"))
WAITING = {
    State.DRAFT: (gettext_lazy("Say which column is what."), gettext_lazy("Go on")),
    State.CHECKED: (gettext_lazy("See what will be used, and confirm it."), gettext_lazy("Look at it")),
    State.COMPUTING: COMPUTING_ANEW,
}
READING = (gettext_lazy("Its files are being read."), gettext_lazy("Look at it"))
COMPUTING = (gettext_lazy("Its picture is being computed."), gettext_lazy("Look at it"))
PHASES = {
    Phase.DRAFT: (gettext_lazy("Look at what would be asked of whom, then propose it."), gettext_lazy("Go on")),
    Phase.PREPARING: (gettext_lazy("Its roll is being made."), gettext_lazy("Look at it")),
    Phase.PROPOSED: (gettext_lazy("It waits for a countersignature."), gettext_lazy("Look at it")),
    Phase.COUNTERSIGNED: (gettext_lazy("Countersigned. It opens by itself."), gettext_lazy("Look at it")),
    Phase.OPEN: (gettext_lazy("It is open. See how many have begun."), gettext_lazy("Look at it")),
    Phase.CLOSING: (gettext_lazy("It is closing."), gettext_lazy("Look at it")),
    Phase.CLOSED: (gettext_lazy("It is closed. Make its picture."), gettext_lazy("Go on")),
    Phase.COMPUTING: COMPUTING_ANEW,
    Phase.RELEASED: (gettext_lazy("Its picture is there."), gettext_lazy("Read it")),
}
TO_DO = (Phase.DRAFT, Phase.CLOSED, Phase.COMPUTING)
"""In which of them a round that is asked here waits for those who add rounds."""
WRONG = (gettext_lazy("Something in its files is wrong. See what, and where."), gettext_lazy("Look at it"))


def asked(seat: Seat, now: datetime) -> Iterator[Asked]:
    """Go on with a round, add the first one, or read the latest picture."""
    yield from _to_countersign(seat)
    if seat.role not in READERS:
        return
    latest = queries.latest(seat.partnership_id)
    if may_add(seat):
        unfinished = list(queries.unfinished(seat.partnership_id))
        yield from [_go_on(seat, round, now) for round in unfinished if _is_to_do(round, now)][:MOST]
        if not unfinished and latest is None:
            yield from _begin(seat)
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


def under_way(seat: Seat, now: datetime) -> Panel | None:
    """The rounds that are asked just now, and how many have begun."""
    found = [round for round in queries.asking(seat.partnership_id) if phase_at(round, now) is Phase.OPEN]
    if not found:
        return None
    shown = [(r, queries.response(r), r.asking.closes_at - SECOND) for r in found[:MOST] if r.asking]
    return Panel(_("Asked now"), "rounds/_under_way.html", {"rounds": shown})


def headline(round: Round) -> str:
    """The sentence that titles a released round's picture, in the reader's language."""
    said: dict[str, str] = round.result.headline
    return said.get(get_language() or "en") or said["en"]


def waiting(round: Round, now: datetime) -> tuple[str, str]:
    """What a round that is not released waits for, and the button that leads on."""
    if round.source == Source.ASKED and not (round.state == State.COMPUTING and is_live(round)):
        words, button = PHASES[phase_at(round, now)]
    elif is_live(round):
        words, button = COMPUTING if round.state == State.COMPUTING else READING
    else:
        words, button = WRONG if round.problems else WAITING[State(round.state)]
    return str(words), str(button)


def is_live(round: Round) -> bool:
    """Whether a round is being worked on just now."""
    return round.job is not None and round.job.state in LIVE


def _is_to_do(round: Round, now: datetime) -> bool:
    """Whether a round waits for those who add rounds, not for the clock or for others."""
    return round.source == Source.FILE or phase_at(round, now) in TO_DO


def _to_countersign(seat: Seat) -> Iterator[Asked]:
    for round in queries.proposed(seat.partnership_id)[:MOST]:
        if may_countersign(seat, round):
            words = _("Check what is asked of whom, and sign it for those who will answer. Until then nobody is asked.")
            title = f"{round.title}, {round.period}"
            yield Asked(_("Listen"), title, words, _("Check it"), _address("rounds:asked", seat, round))


def _go_on(seat: Seat, round: Round, now: datetime) -> Asked:
    words, button = waiting(round, now)
    title = f"{round.title}, {round.period}"
    return Asked(_("Listen"), title, words, button, _address("rounds:round", seat, round))


def _begin(seat: Seat) -> Iterator[Asked]:
    words = _("Your people answer on a phone, in four minutes, and nobody can tell who said what.")
    yield Asked(_("Listen"), _("Ask the first round"), words, _("Ask a round"), _address("rounds:ask", seat))
    words = _("From a file that you already hold. Nothing is used before you have seen what would be.")
    yield Asked(_("Listen"), _("Or add a round from a file"), words, _("Add a round"), _address("rounds:new", seat))


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
