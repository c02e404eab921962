"""Cards with codes and a poster, as PDF."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from importlib.resources import files
from itertools import groupby
from typing import Any

import qrcode
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accord.booth import codes, keys
from accord.booth.models import Asking
from accord.booth.states import Way

QUIET = 2  # modules of white around a code
MASK = 3  # one of eight; trying all of them for the most even one takes eight times as long, and phones read any


def cards(asking: Asking, numbers: Iterable[int]) -> bytes:
    """A card for each of these numbers of the roll: the address, the code, both as a QR code. 1,000 take 3 seconds."""
    secret, address = keys.load(asking.id).codes, page_of(asking)
    made = [codes.code(secret, number) for number in numbers]
    told = _told(asking) | {
        "how": _("Scan the code, or open the address and type the code. It takes about four minutes."),
        "none": _("Everybody in this group has an e-mail address. There are no cards to print."),
        "cards": [{"code": codes.printed(code), "qr": qr(f"{address}#{code}")} for code in made],
    }
    return _pdf("cards", told)


def poster(asking: Asking) -> bytes:
    """A poster that leads to the page, without any code."""
    how = _("Do you have a card with a code, or an e-mail with a link? Then answer: on your phone, in four minutes.")
    return _pdf("poster", _told(asking) | {"how": how, "qr": qr(page_of(asking))})


def page_of(asking: Asking) -> str:
    """The address at which everybody answers."""
    return f"{settings.ACCORD_ADDRESS}{reverse('booth:door', kwargs={'door': asking.door})}"


def qr(text: str) -> str:
    """A QR code as SVG.

    >>> qr("https://accord.example.org/a/1")[:4]
    '<svg'
    """
    code = qrcode.QRCode(border=QUIET, mask_pattern=MASK)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h{n}v1h-{n}z" for y, row in enumerate(rows) for x, n in _runs(row))
    side = len(rows)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'


def _runs(row: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many stand together."""
    x = 0
    for dark, run in groupby(row):
        n = len(list(run))
        if dark:
            yield x, n
        x += n


def _told(asking: Asking) -> dict[str, Any]:
    last = timezone.localtime(asking.closes_at - timedelta(seconds=1))
    return {
        "language": get_language() or "en",
        "title": asking.title,
        "period": asking.period,
        "partnership": asking.partnership.name,
        "address": page_of(asking),
        "alt": _("The same as a QR code"),
        "until": _("Until %(day)s.") % {"day": date_format(last, "l j F Y")},
        "promise": _promise(asking),
    }


def _promise(asking: Asking) -> str:
    if asking.way == Way.ANONYMOUS:
        return _("Nobody can tell what you answered: not your manager, and not those who keep the data.")
    return _("Your answers are kept without your name. Groups that are too small are never shown.")


def _pdf(name: str, told: dict[str, Any]) -> bytes:
    source = (files("accord.booth") / "templates" / "booth" / f"{name}.typ").read_bytes()
    return bytes(typst.compile(source, format="pdf", sys_inputs={name: json.dumps(told)}, timestamp=0))
