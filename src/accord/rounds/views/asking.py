"""A round that is asked here: what is asked of whom, who agreed to it, how it goes, and what it becomes."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from accord.booth import sheet
from accord.booth import tasks as booth
from accord.booth.actions import inviting, tumbling
from accord.booth.actions.preparing import Frozen
from accord.booth.states import REMINDERS
from accord.people.policies import SeatedRequest, by_seat, seats
from accord.questionnaires.forms import forms, minutes
from accord.questionnaires.load import parse_questionnaire
from accord.report.language import words
from accord.rounds import actions, analysis, queries
from accord.rounds.forms import ConfirmForm
from accord.rounds.models import Round
from accord.rounds.panels import is_live
from accord.rounds.policies import adds, check_asked, may_add, may_hand_out, signing_seat
from accord.rounds.states import Phase, phase_at

STEPS = (
    gettext_lazy("Choose"),
    gettext_lazy("Countersign"),
    gettext_lazy("Ask"),
    gettext_lazy("Close"),
    gettext_lazy("Release"),
)
AT = {
    Phase.DRAFT: 0,
    Phase.PREPARING: 1,
    Phase.PROPOSED: 1,
    Phase.COUNTERSIGNED: 2,
    Phase.OPEN: 2,
    Phase.CLOSING: 3,
    Phase.CLOSED: 4,
    Phase.COMPUTING: 4,
    Phase.RELEASED: 5,
}


@seats()
def asked(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """All that was agreed on, where it stands, and what is next."""
    found = check_asked(request.seat, round)
    phase = phase_at(found, timezone.now())
    if "HX-Request" in request.headers and not is_live(found):
        return HttpResponseClientRedirect(request.path)
    if phase is Phase.RELEASED:
        return redirect("rounds:round", slug=slug, round=round)
    return render(request, "rounds/asked.html", _shown(request, found, phase))


def _shown(request: SeatedRequest, round: Round, phase: Phase) -> dict[str, Any]:
    assert round.asking is not None
    return {
        "round": round,
        "asking": round.asking,
        "phase": phase,
        "live": is_live(round),
        "steps": STEPS,
        "step": AT[phase],
        "may_add": may_add(request.seat),
        "may_countersign": signing_seat(request.seat, round) is not None,
        "seen": queries.version_of(round),
        "may_hand_out": may_hand_out(request.seat),
        "last_day": round.asking.closes_at - timedelta(seconds=1),
        "reminders_left": REMINDERS - round.asking.reminders,
        "may_remind": inviting.may_remind(round.asking, timezone.now()),
        "nobody": phase is Phase.CLOSED and queries.gathered(round).count == 0,
        "form": ConfirmForm(earlier=analysis.comparable_rounds(round))
        if phase in (Phase.CLOSED, Phase.COMPUTING)
        else None,
        **_what(round),
        **_whom(round),
    }


def _what(round: Round) -> dict[str, Any]:
    """What is asked, and how much of it."""
    questionnaire, language = parse_questionnaire(round.questionnaire.encode()), get_language() or "en"
    made = forms(questionnaire)
    return {
        "parts": sheet.parts(questionnaire, language=language),
        "things": [words(measure.label, language) for measure in questionnaire.measures],
        "most": max(len(form.items) for form in made),
        "minutes": max(minutes(form) for form in made),
        "several": len(made) > 1,
    }


def _whom(round: Round) -> dict[str, Any]:
    """Of whom, and how many of them have begun."""
    strata, response = queries.strata(round), queries.response(round)
    staff, grouped = sum(part.headcount for part in strata), any(part.group for part in strata)
    shown = {
        "strata": strata,
        "staff": staff,
        "staff_words": _number(staff),
        "heads": [*_names(grouped), _("People")],
        "rows": [_row(part, grouped) for part in strata],
        "response": response,
    }
    return shown | (_begun(response, grouped) if response else {})


def _names(grouped: bool) -> list[str]:
    return [_("Organisation"), *([_("Group")] if grouped else [])]


def _begun_of(part: queries.Part) -> str:
    said = _("too few to tell, of %(staff)s") if part.begun is None else _("%(begun)s of %(staff)s")
    return said % {"begun": _number(part.begun or 0), "staff": _number(part.headcount)}


def _row(part: queries.Part, grouped: bool) -> list[str]:
    return [part.organisation, *([part.group or "–"] if grouped else []), _number(part.headcount)]


def _begun(response: queries.Response, grouped: bool) -> dict[str, Any]:
    """How many have begun, as it is said and drawn."""
    highest, width = max(begun for _day, begun in response.days) or 1, 100 / len(response.days)
    return {
        "begun_words": _number(response.begun),
        "behind": [" · ".join(filter(None, (part.organisation, part.group))) for part in response.behind],
        "begun_heads": [*_names(grouped), _("Begun")],
        "begun_rows": [[*_row(part, grouped)[:-1], _begun_of(part)] for part in response.parts],
        "day_rows": [(date_format(day, "j F"), _number(begun)) for day, begun in response.days],
        "columns": [(n * width, 0.8 * width, 30 * begun / highest) for n, (_day, begun) in enumerate(response.days)],
    }


def _number(value: int) -> str:
    return number_format(value, force_grouping=True)


@adds
@require_POST
def propose(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Freeze the roll, and wait for a countersignature."""
    found = check_asked(request.seat, round)
    return _done(request, found, lambda by: actions.propose(by, request.seat, found))


