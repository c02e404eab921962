"""Reading the record, and proving that nobody changed it or the rows it covers."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC
from typing import Any

from django.db import connection, models, transaction
from django.db.models import QuerySet

from accord.audit import triggers
from accord.audit.digests import GENESIS, chain_hash, covered_models, reference, row_digest, salted
from accord.audit.models import Event, Head, Salt, Words
from accord.audit.states import Reference

Digests = dict[Reference, str | None]


def size() -> int:
    """The number of events."""
    return Event.objects.count()


def verify(*, seen: Callable[[], object] = lambda: None) -> Iterator[str]:
    """One sentence for each thing in the record, or in the rows it covers, that is not as it was recorded.

    `seen()` is called for each event and each row that was looked at.
    """
    latest: Digests = {}
    with _snapshot():
        yield from _guards()
        yield from _chain(latest, seen)
        yield from _words()
        yield from _covered(latest, seen)


@contextmanager
def _snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody who writes has to wait."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def words_of(actors: Iterable[str]) -> "QuerySet[Words]":
    """The personal words that these actors said, with their events."""
    return Words.objects.filter(actor__in=list(actors)).select_related("event").order_by("id")


def _guards() -> Iterator[str]:
    return (f"The database's guard {name} is missing." for name in sorted(triggers.missing(connection)))


def _chain(latest: Digests, seen: Callable[[], object]) -> Iterator[str]:
    """Walks the chain, noting in `latest` each row's last digest."""
    sequence, previous = 0, GENESIS
    for event in Event.objects.order_by("sequence").iterator():
        seen()
        if event.sequence != sequence + 1:
            yield f"Events {sequence + 1} to {event.sequence - 1} are missing from the record."
        yield from _event(event, previous)
        sequence, previous = event.sequence, event.hash
        latest.update({Reference(m, i): digest for m, i, digest in _payload(event).get("subjects", [])})
    head = Head.objects.first() or Head(sequence=0, hash=GENESIS)
    if (head.sequence, head.hash) != (sequence, previous):
        yield f"The record ends at event {sequence}, but its head says {head.sequence}: events were removed or added."


def _event(event: Event, previous: str) -> Iterator[str]:
    said = _payload(event)
    if event.hash != chain_hash(event.payload):
        yield f"Event {event.sequence} was changed: its hash does not fit."
    elif any(said.get(name) != value for name, value in _columns(event).items()):
        yield f"Event {event.sequence} was changed: its columns do not say what was recorded."
    elif event.previous != previous:
        yield f"Event {event.sequence} does not follow the event before it: one of them was changed or moved."


def _payload(event: Event) -> dict[str, Any]:
    try:
        said = json.loads(event.payload)
    except ValueError:  # changed beyond reading; `_event` says so by the hash
        return {}
    return said if isinstance(said, dict) else {}


def _columns(event: Event) -> dict[str, Any]:
    return {
        "sequence": event.sequence,
        "previous": event.previous,
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "partnership": str(event.partnership) if event.partnership else None,
        "verb": event.verb,
    }


def _words() -> Iterator[str]:
    """Personal words must be as they were said, or forgotten by an event that says so."""
    kept = {(words.event_id, words.name): words for words in Words.objects.iterator()}
    forgotten = {
        (event, name)
        for erased in Event.objects.filter(verb="audit.forgotten").iterator()
        for event, name in _payload(erased).get("facts", {}).get("words", [])
    }
    for event in Event.objects.exclude(payload__contains='"personal":{}').order_by("sequence").iterator():
        for name, digest in _payload(event).get("personal", {}).items():
            words = kept.pop((event.sequence, name), None)
            if words is None and (event.sequence, name) not in forgotten:
                yield f"The {name} said in event {event.sequence} was removed."
            elif words is not None and salted(words.salt, words.text) != digest:
                yield f"The {name} said in event {event.sequence} was changed."
    yield from (f"The {name} said in event {event} was added." for event, name in sorted(kept))


def _covered(latest: Digests, seen: Callable[[], object]) -> Iterator[str]:
    salts = {Reference(s.model, s.row): s.salt for s in Salt.objects.iterator()}
    for model in covered_models():
        for row in model._base_manager.order_by("pk").iterator():
            seen()
            yield from _row(row, latest.pop(reference(row), None), salts)
    for ref, digest in sorted(latest.items()):
        if digest is not None:
            yield f"{_name(ref)} was removed without the record."


def _row(row: models.Model, digest: str | None, salts: dict[Reference, str]) -> Iterator[str]:
    ref = reference(row)
    if digest is None:
        yield f"{_name(ref)} was added without the record."
    elif ref not in salts or row_digest(row, salts[ref]) != digest:
        yield f"{_name(ref)} was changed without the record."


def _name(ref: Reference) -> str:
    return f"{ref.model.rpartition('.')[2]} {ref.id}"
