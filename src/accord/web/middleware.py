"""What every response carries, and what no request may bring."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accord.web.errors import too_large
from accord.web.quiet import is_quiet

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Sets the headers above on every response, files and errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class UploadLimit:
    """Refuses a body above `ACCORD_UPLOAD_LIMIT` by its announced length, before anything of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse, or pass on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.ACCORD_UPLOAD_LIMIT:
            return too_large(request)
        return self.get_response(request)


class NotKept:
    """Pages for somebody who signed in are not kept by the browser: the next reader of a shared screen sees nothing.

    Who is signed in is not asked on respondents' pages, which say the same of themselves.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Say so to the browser."""
        response = self.get_response(request)
        if not is_quiet(request) and request.user.is_authenticated and isinstance(response, HttpResponse):
            response.setdefault("Cache-Control", "private, no-store")
        return response
