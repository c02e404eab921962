"""The roster as it stands: counts; and one person of it, for their rights."""

import json
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.people import actions, counts, queries
from accord.people.forms import RosterPersonForm
from accord.people.models import Person
from accord.people.policies import SeatedRequest, by_seat, coordinates, counted
from accord.people.states import Role

A_PAGE = 50


@counted
def roster(request: SeatedRequest, slug: str) -> HttpResponse:
    """How many there are: for a coordinator to the last person, for others without groups that are small."""
    found, coordinator = queries.headcounts(request.seat.partnership_id), request.seat.role == Role.COORDINATOR
    lines = found if coordinator else counts.shown(found, least=request.seat.partnership.minimum_group)
    context = {
        "page": Paginator(lines, A_PAGE).get_page(request.GET.get("page")),
        "coordinator": coordinator,
        "staff": sum(cell.staff for cell in found) if coordinator else None,
        "waiting": queries.waiting_rosters(request.seat.partnership_id) if coordinator else (),
    }
    return render(request, "people/roster.html", context)


@coordinates
def person(request: SeatedRequest, slug: str) -> HttpResponseBase:
    """Find one person by organisation and reference; hand out or erase what is kept about them."""
    organisations = queries.organisations(request.seat.partnership_id)
    form = RosterPersonForm(request.POST if request.method == "POST" else None, organisations=organisations)
    found: Person | None = None
    if form.is_valid():
        organisation = UUID(form.cleaned_data["organisation"])
        found = queries.person(request.seat.partnership_id, organisation, form.cleaned_data["reference"])
        if found is not None and "do" in request.POST:
            return _done(request, found)
        if found is None:
            form.add_error("reference", _("Nobody on the roster of this organisation has this reference."))
    context = {"form": form, "found": found}
    return render(request, "people/roster_person.html", context, status=400 if form.errors else 200)


def _done(request: SeatedRequest, found: Person) -> HttpResponseBase:
    by = by_seat(request.seat, now=timezone.now())
    if request.POST["do"] == "erase":
        actions.erase_from_roster(by, person=found)
        messages.success(request, _("What was personal about them is erased."))
        return redirect("people:roster-person", slug=request.seat.partnership.slug)
    kept = json.dumps(actions.exported_from_roster(by, person=found), indent=2, ensure_ascii=False)
    headers = {"Content-Disposition": 'attachment; filename="person.json"'}
    return HttpResponse(kept, content_type="application/json", headers=headers)
