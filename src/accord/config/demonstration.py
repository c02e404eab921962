"""The demonstration: the partnership that `accord.analysis.simulation` invents, loaded as its people would load it."""

from collections.abc import Callable

import numpy as np
from django.utils import timezone
from polars import DataFrame

from accord.analysis.simulation import PLACES, Demonstration, simulate
from accord.audit.states import SYSTEM, By
from accord.jobs import tasks
from accord.people import actions as people
from accord.people.models import Organisation, Partnership, Seat
from accord.people.policies import by_seat
from accord.people.states import Role, Sector
from accord.rounds import actions as rounds
from accord.rounds.models import Round
from accord.rounds.states import FileKind
from accord.web.holding import Writing
from accord.web.receiving import Received

Progress = Callable[[float, str], None]

NAME, TITLE = "Harrowmere Health and Care Partnership", "Trust in our partnership"
PASSWORD = "built on purpose"
SEED = 2027  # of six seeds tried, 2026 alone hides the change that was made
PEOPLE = {
    Role.COORDINATOR: ("Carys Hughes", ""),
    Role.LEADER: ("Leon Marsh", "Acute hospital B"),
    Role.STAFF_SIDE: ("Stella Okafor", "Mental health trust"),
    Role.MEMBER: ("Mina Patel", "Voluntary alliance"),
    Role.ANALYST: ("Anton Reed", "Community trust"),
}
"""Who holds a seat, and from which organisation, if any; each signs in as their role at demo.example."""
SECTORS = {"Council": Sector.GOVERNMENT, "Voluntary": Sector.VOLUNTARY}
"""What kind of body the places of each kind are, where it is not health."""


def address(role: Role) -> str:
    """The e-mail address with which the holder of this seat signs in.

    >>> address(Role.STAFF_SIDE)
    'staff-side@demo.example'
    """
    return f"{role.value.replace('_', '-')}@demo.example"


def load(*, progress: Progress) -> None:
    """Make the partnership, its organisations and people, and release its two rounds, the later beside the earlier."""
    progress(0.0, "Inventing 4,000 staff")
    invented = simulate(rng=np.random.default_rng(SEED))
    seats = _people()
    before: Round | None = None
    for number, name in enumerate(invented.rounds):
        progress((1 + 2 * number) / 5, f"Making the picture of {name}")
        before = _release(seats[Role.COORDINATOR], invented, name, before)


def _people() -> dict[Role, Seat]:
    """The partnership with its organisations, and the seats of its people."""
    by = By(SYSTEM, None, timezone.now())
    users = {
        role: people.create_user(by, email=address(role), name=name, password=PASSWORD)
        for role, (name, _) in PEOPLE.items()
    }
    made = people.create_partnership(by, name=NAME, founder=users[Role.COORDINATOR], fictional=True)
    within = By(SYSTEM, made.id, by.now)
    for role, place in _places(within, made).items():
        people.give_seat(within, partnership=made.id, user=users[role], role=role, organisation=place)
    return {Role(seat.role): seat for seat in made.seats.select_related("partnership", "user")}


def _places(by: By, partnership: Partnership) -> dict[Role, Organisation]:
    """Every organisation added; those from which somebody holds a seat, by that seat."""
    added = {
        place.name: people.add_organisation(
            by,
            partnership=partnership.id,
            name=place.name,
            sector=SECTORS.get(place.sector, Sector.HEALTH),
            kind=place.sector,
        )
        for place in PLACES
    }
    return {role: added[place] for role, (_, place) in PEOPLE.items() if place}


def _release(seat: Seat, invented: Demonstration, period: str, before: Round | None) -> Round:
    """Upload, check, confirm and compute one round, as its coordinator and the worker would."""
    by = by_seat(seat, now=timezone.now())
    files = {
        FileKind.DATA: _file("answers.csv", invented.rounds[period]),
        FileKind.FRAME: _file("frame.csv", invented.frame),
    }
    round = rounds.hold(
        by,
        seat,
        title=TITLE,
        period=period,
        minimum_group=seat.partnership.minimum_group,
        files=files,
        toml=invented.questionnaire.decode(),
    )
    rounds.check(by, round)
    job = rounds.confirm(by, round, before=before, asker=seat.user_id)
    tasks.perform.call(str(job.id))
    round.refresh_from_db()
    return round


def _file(name: str, table: DataFrame) -> Received:
    writing = Writing()
    writing.write(table.write_csv().encode())
    return Received(name, writing=writing)
