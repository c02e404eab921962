"""Accord's own questions: read them, and take a questionnaire of them away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from accord.people.policies import SeatedRequest
from accord.questionnaires.bank import MODULES, module
from accord.questionnaires.model import Questionnaire
from accord.questionnaires.write import to_toml
from accord.report.language import words
from accord.rounds.forms import QuestionsForm
from accord.rounds.policies import reads
from accord.rounds.wording import given, worded


@reads
def questions(request: SeatedRequest, slug: str) -> HttpResponse:
    """The modules with their questions; of a choice of them, what each person gets, or the questionnaire itself."""
    form = QuestionsForm(request.GET if "title" in request.GET else None)
    made = form.made if form.is_valid() else None
    if made is not None and "see" not in request.GET:
        return _file(made)
    language = get_language() or "en"
    found = [(words(module(name).title, language), worded(module(name), language)) for name in MODULES]
    shown = {"form": form, "modules": found, "made": made, "given": given(made, language) if made else ()}
    return render(request, "rounds/questions.html", shown, status=400 if form.errors else 200)


def _file(made: Questionnaire) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="questionnaire.toml"'}
    return HttpResponse(to_toml(made), content_type="application/toml", headers=headers)
