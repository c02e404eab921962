"""The pages a respondent sees: the door, the same on a shared device, and the way without scripts."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_safe

from accord.booth import codes, sheet
from accord.booth.actions import answering
from accord.booth.doors import Door
from accord.booth.forms import CodeForm, answers
from accord.booth.policies import DoorRequest, respondents
from accord.booth.records import NotAnAnswer
from accord.booth.states import Phase, Way, phase_at
from accord.booth.views.exchange import REFUSALS, refusal
from accord.booth.views.framing import framed
from accord.web.limits import limited


@framed
@respondents
@require_safe
@gzip_page  # no secret and nothing that was sent stands in the page, so that its length tells nothing
def door(request: DoorRequest, door: str) -> HttpResponse:
    """Who asks, why, what becomes of it; then the questions, in the reader's browser."""
    return _page(request, "booth/door.html", shared=False)


@framed
@respondents
@require_safe
@gzip_page
def shared(request: DoorRequest, door: str) -> HttpResponse:
    """The same on a device that several people use: it asks for a code, keeps nothing, and begins anew by itself."""
    return _page(request, "booth/door.html", shared=True)


@framed
@respondents
@limited(REFUSALS)
@csrf_exempt  # the code is what gives access; no cookie does
@require_http_methods(["GET", "HEAD", "POST"])
def plain(request: DoorRequest, door: str) -> HttpResponseBase:
    """The confidential way: code and answers in one request, without scripts."""
    if phase_at(request.at, timezone.now()) is not Phase.OPEN:
        return _page(request, "booth/door.html", shared=False)
    if request.method != "POST" or ("again" in request.POST and "form" not in request.POST):
        return _page(request, "booth/code.html", form=CodeForm(initial={"code": request.POST.get("code", "")}))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, "booth/code.html", form=form, status=400)
    try:
        return _asked_or_sent(request, form.cleaned_data["code"])
    except (answering.NotInvited, answering.AlreadyBegun, answering.NotOpen, codes.NotACode) as error:
        _name, status, said = refusal(error)
        form.add_error("code", said)
        return _page(request, "booth/code.html", form=form, status=status)


def _asked_or_sent(request: DoorRequest, code: str) -> HttpResponse:
    """The questions for who brings a code alone; thanks for who brings answers. `again`: in another language."""
    posted, drawn = request.POST.get("form", ""), secrets.randbelow(len(request.at.forms))
    number = int(posted) if posted.isdecimal() and len(posted) < 5 else len(request.at.forms)
    if number >= len(request.at.forms) or "again" in request.POST:
        answering.look(request.at, code, now=timezone.now())
        return _sheet(request, code, form=number if number < len(request.at.forms) else drawn)
    given = answers(request.POST, request.at.forms[number].items)
    try:
        answering.receive_plainly(request.at, code, form=number, answers=given, now=timezone.now())
    except NotAnAnswer:
        return _sheet(request, code, form=number, wrong=True)
    return _page(request, "booth/thanks.html")


def _sheet(request: DoorRequest, code: str, *, form: int, wrong: bool = False) -> HttpResponse:
    at = request.at
    return _page(
        request,
        "booth/sheet.html",
        status=400 if wrong else 200,
        parts=sheet.parts(at.questionnaire, language=_language(), items=at.forms[form].items),
        code=code,
        form=form,
        wrong=wrong,
        chosen=answers(request.POST, at.forms[form].items),
    )


def _page(request: DoorRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    at = request.at
    shown = {"at": at, "phase": phase_at(at, timezone.now()), "anonymous": at.way is Way.ANONYMOUS}
    if template == "booth/door.html":
        parts = sheet.parts(at.questionnaire, language=_language())
        shown |= {"parts": parts, "asked": sheet.for_script(parts) | {"forms": _forms(at)}, "minutes_left": _left(at)}
    return render(request, template, shown | context, status=status)


def _forms(at: Door) -> list[list[str]]:
    return [list(form.items) for form in at.forms]


def _left(at: Door) -> list[str]:
    """What is said while there is a minute to go, two minutes …"""
    said = [ngettext("about %(n)s minute left", "about %(n)s minutes left", n) for n in range(1, at.minutes + 1)]
    return [words % {"n": n} for n, words in enumerate(said, start=1)]


def _language() -> str:
    return get_language() or "en"
