"""The two things that can be done with the record: add to it, and forget personal words said in it."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from accord.audit.digests import GENESIS, canonical, chain_hash, reference, row_digest, salted
from accord.audit.models import Event, Head, Salt, Words
from accord.audit.states import By, Reference

CHAIN_LOCK = 0x6163636F7264  # «accord»: any number, the same in every process


def record(
    by: By,
    verb: str,
    *,
    subjects: Iterable[models.Model | Reference] = (),
    facts: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
) -> Event:
    """Append an event in the caller's own transaction, with a digest of each covered row as it now stands.

    A row that was removed is given by its `digests.reference`, taken before. `facts` hold JSON values and no personal
    text; that goes into `personal`, of which the chain keeps a salted hash only.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() must be called inside the transaction of the action that it records.")
    head = _lock_head()
    hidden = {name: (secrets.token_hex(16), text) for name, text in (personal or {}).items()}
    payload = canonical(
        {
            "sequence": head.sequence + 1,
            "previous": head.hash,
            "at": by.now.astimezone(UTC).isoformat(),
            "actor": by.actor,
            "partnership": str(by.partnership) if by.partnership else None,
            "verb": verb,
            "facts": dict(facts or {}),
            "personal": {name: salted(*pair) for name, pair in hidden.items()},
            "subjects": _digests(subjects),
        }
    )
    event = _append(by, verb, head=head, payload=payload)
    Words.objects.bulk_create(
        Words(event=event, name=name, actor=by.actor, text=text, salt=salt) for name, (salt, text) in hidden.items()
    )
    return event


def forget(by: By, *, actor: str) -> int:
    """Erase all personal words that `actor` said. The chain stays valid: it holds salted hashes only."""
    with transaction.atomic():
        words = Words.objects.filter(actor=actor)
        named = [[event, name] for event, name in words.order_by("id").values_list("event_id", "name")]
        if named:
            words.delete()
            record(by, "audit.forgotten", facts={"words": named})
        return len(named)


def _lock_head() -> Head:
    """The end of the chain, held until the transaction ends (on SQLite, IMMEDIATE transactions hold everything)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    return Head.objects.first() or Head(sequence=0, hash=GENESIS)


def _append(by: By, verb: str, *, head: Head, payload: str) -> Event:
    event = Event.objects.create(
        sequence=head.sequence + 1,
        at=by.now,
        actor=by.actor,
        partnership=by.partnership,
        verb=verb,
        payload=payload,
        previous=head.hash,
        hash=chain_hash(payload),
    )
    head.sequence, head.hash = event.sequence, event.hash
    head.save()
    return event


def _digests(subjects: Iterable[models.Model | Reference]) -> list[list[str | None]]:
    """[model, key, digest] of each row, read anew from the database; a digest of None says that it is gone."""
    references = sorted({s if isinstance(s, Reference) else reference(s) for s in subjects})
    salts = {ref: secrets.token_hex(16) for ref in references}
    Salt.objects.bulk_create(
        [Salt(model=ref.model, row=ref.id, salt=salt) for ref, salt in salts.items()],
        update_conflicts=True,
        unique_fields=["model", "row"],
        update_fields=["salt"],
    )
    rows = {ref: row for label in {r.model for r in references} for ref, row in _rows(label, references)}
    return [[ref.model, ref.id, row_digest(rows[ref], salts[ref]) if ref in rows else None] for ref in references]


def _rows(label: str, references: Iterable[Reference]) -> list[tuple[Reference, models.Model]]:
    keys = [ref.id for ref in references if ref.model == label]
    return [(reference(row), row) for row in apps.get_model(label)._base_manager.in_bulk(keys).values()]
