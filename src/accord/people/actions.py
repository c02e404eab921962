"""What people do: accounts, partnerships, organisations, seats."""

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.text import slugify

from accord.audit.actions import forget, record
from accord.audit.digests import reference
from accord.audit.queries import words_of
from accord.audit.states import By, Reference
from accord.people import queries, rights
from accord.people.models import Failures, Invitation, Organisation, Partnership, Person, Seat, User
from accord.people.queries import failures_key
from accord.people.states import MINIMUM_GROUP, Role, Sector, wait_after


class LastCoordinator(Exception):
    """Raised where a partnership would be left without a coordinator."""

    def __init__(self, partnership: Partnership) -> None:
        super().__init__(str(partnership.id))
        self.partnership = partnership


def create_user(by: By, *, email: str, name: str, password: str | None = None, is_staff: bool = False) -> User:
    """Make an account; without a password nobody can sign in to it yet."""
    with transaction.atomic():
        user = User.objects.create(
            email=email.strip().lower(),
            name=name,
            password=make_password(password),
            is_staff=is_staff,
            joined_at=by.now,
        )
        record(by, "people.account-made", subjects=[user])
        return user


def set_password(by: By, *, user: User, password: str) -> None:
    """Give a person a new password; it ends their sessions."""
    with transaction.atomic():
        user.password = make_password(password)
        user.save(update_fields=["password"])
        record(by, "people.password-set", subjects=[user])


def link_identity(by: By, *, identity: Any, user: User) -> None:
    """Let an identity that an organisation vouches for, a new row of allauth's, enter a person's account."""
    with transaction.atomic():
        identity.user = user
        identity.save()
        record(by, "people.identity-linked", subjects=[user], facts={"organisation": identity.provider})


def forget_factors(by: By, *, user: User) -> bool:
    """Remove all second factors of a person who has lost them; whether there were any."""
    with transaction.atomic():
        removed = Authenticator.objects.filter(user=user).delete()[0]
        if removed:
            record(by, "people.factors-forgotten", subjects=[user])
        return bool(removed)


def create_partnership(
    by: By, *, name: str, founder: User, minimum_group: int = MINIMUM_GROUP, fictional: bool = False
) -> Partnership:
    """Make a partnership; its founder becomes the first coordinator."""
    with transaction.atomic():
        partnership = Partnership.objects.create(
            name=name,
            slug=_free_slug(name),
            minimum_group=minimum_group,
            fictional=fictional,
            created_at=by.now,
        )
        within = By(by.actor, partnership.id, by.now)
        record(within, "people.partnership-made", subjects=[partnership])
        give_seat(within, partnership=partnership.id, user=founder, role=Role.COORDINATOR)
        return partnership


def add_organisation(by: By, *, partnership: UUID, name: str, sector: Sector, **known: Any) -> Organisation:
    """Add an organisation to a partnership. `known`: its `kind`, and its `headcount` where it has no roster."""
    with transaction.atomic():
        organisation = Organisation.objects.create(partnership_id=partnership, name=name, sector=sector, **known)
        record(by, "people.organisation-added", subjects=[organisation])
        return organisation


def change_organisation(by: By, *, organisation: Organisation, **known: Any) -> None:
    """Say anew what is known of an organisation: its name, sector, kind, head count."""
    with transaction.atomic():
        for name, value in known.items():
            setattr(organisation, name, value)
        organisation.save(update_fields=list(known))
        record(by, "people.organisation-changed", subjects=[organisation])


def give_seat(by: By, *, partnership: UUID, user: User, role: Role, organisation: Organisation | None = None) -> Seat:
    """Give a person a seat. An organisation, where one is named, must be of the same partnership."""
    if organisation is not None and organisation.partnership_id != partnership:
        raise ValueError("The 'organisation' parameter of give_seat must be of the same partnership.")
    with transaction.atomic():
        seat = Seat.objects.create(
            partnership_id=partnership, user=user, role=role, organisation=organisation, taken_at=by.now
        )
        record(by, "people.seat-given", subjects=[seat], facts={"role": role.value})
        return seat


