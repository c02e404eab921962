"""The pages that belong to no app."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import i18n
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accord.web.forms import ExampleForm
from accord.web.policies import anyone, staff


@anyone
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Choose a language, and go back to where one was. No token is asked for: visitors then need no cookie for it."""
    return i18n.set_language(request)


@staff
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who write pages."""
    wrong = ExampleForm({"email": "nobody", "starts_0": "31", "starts_1": "2", "starts_2": "2026"}, auto_id="wrong_%s")
    wrong.is_valid()
    asked = {
        "kind": "Answer",
        "title": "How far do you trust those you work with?",
        "words": "18 questions, about 4 minutes. Nobody can see what you answered.",
        "button": "Answer",
        "address": "#main",
        "of": "North Vale Partnership",
    }
    page = Paginator(range(30), 10).get_page(2)
    context = {"empty_form": ExampleForm(), "wrong_form": wrong, "asked": [asked], "page": page}
    return render(request, "web/components.html", context)
