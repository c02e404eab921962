"""Where a round stands, and the one table of lawful moves."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HOLD = timedelta(hours=24)
"""How long an upload is kept after it was last worked on, unless it is released."""

AT_ONCE = 10_000_000
"""Files up to this size, in bytes, are read while the reader waits: about two seconds. Larger ones are long work."""


class State(TextChoices):
    """Where a round stands."""

    DRAFT = "draft", _("being prepared")
    CHECKED = "checked", _("checked, waiting for you")
    COMPUTING = "computing", _("being computed")
    RELEASED = "released", _("released")


MOVES = {
    State.DRAFT: {State.DRAFT, State.CHECKED},
    State.CHECKED: {State.DRAFT, State.CHECKED, State.COMPUTING},
    State.COMPUTING: {State.DRAFT, State.COMPUTING, State.RELEASED},
    State.RELEASED: set[State](),
}
TAKEN = (State.COMPUTING, State.RELEASED)  # no second round of the same partnership may be made of the same files


class Source(TextChoices):
    """Where a round's answers come from."""

    FILE = "file", _("a file")


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
