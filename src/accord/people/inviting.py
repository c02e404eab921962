"""Invitations to a seat: made, sent again, withdrawn, taken."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import SYSTEM, By
from accord.people import posting, queries
from accord.people.actions import create_user, give_seat
from accord.people.models import Invitation, Organisation, Partnership, Seat, User
from accord.people.policies import by_seat
from accord.people.states import INVITED, MOST_OPEN, MOST_SENT, REMEMBERED, Role


class NotTaken(Exception):
    """Raised where an invitation cannot be taken: it is used, withdrawn or over, or for another address."""


class Held(Exception):
    """Raised where somebody of this address holds the seat, or is invited to it."""


class TooMany(Exception):
    """Raised where a partnership has as many open invitations as it may, or one was sent as often as it may be."""


def key(secret: str) -> str:
    """Under what an invitation is kept: the digest of the secret in its link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def invite(seat: Seat, *, email: str, role: Role, organisation: Organisation | None, now: datetime) -> Invitation:
    """Invite somebody to a seat, and send the message. Raises `Held`, `TooMany`, and, once it is kept, `NotSent`."""
    email, secret = email.strip().lower(), secrets.token_urlsafe(32)
    if organisation is not None and organisation.partnership_id != seat.partnership_id:
        raise ValueError("The 'organisation' parameter of invite must be of the same partnership.")
    try:
        with transaction.atomic():
            invitation = _make(seat, email, role, organisation=organisation, secret=secret, now=now)
    except IntegrityError as twice:
        raise Held from twice
    posting.invite(invitation, secret=secret)
    return invitation


def _make(
    seat: Seat, email: str, role: Role, *, organisation: Organisation | None, secret: str, now: datetime
) -> Invitation:
    Partnership.objects.select_for_update().get(id=seat.partnership_id)
    if Seat.objects.filter(partnership=seat.partnership, user__email=email, role=role, ended_at=None).exists():
        raise Held
    if queries.invitations(seat.partnership_id).count() >= MOST_OPEN:
        raise TooMany
    made = Invitation.objects.create(
        partnership=seat.partnership,
        organisation=organisation,
        role=role,
        email=email,
        key=key(secret),
        invited_by=seat,
        invited_at=now,
        expires_at=now + INVITED,
    )
    record(by_seat(seat, now=now), "people.invited", subjects=[made], facts={"role": role.value})
    return made


def send_again(seat: Seat, *, invitation: UUID, now: datetime) -> None:
    """Send an invitation once more, with a new link; the old one leads nowhere. Raises `TooMany`, `NotSent`."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        mine = Invitation.objects.select_for_update(of=("self",)).select_related("partnership").get(id=invitation)
        if mine.sent >= MOST_SENT:
            raise TooMany
        mine.key, mine.sent, mine.invited_by, mine.expires_at = key(secret), mine.sent + 1, seat, now + INVITED
        mine.save()
        record(by_seat(seat, now=now), "people.invited-again", subjects=[mine])
    posting.invite(mine, secret=secret)


def withdraw(by: By, *, invitation: Invitation) -> None:
    """Take an invitation back: its link leads nowhere."""
    with transaction.atomic():
        gone = reference(invitation)
        invitation.delete()
        record(by, "people.invitation-withdrawn", subjects=[gone])


def join(secret: str, *, name: str, password: str, now: datetime) -> User:
    """Make an account of the invited address, and take the seat. Raises `NotTaken`."""
    with transaction.atomic():
        invitation = _locked(secret, now)
        if User.objects.filter(email=invitation.email).exists():
            raise NotTaken
        user = create_user(By(SYSTEM, None, now), email=invitation.email, name=name, password=password)
        _take(invitation, user, now)
        return user


def take(secret: str, *, user: User, now: datetime) -> Seat:
    """Take the seat with the account of the invited address. Raises `NotTaken`."""
    with transaction.atomic():
        invitation = _locked(secret, now)
        if invitation.email != user.email:
            raise NotTaken
        return _take(invitation, user, now)


def forget_over(now: datetime) -> int:
    """Forget invitations that were over long ago. Due at every tick."""
    over = list(Invitation.objects.filter(expires_at__lt=now - REMEMBERED))
    for invitation in over:
        withdraw(By(SYSTEM, invitation.partnership_id, now), invitation=invitation)
    return len(over)


def _locked(secret: str, now: datetime) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).filter(key=key(secret), expires_at__gt=now)
    invitation = found.select_related("organisation").first()
    if invitation is None:
        raise NotTaken
    return invitation


def _take(invitation: Invitation, user: User, now: datetime) -> Seat:
    by = By(f"person:{user.pk}", invitation.partnership_id, now)
    role, place, gone = Role(invitation.role), invitation.organisation, reference(invitation)
    invitation.delete()
    record(by, "people.invitation-taken", subjects=[gone])
    held = Seat.objects.filter(partnership=invitation.partnership_id, user=user, role=role, ended_at=None).first()
    return held or give_seat(by, partnership=invitation.partnership_id, user=user, role=role, organisation=place)
