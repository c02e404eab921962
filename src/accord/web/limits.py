"""Rate limits for addresses at which secrets can be guessed: codes, passwords.

A client is told from others by a keyed digest of its address. The key is drawn anew each day and, like the counts, is
held in this process's memory only: nothing of it reaches the database, a file or a log. Requests that were refused are
counted, not those that were let in, since a whole hospital may come from one address.
"""

import hashlib
import hmac
import math
import secrets
import time
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Lock
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accord.web.errors import too_often
from accord.web.policies import Decorator, View

DAY, MINUTE = 86_400.0, 60.0
MOST = 100_000
"""The most clients that are held in mind for one page."""


class Refusals:
    """How often each client was lately refused: so many a minute are let through, then one as each is forgotten."""

    def __init__(self, rate: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._lock = Lock()
        self._key, self._since = secrets.token_bytes(32), clock()
        self._levels: dict[bytes, tuple[float, float]] = {}

    def wait(self, client: str) -> float:
        """How many seconds this client has to wait; 0 where it need not."""
        with self._lock:
            self._renew_daily()
            over = self._level(self._digest(client)) - self.rate + 1
            return max(over, 0.0) * MINUTE / self.rate

    def note(self, client: str) -> None:
        """It was refused once more."""
        with self._lock:
            self._renew_daily()
            digest = self._digest(client)
            self._levels[digest] = (self._level(digest) + 1, self._clock())
            if len(self._levels) > MOST:
                self._levels = {d: at for d, at in self._levels.items() if self._level(d) > 0}

    def _level(self, digest: bytes) -> float:
        """A bucket that fills by one at each refusal and leaks `rate` a minute."""
        level, at = self._levels.get(digest, (0.0, 0.0))
        return max(level - (self._clock() - at) * self.rate / MINUTE, 0.0)

    def _digest(self, client: str) -> bytes:
        return hmac.new(self._key, client.encode(), hashlib.sha256).digest()[:16]

    def _renew_daily(self) -> None:
        if self._clock() - self._since > DAY:
            self._key, self._since = secrets.token_bytes(32), self._clock()
            self._levels.clear()


def limited(rate: int) -> Decorator:
    """A decorator, beneath the policy's, of a view that says with a status of 4xx that something did not fit.

    A client that was refused more often than `rate` times a minute gets 429 and is told how long to wait.
    """

    def decorate(view: View) -> View:
        refusals = Refusals(rate)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            who = client(request)
            if wait := refusals.wait(who):
                return too_often(request, seconds=math.ceil(wait))
            response = view(request, *args, **kwargs)
            if 400 <= response.status_code < 500:
                refusals.note(who)
            return response

        return cast(View, guarded)

    return decorate


def client(request: HttpRequest) -> str:
    """Where a request comes from: the connection's other end, or what the proxy in front saw as that.

    Of `X-Forwarded-For` only the last entry is the proxy's own; a visitor can write any before it. An IPv6 network of
    64 bits is one client: whoever has one address of it has all.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.ACCORD_PROXY:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, 64), strict=False))
    return str(found.ipv4_mapped if isinstance(found, IPv6Address) else found)


def is_loopback(address: str) -> bool:
    """Whether this is the machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("192.0.2.1"), is_loopback("")
    (True, True, False, False)
    """
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
