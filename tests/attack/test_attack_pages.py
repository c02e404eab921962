"""Those who come in by the front door: somebody who answers more than they may, colleagues who look."""

import base64
import json
import secrets
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import askings, factories

from accord.booth import doors, records
from accord.booth.actions import answering, counting
from accord.booth.models import Admission, Daily, Received
from accord.people.models import Partnership
from accord.rounds.models import Round

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ANSWERS = {"safety_1": 4, "safety_2": 2, "safety_3": None}
NO_MESSAGES = [
    b"", b"\xff\xfe", b"null", b"[]", b"3", b'"words"', b"{", b"[" * 19_000, b'{"a":' * 3_000, b" " * 30_000,
    b'{"stratum": ' + b"9" * 15_000 + b"}", b'{"answers": {"safety_1": NaN}}',
]  # fmt: skip
NO_ANSWERS: list[dict[str, object]] = [
    {"answers": {"safety_1": 10**40}}, {"answers": {"safety_1": [1] * 5_000}}, {"answers": {"other": 1}},
    {"answers": {"safety_1": True}}, {"answers": {"safety_1": 3.0}}, {"answers": {"safety_1": {"a": {}}}},
    {"answers": []}, {"form": 99}, {"form": -1}, {"form": True}, {"form": 10**40}, {"message": 3},
    {"message": "Ärger"}, {"signature": "="}, {"message": "\ud800"}, {"stratum": "0"},
]  # fmt: skip


@pytest.fixture
def round(here: Partnership, tmp_path: Path, settings: object) -> Round:
    settings.ACCORD_KEYS = tmp_path / "keys"
    doors.forget()
    askings.roster(here)
    now = timezone.now()
    return askings.opened(here, opens=now - timedelta(days=9), closes=now + timedelta(days=9))


def post(client: Client, round: Round, name: str, what: object) -> Any:
    body = what if isinstance(what, str | bytes) else json.dumps(what)
    return client.post(f"/a/{round.asking.door}/{name}", body, content_type="application/json")


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def sent(held: askings.Token, **changed: object) -> dict[str, object]:
    """What the page sends with a token."""
    token = {"message": text(held.message), "signature": text(held.signature)}
    return {"stratum": held.stratum, "form": 0, "answers": ANSWERS} | token | changed


class TestWhoAnswers:
    """Once, in their own stratum, in the questionnaire's words; whatever else comes is refused in a sentence."""

    def held(self, round: Round) -> askings.Token:
        code = askings.code_of(askings.everybody(round)[0])
        return askings.token(askings.door(round), code, now=timezone.now())

    def test_they_answer_once_however_often_it_is_sent(self, round: Round, client: Client) -> None:
        held = self.held(round)
        replies = [post(client, round, "answer", sent(held)).json() for _ in range(3)]
        assert [reply["first"] for reply in replies] == [True, False, False]
        assert Received.objects.count() == 1

    def test_a_code_makes_one_token_and_no_second(self, round: Round, client: Client) -> None:
        self.held(round)
        code, at = askings.code_of(askings.everybody(round)[0]), askings.door(round)
        again = {"code": code, "blinded": text(secrets.token_bytes(255).rjust(256, b"\0"))}
        assert post(client, round, "admit", again).status_code == 409
        with pytest.raises(answering.AlreadyBegun):
            answering.receive_plainly(at, code, form=0, answers=ANSWERS, now=timezone.now())

    def test_other_peoples_strata_cannot_be_stuffed(self, round: Round, client: Client) -> None:
        held = self.held(round)
        for stratum in {0, 1, 2, 3, -1, 10**30} - {held.stratum}:
            assert post(client, round, "answer", sent(held, stratum=stratum)).status_code == 403
        elsewhere = Client()
        forged = sent(held, signature=text(secrets.token_bytes(256)))
        assert post(elsewhere, round, "answer", forged).status_code == 403
        assert post(elsewhere, round, "answer", sent(held, message=text(b"another"))).status_code == 403
        assert Received.objects.count() == 0

    def test_a_token_of_one_round_is_none_of_another(self, here: Partnership, round: Round, client: Client) -> None:
        other = askings.opened(
            here, opens=timezone.now() - timedelta(days=1), closes=timezone.now() + timedelta(days=1)
        )
        assert post(client, other, "answer", sent(self.held(round))).status_code == 403

    def test_guessed_codes_say_nothing(self, round: Round, client: Client) -> None:
        guesses = ["0" * 16, "MJGHSSFVX3WPQWR2", "", "U" * 16, "\u0000" * 16, "\ud800" * 16, "1" * 5000]
        assert {post(client, round, "look", {"code": guess}).status_code for guess in guesses} == {404}
        assert not Admission.objects.exists()

    def test_what_is_no_message_is_refused(self, round: Round, client: Client) -> None:
        for name, body in product(("look", "admit", "answer"), NO_MESSAGES):
            response = post(client, round, name, body)
            assert response.status_code == 400, (name, body[:40])
            assert response.json()["error"] == "malformed"

    def test_what_is_no_answer_is_refused_and_the_token_stays_good(self, round: Round, client: Client) -> None:
        held = self.held(round)
        for changed in NO_ANSWERS:
            assert post(client, round, "answer", sent(held, **changed)).status_code == 400, str(changed)[:80]
        assert post(client, round, "answer", sent(held)).json()["first"]

    def test_what_is_no_blinded_message_is_refused_and_the_code_stays_good(self, round: Round, client: Client) -> None:
        code = askings.code_of(askings.everybody(round)[0])
        for bad in (b"", bytes(256), b"\xff" * 256, b"\1" * 255, b"\1" * 5_000):
            assert post(client, round, "admit", {"code": code, "blinded": text(bad)}).status_code == 400
        assert self.held(round)

    def test_what_is_told_is_kept_by_no_browser(self, round: Round, client: Client) -> None:
        response = post(client, round, "look", {"code": askings.code_of(askings.everybody(round)[0])})
        assert (response["Cache-Control"], response["Referrer-Policy"]) == ("no-store", "no-referrer")
        assert "Set-Cookie" not in response.headers
        assert "ETag" not in response.headers

    def test_who_is_signed_in_is_not_asked(self, round: Round, client: Client) -> None:
        """A coordinator answers, too, in the browser in which they are signed in."""
        held = self.held(round)
        client.force_login(factories.user())
        with CaptureQueriesContext(connection) as said:
            assert post(client, round, "answer", sent(held)).json()["first"]
        assert not [q for q in said.captured_queries if "session" in q["sql"] or "people_user" in q["sql"]]
        assert Session.objects.exists()


