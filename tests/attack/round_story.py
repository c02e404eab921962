"""A whole round in an installation of its own, for those who attack it afterwards.

`python -m tests.attack.round_story <folder>` runs with real settings, in committed transactions, every log at DEBUG.
What a thief would take is copied to `<folder>/taken/…` on the way; what only the test may know stands in `truth.json`.
"""

import base64
import json
import logging
import logging.config
import os
import random
import secrets
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from unittest import mock

import django

STAFF = {("Alder Hospital", "Nurses"): 44, ("Alder Hospital", "Porters"): 30, ("Birch Council", "Care"): 20}
FEW = "Care"
"""Of these only three answer: whoever knew which three would know nearly all."""
MODULES = ("safety", "senior_leaders")
SEED = 20261125


def main(folder: Path) -> None:
    """Ask, admit, answer, tumble, remind, close; copy at two moments."""
    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone
    from tests import askings, factories

    from accord.booth.actions import inviting, tumbling
    from accord.booth.models import Asking, Invitee
    from accord.jobs import clock
    from accord.rounds import analysis

    call_command("migrate", verbosity=0)
    logged_to(folder / "logs")
    rng, now = random.Random(SEED), timezone.now()
    here = factories.partnership(factories.user("Cora"))
    askings.roster(here, STAFF)
    without_addresses()
    toml = analysis.composed(MODULES, title="Trust here", minimum_group=10, grouped=True)
    days = {"opens": now - timedelta(hours=1), "closes": now + timedelta(days=9)}
    asking = askings.opened(here, questionnaire=toml, **days).asking
    at, everybody = askings.door(asking.round), list(Invitee.objects.filter(asking=asking).order_by("number"))
    with letters():
        inviting.invite(factories.by(here, now=now), asking, progress=lambda *_: None)
    people = {i.pk: Known(i, at, rng) for i in everybody}
    before = mark_of_log()

    browser, began = Client(SERVER_NAME="localhost"), []
    answering = who_answers(everybody, rng)
    for n, (step, invitee) in enumerate(interleaved(answering, rng)):
        one = people[invitee.pk]
        if step == "admit":
            began.append(invitee.pk)
            one.admitted(browser)
        elif one.confidential:
            one.answers_plainly()
        else:
            one.answers(browser)
        if n % 20 == 19:
            tumbling.tumble(timezone.now())
    note("THE LAST ANSWER IS IN")
    silent = [i for i in everybody if i.pk not in began]
    for invitee in silent[:2]:
        people[invitee.pk].admitted(browser)  # and never answers
        began.append(invitee.pk)
    copy(folder / "taken" / "answering", since=before)
    with letters():
        inviting.allow_reminder(factories.by(here, now=timezone.now() + timedelta(days=1)), asking)
        inviting.remind(asking, letter=1, progress=lambda *_: None)
    copy(folder / "taken" / "open", since=before)
    shutil.copytree(os.environ["ACCORD_KEYS"], folder / "keys-while-open")

    Asking.objects.filter(id=asking.id).update(closes_at=timezone.now() - timedelta(minutes=5))
    clock.tick(timezone.now())
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False, verbosity=0)
    asking.refresh_from_db()
    assert asking.closed_at is not None
    copy(folder / "taken" / "closed", since=before)
    truth = {
        "asking": str(asking.id),
        "people": [one.told() for one in people.values()],
        "admitted": [people[pk].person for pk in began],
    }
    (folder / "truth.json").write_text(json.dumps(truth))
    shutil.copytree(folder / "logs", folder / "taken" / "logs")
    leaky_log(folder, next(i for i in everybody if i.person.email))


TURNS = iter(range(1, 10_000))


