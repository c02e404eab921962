"""A round that is asked here, in a browser: planned and countersigned by keyboard alone; axe finds nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests import askings, factories
from tests.browsing import Open, examine, look, reach

from accord.booth import doors
from accord.booth.actions import counting, tumbling
from accord.booth.models import Asking
from accord.jobs import tasks as worker
from accord.jobs.models import Job
from accord.people.models import Person, User
from accord.people.states import Role
from accord.rounds.models import Round
from accord.rounds.states import State

HERE = "/p/north-vale-partnership"
LONG = "Northern Community and Mental Health Services of the Upper Valleys NHS Foundation Trust"


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path, settings: object) -> factories.Cast:
    settings.ACCORD_KEYS = tmp_path / "keys"
    doors.forget()
    made = factories.cast()
    askings.roster(made.partnership, {**askings.STAFF, (LONG, "Administrative and clerical staff"): 15})
    return made


@pytest.fixture
def staff_side(cast: factories.Cast) -> User:
    return factories.seat(cast.partnership, factories.user("Stella"), Role.STAFF_SIDE).user


@pytest.mark.parametrize("width", [360, 1280])
def test_planned_proposed_and_countersigned_by_keyboard_alone(
    visit: Open, site: str, cast: factories.Cast, staff_side: User, width: int
) -> None:
    tab = visit(cast.coordinator, width=width)
    tab.goto(f"{site}{HERE}/rounds/ask")
    reach(tab, "Which round it is")
    tab.keyboard.type("Winter")
    reach(tab, "Keep it")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Look at it once more").wait_for()
    reach(tab, "Propose it")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="The roll is being made.").wait_for()
    for job in Job.objects.filter(state="queued"):
        worker.perform.call(str(job.id))
    tab.get_by_role("heading", name="It waits for a countersignature.").wait_for()  # the page goes on by itself

    other = visit(staff_side, width=width)
    other.goto(f"{site}{HERE}/")
    reach(other, "Check it")
    other.keyboard.press("Enter")
    other.get_by_role("heading", name="Check this round, and countersign it.").wait_for()
    reach(other, "I have checked it")
    other.keyboard.press("Enter")
    other.get_by_role("status").get_by_text("You have countersigned.").wait_for()
    assert Round.objects.get().state == State.COUNTERSIGNED


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_axe_finds_nothing_from_the_plan_to_the_close(
    visit: Open, site: str, cast: factories.Cast, staff_side: User, width: int, scheme: str
) -> None:
    here, now = cast.partnership, timezone.now()
    Person.objects.filter(staff_group="Porters").update(email="")
    tab = visit(cast.coordinator, width=width, color_scheme=scheme, bypass_csp=True)
    look(tab, f"{site}{HERE}/rounds/ask", width)
    tab.get_by_role("button", name="Keep it").click()
    tab.get_by_role("alert").get_by_text("Enter which round it is").wait_for()
    examine(tab, width)
    look(tab, _page(site, askings.planned(here)), width)
    round = askings.proposed(here, opens=now - timedelta(days=3), closes=now + timedelta(days=9))
    look(tab, _page(site, round), width)
    other = visit(staff_side, width=width, color_scheme=scheme, bypass_csp=True)
    look(other, _page(site, round), width)
    other.get_by_role("button", name="I have checked it").click()
    other.get_by_text("You have countersigned.").wait_for()
    doors.forget()
    for invitee in askings.everybody(round)[:40]:
        askings.token(askings.door(round), askings.code_of(invitee), now=now)
    for days in (2, 1, 0):
        counting.count(now - timedelta(days=days))
    for page in (
        _page(site, round),
        f"{site}{HERE}/rounds/{round.id}/cards",
        f"{site}{HERE}/rounds/",
        f"{site}{HERE}/",
    ):
        look(other, page, width)
    look(tab, _page(site, round), width)
    asking = Asking.objects.get(id=round.asking_id)
    tumbling.close_now(factories.by(here, now=now), asking)
    look(tab, _page(site, round), width)
    later = factories.by(here, now=now + timedelta(minutes=5))
    tumbling.close(later, Asking.objects.get(id=asking.id), progress=lambda *_: None)
    look(tab, _page(site, round), width)


def _page(site: str, round: Round) -> str:
    return f"{site}{HERE}/rounds/{round.id}/asked"
