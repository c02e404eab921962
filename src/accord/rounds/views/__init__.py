"""The pages of rounds."""

from accord.rounds.views.adding import again, check, columns, discard, new
from accord.rounds.views.asking import asked, compute, countersign, drop, end, propose, remind, withdraw
from accord.rounds.views.handing import cards, poster, stratum_cards
from accord.rounds.views.planning import ask, change
from accord.rounds.views.questions import questions
from accord.rounds.views.reading import export, listen, picture, round_

__all__ = [
    "again",
    "ask",
    "asked",
    "cards",
    "change",
    "check",
    "columns",
    "compute",
    "countersign",
    "discard",
    "drop",
    "end",
    "export",
    "listen",
    "new",
    "picture",
    "poster",
    "propose",
    "questions",
    "remind",
    "round_",
    "stratum_cards",
    "withdraw",
]