@adds
@require_POST
def withdraw(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Make a proposal a draft again."""
    found = check_asked(request.seat, round)
    return _done(request, found, lambda by: actions.withdraw(by, found), _("The proposal is withdrawn."))


@adds
@require_POST
def drop(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Throw a draft away."""
    found = check_asked(request.seat, round)
    try:
        actions.drop(by_seat(request.seat, now=timezone.now()), found)
    except actions.Busy:
        return _changed(request, found)
    messages.success(request, _("The round is removed."))
    return redirect("rounds:listen", slug=slug)


@seats()
@require_POST
def countersign(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Agree to all of it, for another side."""
    found = check_asked(request.seat, round)
    said = _("You have countersigned. Nothing about the round changes any more.")
    seat, seen = signing_seat(request.seat, found) or request.seat, request.POST.get("seen", "")
    return _done(request, found, lambda by: actions.countersign(by, seat, found, seen=seen), said)


@adds
@require_POST
def end(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Let an open round end now."""
    found = check_asked(request.seat, round)
    assert found.asking is not None
    asking = found.asking
    return _done(request, found, lambda by: tumbling.close_now(by, asking), _("The round has ended."))


@adds
@require_POST
def remind(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Remind those who have not begun."""
    found = check_asked(request.seat, round)
    assert found.asking is not None
    by = by_seat(request.seat, now=timezone.now())
    try:
        found.asking.reminders = inviting.allow_reminder(by, found.asking)
    except inviting.NotNow:
        return _changed(request, found)
    booth.start(by, booth.REMINDING, found.asking, asker=request.user.pk, again=f"-{found.asking.reminders}")
    messages.success(request, _("The reminder is on its way to those who have not begun. Nobody is told who they are."))
    return _back(request, found)


@adds
@require_POST
def compute(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Have the picture of a closed round computed, and released."""
    found = check_asked(request.seat, round)
    form = ConfirmForm(request.POST, earlier=analysis.comparable_rounds(found))
    if not form.is_valid():
        return _changed(request, found)
    before = form.before_round()
    return _done(request, found, lambda by: actions.confirm(by, found, before=before, asker=request.user.pk))


def _done(request: SeatedRequest, round: Round, act: Any, said: str = "") -> HttpResponseBase:
    """Do it, say so, and lead to the round; where somebody else was first, say that."""
    try:
        act(by_seat(request.seat, now=timezone.now()))
    except (actions.Busy, Frozen, tumbling.NotOpen):
        return _changed(request, round)
    if said:
        messages.success(request, said)
    return _back(request, round)


def _changed(request: SeatedRequest, round: Round) -> HttpResponseBase:
    messages.error(request, _("The round has moved on in the meantime. Look at where it stands now."))
    return _back(request, round)


def _back(request: SeatedRequest, round: Round) -> HttpResponse:
    return redirect("rounds:asked", slug=request.seat.partnership.slug, round=round.id)
