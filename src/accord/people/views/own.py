"""What is kept about the reader: seen, taken away, erased."""

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.people import actions, queries
from accord.people.forms import EraseForm
from accord.people.policies import PersonsRequest
from accord.web.policies import signed_in


@signed_in
def mine(request: PersonsRequest) -> HttpResponse:
    """All that is kept about the reader."""
    return render(request, "people/mine.html", {"kept": _kept(request), "places": queries.places(request.user)})


@signed_in
def download(request: PersonsRequest) -> HttpResponse:
    """The same as a file."""
    headers = {"Content-Disposition": 'attachment; filename="my-data.json"'}
    return HttpResponse(_kept(request), content_type="application/json", headers=headers)


@signed_in
def erase(request: PersonsRequest) -> HttpResponseBase:
    """Erase it, after the reader typed their address."""
    form = EraseForm(request.POST if request.method == "POST" else None, email=request.user.email)
    if form.is_valid():
        try:
            actions.erase_person(actions.by_person(request.user, now=timezone.now()), user=request.user)
        except actions.LastCoordinator as last:
            form.add_error("email", _last(last))
        else:
            logout(request)
            messages.success(request, _("What was personal about you is erased, and your account is closed."))
            return redirect("people:home")
    alone = queries.left_alone(request.user)
    return render(request, "people/erase.html", {"form": form, "alone": alone}, status=400 if form.errors else 200)


def _last(last: actions.LastCoordinator) -> str:
    said = _("You alone coordinate %(name)s. First invite another coordinator there, and wait until the seat is taken.")
    return said % {"name": last.partnership.name}


def _kept(request: PersonsRequest) -> str:
    return json.dumps(actions.export_person(request.user), indent=2, ensure_ascii=False)
