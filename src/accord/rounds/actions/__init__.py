"""What is done with rounds: those from files, those that are asked here, and what comes of both."""

from accord.rounds.actions.asking import countersign, drop, plan, propose, withdraw
from accord.rounds.actions.files import (
    READING,
    check,
    discard,
    do_step,
    forget_unconfirmed,
    hold,
    look,
    map_columns,
    note_problems,
    read,
)
from accord.rounds.actions.moves import Busy
from accord.rounds.actions.releasing import COMPUTING, AlreadyThere, confirm, exported, release

__all__ = [
    "COMPUTING",
    "READING",
    "AlreadyThere",
    "Busy",
    "check",
    "confirm",
    "countersign",
    "discard",
    "do_step",
    "drop",
    "exported",
    "forget_unconfirmed",
    "hold",
    "look",
    "map_columns",
    "note_problems",
    "plan",
    "propose",
    "read",
    "release",
    "withdraw",
]
