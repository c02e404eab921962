"""Reading: the rounds of a partnership, a picture, a picture taken away."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django_htmx.http import HttpResponseClientRedirect

from accord.people.policies import SeatedRequest, by_seat
from accord.rounds import actions, analysis, queries
from accord.rounds.models import Round
from accord.rounds.panels import headline, is_live, waiting
from accord.rounds.policies import check_round, may_add, reads
from accord.rounds.states import Format, Source, State, phase_at

ROUNDS_A_PAGE = 20
TYPES = {
    Format.HTML: "text/html; charset=utf-8",
    Format.PDF: "application/pdf",
    Format.JSON: "application/json",
    Format.CSV: "text/csv; charset=utf-8",
    Format.TOML: "application/toml",
}


@reads
def listen(request: SeatedRequest, slug: str) -> HttpResponse:
    """The rounds of the partnership: for those who add them, what is being prepared, too."""
    found = Paginator(queries.visible(request.seat), ROUNDS_A_PAGE)
    page, now = found.get_page(request.GET.get("page")), timezone.now()
    said = {round.id: headline(round) if round.state == State.RELEASED else waiting(round, now)[0] for round in page}
    live = {round.id for round in page if is_live(round)}
    phases = {round.id: phase_at(round, now).label for round in page if round.source == Source.ASKED}
    context = {"page": page, "said": said, "live": live, "phases": phases, "may_add": may_add(request.seat)}
    return render(request, "rounds/listen.html", context)


@reads
def picture(request: SeatedRequest, slug: str) -> HttpResponse:
    """The picture that was released last, or what to do until there is one."""
    round = queries.latest(request.seat.partnership_id)
    if round is None:
        return render(request, "rounds/no_picture.html", {"may_add": may_add(request.seat)})
    return _picture(request, round)


@reads
def round_(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """A round's picture; before it is released, the page where its preparation goes on."""
    found = check_round(request.seat, round)
    live = is_live(found)
    if "HX-Request" in request.headers and not live:
        return HttpResponseClientRedirect(request.path)
    if found.source == Source.ASKED and found.state != State.RELEASED and not live:
        return redirect("rounds:asked", slug=slug, round=round)
    if found.state == State.RELEASED:
        return _picture(request, found)
    if found.job is not None and live:
        if found.job.askers.filter(pk=request.user.pk).exists():
            return redirect("jobs:job", job=found.job_id)
        return render(request, "rounds/under_way.html", {"round": found, "percent": round_percent(found)})
    page = "rounds:check" if found.problems or found.state != State.DRAFT else "rounds:columns"
    return redirect(page, slug=slug, round=round)


def round_percent(round: Round) -> int:
    """How far the long work of a round is."""
    return int(100 * round.job.progress) if round.job else 0


def _picture(request: SeatedRequest, round: Round) -> HttpResponse:
    text = queries.picture(round)
    context = {
        "round": round,
        "headline": headline(round),
        "fragment": analysis.fragment(text, language=get_language() or "en"),
        "formats": list(Format),
    }
    return render(request, "rounds/picture.html", context)


@reads
def export(request: SeatedRequest, slug: str, round: UUID, format: str) -> HttpResponse:
    """The picture as a file; the record keeps that it was taken away."""
    found = check_round(request.seat, round)
    if found.state != State.RELEASED or format not in Format.values:
        raise Http404
    wanted = Format(format)
    body = found.questionnaire.encode() if wanted is Format.TOML else _export(found, wanted)
    actions.exported(by_seat(request.seat, now=timezone.now()), found, wanted)
    name = f"{slugify(f'{slug} {found.period}') or 'picture'}.{wanted.value}"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(body, content_type=TYPES[wanted], headers={"Content-Disposition": disposition})


def _export(round: Round, format: Format) -> bytes:
    return analysis.export(queries.picture(round), format, language=get_language() or "en")
