"""Messages by e-mail."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.people.models import Invitation

logger = logging.getLogger(__name__)

INVITATION = gettext_lazy(
    """\
{inviter} invites you to the partnership «{partnership}» on Accord, as {role}.

To take the seat, open this page. It is for you alone, and for one use:
{address}

It can be used until {until}. If you did not expect this message, you need not do anything."""
)


class NotSent(Exception):
    """Raised where the mail server did not take a message."""


def invite(invitation: Invitation, *, secret: str) -> None:
    """Send an invitation with its link. Raises `NotSent`."""
    name = " ".join(invitation.partnership.name.split())
    text = str(INVITATION).format(
        inviter=invitation.invited_by.user.name,
        partnership=name,
        role=invitation.get_role_display(),
        address=settings.ACCORD_ADDRESS + reverse("people:invitation", kwargs={"secret": secret}),
        until=formats.date_format(timezone.localtime(invitation.expires_at), "j F Y, H:i"),
    )
    _send(invitation.email, _("An invitation to {partnership}").format(partnership=name), text)


def _send(to: str, subject: str, text: str) -> None:
    try:
        EmailMessage(subject, text, to=[to]).send()
    except (SMTPException, OSError) as error:
        logger.warning("A message could not be sent: %s", type(error).__name__)
        raise NotSent from error
