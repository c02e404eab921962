"""A round's life: held, looked at, mapped, checked, confirmed, released; and the moves that are refused."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests import factories, rounds
from tests.factories import NOW
from tests.rounds import by, fresh, seat

from accord.analysis import picture_from_json
from accord.audit.queries import verify
from accord.jobs import actions as jobs
from accord.jobs.kinds import Work
from accord.jobs.models import Job
from accord.jobs.states import LEASE, CannotBeDone, Lost
from accord.jobs.states import State as Stands
from accord.people.models import Partnership
from accord.rounds import actions, analysis, queries, tasks
from accord.rounds.models import Result
from accord.rounds.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_from_a_file_to_a_picture(here: Partnership) -> None:
    round = rounds.held(here, toml="")
    actions.look(by(here), round)
    assert [column["name"] for column in fresh(round).columns] == ["Employer", "q1", "q2"]
    assert 'organisation = "Employer"' in fresh(round).questionnaire
    actions.map_columns(by(here), fresh(round), questionnaire=rounds.TOML)
    actions.check(by(here), fresh(round))
    assert (fresh(round).state, fresh(round).checked["withheld"]) == (State.CHECKED, ["Cedar Hospice"])
    job = actions.confirm(by(here), fresh(round), before=None, asker=seat(here).user_id)
    assert fresh(round).state == State.COMPUTING
    assert rounds.do(job).result == {"round": str(round.id)}
    assert fresh(round).state == State.RELEASED
    picture = picture_from_json(queries.picture(round))
    assert (picture.title["en"], picture.period) == ("Trust at work", "Autumn 2026")
    assert set(Result.objects.get().headline) == {"en", "cy"}
    assert list(verify()) == []


def test_the_name_of_a_file_stays_nowhere(here: Partnership) -> None:
    round = rounds.held(here, toml="")
    round.uploads.update(name="Answers of Mel Morgan.csv")
    actions.look(by(here), round)
    assert "mel" not in fresh(round).questionnaire.lower()
    assert 'id = "trust-at-work"' in fresh(round).questionnaire


def test_a_round_is_named_as_it_was_typed(here: Partnership) -> None:
    round = rounds.checked(here, toml=rounds.TOML.replace('"Trust at work"', '{ en = "Trust at work", cy = "Gwaith" }'))
    assert 'cy = "Gwaith"' in fresh(round).questionnaire
    round.title = "Staff survey"
    round.save()
    actions.check(by(here), round)
    assert 'title = "Staff survey"' in fresh(round).questionnaire


@pytest.mark.parametrize(("asked", "kept"), [(5, 12), (20, 20)])
def test_a_round_is_never_laxer_than_its_partnership(cast: factories.Cast, asked: int, kept: int) -> None:
    strict = factories.partnership(cast.stranger, "Strict", minimum_group=12)
    round = actions.hold(by(strict), seat(strict), title="t", period="p", minimum_group=asked, files={}, toml="")
    assert round.minimum_group == kept


def test_nor_is_its_questionnaire(here: Partnership) -> None:
    round = rounds.checked(here)
    assert "minimum_group = 5" in rounds.TOML
    assert "minimum_group = 10" in round.questionnaire


def test_what_is_wrong_is_kept_until_the_columns_are_mapped(here: Partnership) -> None:
    round = rounds.checked(here, content=b"Employer,q1,q2\nAlder,1,9\n", frame=None)
    found, more = queries.problems(round)
    assert [str(problem) for problem in found] == ["answers.csv, row 2, column q2: 9 is not on the scale from 1 to 5."]
    assert (round.state, round.checked, more) == (State.DRAFT, None, 0)
    actions.map_columns(by(here), round, questionnaire=rounds.TOML.replace("highest = 5", "highest = 9"))
    assert fresh(round).problems is None
    actions.check(by(here), fresh(round))
    assert fresh(round).state == State.CHECKED


def test_looking_again_leaves_a_round_checked(here: Partnership) -> None:
    round = rounds.checked(here)
    actions.look(by(here), round)
    assert fresh(round).state == State.CHECKED
    assert fresh(round).columns
    actions.confirm(by(here), fresh(round), before=None, asker=seat(here).user_id)


def test_mapping_anew_asks_for_another_check(here: Partnership) -> None:
    round = rounds.checked(here)
    actions.map_columns(by(here), round, questionnaire=round.questionnaire)
    assert (fresh(round).state, fresh(round).checked) == (State.DRAFT, None)
    with pytest.raises(ValueError, match="A round that is draft cannot become computing"):
        actions.confirm(by(here), fresh(round), before=None, asker=seat(here).user_id)
    assert not Job.objects.exists()


def test_confirming_twice_asks_once(here: Partnership) -> None:
    round = rounds.confirmed(here)
    assert actions.confirm(by(here), round, before=None, asker=seat(here).user_id) == round.job


@pytest.mark.parametrize("stands", [rounds.confirmed, rounds.released_with])
def test_nothing_changes_in_a_round_that_is_being_worked_on_or_released(here: Partnership, stands: object) -> None:
    round = stands(here)
    for refused in (
        lambda: actions.map_columns(by(here), round, questionnaire="x"),
        lambda: actions.discard(by(here), round),
        lambda: actions.read(by(here), round, "look", asker=seat(here).user_id),
        lambda: actions.read(by(here), round, "check", asker=seat(here).user_id),
    ):
        with pytest.raises(actions.Busy):
            refused()
    assert fresh(round).questionnaire == round.questionnaire


def test_the_same_files_make_one_round_of_a_partnership(here: Partnership, elsewhere: Partnership) -> None:
    first, second = rounds.confirmed(here), rounds.checked(here)
    with pytest.raises(actions.AlreadyThere) as there:
        actions.confirm(by(here), second, before=None, asker=seat(here).user_id)
    assert there.value.other == first
    assert fresh(second).state == State.CHECKED
    assert rounds.confirmed(elsewhere).content == first.content
    assert rounds.confirmed(here, period="Spring 2027").content != first.content


def test_the_same_files_confirmed_in_the_same_moment(here: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = rounds.confirmed(here), rounds.checked(here)
    seen = iter([None, first])
    monkeypatch.setattr(queries, "same", lambda *_: next(seen))
    with pytest.raises(actions.AlreadyThere):
        actions.confirm(by(here), second, before=None, asker=seat(here).user_id)
    assert (fresh(second).state, fresh(second).job) == (State.CHECKED, None)


def test_releasing_twice_releases_once(here: Partnership) -> None:
    round = rounds.released_with(here)
    other = analysis.Computed(picture='{"other": 1}', standing="", headline={"en": "Other"})
    actions.release(by(here, now=NOW + timedelta(days=1)), round, other)
    assert queries.picture(round) == "{}"
    assert fresh(round).released_at == NOW


def test_a_worker_killed_after_the_release_leaves_its_successor_nothing_to_do(here: Partnership) -> None:
    round = rounds.confirmed(here)
    jobs.claim(round.job_id, now=NOW)
    actions.release(by(here), round, rounds.SMALL)
    jobs.revive(NOW + 2 * LEASE)
    assert rounds.do(round.job).state == Stands.FINISHED
    assert queries.picture(round) == "{}"


def test_what_breaks_in_computing_can_be_asked_for_again(
    here: Partnership, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    round = rounds.confirmed(here)
    with monkeypatch.context() as broken:
        broken.setattr(analysis, "make_picture", lambda *_, **__: 1 / 0)
        assert rounds.do(round.job).state == Stands.FAILED
    assert "ZeroDivisionError" in caplog.text
    assert fresh(round).state == State.COMPUTING
    again = actions.confirm(by(here), fresh(round), before=None, asker=seat(here).user_id)
    assert again.id != round.job_id
    monkeypatch.setattr(analysis, "compute", lambda *_, **__: rounds.SMALL)
    rounds.do(again)
    assert fresh(round).state == State.RELEASED


def test_a_picture_of_what_was_confirmed_before_is_not_kept(here: Partnership) -> None:
    late = rounds.confirmed(here)
    jobs.leave(by(here), job=late.job_id, asker=seat(here).user_id)
    actions.map_columns(by(here), fresh(late), questionnaire=rounds.TOML.replace("polarity = -1", ""))
    actions.check(by(here), fresh(late))
    actions.confirm(by(here), fresh(late), before=None, asker=seat(here).user_id)
    with pytest.raises(Lost):
        actions.release(by(here), late, rounds.SMALL)
    assert fresh(late).state == State.COMPUTING


def test_large_files_are_read_as_long_work(here: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.files, "AT_ONCE", 10)
    round = rounds.held(here, toml="")
    for step in ("look", "check"):
        job = actions.read(by(here), round, step, asker=seat(here).user_id)
        with pytest.raises(actions.Busy):
            actions.read(by(here), round, step, asker=seat(here).user_id)
        assert rounds.do(job).state == Stands.FINISHED
        assert tasks.address(job) == f"/p/{here.slug}/rounds/{round.id}/"
    assert (fresh(round).state, len(fresh(round).columns)) == (State.CHECKED, 3)


def test_a_round_removed_in_the_meantime_is_told(here: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.files, "AT_ONCE", 10)
    round = rounds.held(here)
    job = actions.read(by(here), round, "check", asker=seat(here).user_id)
    jobs.leave(by(here), job=job.id, asker=seat(here).user_id)
    actions.discard(by(here), fresh(round))
    with pytest.raises(CannotBeDone, match="This round was removed in the meantime"):
        tasks.read(Work(str(here.id), job.arguments, Path(), lambda *_: None))
    assert tasks.address(job) == "/"
