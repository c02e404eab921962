"""The demonstration: the partnership that `accord.analysis.simulation` invents, loaded as its people would load it."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import polars as pl
from django.utils import timezone
from polars import DataFrame

from accord.analysis.simulation import PLACES, Demonstration, simulate
from accord.audit.states import SYSTEM, By
from accord.booth.actions.preparing import Plan
from accord.booth.states import Segment, Way
from accord.jobs import tasks
from accord.people import actions as people
from accord.people import rostering
from accord.people.models import Organisation, Partnership, Seat
from accord.people.policies import by_seat
from accord.people.states import Role, Sector
from accord.rounds import actions as rounds
from accord.rounds import analysis
from accord.rounds.models import Round
from accord.rounds.states import FileKind
from accord.web.holding import Writing
from accord.web.receiving import Received

Progress = Callable[[float, str], None]

NAME, TITLE = "Harrowmere Health and Care Partnership", "Trust in our partnership"
PASSWORD = "built on purpose"
NEXT = "Winter 2026/27"
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
    """Make the partnership, its organisations and people; release its two rounds, the later beside the earlier; and
    propose a third, to be countersigned, opened and answered by whoever tries it."""
    progress(0.0, "Inventing 4,000 staff")
    invented = simulate(rng=np.random.default_rng(SEED))
    seats = _people()
    before: Round | None = None
    for number, name in enumerate(invented.rounds):
        progress((1 + 2 * number) / 6, f"Making the picture of {name}")
        before = _release(seats[Role.COORDINATOR], invented, name, before)
    progress(5 / 6, "Proposing the next round")
    _bring_in(seats[Role.COORDINATOR], invented.frame)
    _propose(seats[Role.COORDINATOR])


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


def _bring_in(seat: Seat, frame: DataFrame) -> None:
    """A roster of as many people as the head counts say; those who work in support have no address of their own."""
    by = by_seat(seat, now=timezone.now())
    people_of = frame.select(pl.col("organisation"), staff_group=pl.col("group"), n=pl.col("staff").cast(pl.UInt32))
    rows = people_of.select(pl.all().exclude("n").repeat_by("n").explode(empty_as_null=True))
    numbered = rows.with_row_index("reference", 1).with_columns(
        email=pl.when(pl.col("staff_group") != "Support").then(pl.format("{}@staff.demo.example", "reference"))
    )
    held = rostering.hold(by, seat, file=_file("roster.csv", numbered))
    rostering.look(by, held.id)
    rostering.bring_in(by, held.id, sectors={}, asker=seat.user_id)


def _propose(seat: Seat) -> None:
    """The next round, as the coordinator leaves it to somebody of another side."""
    by, first = (
        by_seat(seat, now=timezone.now()),
        timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    planned = Plan(
        owner="rounds",
        title=TITLE,
        period=NEXT,
        way=Way.ANONYMOUS,
        segment=Segment.NONE,
        questionnaire=analysis.composed(
            ("senior_leaders", "safety", "promises"),
            title=TITLE,
            minimum_group=seat.partnership.minimum_group,
            grouped=False,
        ),
        minimum_group=seat.partnership.minimum_group,
        opens_at=first,
        closes_at=first + timedelta(days=22),
    )
    job = rounds.propose(by, seat, rounds.plan(by, seat, planned))
    tasks.perform.call(str(job.id))


def _file(name: str, table: DataFrame) -> Received:
    writing = Writing()
    writing.write(table.write_csv().encode())
    return Received(name, writing=writing)
