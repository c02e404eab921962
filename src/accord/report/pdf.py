"""The picture as a tagged PDF, with the same sentences, drawings and tables as the page."""

import json
import re
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import typst

from accord.analysis.results import Picture
from accord.report.document import document

LONGEST_WORD = 24
"""Letters after which a word without spaces may break; a name of 120 letters would leave the paper otherwise."""
NO_GLYPH = "could not be displayed"
"""What Typst says when none of its fonts has a character."""


def pdf(picture: Picture, *, language: str = "en") -> bytes:
    """A picture as PDF/UA-1: tagged, with title and language, set in the fonts that Typst carries.

    The same picture gives the same bytes. Where a name holds a character that those fonts lack (an emoji, a
    script they do not know), the system's fonts are used and the PDF is tagged without claiming the standard.
    """
    told = json.dumps(_breakable(asdict(document(picture, language=language))))
    try:
        return _compile(told, accessible=True)
    except typst.TypstError as error:
        if NO_GLYPH not in str(error):
            raise
    return _compile(told, accessible=False)


def _compile(told: str, *, accessible: bool) -> bytes:
    source = (files("accord.report") / "templates" / "report" / "picture.typ").read_bytes()
    return typst.compile(
        source,
        format="pdf",
        sys_inputs={"document": told},
        pdf_standards=["ua-1"] if accessible else [],
        ignore_system_fonts=accessible,
        timestamp=0,
    )


def _breakable(value: Any) -> Any:
    """The same data with a place to break, of no width, in words that are too long."""
    if isinstance(value, str):
        return re.sub(rf"\S{{{LONGEST_WORD}}}(?=\S)", "\\g<0>\u200b", value)
    if isinstance(value, dict):
        return {key: _breakable(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(held) for held in value]
    return value
