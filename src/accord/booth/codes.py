"""Invitation codes: derived from a round's secret, so that none is stored; looked up by their digest.

A code has 16 of Crockford's 32 signs (no I, L, O, U, which are misread), 80 bits: nobody guesses one of a million codes
in a lifetime of asking a server. It is printed as four groups of four.
"""

import hashlib
import hmac
import string
from uuid import UUID

from django.utils.translation import gettext as _

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
BITS = 5
TYPED = {
    **{sign: sign for sign in SIGNS},
    **{sign.lower(): sign for sign in SIGNS},
    **dict.fromkeys("Oo", "0"),
    **dict.fromkeys("IiLl", "1"),
    **dict.fromkeys(string.whitespace + "\u00a0-‐‑‒–—−", ""),
}
"""What each typed sign stands for; dashes and spaces stand for nothing."""


class NotACode(ValueError):
    """What was typed cannot be an invitation code."""


def code(secret: bytes, number: int) -> str:
    """The code of an invitee, by their number on the round's list: HMAC-SHA256 under the secret, its first 80 bits.

    >>> code(bytes(32), 1)
    'MJGHSSFVX3WPQWR2'
    """
    mac = hmac.digest(secret, number.to_bytes(8, "big"), "sha256")
    value = int.from_bytes(mac[: LENGTH * BITS // 8], "big")
    return "".join(SIGNS[value >> shift & 31] for shift in range((LENGTH - 1) * BITS, -1, -BITS))


def printed(code: str) -> str:
    """A code as it is printed.

    >>> printed("MJGHSSFVX3WPQWR2")
    'MJGH-SSFV-X3WP-QWR2'
    """
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def clean_code(text: str) -> str:
    """The code that somebody typed: in capitals or not, with hyphens or spaces or not, O for 0, I or L for 1.

    >>> clean_code(" mjgh-ssfv x3wp qwr2 ")
    'MJGHSSFVX3WPQWR2'
    >>> clean_code("1XK0")
    Traceback (most recent call last):
    accord.booth.codes.NotACode: An invitation code has 16 letters and digits. This has 4.

    Raises NotACode, with a sentence for who typed it.
    """
    strange = [sign for sign in text if sign not in TYPED]
    if strange:
        raise NotACode(_("An invitation code has letters and digits only, and no U. This has “%s”.") % strange[0])
    clean = "".join(TYPED[sign] for sign in text)
    if len(clean) != LENGTH:
        raise NotACode(
            _("An invitation code has %(length)d letters and digits. This has %(typed)d.")
            % {"length": LENGTH, "typed": len(clean)}
        )
    return clean


def mark(secret: bytes, number: int) -> UUID:
    """Under which it is noted that an invitee was admitted. Without the secret nobody can tell whose it is.

    >>> mark(bytes(32), 1)
    UUID('7365c726-00bf-91b0-8072-871a9e974738')
    """
    return UUID(bytes=hmac.digest(secret, b"admitted\0" + number.to_bytes(8, "big"), "sha256")[:16])


def address(secret: bytes, email: str) -> str:
    """By which an address is known again, without the secret by nobody; empty where there is none.

    >>> address(bytes(32), "Ann@example.org") == address(bytes(32), "ann@example.org"), address(bytes(32), "")
    (True, '')
    """
    return hmac.digest(secret, b"address\0" + email.lower().encode(), "sha256").hex() if email else ""


def digest(code: str) -> str:
    """What a code is looked up by: SHA-256 of its 16 signs. Slow hashing would add nothing to 80 random bits.

    >>> digest("MJGHSSFVX3WPQWR2")[:16]
    'bd7db31381e2faf5'
    """
    return hashlib.sha256(code.encode()).hexdigest()
