"""Accord's own questions: read them, and take a questionnaire of them away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import get_language

from accord.people.policies import SeatedRequest
from accord.questionnaires.bank import MODULES, compose, module
from accord.questionnaires.write import to_toml
from accord.report.language import words
from accord.rounds.forms import QuestionsForm
from accord.rounds.policies import reads
from accord.rounds.wording import worded


@reads
def questions(request: SeatedRequest, slug: str) -> HttpResponse:
    """The modules with their questions; with a choice of them, the questionnaire as a file."""
    form = QuestionsForm(request.GET if "title" in request.GET else None)
    if form.is_valid():
        return _file(form.cleaned_data["title"], form.cleaned_data["module"])
    language = get_language() or "en"
    found = [(words(module(name).title, language), worded(module(name), language)) for name in MODULES]
    return render(
        request, "rounds/questions.html", {"form": form, "modules": found}, status=400 if form.errors else 200
    )


def _file(title: str, modules: list[str]) -> HttpResponse:
    name = slugify(title) or "questionnaire"
    made = compose(modules, id=name, title={"en": title})
    headers = {"Content-Disposition": 'attachment; filename="questionnaire.toml"'}
    return HttpResponse(to_toml(made), content_type="application/toml", headers=headers)
