"""What all pages of respondents have in common: the language their address names, the headers, a 404 of their own."""

from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, override

from accord.web.policies import View


def framed(view: View) -> View:
    """The view in the language that `?language=` names: no cookie is needed to answer, and none is set."""

    @wraps(view)
    def shown(request: HttpRequest, door: str) -> HttpResponseBase:
        wanted = request.GET.get("language", "")
        with override(wanted if wanted in dict(settings.LANGUAGES) else get_language()):
            response = _answered(view, request, door)
            response["Content-Language"] = get_language() or settings.LANGUAGE_CODE
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response

    return shown


def _answered(view: View, request: HttpRequest, door: str) -> HttpResponseBase:
    try:
        return view(request, door=door)
    except Http404:
        return render(request, "booth/nowhere.html", status=404)
