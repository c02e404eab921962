"""The pages a respondent sees: the door, the same on a shared device, and the way without scripts."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accord.booth import codes, sheet
from accord.booth.actions import answering
from accord.booth.doors import Door
from accord.booth.forms import CodeForm, answers
from accord.booth.policies import DoorRequest, respondents
from accord.booth.records import NotAnAnswer
from accord.booth.states import Phase, Way, phase_at
from accord.booth.views.exchange import refusal


@respondents
@require_safe
def door(request: DoorRequest, door: str) -> HttpResponse:
    """Who asks, why, what becomes of it; then the questions, in the reader's browser."""
    return _page(request, "booth/door.html", shared=False)


@respondents
@require_safe
def shared(request: DoorRequest, door: str) -> HttpResponse:
    """The same on a device that several people use: it asks for a code, keeps nothing, and begins anew by itself."""
    return _page(request, "booth/door.html", shared=True)


@respondents
@csrf_exempt  # the code is what gives access; no cookie does
def plain(request: DoorRequest, door: str) -> HttpResponseBase:
    """The confidential way: code and answers in one request, without scripts."""
    if phase_at(request.at, timezone.now()) is not Phase.OPEN:
        return _page(request, "booth/door.html", shared=False)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, "booth/code.html", form=form, status=400 if form.errors else 200)
    code = form.cleaned_data["code"]
    try:
        if "form" not in request.POST:
            answering.look(request.at, code, now=timezone.now())
            return _sheet(request, code, form=secrets.randbelow(len(request.at.forms)))
        return _sent(request, code)
    except (answering.NotInvited, answering.AlreadyBegun, answering.NotOpen, codes.NotACode) as error:
        _name, status, said = refusal(error)
        form.add_error("code", said)
        return _page(request, "booth/code.html", form=form, status=status)


def _sent(request: DoorRequest, code: str) -> HttpResponse:
    posted = request.POST.get("form", "")
    number = int(posted) if posted.isdecimal() and len(posted) < 5 else len(request.at.forms)
    if number >= len(request.at.forms):
        return _sheet(request, code, form=secrets.randbelow(len(request.at.forms)))
    given = answers(request.POST, request.at.forms[number].items)
    try:
        answering.receive_plainly(request.at, code, form=number, answers=given, now=timezone.now())
    except NotAnAnswer as wrong:
        return _sheet(request, code, form=number, wrong=str(wrong), status=400)
    return _page(request, "booth/thanks.html")


def _sheet(request: DoorRequest, code: str, *, form: int, wrong: str = "", status: int = 200) -> HttpResponse:
    at = request.at
    parts = sheet.parts(at.questionnaire, language=_language(), items=at.forms[form].items)
    return _page(
        request,
        "booth/sheet.html",
        status=status,
        parts=parts,
        code=code,
        form=form,
        wrong=wrong,
        chosen=answers(request.POST, at.forms[form].items),
    )


def _page(request: DoorRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    at = request.at
    shown = {"at": at, "phase": phase_at(at, timezone.now()), "anonymous": at.way is Way.ANONYMOUS}
    if template == "booth/door.html":
        shown |= {"parts": sheet.parts(at.questionnaire, language=_language()), "forms": _forms(at)}
    response = render(request, template, shown | context, status=status)
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def _forms(at: Door) -> list[list[str]]:
    return [list(form.items) for form in at.forms]


def _language() -> str:
    return get_language() or "en"