def end_seat(by: By, *, seat: Seat) -> None:
    """End a seat; what was done from it stays. Raises `LastCoordinator` where nobody would be left to coordinate."""
    with transaction.atomic():
        Partnership.objects.select_for_update().get(id=seat.partnership_id)
        mine = Seat.objects.get(id=seat.id)
        if mine.ended_at is not None:
            return
        if mine.role == Role.COORDINATOR and not queries.others_coordinate(mine):
            raise LastCoordinator(mine.partnership)
        _end(by, mine)


def _end(by: By, seat: Seat) -> None:
    seat.ended_at = by.now
    seat.save(update_fields=["ended_at"])
    record(By(by.actor, seat.partnership_id, by.now), "people.seat-ended", subjects=[seat])


def note_failure(email: str, *, now: datetime) -> None:
    """Count a failure to sign in. Known and unknown addresses are treated alike, so that neither is told."""
    with transaction.atomic():
        Failures.objects.get_or_create(key=failures_key(email), defaults={"wait_until": now})
        failures = Failures.objects.select_for_update().get(key=failures_key(email))
        failures.count += 1
        failures.wait_until = now + wait_after(failures.count)
        failures.save()


def note_success(email: str) -> None:
    """A person signed in: failures are forgotten. The record says nothing, as times of sign-in could be joined to
    the times of answers."""
    Failures.objects.filter(key=failures_key(email)).delete()


def export_person(user: User) -> dict[str, Any]:
    """All that is kept about a person, in JSON's types: the fields that `FIELDS` call personal or pseudonymous."""
    words = [{"said": w.text, "at": w.event.at.isoformat()} for w in words_of(rights.actors(user))]
    return rights.export(user) | ({"audit.Words": words} if words else {})


def erase_person(by: By, *, user: User) -> None:
    """Blank all fields that `FIELDS` call personal or secret, everywhere, end the seats, and close the account.

    What the person did stays in the record under a pseudonym that leads to nobody. Raises `LastCoordinator` where
    others would be left in a partnership that nobody coordinates.
    """
    with transaction.atomic():
        list(Partnership.objects.select_for_update().filter(seats__user=user).order_by("id"))
        for left in queries.left_alone(user):
            raise LastCoordinator(left)
        for seat in queries.held_seats(user):
            _end(by, seat)
        user.is_active = False
        user.save(update_fields=["is_active"])
        for actor in rights.actors(user):
            forget(by, actor=actor)
        gone = _forget_address(by, user.email)
        record(by, "people.person-erased", subjects=[*rights.erase(user), reference(user), *gone])


def _forget_address(by: By, email: str) -> list[Reference]:
    """Nobody of this address is on a roster any more, nor invited; the invitations that are gone."""
    Person.objects.filter(email=email, left_at=None).update(left_at=by.now)
    invitations = Invitation.objects.filter(email=email)
    gone = [reference(invitation) for invitation in invitations]
    invitations.delete()
    return gone


def erase_from_roster(by: By, *, person: Person) -> None:
    """Blank what is personal of somebody on the roster, and count them as left. A later roster may bring them anew."""
    with transaction.atomic():
        Person.objects.filter(id=person.id, left_at=None).update(left_at=by.now)
        rights.erase_row(person)
        record(by, "people.erased-from-roster", facts={"person": str(person.id)})


def exported_from_roster(by: By, *, person: Person) -> dict[str, Any]:
    """All that is kept about somebody on the roster; the record notes that it was handed out."""
    with transaction.atomic():
        record(by, "people.exported-from-roster", facts={"person": str(person.id)})
        return {person._meta.label: [rights.exported(person)]}


def forget_sessions(now: datetime) -> int:
    """Remove what is left of sessions that are over. Due at every tick."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def by_person(user: AbstractBaseUser, *, now: datetime) -> By:
    """A person acting outside any partnership, for the record."""
    return By(actor=f"person:{user.pk}", partnership=None, now=now)


def _free_slug(name: str) -> str:
    """The name as it stands in an address, with a number where another partnership has it."""
    stem = slugify(name)[:50] or "partnership"
    taken = set(Partnership.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbers = (f"{stem}-{n}" for n in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbers) if slug not in taken)
