"""Planning a round that is asked here: what, of whom, how and when."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.booth.actions.preparing import Frozen, Plan
from accord.booth.states import Segment, Way
from accord.people.policies import SeatedRequest, by_seat
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire
from accord.rounds import actions, analysis
from accord.rounds.forms import AskForm
from accord.rounds.models import Round
from accord.rounds.policies import adds, check_asked
from accord.rounds.states import State


@adds
def ask(request: SeatedRequest, slug: str) -> HttpResponseBase:
    """Plan a round to be asked here."""
    return _plan(request, None)


@adds
def change(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Change what was planned, until it is proposed."""
    found = check_asked(request.seat, round)
    if found.state != State.DRAFT:
        return _back(slug, found)
    return _plan(request, found)


def _plan(request: SeatedRequest, round: Round | None) -> HttpResponseBase:
    now = timezone.now()
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted, seat=request.seat, today=timezone.localdate(now), initial=_planned(round))
    if not form.is_valid():
        context = {"form": form, "round": round}
        return render(request, "rounds/ask.html", context, status=400 if form.errors else 200)
    assert form.made is not None
    planned = _plan_of(form.cleaned_data, form.made)
    try:
        made = actions.plan(by_seat(request.seat, now=now), request.seat, planned, round=round)
    except (actions.Busy, Frozen):
        messages.error(request, _("This round was proposed in the meantime. Withdraw it to change it."))
        assert round is not None
        return _back(request.seat.partnership.slug, round)
    return _back(request.seat.partnership.slug, made)


def _plan_of(given: dict[str, Any], made: Questionnaire) -> Plan:
    return Plan(
        owner="rounds",
        title=given["title"],
        period=given["period"],
        way=Way(given["way"]),
        segment=Segment(given["segment"]),
        questionnaire=analysis.composed(made, minimum_group=given["minimum_group"], grouped=bool(given["segment"])),
        minimum_group=given["minimum_group"],
        opens_at=_morning(given["opens"]),
        closes_at=_morning(given["closes"] + timedelta(days=1)),
    )


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _planned(round: Round | None) -> dict[str, Any]:
    """What was planned, as the form shows it."""
    if round is None or round.asking is None:
        return {}
    asking = round.asking
    return {
        "title": round.title,
        "period": round.period,
        "module": analysis.modules_of(round.questionnaire),
        "groups": "\n".join(analysis.groups_of(parse_questionnaire(round.questionnaire.encode()))),
        "segment": asking.segment,
        "way": asking.way,
        "minimum_group": round.minimum_group,
        "opens": timezone.localdate(asking.opens_at),
        "closes": timezone.localdate(asking.closes_at - timedelta(seconds=1)),
    }


def _back(slug: str, round: Round) -> HttpResponseBase:
    return redirect("rounds:asked", slug=slug, round=round.id)
