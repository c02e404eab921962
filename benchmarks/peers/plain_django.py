"""The same questions as a plain Django form: middleware as `startproject` has it, a model form, `save`.

`python plain_django.py` makes the tables; `plain_django:application` is served. DATABASE names the database's settings
as JSON: the same that Accord runs with.
"""

import json
import os

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

QUESTIONS = [f"q{n}" for n in range(24)]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
settings.configure(
    SECRET_KEY="a benchmark's",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": json.loads(os.environ["DATABASE"])},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
    MIDDLEWARE=MIDDLEWARE,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
django.setup()

from django import forms  # noqa: E402
from django.db import connection, models  # noqa: E402

SCALE = [(n, str(n)) for n in range(1, 6)]
columns = {name: models.PositiveSmallIntegerField(choices=SCALE) for name in QUESTIONS}
Answer = type(
    "Answer", (models.Model,), {"__module__": __name__, "Meta": type("Meta", (), {"app_label": "peer"})} | columns
)
AnswerForm = forms.modelform_factory(Answer, fields=QUESTIONS)


def answer(request: HttpRequest) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=400)
    form.save()
    return HttpResponseRedirect("/thanks")


urlpatterns = [path("answer", answer)]
application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Answer)
