"""The pages that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import i18n
from django.views.decorators.http import require_POST

from accord.web.forms import ExampleForm
from accord.web.policies import anyone, staff


@anyone
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Choose a language, and go back to where one was."""
    return i18n.set_language(request)


@staff
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who write pages."""
    wrong = ExampleForm({"email": "nobody", "starts_0": "31", "starts_1": "2", "starts_2": "2026"})
    wrong.is_valid()
    return render(request, "web/components.html", {"empty": ExampleForm(), "wrong": wrong})
