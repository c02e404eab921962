"""The smallest group that may be shown, as it is asked for."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ERRORS = {
    "required": gettext_lazy("Enter the smallest group that may be shown."),
    "invalid": gettext_lazy("Enter a whole number, 5 or more."),
    "min_value": gettext_lazy("The smallest group must be 5 people or more."),
    "max_value": gettext_lazy("The smallest group must be 1,000 people or fewer."),
}


def no_smaller(chosen: int, least: int) -> int:
    """A round may be stricter than its partnership, never laxer."""
    if chosen < least:
        raise ValidationError(_("Your partnership never shows groups of fewer than %(least)s.") % {"least": least})
    return chosen


def help_text(least: int) -> str:
    """What is said of it."""
    said = _(
        "Numbers about fewer people than this are never shown, to anyone. "
        "Your partnership chose %(least)s; a round may ask for more."
    )
    return said % {"least": least}
