"""What a close leaves where it breaks off, and how the clock goes on with it; keys that are never destroyed in use."""

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests import askings, factories

from accord.booth import doors, keys, queries, scrubbing, tasks
from accord.booth.actions import inviting, preparing, tumbling
from accord.booth.models import Asking, Gathered, Invitee
from accord.jobs.models import Job
from accord.jobs.states import State
from accord.jobs.tasks import perform
from accord.people.models import Partnership, Person
from accord.rounds import actions
from accord.rounds.models import Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = askings.CLOSES + timedelta(minutes=3)


class Killed(BaseException):
    """What no code catches."""


@pytest.fixture(autouse=True)
def _folders_apart(tmp_path: Path, settings: object) -> None:
    settings.ACCORD_KEYS, settings.ACCORD_DATA = tmp_path / "keys", tmp_path
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    doors.forget()


@pytest.fixture
def round(here: Partnership) -> Round:
    askings.roster(here)
    return askings.opened(here)


def killed(*_: object) -> None:
    raise Killed


def close(round: Round) -> None:
    asking = Asking.objects.get(id=round.asking_id)
    tumbling.close(factories.by(round.partnership, now=LATER), asking, progress=lambda *_: None)


def work() -> None:
    for job in Job.objects.filter(state=State.QUEUED):
        perform.func(str(job.id))


