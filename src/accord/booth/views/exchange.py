"""What the respondent's page sends, as JSON. No cookie and no session is read; an address is kept in memory only,
where it is refused too often (`accord.web.limits`)."""

import base64
import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accord.booth import codes
from accord.booth.actions import answering
from accord.booth.policies import DoorRequest, respondents
from accord.booth.records import NotAnAnswer
from accord.booth.tokens import NotBlinded
from accord.web.limits import limited
from accord.web.policies import View

REFUSALS = 300
"""A minute, of those who come from one address, which may be a whole hospital. A code has 80 bits: this is against
hammering, not guessing."""
LARGEST = 20_000  # bytes; forty answers take two thousand
SOON = 5  # seconds after which it may be sent again

logger = logging.getLogger(__name__)


class Malformed(Exception):
    """Raised for what the page of this version would not send."""


def refusal(error: Exception) -> tuple[str, int, str]:
    """What went wrong, for the page: its name, the status, one sentence."""
    if isinstance(error, answering.NotOpen):
        return "not-open", 410, _("This round is not open now. Nothing was sent.")
    if isinstance(error, answering.NotInvited | codes.NotACode):
        return "not-invited", 404, _("This code is not one of this round’s. Look at your invitation or card again.")
    if isinstance(error, answering.AlreadyBegun):
        return "already-begun", 409, _("This code was used before, in another browser or on another device.")
    if isinstance(error, answering.NoToken):
        return "no-token", 403, _("This answer does not carry a valid token. It was not counted.")
    return (
        "malformed",
        400,
        _("The answer was not complete when it came in. Load the page again, and send it once more."),
    )


EXPECTED = (
    answering.NotOpen,
    answering.NotInvited,
    codes.NotACode,
    answering.AlreadyBegun,
    answering.NoToken,
    NotAnAnswer,
    Malformed,
    NotBlinded,
)


def exchange(view: Callable[..., dict[str, Any]]) -> View:
    """A view that takes JSON and gives JSON; what was refused is said in one sentence."""

    @require_POST
    @csrf_exempt
    @wraps(view)
    def answered(request: DoorRequest, door: str) -> HttpResponseBase:
        try:
            return _said(view(request, _read(request)))
        except EXPECTED as error:
            name, status, said = refusal(error)
            return _said({"error": name, "words": said}, status=status)

    return _said_where_the_database_fails(respondents(limited(REFUSALS)(answered)))


def _said_where_the_database_fails(view: View) -> View:
    """The disk is full, the database is gone or held for too long: nothing was kept, and the page sends it again.

    Such a reply names no `error`, which would be final for the page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, door: str) -> HttpResponseBase:
        try:
            return view(request, door=door)
        except (OperationalError, InterfaceError) as error:
            logger.error("The database could not be used for a respondent: %s", str(error).partition("\n")[0])
            said = _("Nothing can be kept at the moment, so nothing was. It is sent again in a little while.")
            reply = _said({"words": said}, status=503)
            reply["Retry-After"] = str(SOON)
            return reply

    return guarded


@exchange
def look(request: DoorRequest, given: dict[str, Any]) -> dict[str, Any]:
    """What the holder of a code is counted as, and the key that their token is to be signed with."""
    room = answering.look(request.at, _text(given, "code"), now=timezone.now())
    return {
        "stratum": room.number,
        "organisation": room.organisation,
        "group": room.group,
        "headcount": room.headcount,
        "key": base64.b64encode(room.key).decode(),
    }


@exchange
def admit(request: DoorRequest, given: dict[str, Any]) -> dict[str, Any]:
    """Sign a token unseen, for the holder of a code."""
    blinded = _bytes(given, "blinded")
    signed = answering.admit(request.at, _text(given, "code"), blinded=blinded, now=timezone.now())
    return {"signature": base64.b64encode(signed).decode()}


@exchange
def answer(request: DoorRequest, given: dict[str, Any]) -> dict[str, Any]:
    """Take an answer for a token. The reply comes when it is on the disk; sent again, it is counted once."""
    found = given.get("answers")
    if not isinstance(found, dict):
        raise Malformed
    first = answering.receive(
        request.at,
        stratum=_number(given, "stratum"),
        form=_number(given, "form"),
        message=_bytes(given, "message"),
        signature=_bytes(given, "signature"),
        answers=found,
        now=timezone.now(),
    )
    return {"received": True, "first": first}


def _said(what: dict[str, Any], *, status: int = 200) -> JsonResponse:
    return JsonResponse(what, status=status, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})


def _read(request: HttpRequest) -> dict[str, Any]:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        raise Malformed
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as wrong:  # no text, no JSON, a number of thousands of digits, too deep
        raise Malformed from wrong
    if not isinstance(found, dict):
        raise Malformed
    return found


def _text(given: dict[str, Any], name: str) -> str:
    if not isinstance(given.get(name), str):
        raise Malformed
    return str(given[name])


def _number(given: dict[str, Any], name: str) -> int:
    if type(given.get(name)) is not int:
        raise Malformed
    return int(given[name])


def _bytes(given: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(_text(given, name), validate=True)
    except ValueError as wrong:  # binascii's own among them, and that of letters that are not ASCII
        raise Malformed from wrong