class TestWhoLooks:
    """Colleagues, managers, a coordinator: pages show tens, once a day; cards do not tell whether they were used."""

    def test_a_code_looks_the_same_before_and_after_its_use(self, round: Round, client: Client) -> None:
        code, at = askings.code_of(askings.everybody(round)[0]), askings.door(round)
        before = post(client, round, "look", {"code": code}).content
        askings.answer(at, askings.token(at, code, now=timezone.now()), ANSWERS, now=timezone.now())
        assert post(client, round, "look", {"code": code}).content == before

    def test_whether_a_code_was_used_is_told_only_to_who_uses_it_up(self, round: Round, client: Client) -> None:
        """So who tries a printed card, to see whether its holder has begun, takes their answer away, which they see."""
        one, other = askings.everybody(round)[:2]
        at = askings.door(round)
        askings.token(at, askings.code_of(one), now=timezone.now())
        for invitee in (one, other):
            wrong = {"code": askings.code_of(invitee), "blinded": text(bytes(256))}
            assert post(client, round, "admit", wrong).status_code == 400, "nothing is learnt for nothing"
            with pytest.raises(records.NotAnAnswer):
                answering.receive_plainly(
                    at, askings.code_of(invitee), form=0, answers={"other": 1}, now=timezone.now()
                )

    def test_counts_move_by_tens_once_a_day_whoever_begins(self, round: Round) -> None:
        shown: dict[int, set[int | None]] = {}
        roll, day = askings.everybody(round), timezone.now() - timedelta(days=8)
        for n in range(0, len(roll) + 1, 4):
            askings.admit(roll[:n])
            Daily.objects.all().delete()
            counting.count(day)
            for stratum, begun in Daily.objects.values_list("stratum__headcount", "begun"):
                shown.setdefault(stratum, set()).add(begun)
        askings.admit(roll)
        Daily.objects.all().delete()
        counting.count(day)
        last = dict(Daily.objects.values_list("stratum__headcount", "begun"))
        assert shown == {30: {None, 10, 20}, 12: {None, 10}, 20: {None, 10}}
        assert last == {30: 20, 12: 10, 20: 10}, "that all have begun is not told: it would tell it of each"

    def test_one_more_or_less_between_two_looks_on_one_day_changes_nothing(self, round: Round) -> None:
        roll, now = askings.everybody(round), timezone.now()
        askings.admit(roll[:19])
        counting.count(now)
        before = list(Daily.objects.order_by("pk").values())
        askings.admit(roll)
        counting.count(now)
        assert list(Daily.objects.order_by("pk").values()) == before

    @pytest.mark.parametrize("who", ["coordinator", "member", "analyst"])
    def test_pages_name_nobody(self, round: Round, cast: factories.Cast, client: Client, who: str) -> None:
        askings.admit(askings.everybody(round)[:33])
        counting.count(timezone.now())
        client.force_login(getattr(cast, who))
        page = client.get(f"/p/north-vale-partnership/rounds/{round.id}/asked").text
        assert "have begun" in page
        for one in askings.everybody(round):
            for told in (one.person.email, askings.code_of(one), one.digest, str(one.person_id)):
                assert told not in page
