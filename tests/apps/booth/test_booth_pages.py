"""What the server says to respondents: pages without cookies, in their language, at every phase; and the letters."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests import answering, askings, factories
from tests.factories import NOW

from accord.booth.actions import inviting
from accord.booth.models import Admission, Asking, Invitee, Received
from accord.booth.states import Way
from accord.people.models import Partnership
from accord.rounds import analysis
from accord.rounds.models import Round

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(here: Partnership) -> Round:
    return answering.opened(here)


def address(round: Round, way: str = "") -> str:
    return answering.page_of("", round, way=way)


def text(client: Client, path: str, **posted: str) -> str:
    reply = client.post(path, posted) if posted else client.get(path)
    return reply.content.decode()


def move(round: Round, *, opens: timedelta, closes: timedelta) -> None:
    now = timezone.now()
    Asking.objects.filter(id=round.asking_id).update(opens_at=now + opens, closes_at=now + closes)
    askings.doors.forget()


@pytest.mark.parametrize("way", ["", "/shared", "/plain"])
def test_no_page_sets_a_cookie_or_is_kept(client: Client, round: Round, way: str) -> None:
    reply = client.get(address(round, way))
    assert reply.status_code == 200
    assert not reply.cookies
    assert (reply["Cache-Control"], reply["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "htmx" not in reply.content.decode()
    assert "sign-in" not in reply.content.decode()


def test_the_address_names_the_language(client: Client, round: Round) -> None:
    reply = client.get(address(round) + "?language=cy")
    assert reply["Content-Language"] == "cy"
    assert '<html lang="cy">' in reply.content.decode()
    assert "Diogelwch yn y tîm" in reply.content.decode()
    assert '<html lang="en">' in text(client, address(round) + "?language=tlh")


def test_who_asks_who_sees_what_and_the_limit_are_said(client: Client, round: Round) -> None:
    page = text(client, address(round))
    for said in [
        "North Vale Partnership asks you 3 questions.",
        "Results are shown by organisation and staff group, never for fewer than 10 people.",
        "The limit: someone who changed the program, or watched the network while you answer, could.",
        "The questions are about: Safety in the team.",
    ]:
        assert said in page


def test_before_and_after_its_time(client: Client, round: Round) -> None:
    day = timedelta(days=1)
    for opens, closes, said in [(day, 2 * day, "This opens on"), (-2 * day, -day, "No more answers are taken.")]:
        move(round, opens=opens, closes=closes)
        for way in ("", "/shared", "/plain"):
            page = text(client, address(round, way))
            assert said in page
            assert "<form" not in page
            assert "<script" not in page


def test_an_address_of_nothing_stays_in_the_frame(client: Client, db: None) -> None:
    reply = client.get("/a/0000000000")
    assert reply.status_code == 404
    assert "Nobody is asked here" in reply.content.decode()
    assert "sign-in" not in reply.content.decode()


def test_an_answer_that_is_none_loses_nothing(client: Client, round: Round) -> None:
    code = answering.codes_of(round)[0]
    reply = client.post(
        address(round, "/plain"),
        {"code": code, "form": "0", "a-safety_1": "4", "a-safety_2": "99", "a-safety_3": "--5"},
    )
    page = reply.content.decode()
    assert reply.status_code == 400
    assert "One of the answers was none that can be given here." in page
    assert 'name="a-safety_1" value="4" autocomplete="off" checked' in page
    assert not Received.objects.exists()
    assert not Admission.objects.exists()


def test_a_used_code_is_refused_in_a_sentence(client: Client, round: Round) -> None:
    code = answering.codes_of(round)[0]
    assert "Your answers were received." in text(client, address(round, "/plain"), code=code, form="0")
    page = text(client, address(round, "/plain"), code=code, form="0")
    assert "This code was used before, in another browser or on another device." in page
    assert Received.objects.count() == 1


def test_another_language_takes_the_typed_code_along(client: Client, round: Round) -> None:
    page = text(client, address(round, "/plain") + "?language=cy", code="7K2M", again="1")
    assert 'value="7K2M"' in page
    assert 'class="problem"' not in page


@pytest.mark.parametrize("way", list(Way))
def test_the_letter_says_what_the_page_says(here: Partnership, mailoutbox: list, way: Way) -> None:
    round = answering.opened(here, way=way, title="Trust & <safety>")
    asking = Asking.objects.get(id=round.asking_id)
    inviting.invite(factories.by(here, now=NOW), asking, progress=lambda *_: None)
    letter = mailoutbox[0].body
    assert len(mailoutbox) == 12
    assert letter.count(f"/a/{asking.door}#") == 2, "in both languages"
    assert {mail.body.split("#")[1][:16] for mail in mailoutbox} == set(answering.codes_of(round))
    for said in [
        "North Vale Partnership asks for your view.",
        "Trust & <safety>",
        "It takes about 2 minutes",
        "Groups of fewer than 10 people are never shown.",
        "Nobody sees whether you answered.",
        "Until when:",
    ]:
        assert said in letter.replace("groups of", "Groups of")
    assert ("Promised: nobody can tell" in letter) is (way is Way.ANONYMOUS)
    assert "&lt;" not in letter
    assert "\n\n\n" not in letter


def test_a_reminder_says_so(here: Partnership, mailoutbox: list) -> None:
    round = answering.opened(here)
    asking = Asking.objects.get(id=round.asking_id)
    Invitee.objects.filter(asking=asking).update(sent=1)
    inviting.remind(asking, letter=1, progress=lambda *_: None)
    assert "this is a reminder" in mailoutbox[0].body


def test_one_who_is_asked_forty_questions_gets_a_form_of_at_most_25(client: Client, here: Partnership) -> None:
    asked = analysis.composed(
        ["senior_leaders", "six_dimensions", "team", "promises"], title="T", minimum_group=10, grouped=True
    )
    round = answering.opened(here, questionnaire=asked)
    at = askings.door(round)
    assert len(at.forms) > 1
    page = text(client, address(round, "/plain"), code=answering.codes_of(round)[0])
    assert page.count('<fieldset class="asked">') in {len(form.items) for form in at.forms}
    assert at.questions <= 25
