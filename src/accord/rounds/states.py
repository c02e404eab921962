"""Where a round stands, and the one table of lawful moves."""

from datetime import datetime, timedelta
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accord.booth.states import Phase as BoothPhase
from accord.booth.states import Timed
from accord.booth.states import phase_at as booth_phase

HOLD = timedelta(hours=24)
"""How long an upload is kept after it was last worked on, unless it is released."""

AT_ONCE = 10_000_000
"""Files up to this size, in bytes, are read while the reader waits: about two seconds. Larger ones are long work."""


class State(TextChoices):
    """Where a round stands, as far as somebody moved it there."""

    DRAFT = "draft", _("being prepared")
    CHECKED = "checked", _("checked, waiting for you")
    PROPOSED = "proposed", _("waiting for a countersignature")
    COUNTERSIGNED = "countersigned", _("countersigned")
    COMPUTING = "computing", _("being computed")
    RELEASED = "released", _("released")


MOVES = {
    State.DRAFT: {State.DRAFT, State.CHECKED, State.PROPOSED},
    State.CHECKED: {State.DRAFT, State.CHECKED, State.COMPUTING},
    State.PROPOSED: {State.DRAFT, State.COUNTERSIGNED},
    State.COUNTERSIGNED: {State.COMPUTING},
    State.COMPUTING: {State.DRAFT, State.COMPUTING, State.RELEASED},
    State.RELEASED: set[State](),
}
TAKEN = (State.COMPUTING, State.RELEASED)  # no second round of the same partnership may be made of the same files


class Source(TextChoices):
    """Where a round's answers come from."""

    FILE = "file", _("a file")
    ASKED = "asked", _("asked here")


class Phase(TextChoices):
    """Where a round that is asked here stands: what was done with it, and what the clock says."""

    DRAFT = "draft", _("being prepared")
    PREPARING = "preparing", _("getting ready")
    PROPOSED = "proposed", _("waiting for a countersignature")
    COUNTERSIGNED = "countersigned", _("countersigned, not open yet")
    OPEN = "open", _("open")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")
    COMPUTING = "computing", _("being computed")
    RELEASED = "released", _("released")


FOLLOWS = {
    Phase.DRAFT: {Phase.PREPARING},
    Phase.PREPARING: {Phase.PROPOSED, Phase.DRAFT},
    Phase.PROPOSED: {Phase.COUNTERSIGNED, Phase.OPEN, Phase.CLOSING, Phase.DRAFT},
    Phase.COUNTERSIGNED: {Phase.OPEN},
    Phase.OPEN: {Phase.CLOSING},
    Phase.CLOSING: {Phase.CLOSED},
    Phase.CLOSED: {Phase.COMPUTING},
    Phase.COMPUTING: {Phase.RELEASED},
    Phase.RELEASED: set[Phase](),
}
"""What may come after what. A proposal that is countersigned late is open, or over, at once."""


class Clocked(Protocol):
    """What the clock needs to know of a round that is asked here."""

    @property
    def state(self) -> str:
        """Where somebody moved it."""

    @property
    def asking(self) -> Timed | None:
        """How it reaches people."""


def phase_at(round: Clocked, now: datetime) -> Phase:
    """Where a round that is asked here stands at a moment."""
    asking = round.asking
    if asking is None:
        raise ValueError("The 'round' parameter of phase_at must be a round that is asked here.")
    if round.state != State.COUNTERSIGNED:
        preparing = round.state == State.PROPOSED and asking.prepared_at is None
        return Phase.PREPARING if preparing else Phase(round.state)
    found = booth_phase(asking, now)
    return Phase.COUNTERSIGNED if found is BoothPhase.WAITING else Phase(found)


class FileKind(TextChoices):
    """What an uploaded file holds."""

    DATA = "data", _("answers or summaries")
    FRAME = "frame", _("head counts")


class Format(TextChoices):
    """How a picture can be taken away."""

    HTML = "html", _("One page that needs nothing else")
    PDF = "pdf", _("PDF, to print or send")
    JSON = "json", _("Every number, for programs (JSON)")
    CSV = "csv", _("Every number, for spreadsheets (CSV)")
    TOML = "toml", _("The questionnaire, to compute it again (TOML)")
