"""The one way from values to canonical bytes and digests (RFC 8785, SHA-256)."""

import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import rfc8785
from django.apps import apps
from django.db import models

from accord.audit.states import Reference

GENESIS = "0" * 64
SAFE_INTEGER = 2**53


def canonical(value: Mapping[str, Any]) -> str:
    """The canonical JSON of a value made of JSON's own types."""
    return rfc8785.dumps(cast("dict[str, Any]", dict(value))).decode()


def chain_hash(payload: str) -> str:
    """The hash of an event: SHA-256 of its payload, which names the event before it by its hash."""
    return hashlib.sha256(payload.encode()).hexdigest()


def salted(salt: str, text: str) -> str:
    """A digest that tells nothing to someone without the salt."""
    return hmac.new(bytes.fromhex(salt), text.encode(), hashlib.sha256).hexdigest()


def reference(row: models.Model) -> Reference:
    """Names a row, so that it can be recorded after it is removed."""
    return Reference(row._meta.label, str(row.pk))


def covered_models() -> Iterator[type[models.Model]]:
    """The models whose rows the record proves: those that list fields in `AUDITED`."""
    return (model for model in apps.get_models() if hasattr(model, "AUDITED"))


def covered_fields(model: type[models.Model]) -> Sequence[str]:
    """The fields of a covered model that its digests are made of."""
    return cast("Sequence[str]", model.AUDITED)  # type: ignore[attr-defined]


def row_digest(row: models.Model, salt: str) -> str:
    """The salted digest of a row's covered fields as they stand in the database."""
    return salted(salt, canonical({name: _plain(row, name) for name in covered_fields(type(row))}))


def _plain(row: models.Model, name: str) -> Any:
    """A field's value in JSON's types, the same on every database."""
    field = cast("models.Field[Any, Any]", row._meta.get_field(name))
    value = field.value_from_object(row)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if value is None or isinstance(value, bool | str | float | dict | list):
        return value
    if isinstance(value, int) and abs(value) < SAFE_INTEGER:
        return value
    return field.value_to_string(row)
