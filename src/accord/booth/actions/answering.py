"""What a respondent does. Admitting knows who, and no answer; receiving knows an answer, and not whose.

Neither writes to the record, which would keep an order: it counts batches (`tumbling`).
"""

import hashlib
import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.db import transaction

from accord.booth import codes, keys, records, tokens
from accord.booth.doors import Door, Room
from accord.booth.intake import keep
from accord.booth.models import Admission, Invitee, Received
from accord.booth.sealing import seal
from accord.booth.states import Phase, Way, phase_at


class NotOpen(Exception):
    """Raised outside of the time in which an asking is open."""


class NotInvited(Exception):
    """Raised for a code that is on no roll."""


class AlreadyBegun(Exception):
    """Raised where a code was used before: with another token, or to answer without one."""


class NoToken(Exception):
    """Raised for an answer whose token nobody signed."""


def look(door: Door, code: str, *, now: datetime) -> Room:
    """The stratum of the one who holds this code: the key that their token is to be signed with."""
    check_open(door, now)
    return _room(door, _invitee(door, code).stratum.number)


def admit(door: Door, code: str, *, blinded: bytes, now: datetime) -> bytes:
    """Sign a token that nobody can see, once for each code; the same again where the reply was lost.

    Raises `ValueError` for what is no blinded token.
    """
    check_open(door, now)
    if door.way is not Way.ANONYMOUS:
        raise NotOpen
    invitee = _invitee(door, code)
    signed = tokens.blind_sign(keys.load(door.id).stratum(invitee.stratum.number), blinded)
    _use(invitee, blinded=hashlib.sha256(blinded).hexdigest())
    return signed


def receive(
    door: Door,
    *,
    stratum: int,
    form: int,
    message: bytes,
    signature: bytes,
    answers: Mapping[str, object],
    now: datetime,
) -> bool:
    """Keep the answer that a token brings; False where this token's answer is here already. It is on the disk then."""
    if phase_at(door, now) is Phase.CLOSING and Received.objects.filter(token=_digest(message)).exists():
        return False  # it came in before the close, and its reply was lost
    check_open(door, now)
    if not tokens.verify(public_key(_room(door, stratum).key), message, signature):
        raise NoToken
    box = _box(door, answers, stratum=stratum, form=form)
    return keep(token=_digest(message), asking=door.id, box=box)


def receive_plainly(door: Door, code: str, *, form: int, answers: Mapping[str, object], now: datetime) -> None:
    """Keep the answer of the one who holds this code: the confidential way. Raises `AlreadyBegun`."""
    check_open(door, now)
    invitee = _invitee(door, code)
    box = _box(door, answers, stratum=invitee.stratum.number, form=form)
    with transaction.atomic():
        _use(invitee, blinded="")
        keep(token=uuid.uuid4(), asking=door.id, box=box)


def check_open(door: Door, now: datetime) -> None:
    """Raise `NotOpen` unless it is open."""
    if phase_at(door, now) is not Phase.OPEN:
        raise NotOpen


def _invitee(door: Door, code: str) -> Invitee:
    """Who holds this code. Raises `codes.NotACode` for what cannot be one."""
    digest = codes.digest(codes.clean_code(code))
    found = Invitee.objects.filter(digest=digest, asking=door.id).select_related("stratum").first()
    if found is None:
        raise NotInvited
    return found


def _use(invitee: Invitee, *, blinded: str) -> None:
    """Note that a code was used. Raises `AlreadyBegun` where it was before, but for the same again."""
    mark = codes.mark(keys.load(invitee.asking_id).codes, invitee.number)
    noted = {"asking_id": invitee.asking_id, "stratum_id": invitee.stratum_id, "blinded": blinded}
    admission, first = Admission.objects.get_or_create(mark=mark, defaults=noted)
    if not first and (admission.blinded != blinded or not blinded):
        raise AlreadyBegun


def _room(door: Door, stratum: int) -> Room:
    if not 0 <= stratum < len(door.rooms):
        raise NoToken
    return door.rooms[stratum]


def _box(door: Door, answers: Mapping[str, object], *, stratum: int, form: int) -> bytes:
    if not 0 <= form < len(door.forms):
        raise records.NotAnAnswer("There is no such form.")
    asked = frozenset(door.forms[form].items)
    record = records.encode(door.questionnaire, answers, stratum=stratum, form=form, items=asked)
    return seal(door.sealing_key, record, about=door.id)


@lru_cache(maxsize=4_096)
def public_key(spki: bytes) -> RSAPublicKey:
    """A stratum's public key, parsed once a process."""
    return cast("RSAPublicKey", load_der_public_key(spki))


def _digest(message: bytes) -> UUID:
    """By which a spent token is known: 128 bits of its SHA-256. Who finds two that agree wastes one of their own."""
    return UUID(bytes=hashlib.sha256(message).digest()[:16])
