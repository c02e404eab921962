"""A job's page: how far it is, for those who asked for it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from accord.audit.states import By
from accord.jobs import actions, queries
from accord.jobs.models import Job
from accord.jobs.policies import asked


@asked
def job(request: HttpRequest, job: UUID) -> HttpResponseBase:
    """The whole page; where the job is finished, its result instead."""
    progress = queries.progress(get_object_or_404(Job, id=job))
    if progress.finished:
        return redirect(progress.address)
    return render(request, "jobs/job.html", {"job": progress})


@asked
def progress(request: HttpRequest, job: UUID) -> HttpResponse:
    """The part that changes, asked for every second by the page."""
    progress = queries.progress(get_object_or_404(Job, id=job))
    if progress.finished:
        return HttpResponseClientRedirect(progress.address)
    return render(request, "jobs/_progress.html", {"job": progress})


@asked
@require_POST
def leave(request: HttpRequest, job: UUID) -> HttpResponseBase:
    """No longer want it, and go back to where it was asked for."""
    found = get_object_or_404(Job, id=job)
    by = By(f"person:{request.user.pk}", found.partnership, timezone.now())
    actions.leave(by, job=job, asker=UUID(str(request.user.pk)))
    messages.success(request, _("It was stopped."))
    return redirect(queries.progress(found).address)
