"""What every page is given."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.utils.translation import get_language

from accord.web.navigation import leads


def page(request: HttpRequest) -> dict[str, Any]:
    """The language, the partnership the reader is in, the words that lead on, the messages that wait.

    `demonstration`: whether all that this installation holds is invented.
    """
    seat = getattr(request, "seat", None)
    partnership = getattr(seat, "partnership", None)
    return {
        "user": getattr(request, "user", None),
        "messages": get_messages(request),
        "partnership": partnership,
        "demonstration": settings.ACCORD_DEMONSTRATION,
        "leads": leads(getattr(partnership, "slug", None), request.path),
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
    }
