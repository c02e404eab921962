"""Invitations and reminders by e-mail. A letter that was sent is noted, so that a restart sends the rest."""

from collections.abc import Callable

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from accord.audit.actions import record
from accord.audit.states import By
from accord.booth import codes, doors, keys, queries
from accord.booth.models import Asking, Invitee
from accord.booth.printing import page_of
from accord.booth.states import REMINDERS, Phase, phase_at

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


def allow_reminder(by: By, asking: Asking) -> int:
    """Count one more reminder, at most two; which one it is. The letters are sent by `remind`."""
    with transaction.atomic():
        mine = Asking.objects.select_for_update().get(id=asking.id)
        if phase_at(mine, by.now) is not Phase.OPEN or mine.reminders >= REMINDERS or mine.invited_at is None:
            raise NotNow
        mine.reminders += 1
        mine.save(update_fields=["reminders"])
        record(by, "booth.reminded", subjects=[mine])
        return mine.reminders


def remind(asking: Asking, *, letter: int, progress: Progress) -> int:
    """Send a reminder to those who have not begun; nobody is told who they are, or how many."""
    return _send(asking, letter=letter, progress=progress)


def _send(asking: Asking, *, letter: int, progress: Progress) -> int:
    total, sent = queries.unsent(asking, letter=letter).count(), 0
    secret = keys.load(asking.id).codes
    with get_connection() as post:
        while some := list(queries.unsent(asking, letter=letter)[:AT_ONCE]):
            post.send_messages([_letter(asking, one, secret, letter=letter) for one in some])
            Invitee.objects.filter(pk__in=[one.pk for one in some]).update(sent=letter + 1)
            sent += len(some)
            progress(sent / total, "")
    return sent


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
