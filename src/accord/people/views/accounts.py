"""The pages: home, signing in and out, a partnership, its people."""

from dataclasses import replace
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accord.people import actions, panels, queries
from accord.people.forms import PartnershipForm, SignInForm
from accord.people.models import User
from accord.people.policies import PersonsRequest, SeatedRequest, may_see_counts, seats
from accord.people.states import Role
from accord.web.limits import limited
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


@anyone
@limited(30)
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by e-mail address and password; after repeated failures one has to wait a little longer each time."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user, error = _try(request, form)
        if user is not None:
            login(request, user)
            return redirect(_onward(request))
        form.add_error("email", error)
    onward = request.POST.get("next") or request.GET.get("next", "")
    return render(request, "people/sign_in.html", {"form": form, "onward": onward}, status=400 if form.errors else 200)


def _try(request: HttpRequest, form: SignInForm) -> tuple[User | None, str]:
    email, now = form.cleaned_data["email"], timezone.now()
    wait = queries.wait(email, now=now)
    if wait:
        return None, _wait_words(wait)
    user = authenticate(request, username=email, password=form.cleaned_data["password"])
    if user is None:
        actions.note_failure(email, now=now)
        return None, _("This e-mail address and password do not fit together.")
    actions.note_success(email)
    return user, ""


def _wait_words(wait: timedelta) -> str:
    seconds = int(wait.total_seconds()) + 1
    if seconds < 60:
        said = ngettext("Wait %(n)s second, then try again.", "Wait %(n)s seconds, then try again.", seconds)
        return said % {"n": seconds}
    minutes = -(-seconds // 60)
    said = ngettext("Wait %(n)s minute, then try again.", "Wait %(n)s minutes, then try again.", minutes)
    return said % {"n": minutes}


def _onward(request: HttpRequest) -> str:
    """Where the reader was going, if that is a page of this installation."""
    onward = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return onward if here else "people:home"


@anyone
@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out."""
    logout(request)
    messages.success(request, _("You have signed out."))
    return redirect("people:home")


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
