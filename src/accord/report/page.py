"""The picture as one self-contained page, and as a fragment for the browser's pages."""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from accord.analysis.results import Picture
from accord.report.document import document
from accord.report.document.parts import Document
from accord.report.language import translator

STYLES = ("tokens.css", "look.css", "picture.css")
"""The style of a picture, in order; the browser's pages serve the same files."""


def page(picture: Picture, *, language: str = "en") -> str:
    """One HTML page that asks nobody for anything: style inline, no script, a policy that forbids the rest.

    `language`: one of `accord.report.language.LANGUAGES`.
    """
    doc = document(picture, language=language)
    style = styles()
    made = _environment(language).get_template("report/page.html")
    return made.render(doc=doc, body=_fragment(doc, banner=False), style=Markup(style), digest=_digest(style))


def fragment(picture: Picture, *, language: str = "en") -> Markup:
    """What stands inside `<main>`: safe HTML without styles, scripts or inline style attributes."""
    return _fragment(document(picture, language=language), banner=True)


@cache
def styles() -> str:
    """All style sheets as one, without comments and indentation."""
    folder = files("accord.report") / "static" / "report"
    whole = "\n".join((folder / name).read_text(encoding="utf-8") for name in STYLES)
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)).strip()


def _fragment(doc: Document, *, banner: bool) -> Markup:
    made = _environment(doc.language).get_template("report/fragment.html")
    return Markup(re.sub(r"\n\s*\n+", "\n", made.render(doc=doc, banner=banner)))


def _digest(style: str) -> str:
    """The style's hash for a content security policy."""
    return "sha256-" + b64encode(sha256(style.encode()).digest()).decode()


@cache
def _environment(language: str) -> Environment:
    made = Environment(
        loader=PackageLoader("accord.report"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(translator(language), newstyle=True)  # type: ignore[attr-defined]
    return made
