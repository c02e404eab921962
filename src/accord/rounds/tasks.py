"""The long work of rounds: reading large files, computing pictures."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accord.audit.states import SYSTEM, By
from accord.booth.models import Asking
from accord.jobs.kinds import JobKind, Work
from accord.jobs.models import Job
from accord.jobs.states import CannotBeDone
from accord.questionnaires.model import Measure
from accord.questionnaires.problems import InputError
from accord.report.language import words
from accord.rounds import actions, analysis
from accord.rounds.models import Round
from accord.rounds.states import Source, State

READING_SHARE = 0.1
"""What reading the files takes of the whole of computing a picture, roughly."""


def read(work: Work) -> None:
    """Look at the columns of a round's file, or check its files whole."""
    round = Round.objects.filter(id=work.arguments["round"]).first()
    if round is None:
        raise CannotBeDone(_("This round was removed in the meantime."))
    said = _("Reading the files")
    work.advance(0.0, said)
    by = By(SYSTEM, UUID(work.partnership), timezone.now())
    actions.do_step(by, round, work.arguments["step"], progress=lambda share, _words: work.advance(share, said))


def compute(work: Work) -> dict[str, Any]:
    """Compute a round's picture and release it. A worker that takes over after the release has nothing to do."""
    round = Round.objects.select_related("before__result").get(id=work.arguments["round"])
    if round.state != State.RELEASED:
        before = round.before.result.standing if round.before else ""
        work.advance(0.0, _("Reading the files"))
        try:
            inputs = analysis.inputs(round)
        except InputError as error:  # they were read before without a problem
            raise CannotBeDone(_unreadable(round)) from error
        computed = analysis.compute(round, inputs, before=before, progress=_told(work, inputs.questionnaire.measures))
        work.advance(0.99, _("Keeping the picture"))
        actions.release(By(SYSTEM, round.partnership_id, timezone.now()), round, computed)
    return {"round": str(round.id)}


def _unreadable(round: Round) -> str:
    if round.source == Source.ASKED:
        return _("No picture can be made of these answers. It has been noted; ask for help.")
    return _("The files could not be read again. Add them once more.")


def _told(work: Work, measures: Iterable[Measure]) -> Callable[[float, str], None]:
    """How far the picture is, in words."""
    language = get_language() or "en"
    names = {m.id: _("Working out «%(measure)s»") % {"measure": words(m.label, language)} for m in measures}
    names |= {"people": _("Deciding what may be shown"), "contrasts": _("Comparing")}

    def tell(share: float, what: str) -> None:
        work.advance(READING_SHARE + (1 - READING_SHARE) * share, names.get(what, _("Writing the picture")))

    return tell


def address(job: Job) -> str:
    """The page of the round that the work was for."""
    slug = Round.objects.filter(id=job.arguments["round"]).values_list("partnership__slug", flat=True).first()
    if slug is None:
        return reverse("people:home")
    return reverse("rounds:round", kwargs={"slug": slug, "round": job.arguments["round"]})


def page_of(asking: Asking) -> str:
    """The page of the round that an asking is for."""
    return reverse("rounds:asked", kwargs={"slug": asking.partnership.slug, "round": asking.round.id})


def about(job: Job) -> str:
    """The round that the work is for, and its partnership."""
    round = Round.objects.filter(id=job.arguments["round"]).select_related("partnership").first()
    return f"{round.title}, {round.period}. {round.partnership.name}" if round else ""


READ = JobKind(gettext_lazy("Reading the files"), read, address, about)  # type: ignore[arg-type] # lazily translated
COMPUTE = JobKind(gettext_lazy("Computing the picture"), compute, address, about)  # type: ignore[arg-type]
READING, COMPUTING = actions.READING, actions.COMPUTING
