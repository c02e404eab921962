"""What a roster would change, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accord.people.analysis import FIELDS, Change

TITLES = {
    Change.ADDED: gettext_lazy("Added"),
    Change.CHANGED: gettext_lazy("Changed"),
    Change.RETURNED: gettext_lazy("Came back"),
    Change.LEFT: gettext_lazy("Left"),
}

NAMES = {
    "organisation": gettext_lazy("organisation"),
    "reference": gettext_lazy("reference"),
    "name": gettext_lazy("name"),
    "email": gettext_lazy("e-mail address"),
    "staff_group": gettext_lazy("staff group"),
    "site": gettext_lazy("site"),
    "leads": gettext_lazy("leads"),
}


def person(row: Mapping[str, str]) -> tuple[str, str]:
    """One person: who, and where, with what changes or is known of them."""
    who = row["name"] or row["email"] or row["reference"]
    where = f"{row['organisation']} {row['reference']}".strip()
    return who, "; ".join([where, *_words(row)])


def _words(row: Mapping[str, str]) -> list[str]:
    if row["change"] in {Change.CHANGED, Change.RETURNED}:
        return [_changed(field, row) for field in FIELDS if row[field] != row[f"was_{field}"]]
    known = [field for field in FIELDS if row[field] and field not in {"organisation", "reference", "name"}]
    return [f"{NAMES[field]}: {row[field]}" for field in known]


def _changed(field: str, row: Mapping[str, str]) -> str:
    before, after = row[f"was_{field}"] or _("none"), row[field] or _("none")
    return _("%(field)s: %(before)s → %(after)s") % {"field": NAMES[field], "before": before, "after": after}
