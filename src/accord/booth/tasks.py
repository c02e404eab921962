"""The long work of the booth: making keys and rolls, sending letters, closing; and what the clock begins of it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accord.audit.states import SYSTEM, By
from accord.booth import owners, queries
from accord.booth.actions import inviting, preparing, tumbling
from accord.booth.models import Asking
from accord.booth.states import GRACE
from accord.jobs import actions as jobs
from accord.jobs.kinds import JobKind, Work
from accord.jobs.models import Job
from accord.jobs.states import CannotBeDone

PREPARING, INVITING, REMINDING, CLOSING = "booth.prepare", "booth.invite", "booth.remind", "booth.close"


def start(by: By, kind: str, asking: Asking, *, asker: UUID | None, again: str = "") -> Job:
    """Ask for long work on an asking; `again` tells one reminder, or one attempt to prepare, from another."""
    content = f"{asking.id}{again}"
    arguments = {"asking": str(asking.id), "letter": asking.reminders}
    return jobs.start(by, kind, content=content, arguments=arguments, asker=asker)


def begin(now: datetime) -> int:
    """Begin what the clock says: invitations at the first moment, the close after the last. Due at every tick.

    A close that put the answers together and then failed is begun again, until nothing is left to destroy.
    """
    begun = 0
    for asking in [*queries.due(now), *queries.half_closed(CLOSING)]:
        by = By(SYSTEM, asking.partnership_id, now)
        kind = CLOSING if now >= asking.closes_at + GRACE else INVITING
        wanted = kind == CLOSING or (asking.invited_at is None and now < asking.closes_at)
        if wanted and not queries.failed_lately(kind, asking, now=now):
            start(by, kind, asking, asker=None)
            begun += 1
    return begun


def prepare(work: Work) -> None:
    """Freeze the roll of an asking and make its keys."""
    asking = _asking(work)
    try:
        preparing.freeze(
            _by(work), asking, progress=_told(work, _("Putting everybody on the roll, and making the keys"))
        )
    except preparing.TooFew as few:
        least = asking.minimum_group
        said = ngettext(
            "The roster has fewer than %(n)s person, the smallest group that is ever shown.",
            "The roster has fewer than %(n)s people, the smallest group that is ever shown.",
            least,
        )
        raise CannotBeDone(said % {"n": least}) from few


def invite(work: Work) -> None:
    """Send the invitations."""
    inviting.invite(_by(work), _asking(work), progress=_told(work, _("Sending the invitations")))


def remind(work: Work) -> None:
    """Send a reminder."""
    letter = int(work.arguments["letter"])
    inviting.remind(_asking(work), letter=letter, progress=_told(work, _("Sending the reminders")))


def close(work: Work) -> None:
    """Close an asking."""
    tumbling.close(_by(work), _asking(work), progress=_told(work, _("Putting all answers into random order")))


def address(job: Job) -> str:
    """The page of the asking that the work was for."""
    asking = Asking.objects.filter(id=job.arguments["asking"]).first()
    return owners.address(asking) if asking else reverse("people:home")


def about(job: Job) -> str:
    """The asking that the work is for, and its partnership."""
    asking = Asking.objects.filter(id=job.arguments["asking"]).select_related("partnership").first()
    return f"{asking.title}, {asking.period}. {asking.partnership.name}" if asking else ""


def _asking(work: Work) -> Asking:
    asking = Asking.objects.filter(id=work.arguments["asking"]).first()
    if asking is None:
        raise CannotBeDone(_("This round was removed in the meantime."))
    return asking


def _by(work: Work) -> By:
    return By(SYSTEM, UUID(work.partnership), timezone.now())


def _told(work: Work, words: str) -> Callable[[float, str], None]:
    work.advance(0.0, words)
    return lambda share, _words: work.advance(share, words)


PREPARE = JobKind(gettext_lazy("Preparing the round"), prepare, address, about)  # type: ignore[arg-type] # translated
INVITE = JobKind(gettext_lazy("Sending the invitations"), invite, address, about)  # type: ignore[arg-type]
REMIND = JobKind(gettext_lazy("Sending the reminders"), remind, address, about)  # type: ignore[arg-type]
CLOSE = JobKind(gettext_lazy("Closing the round"), close, address, about)  # type: ignore[arg-type]
