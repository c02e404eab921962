"""Cards and posters, for those who hand them out: nobody who manages those who answer."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from accord.booth import printing
from accord.booth import queries as booth
from accord.booth.actions import inviting
from accord.people.policies import SeatedRequest, by_seat
from accord.rounds.models import Round
from accord.rounds.policies import check_asked, hands, may_hand_out
from accord.rounds.states import Phase, phase_at

HANDED = (Phase.COUNTERSIGNED, Phase.OPEN)


@hands
def cards(request: SeatedRequest, slug: str, round: UUID) -> HttpResponseBase:
    """By group, how many have no address; the cards of one group at a time."""
    found = _found(request, round)
    if phase_at(found, timezone.now()) not in HANDED or found.asking is None:
        return redirect("rounds:asked", slug=slug, round=round)
    return render(request, "rounds/cards.html", {"round": found, "strata": booth.without_address(found.asking)})


@hands
def stratum_cards(request: SeatedRequest, slug: str, round: UUID, stratum: int) -> HttpResponse:
    """The cards of one group as PDF; the record keeps that they were printed."""
    found = _found(request, round)
    if phase_at(found, timezone.now()) not in HANDED or found.asking is None:
        raise Http404
    if stratum not in {number for number, *_named in booth.without_address(found.asking)}:
        raise Http404
    numbers = booth.card_numbers(found.asking, stratum)
    inviting.printed(by_seat(request.seat, now=timezone.now()), found.asking, stratum=stratum, cards=len(numbers))
    return _pdf(printing.cards(found.asking, numbers), f"cards-{stratum + 1}.pdf")


@hands
def poster(request: SeatedRequest, slug: str, round: UUID) -> HttpResponse:
    """A poster as PDF."""
    found = _found(request, round)
    if phase_at(found, timezone.now()) not in HANDED or found.asking is None:
        raise Http404
    return _pdf(printing.poster(found.asking), "poster.pdf")


def _found(request: SeatedRequest, round: UUID) -> Round:
    found = check_asked(request.seat, round)
    if not may_hand_out(request.seat):
        raise PermissionDenied
    return found


def _pdf(body: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
