"""Answering in a browser: an open round, codes of people on its roll, and the steps of the page."""

from collections.abc import Iterable
from datetime import timedelta

import numpy as np
from django.utils import timezone
from playwright.sync_api import Page
from tests import askings

from accord.booth import keys, records
from accord.booth.models import Asking, Invitee, Received
from accord.booth.sealing import open_sealed
from accord.people.models import Partnership
from accord.questionnaires.load import parse_questionnaire
from accord.rounds.models import Round

PORTERS = {("Alder Hospital", "Porters"): 12}


def opened(partnership: Partnership, **changed: object) -> Round:
    """A round that is open by the clock on the wall."""
    now = timezone.now()
    askings.roster(partnership, PORTERS)
    return askings.opened(
        partnership, **{"opens": now - timedelta(hours=1), "closes": now + timedelta(days=14)} | changed
    )


def close(round: Round) -> None:
    """Let its last moment have passed."""
    Asking.objects.filter(id=round.asking_id).update(closes_at=timezone.now() - timedelta(seconds=1))
    askings.doors.forget()


def codes_of(round: Round) -> list[str]:
    """The codes of all who may answer."""
    people = Invitee.objects.filter(asking=round.asking).order_by("number")
    return [askings.code_of(invitee) for invitee in people]


def page_of(site: str, round: Round, code: str = "", *, way: str = "") -> str:
    """Where one answers; with a code as in an invitation."""
    assert round.asking is not None
    return f"{site}/a/{round.asking.door}{way}{'#' if code else ''}{code}"


def to_questions(tab: Page) -> None:
    """From the start to the first question."""
    tab.get_by_role("button", name="Start").click()
    tab.get_by_role("button", name="To the questions").click()
    tab.get_by_text("Question 1 of 3").wait_for()


def choose(tab: Page, answers: Iterable[str]) -> None:
    """Answer one question after another, and end where the answers are listed."""
    for answer in answers:
        if answer:
            tab.get_by_label(answer, exact=True).check()
        tab.locator("[data-step=question] button[type=submit]").click()
    tab.get_by_role("heading", name="Ready to send?").wait_for()


def send(tab: Page) -> None:
    """Send, and wait until the page says that it was received."""
    tab.get_by_role("button", name="Send my answers").click()
    tab.get_by_role("heading", name="Thank you. Your answers were received.").wait_for()


def received(round: Round) -> list[list[int]]:
    """The answers that came in, opened: stratum, form, and the code of each item's answer."""
    asking = Asking.objects.get(id=round.asking_id)
    items = len(parse_questionnaire(asking.questionnaire.encode()).items)
    private = keys.load(asking.id).sealing
    boxes = Received.objects.filter(asking=asking).values_list("box", flat=True)
    opened = [open_sealed(private, bytes(box), about=asking.id) for box in boxes if box is not None]
    return [np.ravel(records.decode(record, items=items)).tolist() for record in opened]
