"""Rosters for tests."""

from tests import factories, rounds

from accord.people import rostering
from accord.people.models import Partnership, Person, RosterFile

HEAD = "Organisation,Sector,Kind,Reference,Name,E-mail,Staff group,Site,Leads\n"
FIRST = HEAD + (
    "Alder Hospital,health,acute trust,1,Ann Archer,ann@alder.example,Nursing,North,Ward 7\n"
    "Alder Hospital,health,acute trust,2,Bob Baker,bob@alder.example,Nursing,South,\n"
    "Birch Council,,,1,Cyd Cole,cyd@birch.example,,,\n"
)
SECOND = HEAD + (
    "Alder Hospital,health,acute trust,1,Ann Archer,ann@alder.example,Estates,North,Ward 7\n"
    "Alder Hospital,health,acute trust,3,Dee Dale,dee@alder.example,Nursing,South,\n"
)


def held(partnership: Partnership, text: str | bytes = FIRST, name: str = "roster.csv") -> RosterFile:
    """A roster that was uploaded and looked at."""
    content = text.encode() if isinstance(text, str) else text
    file = rounds.received(content, name)
    seat = rounds.seat(partnership)
    made = rostering.hold(factories.by(partnership), seat, file=file)
    rostering.read(factories.by(partnership), made.id, asker=seat.user_id)
    return RosterFile.objects.get(id=made.id)


def brought_in(partnership: Partnership, text: str | bytes = FIRST) -> None:
    """A roster that is brought in."""
    file = held(partnership, text)
    asker = rounds.seat(partnership).user_id
    assert rostering.bring_in(factories.by(partnership), file.id, sectors={}, asker=asker) is None


def people(partnership: Partnership) -> set[tuple[str, str, str, bool]]:
    """Organisation, reference, staff group, and whether they left."""
    found = Person.objects.filter(partnership=partnership)
    return {(p.organisation.name, p.reference, p.staff_group, p.left_at is not None) for p in found}
