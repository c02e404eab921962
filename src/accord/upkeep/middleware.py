"""Every request is counted and noted in the log by the name of its page; respondents' pages are not."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accord.upkeep.figures import REQUESTS
from accord.web.quiet import is_quiet, view_name

logger = logging.getLogger("accord.requests")


class Watched:
    """Counts, times and logs. Nothing is kept of who asked, from where, or for which row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Watch one request."""
        begun = time.perf_counter()
        request.number = secrets.token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not is_quiet(request):
            self._note(request, response, time.perf_counter() - begun)
        return response

    def _note(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        view, method, status = view_name(request), str(request.method), response.status_code
        number = str(request.number)  # type: ignore[attr-defined]
        response["X-Request-ID"] = number
        REQUESTS.add(view, method=method, status=status, seconds=seconds)
        said = {"view": view, "method": method, "status": status, "ms": round(seconds * 1000), "request": number}
        logger.info("%s %s %s", method, view, status, extra={"said": said})
