"""The respondents' pages and what their page sends."""

from accord.booth.views.exchange import admit, answer, look
from accord.booth.views.pages import door, plain, shared

__all__ = ["admit", "answer", "door", "look", "plain", "shared"]
