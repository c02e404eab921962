"""Bringing a roster in: upload, see what it would change, confirm or throw away."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accord.jobs.states import LIVE
from accord.people import analysis, rostering, wording
from accord.people.analysis import Change
from accord.people.forms import RosterForm, SectorsForm
from accord.people.models import RosterFile
from accord.people.policies import SeatedRequest, by_seat, coordinates
from accord.web import receiving
from accord.web.wording import said

A_PAGE = 50
FIRST = 5
"""How many people of each kind the preview names; the others are a page away."""


@coordinates
@csrf_exempt  # only until the file is received as it should be; `_new` asks for the token
def new(request: SeatedRequest, slug: str) -> HttpResponseBase:
    """Upload a roster. Nothing of it is used yet."""
    try:
        with receiving.receiving(request):
            return _new(request)
    except receiving.Refused as refused:
        return _upload_page(request, RosterForm(), status=413, refused=str(refused))


@csrf_protect
def _new(request: SeatedRequest) -> HttpResponseBase:
    form = RosterForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return _upload_page(request, form, status=400 if form.errors else 200)
    by = by_seat(request.seat, now=timezone.now())
    held = rostering.hold(by, request.seat, file=form.cleaned_data["roster"])
    rostering.read(by, held.id, asker=request.user.pk)
    held.refresh_from_db()
    if held.problems is None:
        return redirect("people:roster-file", slug=request.seat.partnership.slug, file=held.id)
    wrong = said(held.problems)
    rostering.discard(by, held.id)
    return _upload_page(request, form, status=400, **wrong)


def _upload_page(request: SeatedRequest, form: RosterForm, *, status: int, **wrong: Any) -> HttpResponseBase:
    limit = number_format(settings.ACCORD_UPLOAD_LIMIT // 1_000_000, force_grouping=True)
    context = {"form": form, "limit": limit, "problems": [], "more": 0, "refused": "", **wrong}
    return render(request, "people/new_roster.html", context, status=status)


@coordinates
def file(request: SeatedRequest, slug: str, file: UUID) -> HttpResponseBase:
    """What bringing a file in would do; and the button that does it."""
    held = _mine(request, file)
    if held.job is not None and held.job.state in LIVE:
        return _under_way(request, held)
    if held.problems is not None:
        return render(request, "people/roster_refused.html", {"file": held, **said(held.problems)})
    if held.counts is None:
        return _look(request, held)
    counts = analysis.counts(held)
    form = SectorsForm(
        request.POST if request.method == "POST" else None, names=[c.name for c in counts if c.new and not c.sector]
    )
    if form.is_valid():
        return _confirm(request, held, form.sectors())
    context = {"file": held, "form": form, **_preview(request, held)}
    return render(request, "people/roster_file.html", context, status=400 if form.errors else 200)


def _preview(request: SeatedRequest, held: RosterFile) -> Mapping[str, Any]:
    counts = analysis.counts(held)
    totals = {change: sum(getattr(count, change.value) for count in counts) for change in Change}
    first = {
        change: [wording.person(row) for row in analysis.shown(held, change, start=0, most=FIRST)]
        for change in Change
        if totals[change]
    }
    return {
        "page": Paginator(counts, A_PAGE).get_page(request.GET.get("page")),
        "totals": totals,
        "people": first,
        "titles": wording.TITLES,
        "most": FIRST,
        "organisations": sum(count.new for count in counts),
    }


def _under_way(request: SeatedRequest, held: RosterFile) -> HttpResponseBase:
    if held.job is not None and held.job.askers.filter(pk=request.user.pk).exists():
        return redirect("jobs:job", job=held.job_id)
    messages.warning(request, _("Somebody else is working on this file just now."))
    return redirect("people:roster", slug=request.seat.partnership.slug)


def _look(request: SeatedRequest, held: RosterFile) -> HttpResponseBase:
    """Look at the file once more: looking at it was stopped, or broke off."""
    if request.method != "POST":
        return render(request, "people/roster_unread.html", {"file": held})
    rostering.read(by_seat(request.seat, now=timezone.now()), held.id, asker=request.user.pk)
    return redirect("people:roster-file", slug=request.seat.partnership.slug, file=held.id)


def _confirm(request: SeatedRequest, held: RosterFile, sectors: Mapping[str, str]) -> HttpResponseBase:
    by, slug = by_seat(request.seat, now=timezone.now()), request.seat.partnership.slug
    try:
        if request.POST.get("seen") != held.content:
            raise rostering.Stale
        job = rostering.bring_in(by, held.id, sectors=sectors, asker=request.user.pk)
    except rostering.Stale:
        rostering.read(by, held.id, asker=request.user.pk)
        messages.error(request, _("The roster changed since this page was made. Look at what the file would do now."))
        return redirect("people:roster-file", slug=slug, file=held.id)
    except (rostering.Gone, rostering.Busy):
        messages.error(request, _("Somebody else brought this file in, or is doing so."))
        return redirect("people:roster", slug=slug)
    if job is not None:
        return redirect("jobs:job", job=job.id)
    messages.success(request, _("The roster is brought in. The file is deleted."))
    return redirect("people:roster", slug=slug)


@coordinates
def changes(request: SeatedRequest, slug: str, file: UUID, change: str) -> HttpResponseBase:
    """Everybody with whom one thing would happen, a page at a time."""
    held = _mine(request, file)
    if change not in set(Change) or held.counts is None:
        raise Http404
    wanted = Change(change)
    total = sum(getattr(count, wanted.value) for count in analysis.counts(held))
    page = Paginator(range(total), A_PAGE).get_page(request.GET.get("page"))
    rows = analysis.shown(held, wanted, start=max(page.start_index() - 1, 0), most=A_PAGE)
    context = {
        "file": held,
        "page": page,
        "rows": [wording.person(row) for row in rows],
        "title": wording.TITLES[wanted],
    }
    return render(request, "people/roster_changes.html", context)


@coordinates
@require_POST
def discard(request: SeatedRequest, slug: str, file: UUID) -> HttpResponseBase:
    """Throw a file away."""
    try:
        rostering.discard(by_seat(request.seat, now=timezone.now()), _mine(request, file).id)
    except (rostering.Busy, rostering.Gone):
        messages.error(request, _("Somebody else brought this file in, or is doing so."))
    else:
        messages.success(request, _("The file is deleted. The roster is as it was."))
    return redirect("people:roster", slug=slug)


def _mine(request: SeatedRequest, file: UUID) -> RosterFile:
    found = RosterFile.objects.filter(id=file, partnership=request.seat.partnership_id).select_related("job").first()
    if found is None:
        raise Http404
    return found
