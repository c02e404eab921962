"""The long work of people: rosters that are large."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.audit.states import SYSTEM, By
from accord.jobs.kinds import JobKind, Work
from accord.jobs.models import Job
from accord.jobs.states import CannotBeDone
from accord.people import rostering
from accord.people.models import Partnership, RosterFile


def look(work: Work) -> None:
    """Work out what bringing a roster in would do."""
    work.advance(0.1, _("Reading the roster"))
    try:
        rostering.look(_by(work), UUID(work.arguments["file"]))
    except rostering.Gone as gone:
        raise CannotBeDone(_("This roster was thrown away in the meantime.")) from gone


def bring_in(work: Work) -> None:
    """Bring a roster in. A worker that takes over after it is in finds nothing to do."""
    work.advance(0.1, _("Bringing the roster in"))
    file = UUID(work.arguments["file"])
    try:
        rostering.apply(_by(work), file)
    except rostering.Stale as stale:
        rostering.look(_by(work), file)
        raise CannotBeDone(_("The roster changed in the meantime. Look at what this file would do now.")) from stale
    except rostering.Gone:
        return


def address(job: Job) -> str:
    """The page of the file; of the roster, once the file is gone."""
    slug = Partnership.objects.values_list("slug", flat=True).get(id=job.partnership)
    if RosterFile.objects.filter(id=job.arguments["file"]).exists():
        return reverse("people:roster-file", kwargs={"slug": slug, "file": job.arguments["file"]})
    return reverse("people:roster", kwargs={"slug": slug})


def about(job: Job) -> str:
    """The partnership whose roster it is."""
    return Partnership.objects.values_list("name", flat=True).get(id=job.partnership)


def _by(work: Work) -> By:
    return By(SYSTEM, UUID(work.partnership), timezone.now())


LOOK = JobKind(gettext_lazy("Reading the roster"), look, address, about)  # type: ignore[arg-type] # lazily translated
BRING = JobKind(gettext_lazy("Bringing the roster in"), bring_in, address, about)  # type: ignore[arg-type]
