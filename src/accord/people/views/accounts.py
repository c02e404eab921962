"""The pages: home, a partnership, its people."""

from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accord.people import actions, panels, queries
from accord.people.forms import PartnershipForm
from accord.people.policies import PersonsRequest, SeatedRequest, may_see_counts, seats
from accord.people.states import Role
from accord.web.policies import anyone, signed_in

SEATS_A_PAGE = 50


@anyone
def home(request: HttpRequest) -> HttpResponse:
    """What Accord is, for a visitor; what is asked of them and their partnerships, for a person."""
    if not request.user.is_authenticated:
        return render(request, "people/welcome.html", {"anyone_there": queries.anyone_there()})
    places = queries.places(request.user)
    now = timezone.now()
    waiting = [
        replace(item, of=seat.partnership.name if len(places) > 1 else "")
        for seat in queries.held_seats(request.user)
        for item in panels.asked_of(seat, now)
    ]
    return render(request, "people/home.html", {"places": places, "waiting": waiting, "today": now})


@signed_in
def new_partnership(request: PersonsRequest) -> HttpResponse:
    """Make a partnership and become its coordinator."""
    form = PartnershipForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "people/new_partnership.html", {"form": form}, status=400 if form.errors else 200)
    by = actions.by_person(request.user, now=timezone.now())
    made = actions.create_partnership(by, founder=request.user, **form.cleaned_data)
    messages.success(request, _("The partnership is made. You are its coordinator."))
    return redirect("people:partnership", slug=made.slug)


@seats()
def partnership(request: SeatedRequest, slug: str) -> HttpResponse:
    """A partnership's own page: what waits for this seat, then the panels of all that Accord does there."""
    now = timezone.now()
    context = {
        "asked": panels.asked_of(request.seat, now),
        "panels": panels.panels(request.seat, now),
        "organisations": queries.organisations(request.seat.partnership_id),
        "seat": request.seat,
        "counts": may_see_counts(request.seat),
        "today": now,
    }
    return render(request, "people/partnership.html", context)


@seats()
def people(request: SeatedRequest, slug: str) -> HttpResponse:
    """Who holds a seat here."""
    found = Paginator(queries.seats(request.seat.partnership_id), SEATS_A_PAGE)
    context = {"page": found.get_page(request.GET.get("page")), "coordinates": request.seat.role == Role.COORDINATOR}
    return render(request, "people/people.html", context)
