"""Invitations and reminders by e-mail. A letter that was sent is noted, so that a restart sends the rest."""

import logging
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accord.audit.actions import record
from accord.audit.states import By
from accord.booth import codes, doors, keys, queries
from accord.booth.models import Asking, Invitee
from accord.booth.printing import page_of
from accord.booth.states import BETWEEN, REMINDERS, Phase, phase_at

logger = logging.getLogger(__name__)

Progress = Callable[[float, str], None]
AT_ONCE = 100
"""Letters between two notes of what was sent: a worker that is killed sends at most so many twice."""


class NotNow(Exception):
    """Raised where no (further) reminder may be sent."""


def invite(by: By, asking: Asking, *, progress: Progress) -> int:
    """Send the invitation to everybody on the roll with an address who was not sent it; the number sent."""
    sent = _send(asking, letter=0, progress=progress)
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if mine.invited_at is None:
            mine.invited_at = by.now
            mine.save(update_fields=["invited_at"])
            record(by, "booth.invited", subjects=[mine], facts={"letters": sent})
    return sent


def may_remind(asking: Asking, now: datetime) -> bool:
    """Whether a reminder may be sent: at most two, each at least a day after the letter before."""
    if asking.invited_at is None or asking.reminders >= REMINDERS or phase_at(asking, now) is not Phase.OPEN:
        return False
    return now >= asking.invited_at + BETWEEN * (asking.reminders + 1)


def allow_reminder(by: By, asking: Asking) -> int:
    """Count one more reminder, at most two; which one it is. The letters are sent by `remind`."""
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if not may_remind(mine, by.now):
            raise NotNow
        mine.reminders += 1
        mine.save(update_fields=["reminders"])
        record(by, "booth.reminded", subjects=[mine])
        return mine.reminders


def remind(asking: Asking, *, letter: int, progress: Progress) -> int:
    """Send a reminder to those who have not begun; nobody is told who they are, or how many. None after the close."""
    if phase_at(asking, timezone.now()) is not Phase.OPEN:
        return 0
    return _send(asking, letter=letter, progress=progress)


def forget_letters(asking: Asking) -> None:
    """Remove what the trial's way of sending, into files, kept of an asking: addresses, codes, and who was reminded."""
    if _folder(asking).exists():
        shutil.rmtree(_folder(asking))


def _folder(asking: Asking) -> Path:
    return Path(settings.EMAIL_FILE_PATH) / asking.door


def _send(asking: Asking, *, letter: int, progress: Progress) -> int:
    """Go through the whole roll, whoever gets a letter: neither progress nor what is noted tells who has begun."""
    last, sent, secret = asking.roll.count(), 0, keys.load(asking.id).codes
    with get_connection(file_path=_folder(asking)) as post:  # only the file back end looks at the folder
        for first in range(1, last + 1, AT_ONCE):
            numbers = range(first, first + AT_ONCE)
            some = _meant(queries.reachable(asking, letter=letter, numbers=numbers), secret, letter=letter)
            done = first
            try:
                for one in some:
                    _post(post, _letter(asking, one, secret, letter=letter))
                    done = one.number + 1
                done = numbers.stop
            finally:  # where the connection broke, the next attempt goes on from here
                Invitee.objects.filter(asking=asking, number__in=range(first, done)).update(sent=letter + 1)
            sent += len(some)
            progress(min(numbers.stop / last, 1.0), "")
    return sent


def _post(post: BaseEmailBackend, letter: EmailMessage) -> None:
    """Send one letter. An address that the mail server refuses gets none: the others must not wait for it."""
    try:
        post.send_messages([letter])
    except SMTPRecipientsRefused:
        logger.warning("The mail server refused the address of one letter")


def _meant(invitees: Iterable[Invitee], secret: bytes, *, letter: int) -> list[Invitee]:
    """Who is to get a letter: of a reminder, who has not begun.

    Only at the address that stood on the roster when the roll was frozen. Whoever edits the roster could otherwise have
    somebody's reminder sent to themselves, and learn from its coming that they have not begun.
    """
    same = [one for one in invitees if one.person and codes.address(secret, one.person.email) == one.address]
    if not letter:
        return same
    marks = {codes.mark(secret, one.number): one for one in same}
    begun = queries.admitted(marks)
    return [one for mark, one in marks.items() if mark not in begun]


def _letter(asking: Asking, invitee: Invitee, secret: bytes, *, letter: int) -> EmailMessage:
    """In both languages: nobody knows which one a person reads."""
    at = doors.find(asking.door)
    assert invitee.person is not None
    assert at is not None
    context = {
        "asking": asking,
        "link": f"{page_of(asking)}#{codes.code(secret, invitee.number)}",
        "reminder": letter > 0,
        "at": at,
    }
    parts = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            parts.append(render_to_string("booth/letter.txt", context).strip())
    with override("en"):
        subject = (_("Reminder: %(title)s") if letter else _("%(title)s: your invitation")) % {"title": asking.title}
    return EmailMessage(subject, "\n\n".join(parts), to=[invitee.person.email])


def printed(by: By, asking: Asking, *, stratum: int, cards: int) -> None:
    """Note in the record that the cards of a stratum were printed."""
    with transaction.atomic():
        record(by, "booth.cards-printed", facts={"asking": str(asking.id), "stratum": stratum, "cards": cards})
