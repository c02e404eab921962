"""The templates' environment: translations, addresses, dates."""

from datetime import date, datetime
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils import formats, timezone, translation
from django_htmx.jinja import htmx_script
from jinja2 import Environment, StrictUndefined


def environment(**options: Any) -> Environment:
    """Jinja's environment for all pages; an unknown name in a template is an error."""
    made = Environment(
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True, pgettext=translation.pgettext
    )
    made.globals.update(static=static, url=url, htmx_script=htmx_script)
    made.filters.update(day=day, moment=moment)
    return made


def url(name: str, **kwargs: Any) -> str:
    """The address of a view by its name."""
    return reverse(name, kwargs=kwargs)


def day(value: date | datetime) -> str:
    """A date in full: «Monday 23 November 2026»."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return formats.date_format(local, "l j F Y")


def moment(value: datetime) -> str:
    """A date and time: «23 November 2026, 14:05»."""
    return formats.date_format(timezone.localtime(value), "j F Y, H:i")
