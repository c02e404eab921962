"""A person's rights over what is kept about them, by nothing but what each model says of its fields.

Rows belong to a person where a foreign key leads to their account or to one of their seats. Rows of a model that names
in `ADDRESSED` the field of an e-mail address belong to who has that address, whoever wrote them. Rows of
the libraries are removed whole where ours are blanked.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Q, QuerySet

from accord.audit.digests import covered_models
from accord.audit.states import Kind
from accord.people.libraries import is_ours, kinds
from accord.people.models import Seat, User

Field = models.Field[Any, Any]


def actors(user: User) -> list[str]:
    """The names under which a person stands in the record."""
    return [f"person:{user.pk}", *(f"seat:{key}" for key in user.seats.values_list("pk", flat=True))]


def export(user: User) -> dict[str, list[dict[str, Any]]]:
    """The rows of a person, by model, with the fields that are personal or pseudonymous."""
    rows = {found.model._meta.label: [exported(row) for row in found] for found in _rows(user)}
    return {label: kept for label, kept in rows.items() if kept}


def erase(user: User) -> list[models.Model]:
    """Blank what is personal or secret in the rows of a person; the covered rows that changed."""
    changed = [row for found in _rows(user) for row in found if erase_row(row)]
    covered = tuple(covered_models())
    return [row for row in changed if isinstance(row, covered)]


def blank(field: Field, row: models.Model) -> Any:
    """What an erased field holds."""
    if field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        unique = f"erased-{row.pk}" if field.unique else ""
        return f"{unique}@erased.invalid" if unique and isinstance(field, models.EmailField) else unique
    raise ImproperlyConfigured(f"{field} is personal or secret, so it must be text or nullable: it must be erasable.")


def fields(model: type[models.Model], wanted: Iterable[Kind]) -> list[Field]:
    """The model's own fields of these kinds."""
    classes = kinds(model)
    return [f for f in model._meta.concrete_fields if classes[f.name] in set(wanted)]


def _rows(user: User) -> Iterator["QuerySet[models.Model]"]:
    for model in apps.get_models():
        wanted = Q(pk=user.pk) if model is User else _leading_to(model, user)
        if wanted:
            yield model._base_manager.filter(wanted).order_by("pk")


def _leading_to(model: type[models.Model], user: User) -> Q:
    if hasattr(model, "ADDRESSED"):
        return Q(**{model.ADDRESSED: user.email})
    found = Q()
    for field in model._meta.concrete_fields:
        if field.related_model is User:
            found |= Q(**{field.name: user})
        elif field.related_model is Seat:
            found |= Q(**{f"{field.name}__user": user})
    return found


def exported(row: models.Model) -> dict[str, Any]:
    """What one row keeps about a person: the fields that are personal or pseudonymous."""
    shown = fields(type(row), [Kind.PERSONAL, Kind.PSEUDONYMOUS])
    return {f.name: None if f.value_from_object(row) is None else f.value_to_string(row) for f in shown}


def erase_row(row: models.Model) -> bool:
    """Blank what is personal or secret in one row; whether anything is."""
    if not is_ours(type(row)):
        row.delete()
        return True
    gone = fields(type(row), [Kind.PERSONAL, Kind.SECRET])
    for field in gone:
        setattr(row, field.attname, blank(field, row))
    if gone:
        row.save(update_fields=[field.name for field in gone])
    return bool(gone)
