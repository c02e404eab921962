"""Who may read the figures: a process of this machine where no proxy stands in front, or whoever has the token."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from accord.web.limits import is_loopback
from accord.web.policies import policy

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")
"""What a proxy adds. Behind one, everybody's requests come from this machine."""


def check_metrics_reader(request: HttpRequest, **_: Any) -> None:
    """To anybody else the page does not exist."""
    if not (_has_token(request) or _is_of_this_machine(request)):
        raise Http404


def _has_token(request: HttpRequest) -> bool:
    word, _, token = request.headers.get("Authorization", "").partition(" ")
    wanted = settings.ACCORD_METRICS_TOKEN
    return bool(wanted) and word.lower() == "bearer" and constant_time_compare(token.strip(), wanted)


def _is_of_this_machine(request: HttpRequest) -> bool:
    behind = settings.ACCORD_PROXY or any(name in request.META for name in FORWARDED)
    return not behind and is_loopback(request.META.get("REMOTE_ADDR", ""))


metrics_reader = policy("metrics reader", check_metrics_reader)
