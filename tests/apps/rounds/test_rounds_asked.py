"""The pages of a round that is asked here, from the plan to the picture, and who may do what on them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends import locmem
from django.test import Client
from django.utils import timezone
from tests import askings, factories
from tests.factories import Cast

from accord.booth import doors
from accord.booth.actions import counting, inviting, preparing, tumbling
from accord.booth.models import Asking, Daily, Invitee
from accord.jobs import tasks as worker
from accord.jobs.models import Job
from accord.people.models import Partnership, Person, Seat, User
from accord.people.states import Role
from accord.questionnaires.load import parse_questionnaire
from accord.rounds import actions, policies, queries
from accord.rounds.models import Round
from accord.rounds.states import FOLLOWS, MOVES, Phase, State, phase_at

pytestmark = pytest.mark.django_db
Browser = Callable[[object], Client]
HERE = "/p/north-vale-partnership"


@pytest.fixture(autouse=True)
def _keys_apart(tmp_path, settings) -> None:
    settings.ACCORD_KEYS, settings.ACCORD_DATA = tmp_path / "keys", tmp_path
    doors.forget()


@pytest.fixture
def staff_side(here: Partnership) -> User:
    return factories.seat(here, factories.user("Stella"), Role.STAFF_SIDE).user


def given(**changed: object) -> dict[str, object]:
    today = timezone.localdate()
    fields = {
        "title": "Trust here",
        "period": "Winter",
        "module": ["senior_leaders", "safety"],
        "segment": "staff_group",
        "way": "anonymous",
        "minimum_group": "10",
        **day("opens", today),
        **day("closes", today + timedelta(days=14)),
    }
    return fields | changed


def day(name: str, value: date) -> dict[str, object]:
    return {f"{name}_0": value.day, f"{name}_1": value.month, f"{name}_2": value.year}


def planned(client: Client, **changed: object) -> Round:
    response = client.post(f"{HERE}/rounds/ask", given(**changed))
    assert response.status_code == 302, response.text
    return Round.objects.latest("created_at")


def page(client: Client, round: Round) -> str:
    return client.get(f"{HERE}/rounds/{round.id}/asked").text


def do(client: Client, round: Round, name: str, **fields: object) -> int:
    return client.post(f"{HERE}/rounds/{round.id}/{name}", fields).status_code


def work() -> None:
    for job in Job.objects.filter(state="queued"):
        worker.perform.call(str(job.id))


def test_from_the_plan_to_the_picture(cast: Cast, here: Partnership, staff_side: User) -> None:
    askings.roster(here)
    coordinator, other = Client(), Client()
    coordinator.force_login(cast.coordinator)
    other.force_login(staff_side)
    round = planned(coordinator)
    assert "Look at it once more, then propose it." in page(coordinator, round)
    assert other.get(f"{HERE}/rounds/{round.id}/asked").status_code == 404, "a draft is for those who add rounds"

    assert do(coordinator, round, "propose") == 302
    assert "The roll is being made." in page(coordinator, round)
    work()
    shown = page(coordinator, round)
    assert "It waits for a countersignature." in shown
    assert "Of whom: 62 people" in shown
    assert "Porters" in shown
    read = queries.version_of(Round.objects.get(id=round.id))
    assert do(coordinator, round, "countersign", seen=read) == 403

    assert "Check what is asked of whom" in other.get(f"{HERE}/").text
    assert "I have checked it: countersign" in page(other, round)
    assert do(other, round, "countersign") == 302, "of a version that was not read"
    round.refresh_from_db()
    assert round.state == State.PROPOSED
    assert do(other, round, "countersign", seen=queries.version_of(round)) == 302
    round.refresh_from_db()
    assert phase_at(round, timezone.now()) is Phase.OPEN
    assert "The round is open." in page(coordinator, round)

    at = askings.door(round)
    for invitee in Invitee.objects.filter(asking=round.asking)[:58]:
        held = askings.token(at, askings.code_of(invitee), now=timezone.now())
        askings.answer(at, held, {"safety_1": 3}, now=timezone.now())
    assert do(coordinator, round, "end") == 302
    later = timezone.now() + timedelta(minutes=5)
    asking = Asking.objects.get(id=round.asking_id)
    tumbling.close(factories.by(here, now=later), asking, progress=lambda *_: None)
    assert "Its picture can be made." in page(coordinator, round)
    assert do(coordinator, round, "compute", before="") == 302
    work()
    round.refresh_from_db()
    assert round.state == State.RELEASED
    assert "Alder Hospital" in coordinator.get(f"{HERE}/rounds/{round.id}/").text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "Enter a name for the round."),
        ({"module": ["nothing"]}, "Choose from the list."),
        ({"module": ["between_groups"]}, "Name two groups or more"),
        ({"about": ["Nobody"]}, "Choose from the list."),
        ({"minimum_group": "4"}, "The smallest group must be 5 people or more."),
        ({"minimum_group": "7"}, "Your partnership never shows groups of fewer than 10."),
        ({"way": ""}, "Choose how answers come in."),
        (day("opens", date(2020, 1, 1)), "The first day cannot lie in the past."),
        (day("closes", date(2020, 1, 1)), "The last day cannot lie before the first."),
        (day("closes", date(2099, 1, 1)), "A round can be open for a year at most."),
        ({"opens_0": "31", "opens_1": "2"}, "There is no such date."),
        (day("opens", date(9999, 12, 31)) | day("closes", date(9999, 12, 31)), "more than a year ahead"),
    ],
)
def test_what_is_wrong_in_a_plan_is_said_and_nothing_is_lost(
    cast: Cast, here: Partnership, sign_in: Browser, changed: dict[str, object], said: str
) -> None:
    askings.roster(here)
    response = sign_in(cast.coordinator).post(f"{HERE}/rounds/ask", given(period="Kept words") | changed)
    assert response.status_code == 400
    assert said in response.text
    assert "Kept words" in response.text
    assert not Round.objects.exists()


def test_a_roster_that_is_too_small_is_told(cast: Cast, here: Partnership, sign_in: Browser) -> None:
    askings.roster(here, {("Alder Hospital", "Nurses"): 9})
    coordinator = sign_in(cast.coordinator)
    round = planned(coordinator)
    do(coordinator, round, "propose")
    work()
    shown = page(coordinator, round)
    assert "The roster has fewer than 10 people, the smallest group that is ever shown." in shown
    assert do(coordinator, round, "withdraw") == 302
    assert "Look at it once more" in page(coordinator, round)
    assert do(coordinator, round, "drop") == 302
    assert not Round.objects.exists()
    assert not Asking.objects.exists()


def test_a_proposal_that_is_withdrawn_can_be_changed_and_proposed_again(
    cast: Cast, here: Partnership, sign_in: Browser
) -> None:
    askings.roster(here)
    coordinator = sign_in(cast.coordinator)
    round = planned(coordinator)
    do(coordinator, round, "propose")
    work()
    assert do(coordinator, round, "plan") == 302, "what is proposed cannot be changed"
    do(coordinator, round, "withdraw")
    assert not Invitee.objects.exists()
    shown = coordinator.get(f"{HERE}/rounds/{round.id}/plan").text
    assert 'value="Winter"' in shown
    coordinator.post(f"{HERE}/rounds/{round.id}/plan", given(period="Spring", segment=""))
    do(coordinator, round, "propose")
    work()
    round.refresh_from_db()
    assert round.period == "Spring"
    assert {part.group for part in queries.strata(round)} == {""}


def test_what_is_countersigned_cannot_be_changed_by_anybody(
    cast: Cast, here: Partnership, staff_side: User, sign_in: Browser
) -> None:
    askings.roster(here)
    round = askings.opened(here)
    before = Round.objects.filter(id=round.id).values(), Asking.objects.filter(id=round.asking_id).values()
    kept = [list(found) for found in before]
    for person in (cast.coordinator, staff_side):
        client = sign_in(person)
        for name in ("plan", "propose", "withdraw", "drop", "countersign", "compute"):
            assert do(client, round, name) in (302, 403), name
    assert [list(found) for found in before] == kept


class TestCountersigning:
    def seat(self, here: Partnership, role: Role, organisation: object = None) -> Seat:
        return factories.seat(here, factories.user(), role, organisation=organisation)

    def test_another_organisation_may_and_the_own_may_not(self, here: Partnership) -> None:
        askings.roster(here)
        round = askings.proposed(here)
        alder, birch = (Person.objects.filter(organisation__name=n)[0].organisation for n in
                        ("Alder Hospital", "Birch Council"))  # fmt: skip
        Seat.objects.filter(id=round.created_by_id).update(organisation=alder)
        round = policies.check_asked(askings.coordinators_seat(here), round.id)
        assert policies.may_countersign(self.seat(here, Role.LEADER, birch), round)
        assert not policies.may_countersign(self.seat(here, Role.LEADER, alder), round)
        assert not policies.may_countersign(self.seat(here, Role.LEADER), round)
        assert policies.may_countersign(self.seat(here, Role.STAFF_SIDE), round)

    def test_nobody_countersigns_their_own_in_whatever_role(self, here: Partnership) -> None:
        askings.roster(here)
        round = askings.proposed(here)
        twice = factories.seat(here, round.created_by.user, Role.STAFF_SIDE)
        assert not policies.may_countersign(twice, round)

    def test_where_the_proposer_is_of_no_organisation_only_the_staff_side_may(self, here: Partnership) -> None:
        askings.roster(here)
        round = askings.proposed(here)
        birch = Person.objects.filter(organisation__name="Birch Council")[0].organisation
        assert not policies.may_countersign(self.seat(here, Role.LEADER, birch), round)


def test_how_many_have_begun_moves_once_a_day_in_tens_and_not_below_the_minimum(
    cast: Cast, here: Partnership, sign_in: Browser
) -> None:
    askings.roster(here)
    now = timezone.now()
    round = askings.opened(here, opens=now - timedelta(days=2), closes=now + timedelta(days=9))
    invited = Invitee.objects.filter(asking=round.asking)
    askings.admit(invited.filter(stratum__group="Nurses")[:27])
    askings.admit(invited.filter(stratum__group="Porters")[:9])
    counting.count(now)
    assert dict(Daily.objects.values_list("stratum__group", "begun")) == {"Nurses": 20, "Porters": None, "Care": None}
    askings.admit(invited)
    counting.count(now + timedelta(minutes=1))
    assert Daily.objects.count() == 3, "the same day: nothing moves"
    shown = page(sign_in(cast.coordinator), round)
    assert "At least 20 of 62 people by the morning of" in shown
    assert "20 of 30" in shown
    assert "too few to tell, of 12" in shown
    assert shown.count("Porters") == 1, "the groups stand there once"
    assert "At least 32 % have begun" in shown


def test_no_seat_sees_who_is_on_the_roll(cast: Cast, here: Partnership, staff_side: User, sign_in: Browser) -> None:
    askings.roster(here)
    round = askings.opened(here)
    for person in (cast.coordinator, cast.analyst, cast.member, staff_side):
        assert "staff.1@example.org" not in page(sign_in(person), round)


def test_cards_are_for_those_without_an_address_and_never_for_leaders(
    cast: Cast, here: Partnership, staff_side: User, sign_in: Browser
) -> None:
    askings.roster(here)
    Person.objects.filter(staff_group="Porters").update(email="")
    round = askings.opened(here)
    client = sign_in(staff_side)
    assert "12 cards" in client.get(f"{HERE}/rounds/{round.id}/cards").text
    stratum = round.asking.strata.get(group="Porters").number
    assert client.get(f"{HERE}/rounds/{round.id}/cards-{stratum}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{HERE}/rounds/{round.id}/poster.pdf").content.startswith(b"%PDF")
    factories.seat(here, staff_side, Role.LEADER)
    for path in ("cards", f"cards-{stratum}.pdf", "poster.pdf"):
        assert client.get(f"{HERE}/rounds/{round.id}/{path}").status_code == 403
    for person in (cast.member, cast.analyst):
        assert sign_in(person).get(f"{HERE}/rounds/{round.id}/cards").status_code == 403


def test_the_tables_of_moves_name_every_state_and_phase() -> None:
    assert set(MOVES) == set(State)
    assert set(FOLLOWS) == set(Phase)
    assert {after for following in FOLLOWS.values() for after in following} | {Phase.DRAFT} == set(Phase)


def test_organisations_that_are_asked_about_are_kept_in_the_plan(cast: Cast, here: Partnership) -> None:
    askings.roster(here)
    client = Client()
    client.force_login(cast.coordinator)
    round = planned(client, module=["safety", "between_groups"], about=["Alder Hospital", "Birch Council"])
    found = parse_questionnaire(round.questionnaire.encode())
    assert [m.target for m in found.measures] == ["", *["Alder Hospital"] * 2, *["Birch Council"] * 2]
    form = client.get(f"{HERE}/rounds/{round.id}/plan").text
    assert form.count(" checked") == 6, "two modules, two organisations, a segment and a way"


def test_organisations_are_left_out_where_no_module_asks_about_them(cast: Cast, here: Partnership) -> None:
    askings.roster(here)
    client = Client()
    client.force_login(cast.coordinator)
    round = planned(client, module=["safety"], about=["Alder Hospital", "Birch Council"])
    assert not [m for m in parse_questionnaire(round.questionnaire.encode()).measures if m.target]


def test_who_is_behind_is_said_only_where_no_rounding_can_explain_it() -> None:
    def part(name: str, headcount: int, begun: int | None) -> queries.Part:
        return queries.Part(name, "", headcount, begun)

    parts = (part("ten in all, all begun", 10, None), part("few of many", 300, None), part("half", 100, 50))
    told = queries.Response(days=(), parts=(*parts, part("fewer", 100, 30)), headcount=510, begun=306)
    assert [one.organisation for one in told.behind] == ["few of many", "fewer"]


def test_an_address_that_is_refused_keeps_nobody_else_from_their_letter(
    cast: Cast, here: Partnership, monkeypatch: pytest.MonkeyPatch, mailoutbox: list
) -> None:
    askings.roster(here)
    round = askings.opened(here)
    post = locmem.EmailBackend.send_messages

    def refuse_one(self: object, letters: list) -> int:
        if letters[0].to == ["staff.7@example.org"]:
            raise SMTPRecipientsRefused({})
        return post(self, letters)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", refuse_one)
    inviting.invite(factories.by(here), round.asking, progress=lambda *_: None)
    inviting.invite(factories.by(here), round.asking, progress=lambda *_: None)
    assert len(mailoutbox) == len({letter.to[0] for letter in mailoutbox}) == 61


def test_where_the_mail_server_is_gone_the_next_attempt_sends_the_rest(
    cast: Cast, here: Partnership, monkeypatch: pytest.MonkeyPatch, mailoutbox: list
) -> None:
    askings.roster(here)
    round = askings.opened(here)
    post = locmem.EmailBackend.send_messages

    def break_after_twenty(self: object, letters: list) -> int:
        if len(mailoutbox) == 20:
            raise ConnectionError
        return post(self, letters)

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", break_after_twenty)
    with pytest.raises(ConnectionError):
        inviting.invite(factories.by(here), round.asking, progress=lambda *_: None)
    monkeypatch.setattr(locmem.EmailBackend, "send_messages", post)
    inviting.invite(factories.by(here), Asking.objects.get(id=round.asking_id), progress=lambda *_: None)
    assert len(mailoutbox) == len({letter.to[0] for letter in mailoutbox}) == 62


def test_reminders_are_a_day_apart(cast: Cast, here: Partnership) -> None:
    askings.roster(here)
    round = askings.opened(here)
    inviting.invite(factories.by(here), round.asking, progress=lambda *_: None)
    asking, day = Asking.objects.get(id=round.asking_id), timedelta(days=1)
    with pytest.raises(inviting.NotNow):
        inviting.allow_reminder(factories.by(here), asking)
    assert inviting.allow_reminder(factories.by(here, now=factories.NOW + day), asking) == 1
    with pytest.raises(inviting.NotNow):
        inviting.allow_reminder(factories.by(here, now=factories.NOW + day), asking)


def test_only_what_is_open_can_be_ended(cast: Cast, here: Partnership, sign_in: Browser) -> None:
    askings.roster(here)
    round = askings.proposed(here)
    before = round.asking.closes_at
    assert do(sign_in(cast.coordinator), round, "end") == 302
    assert Asking.objects.get(id=round.asking_id).closes_at == before


def test_a_proposal_whose_days_are_over_cannot_be_countersigned(here: Partnership) -> None:
    askings.roster(here)
    round = askings.proposed(here)
    other = factories.seat(here, factories.user(), Role.STAFF_SIDE)
    late = factories.by(here, now=askings.CLOSES)
    with pytest.raises(preparing.Frozen):
        actions.countersign(late, other, round, seen=queries.version_of(round))


def test_who_proposed_or_drafted_it_cannot_countersign_it(here: Partnership) -> None:
    askings.roster(here)
    alder, birch = Person.objects.values_list("organisation", flat=True).distinct()[:2]
    Seat.objects.filter(id=askings.coordinators_seat(here).id).update(organisation=alder)
    round = askings.planned(here)
    proposer = factories.seat(here, factories.user(), Role.ANALYST)
    Seat.objects.filter(id=proposer.id).update(organisation=birch)
    proposer.refresh_from_db()
    actions.propose(factories.by(here), proposer, round)
    found = policies.check_asked(proposer, round.id)
    assert not policies.may_countersign(proposer, found)
    assert not policies.may_countersign(askings.coordinators_seat(here), found)


def test_a_round_that_nobody_answered_says_so(cast: Cast, here: Partnership, sign_in: Browser) -> None:
    askings.roster(here)
    round = askings.opened(here)
    later = askings.CLOSES + timedelta(minutes=3)
    tumbling.close(factories.by(here, now=later), round.asking, progress=lambda *_: None)
    assert "Nobody answered." in page(sign_in(cast.coordinator), round)


@pytest.mark.parametrize("role", [Role.LEADER, Role.MEMBER, Role.STAFF_SIDE])
def test_every_round_in_the_list_can_be_opened(here: Partnership, role: Role) -> None:
    askings.roster(here)
    askings.proposed(here)
    client = Client()
    client.force_login(factories.seat(here, factories.user(), role).user)
    links = re.findall(r'<h2 class="h3"><a href="([^"]+)"', client.get(f"{HERE}/rounds/").text)
    assert [client.get(link).status_code for link in links] == [200]


def test_cards_of_a_group_that_is_not_there(cast: Cast, here: Partnership, staff_side: User, sign_in: Browser) -> None:
    askings.roster(here)
    round = askings.opened(here)
    for number in (0, 99, 10**20):
        assert sign_in(staff_side).get(f"{HERE}/rounds/{round.id}/cards-{number}.pdf").status_code == 404
