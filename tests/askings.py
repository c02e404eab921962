"""Rounds that are asked here: a roster, a round on its way, and respondents who answer by the anonymous way."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tests import factories, respondent
from tests.factories import NOW

from accord.booth import codes, doors, keys
from accord.booth.actions import answering, preparing
from accord.booth.actions.preparing import Plan
from accord.booth.doors import Door
from accord.booth.models import Admission, Asking, Invitee
from accord.booth.states import Segment, Way
from accord.people.models import Organisation, Partnership, Person, Seat
from accord.people.states import Role, Sector
from accord.rounds import actions, analysis, queries
from accord.rounds.models import Round

OPENS, CLOSES = NOW - timedelta(hours=1), NOW + timedelta(days=14)
STAFF = {("Alder Hospital", "Nurses"): 30, ("Alder Hospital", "Porters"): 12, ("Birch Council", "Care"): 20}


def roster(partnership: Partnership, staff: Mapping[tuple[str, str], int] = STAFF) -> None:
    """People by organisation and staff group, each with an address."""
    made: dict[str, Organisation] = {}
    for (name, group), size in staff.items():
        organisation = made.setdefault(name, _organisation(partnership, name))
        start = Person.objects.count()
        Person.objects.bulk_create(
            Person(
                partnership=partnership,
                organisation=organisation,
                reference=f"{start + n}",
                email=f"staff.{start + n}@example.org",
                staff_group=group,
            )
            for n in range(size)
        )


def _organisation(partnership: Partnership, name: str) -> Organisation:
    found = Organisation.objects.filter(partnership=partnership, name=name).first()
    return found or factories.actions.add_organisation(
        factories.by(partnership), partnership=partnership.id, name=name, sector=Sector.HEALTH
    )


def plan(*, opens: datetime = OPENS, closes: datetime = CLOSES, **changed: object) -> Plan:
    planned = {
        "owner": "rounds",
        "title": "Trust here",
        "period": "Autumn 2026",
        "way": Way.ANONYMOUS,
        "segment": Segment.STAFF_GROUP,
        "questionnaire": analysis.composed(["safety"], title="Trust here", minimum_group=10, grouped=True),
        "minimum_group": 10,
        "opens_at": opens,
        "closes_at": closes,
    }
    return Plan(**planned | changed)


def coordinators_seat(partnership: Partnership) -> Seat:
    return Seat.objects.filter(partnership=partnership, role=Role.COORDINATOR).order_by("id")[0]


def planned(partnership: Partnership, **changed: object) -> Round:
    """A draft."""
    return actions.plan(factories.by(partnership), coordinators_seat(partnership), plan(**changed))


def proposed(partnership: Partnership, **changed: object) -> Round:
    """Its roll frozen, waiting for a countersignature."""
    round = planned(partnership, **changed)
    actions.propose(factories.by(partnership), coordinators_seat(partnership), round)
    freeze(round)
    return Round.objects.get(id=round.id)


def freeze(round: Round) -> None:
    preparing.freeze(factories.by(round.partnership), Asking.objects.get(id=round.asking_id), progress=lambda *_: None)


def opened(partnership: Partnership, **changed: object) -> Round:
    """Countersigned by the staff side; open unless its days say otherwise."""
    round = proposed(partnership, **changed)
    other = factories.seat(partnership, factories.user(), Role.STAFF_SIDE)
    actions.countersign(factories.by(partnership), other, round, seen=queries.version_of(round))
    doors.forget()
    return Round.objects.get(id=round.id)


def door(round: Round) -> Door:
    assert round.asking is not None
    found = doors.find(round.asking.door)
    assert found is not None
    return found


def everybody(round: Round) -> list[Invitee]:
    """The roll, by number."""
    return list(Invitee.objects.filter(asking=round.asking).select_related("stratum", "person").order_by("number"))


def code_of(invitee: Invitee) -> str:
    return codes.code(keys.load(invitee.asking_id).codes, invitee.number)


def mark_of(invitee: Invitee) -> UUID:
    return codes.mark(keys.load(invitee.asking_id).codes, invitee.number)


def admit(invitees: Iterable[Invitee]) -> None:
    """Note that they were admitted, without the tokens; some may have been before."""
    Admission.objects.bulk_create(
        [Admission(mark=mark_of(i), asking_id=i.asking_id, stratum_id=i.stratum_id) for i in invitees],
        ignore_conflicts=True,
    )


@dataclass(frozen=True)
class Token:
    """What admits an answer."""

    stratum: int
    message: bytes
    signature: bytes


def token(at: Door, code: str, *, now: datetime = NOW) -> Token:
    """Be admitted, as the browser does it."""
    room = answering.look(at, code, now=now)
    public = answering.public_key(room.key)
    message = respondent.prepare(secrets.token_bytes(32))
    blinded = respondent.blind(public, message)
    signed = answering.admit(at, code, blinded=blinded.message, now=now)
    return Token(room.number, message, respondent.finalize(public, message, signed, blinded.inverse))


def answer(at: Door, held: Token, answers: Mapping[str, object], *, form: int = 0, now: datetime = NOW) -> bool:
    """Send an answer with a token."""
    return answering.receive(
        at, stratum=held.stratum, form=form, message=held.message, signature=held.signature, answers=answers, now=now
    )
