"""Seats: invited to, taken, ended."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from accord.people import actions, inviting, posting, queries
from accord.people.forms import InvitationForm, JoinForm
from accord.people.models import Invitation, Seat, User
from accord.people.policies import SeatedRequest, by_seat, coordinates
from accord.people.states import MOST_SENT, Role
from accord.web.policies import anyone

A_PAGE = 20
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"  # named: there are several ways to sign in


@coordinates
def invitations(request: SeatedRequest, slug: str) -> HttpResponseBase:
    """Those that are open; and a form for one more."""
    organisations = queries.organisations(request.seat.partnership_id)
    form = InvitationForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if form.is_valid() and _invited(request, form):
        return redirect("people:invitations", slug=slug)
    page = Paginator(queries.invitations(request.seat.partnership_id), A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "now": timezone.now(), "most": MOST_SENT, "into_files": _into_files()}
    return render(request, "people/invitations.html", context, status=400 if form.errors else 200)


def _invited(request: SeatedRequest, form: InvitationForm) -> bool:
    given = form.cleaned_data
    try:
        inviting.invite(
            request.seat,
            email=given["email"],
            role=Role(given["role"]),
            organisation=form.place(),
            now=timezone.now(),
        )
    except inviting.Held:
        form.add_error("email", _("A person of this address holds this seat, or is invited to it."))
        return False
    except inviting.TooMany:
        form.add_error("email", _("Too many invitations are open. Withdraw some, or wait until they are taken."))
        return False
    except posting.NotSent:
        messages.error(request, _not_sent())
    else:
        messages.success(request, _("The invitation is sent."))
    return True


@coordinates
@require_POST
def again(request: SeatedRequest, slug: str, invitation: UUID) -> HttpResponseBase:
    """Send one once more."""
    try:
        inviting.send_again(request.seat, invitation=_mine(request, invitation).id, now=timezone.now())
    except inviting.TooMany:
        messages.error(request, _("It was sent as often as it can be. Withdraw it, and invite the person anew."))
    except posting.NotSent:
        messages.error(request, _not_sent())
    else:
        messages.success(request, _("The invitation is sent again. The link in the earlier message is void."))
    return redirect("people:invitations", slug=slug)


@coordinates
@require_POST
def withdraw(request: SeatedRequest, slug: str, invitation: UUID) -> HttpResponseBase:
    """Take one back."""
    inviting.withdraw(by_seat(request.seat, now=timezone.now()), invitation=_mine(request, invitation))
    messages.success(request, _("The invitation is withdrawn. Its link is void."))
    return redirect("people:invitations", slug=slug)


def _mine(request: SeatedRequest, invitation: UUID) -> Invitation:
    found = Invitation.objects.filter(id=invitation, partnership=request.seat.partnership_id).first()
    if found is None:
        raise Http404
    return found


def _not_sent() -> str:
    return _("The invitation is kept, but the message could not be sent. Send it again later, or tell who runs this.")


def _into_files() -> bool:
    """Whether messages go into files only: then whoever runs this installation has to hand them on."""
    return settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


@coordinates
def end(request: SeatedRequest, slug: str, seat: UUID) -> HttpResponseBase:
    """End a seat, after asking."""
    found = queries.seats(request.seat.partnership_id).filter(id=seat).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return render(request, "people/end_seat.html", {"seat": found})
    return _ended(request, found)


def _ended(request: SeatedRequest, seat: Seat) -> HttpResponseBase:
    slug = request.seat.partnership.slug
    try:
        actions.end_seat(by_seat(request.seat, now=timezone.now()), seat=seat)
    except actions.LastCoordinator:
        messages.error(request, _("A partnership always has a coordinator. Invite another one first."))
        return redirect("people:people", slug=slug)
    messages.success(request, _("The seat is ended."))
    still = queries.held_seats(request.user).filter(partnership=request.seat.partnership_id).exists()
    return redirect("people:people", slug=slug) if still else redirect("people:home")


@anyone
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("secret")
def invitation(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Take a seat: with the account of the invited address, or with a new one. To read the page uses nothing up."""
    found = queries.invitation(inviting.key(secret), now=timezone.now())
    if found is None:
        return _void(request)
    try:
        if request.user.is_authenticated:
            return _with_account(request, found, secret)
        if User.objects.filter(email=found.email).exists():
            return render(request, "people/invitation_sign_in.html", {"invitation": found})
        return _without_account(request, found, secret)
    except inviting.NotTaken:  # in the same moment it was taken or withdrawn
        return _void(request)


def _with_account(request: HttpRequest, found: Invitation, secret: str) -> HttpResponseBase:
    assert isinstance(request.user, User)
    fits = request.user.email == found.email
    if request.method == "POST" and fits:
        inviting.take(secret, user=request.user, now=timezone.now())
        return _taken(request, found)
    context = {"invitation": found, "fits": fits}
    return render(request, "people/invitation_take.html", context, status=200 if fits else 403)


def _without_account(request: HttpRequest, found: Invitation, secret: str) -> HttpResponseBase:
    form = JoinForm(request.POST if request.method == "POST" else None, email=found.email)
    if not form.is_valid():
        context = {"invitation": found, "form": form}
        return render(request, "people/invitation_join.html", context, status=400 if form.errors else 200)
    given = form.cleaned_data
    user = inviting.join(secret, name=given["name"], password=given["password"], now=timezone.now())
    login(request, user, backend=BACKEND)
    return _taken(request, found)


def _taken(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    messages.success(request, _("You have taken your seat as %(role)s.") % {"role": found.get_role_display()})
    return redirect("people:partnership", slug=found.partnership.slug)


def _void(request: HttpRequest) -> HttpResponse:
    return render(request, "people/invitation_void.html", status=404)
