"""Ids made of names."""

import re


def slug(label: str, *, otherwise: str = "") -> str:
    """A label as an id; `otherwise` where it has neither letters nor numbers.

    >>> slug("Trust in leaders (2026)"), slug("?", otherwise="questionnaire")
    ('trust_in_leaders_2026', 'questionnaire')
    """
    return re.sub(r"\W+", "_", label.casefold()).strip("_") or otherwise