class Known:
    """One invited person, and what nobody but they and the test know."""

    def __init__(self, invitee: object, at: object, rng: random.Random) -> None:
        from tests import askings

        self.at, self.number, self.person = at, invitee.number, str(invitee.person_id)
        self.stratum, self.email = invitee.stratum.number, invitee.person.email
        self.code, self.mark = askings.code_of(invitee), str(askings.mark_of(invitee))
        self.digest = invitee.digest
        items = at.questionnaire.items
        self.given = {i.id: rng.randint(i.scale.lowest, i.scale.highest) for i in items}
        self.confidential = rng.random() < 0.1
        self.turn, self.message, self.signature, self.blinded = 0, b"", b"", b""

    def admitted(self, browser: object) -> None:
        """As the browser does it, over HTTP; the confidential way has no such step."""
        from tests import respondent

        from accord.booth.actions.answering import public_key

        if self.confidential:
            return
        looked = self._post(browser, "look", code=self.code)
        public = public_key(base64.b64decode(looked["key"]))
        self.message = respondent.prepare(secrets.token_bytes(32))
        blinded = respondent.blind(public, self.message)
        self.blinded = blinded.message
        signed = self._post(browser, "admit", code=self.code, blinded=text(blinded.message))["signature"]
        self.signature = respondent.finalize(public, self.message, base64.b64decode(signed), blinded.inverse)

    def answers(self, browser: object) -> None:
        """Send the answer."""
        token = {"message": text(self.message), "signature": text(self.signature)}
        said = self._post(browser, "answer", stratum=self.stratum, form=0, answers=self.given, **token)
        assert said == {"received": True, "first": True}
        self.turn = next(TURNS)

    def answers_plainly(self) -> None:
        """The confidential way."""
        from django.utils import timezone

        from accord.booth.actions import answering

        answering.receive_plainly(self.at, self.code, form=0, answers=self.given, now=timezone.now())
        self.turn = next(TURNS)

    def _post(self, browser: object, name: str, **what: object) -> dict[str, object]:
        response = browser.post(f"/a/{self.at.door}/{name}", json.dumps(what), content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()

    def told(self) -> dict[str, object]:
        """All of it."""
        names = ("person", "number", "stratum", "email", "code", "mark", "digest", "given", "confidential", "turn")
        tokens = {"message": self.message.hex(), "signature": self.signature.hex(), "blinded": self.blinded.hex()}
        return {name: getattr(self, name) for name in names} | tokens


def text(raw: bytes) -> str:
    """Bytes as JSON carries them."""
    return base64.b64encode(raw).decode()


def who_answers(everybody: list[object], rng: random.Random) -> list[object]:
    """Nearly all, in an order of their own; of the last stratum three."""
    rng.shuffle(chosen := list(everybody))
    few = [i for i in chosen if i.stratum.group == FEW][:3]
    others = [i for i in chosen if i.stratum.group != FEW]
    rng.shuffle(answering := few + others[:-18])
    return answering


def interleaved(people: list[object], rng: random.Random) -> Iterator[tuple[str, object]]:
    """Who is admitted answers a little later: up to three are at it at a time."""
    busy: list[object] = []
    for one in people:
        yield "admit", one
        busy.append(one)
        if len(busy) == 3 or rng.random() < 0.8:
            yield "answer", busy.pop(0 if rng.random() < 0.2 else -1)
    for one in busy:
        yield "answer", one


def without_addresses() -> None:
    """Some have none, and get a card."""
    from accord.people.models import Person

    Person.objects.filter(reference__endswith="7").update(email="")


@contextmanager
def letters() -> Iterator[None]:
    """A letter of nothing but its link; it goes into a file, as in a trial."""
    with mock.patch("accord.booth.actions.inviting.render_to_string", lambda _name, context: context["link"]):
        yield


def logged_to(folder: Path) -> None:
    """Both forms of the log, at DEBUG, in files."""
    from accord.config.logs import logging_of

    folder.mkdir()
    for form in ("text", "json"):
        whole = logging_of(form)
        for one in (whole["root"], *whole["loggers"].values()):
            one["level"] = "DEBUG"
        whole["handlers"]["console"] |= {"class": "logging.FileHandler", "filename": str(folder / form)}
        kept = list(logging.getLogger().handlers)
        logging.config.dictConfig(whole)
        for handler in kept:
            logging.getLogger().addHandler(handler)


def note(words: str) -> None:
    """A line in the log, to cut it by."""
    logging.getLogger("tests").debug(words)


def leaky_log(folder: Path, invitee: object) -> None:
    """A log without our care, where every statement is logged: what is looked for must be found in it."""
    from django.db import connection

    from accord.booth.models import Invitee
    from accord.people.models import Person

    logging.getLogger("django.db").addHandler(logging.FileHandler(folder / "leaky-log"))
    connection.force_debug_cursor = True
    list(Invitee.objects.filter(digest=invitee.digest))
    Person.objects.filter(email=invitee.person.email).exists()


def mark_of_log() -> str:
    """Begin a new stretch of the database's own log: what comes after was written while people answered."""
    from django.db import connection

    note("THE FIRST IS ABOUT TO ANSWER")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return ""
        cursor.execute("VACUUM booth_invitee")  # else reading any row of a page cleans, and logs, the page as a whole
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("CREATE TABLE a_turn_of_the_page (id int)")
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_lsn())")
        return str(cursor.fetchone()[0])


def copy(into: Path, *, since: str) -> None:
    """What a thief of raw files takes at this moment, and a backup."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from accord.upkeep.backup import taking

    into.mkdir(parents=True)
    (into / "tables.json").write_text(json.dumps(tables()))
    taking.take(into / "backup.tar.gz", now=timezone.now(), progress=lambda _words: None)
    shutil.copytree(settings.ACCORD_DATA, into / "data", ignore=shutil.ignore_patterns("static", "keys"))
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        place, oid = cursor.fetchone()
        cursor.execute("SELECT file_name, file_offset FROM pg_walfile_name_offset(pg_current_wal_lsn())")
        last, offset = cursor.fetchone()
    shutil.copytree(Path(place) / "base" / str(oid), into / "heap")
    log = b""
    for name in sorted(path.name for path in (Path(place) / "pg_wal").glob("0*")):
        if since <= name <= last:
            log += (Path(place) / "pg_wal" / name).read_bytes()[: offset if name == last else None]
    (into / "wal").write_bytes(log)


HIDDEN = {"sqlite": "rowid AS place", "postgresql": "ctid::text AS place, xmin::text AS made, cmin::text AS step"}


def tables() -> dict[str, list[dict[str, str]]]:
    """Every row of every table, hidden columns too, in the order in which they lie there; bytes in hexadecimal."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            hidden = HIDDEN[connection.vendor]
            cursor.execute(f"SELECT {hidden}, * FROM {table} ORDER BY {hidden.split('::')[0].split()[0]}")
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, map(plain, row), strict=True)) for row in cursor.fetchall()]
    return found


def plain(value: object) -> str:
    """A value as text; ids without their hyphens, as SQLite keeps them."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.hex if isinstance(value, uuid.UUID) else str(value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
