"""Who may see a job: those who asked for it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from accord.jobs.models import Job
from accord.web.policies import check_signed_in, policy


def check_asked(request: HttpRequest, job: UUID, **_: Any) -> None:
    """Anyone else is told nothing, not even that it exists."""
    check_signed_in(request)
    if not Job.objects.filter(id=job, askers=request.user.pk).exists():
        raise Http404


asked = policy("who asked for it", check_asked)
