"""Adding a round from files: upload, say which column is what, see what will be used, confirm."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accord.people.policies import SeatedRequest, by_seat
from accord.questionnaires.load import parse_questionnaire
from accord.questionnaires.model import Questionnaire
from accord.report.language import words
from accord.rounds import actions, analysis, queries
from accord.rounds.forms import ConfirmForm, UploadForm
from accord.rounds.mapped import scale_words, scales
from accord.rounds.mapping import MappingForm
from accord.rounds.models import Round
from accord.rounds.panels import is_live
from accord.rounds.policies import adds, check_round
from accord.rounds.states import State
from accord.rounds.wording import asked_of, unused
from accord.web import receiving
from accord.web.policies import View
from accord.web.wording import place, sentence

NOTHING: dict[str, Any] = {"problems": [], "more": 0, "refused": ""}


def unless_busy(view: View) -> View:
    """Lead to the round where somebody else began to work on it in the same moment, or released it."""

    @wraps(view)
    def led(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
        try:
            return view(request, slug, round)
        except actions.Busy:
            return redirect("rounds:round", slug=slug, round=round)

    return led


@adds
@csrf_exempt  # only until the files are received as they should be; `_new` asks for the token
def new(request: SeatedRequest, slug: str) -> HttpResponseBase:
    """Add a round from files."""
    return _receive(request, None)


@adds
@csrf_exempt  # as above
@unless_busy
def again(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Upload the files of a round once more, put right; what was said of it and of its columns stays."""
    return _receive(request, check_round(request.seat, round))


def _receive(request: SeatedRequest, earlier: Round | None) -> HttpResponseBase:
    try:
        with receiving.receiving(request):
            return _new(request, earlier)
    except receiving.Refused as refused:
        form = UploadForm(seat=request.seat, earlier=earlier)
        return _upload_page(request, form, earlier, status=413, refused=str(refused))


@csrf_protect
def _new(request: SeatedRequest, earlier: Round | None) -> HttpResponseBase:
    if earlier is not None and not _is_open(earlier):
        return redirect("rounds:round", slug=request.seat.partnership.slug, round=earlier.id)
    posted = request.method == "POST"
    form = UploadForm(*((request.POST, request.FILES) if posted else ()), seat=request.seat, earlier=earlier)
    unusable: dict[str, Any] = {}
    if form.is_valid():
        by, round = by_seat(request.seat, now=timezone.now()), _held(request, form)
        if round.columns is not None or round.problems is None or round.questionnaire:
            if earlier is not None:
                actions.discard(by, earlier)
            return redirect("rounds:round", slug=request.seat.partnership.slug, round=round.id)
        unusable = _said(round)
        actions.discard(by, round)
    return _upload_page(request, form, earlier, status=400 if form.errors or unusable else 200, **unusable)


