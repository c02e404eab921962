"""What kinds of things a field can hold, and who acts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

SYSTEM = "system"


class Kind(StrEnum):
    """What a model's field holds. Each model says it in `FIELDS`; export and erasure follow it."""

    PERSONAL = "personal"  # tells who someone is, or is their own words: exported, erased
    PSEUDONYMOUS = "pseudonymous"  # stands for someone without telling who: exported, kept
    ANSWER = "answer"  # what somebody answered: never joined to a person
    PUBLIC = "public"  # about a partnership or the system: neither
    SECRET = "secret"  # gives access: erased, never exported


@dataclass(frozen=True, slots=True)
class By:
    """Who acts, in which partnership (None: in none), and when. Every action takes one first."""

    actor: str
    partnership: UUID | None
    now: datetime


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A row by its model's label and its key: what is left to name it by when it is removed."""

    model: str
    id: str
