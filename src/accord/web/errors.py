"""The pages for what went wrong, in the same look and the same plain words."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request could not be understood."""
    return _page(request, 400, _("This request could not be understood."), _("Go back and try once more."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the reader's seat is of another kind."""
    words = _("You hold a seat in this partnership, but this page is for another role. A coordinator can say more.")
    return _page(request, 403, _("This page is not for your seat."), words)


def forgery(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token."""
    words = _(
        "The page may have been open for a long time, or cookies are blocked. Go back, reload the page, try again."
    )
    return _page(request, 403, _("This form could not be checked."), words)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing is here, or nothing that the reader may know of."""
    words = _("The address may be mistyped, or the page may be for people who hold a seat there.")
    return _page(request, 404, _("There is no page here."), words)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: an upload above the limit."""
    limit = settings.ACCORD_UPLOAD_LIMIT // 1_000_000
    words = _("This installation takes files up to %(limit)s MB. Nothing was stored. Go back and choose less.")
    return _page(request, 413, _("This file is too large."), words % {"limit": limit})


def too_often(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """429: refused too often within a short time."""
    said = ngettext(
        "Wait %(n)s second, then try again. Nothing that you did before is lost.",
        "Wait %(n)s seconds, then try again. Nothing that you did before is lost.",
        seconds,
    )
    response = _page(request, 429, _("This was tried too often from where you are."), said % {"n": seconds})
    response["Retry-After"] = str(seconds)
    return response


def asked_too_often(request: HttpRequest) -> HttpResponse:
    """429: the same was asked for again and again."""
    return _page(request, 429, _("This was asked for too often."), _("Wait a while, then try again."))


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    words = _("It is ours to mend, and has been noted. What you did just before may not have been kept: look first.")
    return _page(request, 500, _("Something went wrong here."), words)


def _page(request: HttpRequest, status: int, title: str, words: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "words": words, "status": status}, status=status)
