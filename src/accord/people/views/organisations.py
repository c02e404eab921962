"""The organisations of a partnership: added, named anew, with their sector, kind and head count."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.people import actions, queries
from accord.people.forms import OrganisationForm
from accord.people.models import Organisation
from accord.people.policies import SeatedRequest, by_seat, coordinates
from accord.people.states import Sector

A_PAGE = 50


@coordinates
def organisations(request: SeatedRequest, slug: str) -> HttpResponse:
    """All of them."""
    found = Paginator(queries.organisations(request.seat.partnership_id), A_PAGE)
    page = found.get_page(request.GET.get("page"))
    listed = queries.listed(request.seat.partnership_id, [organisation.id for organisation in page])
    return render(request, "people/organisations.html", {"page": page, "listed": listed})


@coordinates
def new(request: SeatedRequest, slug: str) -> HttpResponseBase:
    """Add one."""
    return _edited(request, None)


@coordinates
def change(request: SeatedRequest, slug: str, organisation: UUID) -> HttpResponseBase:
    """Say anew what is known of one."""
    found = Organisation.objects.filter(id=organisation, partnership=request.seat.partnership_id).first()
    if found is None:
        raise Http404
    return _edited(request, found)


def _edited(request: SeatedRequest, found: Organisation | None) -> HttpResponseBase:
    taken = queries.organisation_names(request.seat.partnership_id)
    posted = request.POST if request.method == "POST" else None
    form = OrganisationForm(posted, taken=taken, organisation=found)
    if not form.is_valid():
        context = {"form": form, "organisation": found}
        return render(request, "people/organisation.html", context, status=400 if form.errors else 200)
    by, known = by_seat(request.seat, now=timezone.now()), form.cleaned_data
    if found is None:
        actions.add_organisation(
            by,
            partnership=request.seat.partnership_id,
            name=known["name"],
            sector=Sector(known["sector"]),
            kind=known["kind"],
            headcount=known["headcount"],
        )
    else:
        actions.change_organisation(by, organisation=found, **known)
    messages.success(request, _("«%(name)s» is kept.") % {"name": known["name"]})
    return redirect("people:organisations", slug=request.seat.partnership.slug)