def test_keys_that_a_killed_close_left_are_destroyed_at_the_next_tick(
    round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    destroy = keys.destroy
    monkeypatch.setattr(keys, "destroy", killed)
    with pytest.raises(Killed):
        close(round)
    assert Gathered.objects.count() == 1
    assert keys.kept() == [round.asking_id]
    monkeypatch.setattr(keys, "destroy", destroy)
    assert tumbling.sweep(LATER) == 1
    assert keys.kept() == []
    assert tumbling.sweep(LATER) == 0


def test_the_clock_destroys_no_keys_in_use_and_none_that_it_does_not_know(here: Partnership, round: Round) -> None:
    """Those of others may stand there too: of a database that is put back only after them."""
    stranger = Asking(id="0d9cb2f6-3c1e-4b54-8f7c-6f1fd6b3a3f0").id
    keys.keep(stranger, keys.draw([0], progress=lambda share: None))
    askings.proposed(here, period="Winter")
    assert tumbling.sweep(LATER) == 0
    assert len(keys.kept()) == 3


def test_a_close_that_failed_after_the_answers_were_put_together_is_begun_again(
    round: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise scrubbing.NotScrubbed

    now = timezone.now()
    Asking.objects.filter(id=round.asking_id).update(closes_at=now - timedelta(minutes=3))
    with monkeypatch.context() as patched:
        patched.setattr(scrubbing, "scrub", busy)
        tasks.begin(now)
        work()
    assert [job.state for job in Job.objects.filter(kind=tasks.CLOSING)] == [State.FAILED]
    assert Gathered.objects.count() == 1
    tasks.begin(now + timedelta(minutes=1))
    assert Job.objects.filter(kind=tasks.CLOSING).count() == 1, "not at every tick"
    tasks.begin(now + timedelta(minutes=12))
    work()
    assert {job.state for job in Job.objects.filter(kind=tasks.CLOSING)} == {State.FAILED, State.FINISHED}
    assert tasks.begin(now + timedelta(minutes=13)) == 0


def test_letters_that_went_into_files_go_with_the_roll(round: Round, settings: object, monkeypatch: object) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    monkeypatch.setattr(inviting, "render_to_string", lambda _name, context: context["link"])
    other = Path(settings.EMAIL_FILE_PATH) / "another-asking"
    other.mkdir(parents=True)
    inviting.invite(factories.by(round.partnership), round.asking, progress=lambda *_: None)
    [letters] = (Path(settings.EMAIL_FILE_PATH) / round.asking.door).iterdir()
    assert letters.read_text().count("/a/") == 2 * 62, "in two languages"
    close(round)
    assert list(Path(settings.EMAIL_FILE_PATH).iterdir()) == [other]


class TestReminders:
    """Nobody is told, by whatever way, who has begun."""

    @pytest.fixture(autouse=True)
    def _letters(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(inviting, "render_to_string", lambda _name, context: context["link"])

    def remind(self, round: Round, told: list[float] | None = None) -> None:
        inviting.remind(round.asking, letter=1, progress=lambda share, _words: (told or []).append(share))

    def test_they_go_to_who_has_not_begun(self, round: Round, mailoutbox: list[object]) -> None:
        begun = list(Invitee.objects.filter(asking=round.asking)[:20])
        askings.admit(begun)
        self.remind(round)
        assert len(mailoutbox) == 42
        assert not {one.person.email for one in begun} & {letter.to[0] for letter in mailoutbox}
        assert set(Invitee.objects.values_list("sent", flat=True)) == {2}, "the same is noted of all"
        self.remind(round)
        assert len(mailoutbox) == 42, "a restart sends none twice"

    def test_an_address_that_was_changed_since_gets_none(self, round: Round, mailoutbox: list[object]) -> None:
        """Else whoever edits the roster could have a reminder sent to themselves, and learn who has not begun."""
        Person.objects.filter(reference="7").update(email="who.edits@example.org")
        Person.objects.filter(reference="8").update(email="STAFF.8@example.org")
        self.remind(round)
        assert len(mailoutbox) == 61
        assert "who.edits@example.org" not in {letter.to[0] for letter in mailoutbox}

    def test_progress_does_not_tell_how_many_they_are(
        self, round: Round, mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(inviting, "AT_ONCE", 10)
        shares: list[list[float]] = [[0.0], [0.0]]
        self.remind(round, shares[0])
        askings.admit(Invitee.objects.filter(asking=round.asking)[:55])
        Invitee.objects.update(sent=1)
        self.remind(round, shares[1])
        assert len(mailoutbox) == 62 + 7
        assert shares[0] == shares[1]

    def test_taking_somebodys_address_away_brings_no_card_with_their_code(self, round: Round) -> None:
        assert queries.without_address(round.asking) == []
        Person.objects.filter(reference="7").update(email="")
        Person.objects.filter(reference="8").delete()
        assert queries.without_address(round.asking) == []


class TestFreezing:
    """Keys that people may have been told of are never replaced."""

    def freeze(self, asking: Asking) -> None:
        preparing.freeze(factories.by(asking.partnership), asking, progress=lambda *_: None)

    def test_a_second_attempt_that_does_not_know_of_the_first_keeps_no_keys(self, here: Partnership) -> None:
        askings.roster(here)
        round = askings.planned(here)
        stale = Asking.objects.get(id=round.asking_id)
        askings.freeze(round)
        first = keys.load(stale.id).public()
        self.freeze(stale)
        keys.forget()
        assert keys.load(stale.id).public() == first
        assert Asking.objects.get(id=stale.id).sealing_key == first.sealing
        assert Invitee.objects.count() == 62

    def test_an_attempt_at_what_was_planned_otherwise_in_the_meantime_does_nothing(self, here: Partnership) -> None:
        askings.roster(here)
        stale = Asking.objects.get(id=askings.planned(here).asking_id)
        Asking.objects.filter(id=stale.id).update(minimum_group=15)
        with pytest.raises(preparing.Frozen):
            self.freeze(stale)
        assert keys.kept() == []

    def test_keys_of_a_roll_that_was_taken_away_and_made_anew_meanwhile_stay(self, here: Partnership) -> None:
        askings.roster(here)
        round = askings.proposed(here)
        preparing._forget_keys(round.asking_id)  # of a withdrawal that ends only now
        assert keys.kept() == [round.asking_id]

    @pytest.mark.django_db(transaction=True)
    def test_keys_of_a_roll_that_was_taken_away_are_destroyed(self, here: Partnership) -> None:
        askings.roster(here)
        actions.withdraw(factories.by(here), askings.proposed(here))
        assert keys.kept() == []


def test_a_log_that_cannot_be_emptied_is_said_and_not_passed_over(tmp_path: Path) -> None:
    place = tmp_path / "some.sqlite3"
    with sqlite3.connect(place, isolation_level=None) as writing, sqlite3.connect(place) as reading:
        writing.execute("PRAGMA journal_mode=WAL")
        writing.execute("CREATE TABLE some (n)")
        reading.execute("BEGIN")
        reading.execute("SELECT * FROM some").fetchall()
        writing.execute("INSERT INTO some VALUES (1)")
        writing.execute("PRAGMA busy_timeout=10")
        with pytest.raises(scrubbing.NotScrubbed):
            scrubbing._empty_log(writing.cursor())
        reading.rollback()
        scrubbing._empty_log(writing.cursor())
        assert (tmp_path / "some.sqlite3-wal").stat().st_size == 0
