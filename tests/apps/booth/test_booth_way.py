"""The anonymous way from the invitation to the picture, and what it refuses."""

from datetime import timedelta

import polars as pl
import pytest
from tests import askings, factories
from tests.factories import NOW

from accord.audit.queries import verify
from accord.booth import keys
from accord.booth.actions import answering, tumbling
from accord.booth.models import Asking, Batch, Gathered, Invitee, Received
from accord.people.models import Partnership
from accord.rounds import actions, analysis, tasks
from accord.rounds.models import Round
from accord.rounds.states import Phase, State, phase_at

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ANSWERS = {"safety_1": 4, "safety_2": 2, "safety_3": None}
LATER = askings.CLOSES + timedelta(minutes=3)


@pytest.fixture
def round(here: Partnership) -> Round:
    askings.roster(here)
    return askings.opened(here)


def close(round: Round) -> None:
    asking = Asking.objects.get(id=round.asking_id)
    tumbling.close(factories.by(round.partnership, now=LATER), asking, progress=lambda *_: None)


def test_the_roll_is_the_roster_and_each_stratum_has_enough_people(round: Round) -> None:
    strata = round.asking.strata.values_list("organisation", "group", "headcount")
    assert set(strata) == {
        ("Alder Hospital", "Nurses", 30),
        ("Alder Hospital", "Porters", 12),
        ("Birch Council", "Care", 20),
    }
    assert len(askings.everybody(round)) == 62
    assert phase_at(round, NOW) is Phase.OPEN


def test_answers_come_in_are_tumbled_and_closed_and_become_a_picture(round: Round) -> None:
    at = askings.door(round)
    for n, invitee in enumerate(askings.everybody(round)[:55]):
        held = askings.token(at, askings.code_of(invitee))
        assert held.stratum == invitee.stratum.number
        assert askings.answer(at, held, ANSWERS | {"safety_1": n % 5 + 1})
    assert tumbling.tumble(NOW) == 1
    assert Batch.objects.get().count == 55
    assert Received.objects.filter(box__isnull=True).count() == 55
    for invitee in askings.everybody(round)[55:60]:
        askings.answer(at, askings.token(at, askings.code_of(invitee)), ANSWERS)
    assert tumbling.tumble(NOW) == 0, "five wait for the close"
    close(round)
    gathered = Gathered.objects.get()
    table = pl.read_parquet(bytes(gathered.answers))
    assert gathered.count == len(table) == 60
    assert sorted(table["safety_1"].to_list()) == sorted([str(n % 5 + 1) for n in range(55)] + ["4"] * 5)
    assert table["safety_3"].is_null().all()
    assert not Received.objects.exists()
    assert not Invitee.objects.exists()
    assert not Batch.objects.exists()
    with pytest.raises(keys.KeysMissing):
        keys.load(round.asking_id)
    mine = Round.objects.get(id=round.id)
    assert phase_at(mine, LATER) is Phase.CLOSED
    job = actions.confirm(factories.by(round.partnership, now=LATER), mine, before=None, asker=round.created_by.user_id)
    mine.refresh_from_db()
    computed = analysis.compute(mine, analysis.inputs(mine), before="", progress=lambda *_: None)
    actions.release(factories.by(round.partnership, now=LATER), mine, computed)
    mine.refresh_from_db()
    assert mine.state == State.RELEASED
    assert "Alder Hospital" in mine.result.picture
    assert not [said for said in verify() if said]
    assert tasks.about(job)


def test_the_same_token_counts_once(round: Round) -> None:
    at = askings.door(round)
    held = askings.token(at, askings.code_of(askings.everybody(round)[0]))
    assert askings.answer(at, held, ANSWERS)
    assert not askings.answer(at, held, ANSWERS | {"safety_1": 1})
    assert Received.objects.count() == 1


def test_a_code_admits_once_and_the_same_again_where_the_reply_was_lost(round: Round) -> None:
    at, code = askings.door(round), askings.code_of(askings.everybody(round)[0])
    blinded = (2).to_bytes(256, "big")
    first = answering.admit(at, code, blinded=blinded, now=NOW)
    assert answering.admit(at, code, blinded=blinded, now=NOW) == first
    with pytest.raises(answering.AlreadyBegun):
        answering.admit(at, code, blinded=(3).to_bytes(256, "big"), now=NOW)
    with pytest.raises(answering.AlreadyBegun):
        answering.receive_plainly(at, code, form=0, answers=ANSWERS, now=NOW)


def test_a_token_of_one_stratum_does_not_admit_to_another(round: Round) -> None:
    at = askings.door(round)
    held = askings.token(at, askings.code_of(askings.everybody(round)[0]))
    other = askings.Token((held.stratum + 1) % 3, held.message, held.signature)
    for bad in (other, askings.Token(99, held.message, held.signature), askings.Token(-1, b"", b"")):
        with pytest.raises(answering.NoToken):
            askings.answer(at, bad, ANSWERS)
    assert not Received.objects.exists()


@pytest.mark.parametrize("now", [askings.OPENS - timedelta(seconds=1), askings.CLOSES])
def test_nothing_is_taken_outside_of_its_time(round: Round, now) -> None:
    at, code = askings.door(round), askings.code_of(askings.everybody(round)[0])
    held = askings.token(at, code)
    with pytest.raises(answering.NotOpen):
        askings.answer(at, held, ANSWERS, now=now)
    with pytest.raises(answering.NotOpen):
        answering.receive_plainly(at, code, form=0, answers=ANSWERS, now=now)
    with pytest.raises(tumbling.NotYet):
        tumbling.close(factories.by(now=now), round.asking, progress=lambda *_: None)


def test_the_confidential_way_counts_the_same(round: Round) -> None:
    at, code = askings.door(round), askings.code_of(askings.everybody(round)[0])
    answering.receive_plainly(at, code, form=0, answers=ANSWERS, now=NOW)
    with pytest.raises(answering.AlreadyBegun):
        answering.receive_plainly(at, code, form=0, answers=ANSWERS, now=NOW)
    close(round)
    assert Gathered.objects.get().count == 1


def test_what_came_in_before_the_close_is_told_so_when_it_is_sent_again(round: Round) -> None:
    at = askings.door(round)
    held, late = (askings.token(at, askings.code_of(one)) for one in askings.everybody(round)[:2])
    assert askings.answer(at, held, ANSWERS)
    assert not askings.answer(at, held, ANSWERS, now=askings.CLOSES)
    with pytest.raises(answering.NotOpen):
        askings.answer(at, late, ANSWERS, now=askings.CLOSES)


def test_an_asking_whose_keys_are_gone_keeps_no_other_from_its_batches(round: Round, here: Partnership) -> None:
    other = askings.opened(here, opens=askings.OPENS + timedelta(minutes=1))
    for one in (round, other):
        at = askings.door(one)
        for invitee in askings.everybody(one)[:50]:
            askings.answer(at, askings.token(at, askings.code_of(invitee)), ANSWERS)
    keys.destroy(round.asking_id)
    assert tumbling.tumble(NOW) == 1
    assert Batch.objects.get().asking_id == other.asking_id