def _upload_page(
    request: SeatedRequest, form: UploadForm, earlier: Round | None, *, status: int, **wrong: Any
) -> HttpResponseBase:
    limit = number_format(settings.ACCORD_UPLOAD_LIMIT // 1_000_000, force_grouping=True)
    context = {"form": form, "earlier": earlier, "limit": limit, **NOTHING, **wrong}
    response = render(request, "rounds/new.html", context, status=status)
    if earlier is None and status == 200:
        response["Cache-Control"] = "private, no-cache"  # «Back» from a page of refusal finds what was typed
    return response


def _held(request: SeatedRequest, form: UploadForm) -> Round:
    """Hold the files, and look at them as far as that is done at once."""
    given, by = form.cleaned_data, by_seat(request.seat, now=timezone.now())
    round = actions.hold(
        by,
        request.seat,
        title=given["title"],
        period=given["period"],
        minimum_group=given["minimum_group"],
        files=form.held(),
        toml=given["questionnaire"],
    )
    actions.read(by, round, "check" if given["questionnaire"] else "look", asker=request.user.pk)
    round.refresh_from_db()
    return round


@adds
@unless_busy
def columns(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Say which column is what; «fill in» copies a choice to several questions and stores nothing."""
    found = check_round(request.seat, round)
    if not _is_open(found):
        return redirect("rounds:round", slug=slug, round=round)
    by = by_seat(request.seat, now=timezone.now())
    if found.columns is None:
        if actions.read(by, found, "look", asker=request.user.pk):
            return redirect("rounds:round", slug=slug, round=round)
        found.refresh_from_db()
        if found.columns is None:
            return redirect("rounds:check", slug=slug, round=round)
    posted = request.POST if request.method == "POST" else None
    form = MappingForm(posted, columns=found.columns or [], base=_questionnaire(found), title=found.title)
    if form.is_bound and form.is_valid():
        actions.map_columns(by, found, questionnaire=form.meant)
        found.refresh_from_db()
        actions.read(by, found, "check", asker=request.user.pk)
        return redirect("rounds:round", slug=slug, round=round)
    return render(request, "rounds/columns.html", {"round": found, "form": form}, status=400 if form.errors else 200)


@adds
def check(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """What will be used, what is refused, what will be withheld; and the button that uses it."""
    found = check_round(request.seat, round)
    if not _is_open(found):
        return redirect("rounds:round", slug=slug, round=round)
    if found.checked is None:
        if found.problems is None:
            return redirect("rounds:columns", slug=slug, round=round)
        return render(request, "rounds/refused.html", {"round": found, **_said(found)})
    form = ConfirmForm(request.POST if request.method == "POST" else None, earlier=analysis.comparable_rounds(found))
    if form.is_valid():
        return _confirm(request, found, form)
    return render(
        request,
        "rounds/check.html",
        {"round": found, "form": form, **_counted(found)},
        status=400 if form.errors else 200,
    )


def _counted(round: Round) -> dict[str, Any]:
    """What was counted in the files, as it is said."""
    questionnaire = parse_questionnaire(round.questionnaire.encode())
    counts = round.checked or {}
    language = get_language() or "en"
    return {
        "counts": counts,
        "numbers": {k: number_format(v, force_grouping=True) for k, v in counts.items() if isinstance(v, int)},
        "names": [upload.name for upload in queries.files(round).all],
        "things": [words(measure.label, language) for measure in questionnaire.measures],
        "asked": asked_of(questionnaire, language),
        "against": [words(i.text, language) for i in questionnaire.items if i.id in counts.get("against", ())],
        "unused": unused(questionnaire, round.columns or []),
        "scales": list(dict.fromkeys(map(scale_words, scales(questionnaire)))),
        "least": questionnaire.minimum_group,
    }


def _confirm(request: SeatedRequest, round: Round, form: ConfirmForm) -> HttpResponseBase:
    by = by_seat(request.seat, now=timezone.now())
    slug = request.seat.partnership.slug
    try:
        actions.confirm(by, round, before=form.before_round(), asker=request.user.pk)
    except actions.AlreadyThere as there:
        said = _("These files are here already, as «%(title)s, %(period)s».")
        messages.error(request, said % {"title": there.other.title, "period": there.other.period})
        return redirect("rounds:listen", slug=slug)
    return redirect("rounds:round", slug=slug, round=round.id)


@adds
@require_POST
def discard(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """Throw away what was uploaded."""
    found = check_round(request.seat, round)
    try:
        actions.discard(by_seat(request.seat, now=timezone.now()), found)
    except actions.Busy:
        messages.error(request, _("This round is released or being worked on. It stays."))
        return redirect("rounds:round", slug=slug, round=round)
    messages.success(request, _("The files are deleted."))
    return redirect("rounds:listen", slug=slug)


def _is_open(round: Round) -> bool:
    """Whether the round can be worked on."""
    return round.state != State.RELEASED and not is_live(round)


def _questionnaire(round: Round) -> Questionnaire | None:
    return parse_questionnaire(round.questionnaire.encode()) if round.questionnaire else None


def _said(round: Round) -> dict[str, Any]:
    """What is wrong in the files, in the reader's words."""
    problems, more = queries.problems(round)
    return {"problems": [(place(problem), sentence(problem)) for problem in problems], "more": more}
