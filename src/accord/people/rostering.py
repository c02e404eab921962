"""What is done with rosters: a file is held, looked at, and brought in or thrown away."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from accord.audit.actions import record
from accord.audit.digests import reference
from accord.audit.states import SYSTEM, By
from accord.jobs import actions as jobs
from accord.jobs.models import Job
from accord.jobs.states import LIVE
from accord.people import analysis
from accord.people.actions import add_organisation
from accord.people.analysis import FIELDS, Change, Changes, PlaceCount, Raw
from accord.people.models import Organisation, Partnership, Person, RosterFile, Seat
from accord.people.states import AT_ONCE, HOLD, Sector
from accord.questionnaires.problems import InputError
from accord.web import holding
from accord.web.receiving import Received
from accord.web.wording import kept_problems

LOOKING, BRINGING = "people.look-at-roster", "people.bring-roster-in"
TOGETHER = 500
"""How many rows one statement names by their keys; databases take no more than some."""


class Gone(Exception):
    """Raised where a file was brought in or thrown away by somebody else."""


class Busy(Exception):
    """Raised where a file is being worked on."""


class Stale(Exception):
    """Raised where the roster changed since the file was looked at: what was shown is not what would be done."""


def hold(by: By, seat: Seat, *, file: Received) -> RosterFile:
    """Keep an uploaded roster for a day, to be looked at; nothing of it is used yet."""
    with transaction.atomic():
        held = RosterFile.objects.create(
            partnership=seat.partnership,
            name=(file.name or "roster")[-120:],
            token=file.token,
            size=file.size or 0,
            digest=file.digest,
            created_by=seat,
            created_at=by.now,
            held_until=by.now + HOLD,
        )
        record(by, "people.roster-uploaded", subjects=[held], facts={"file": held.digest})
        return held


def look(by: By, file: UUID) -> None:
    """Work out what bringing a file in would do. What is wrong in it is kept for the page that says so."""
    held = _found(file)
    try:
        found = analysis.changes(held)
    except InputError as error:
        _keep(by, file, problems=kept_problems(error), counts=None, content="", plan="")
        return
    writing = holding.Writing()
    writing.write(analysis.write_plan(found))
    writing.end()
    counts = analysis.kept_counts(found)
    _keep(by, file, problems=None, counts=counts, content=found.digest, plan=writing.token)


def read(by: By, file: UUID, *, asker: UUID) -> Job | None:
    """Look at a file: at once, or as long work where it is large."""
    with transaction.atomic():
        held = _free(file)
        if held.size > AT_ONCE:
            return _later(by, held, LOOKING, asker=asker)
    look(by, file)
    return None


def bring_in(by: By, file: UUID, *, sectors: Mapping[str, str], asker: UUID) -> Job | None:
    """Use a file as it was shown: at once, or as long work. `sectors` of new organisations where the file says none.

    Raises `Stale`, `Busy`, `Gone`.
    """
    with transaction.atomic():
        held = _free(file)
        if held.counts is None:
            raise Stale
        held.sectors = dict(sectors)
        held.save(update_fields=["sectors"])
        if held.size > AT_ONCE:
            return _later(by, held, BRINGING, asker=asker)
    apply(by, file)
    return None


def apply(by: By, file: UUID) -> None:
    """Bring a file in: all of it or nothing. Raises `Stale` where the roster changed since it was looked at."""
    with transaction.atomic():
        held = _locked(file)
        Partnership.objects.select_for_update().get(id=held.partnership_id)
        found = _as_shown(held)
        _bring(by, held.partnership_id, found, sectors=held.sectors or {}, digest=held.digest)
        record(by, "people.roster-file-deleted", subjects=_forget(held))


def bring_in_file(by: By, partnership: UUID, *, raw: Raw) -> None:
    """Bring in a file that stands on this machine's disk. New organisations without a sector are of health."""
    with transaction.atomic():
        Partnership.objects.select_for_update().get(id=partnership)
        _bring(by, partnership, analysis.changes_from(raw, partnership), sectors={}, digest=raw.digest)


def _bring(by: By, partnership: UUID, found: Changes, *, sectors: Mapping[str, str], digest: str) -> None:
    _write(by, partnership, found, _places(by, partnership, found.places, sectors=sectors))
    facts = {"file": digest} | {change.value: _count(found, change) for change in Change}
    record(by, "people.roster-brought-in", facts=facts)


def discard(by: By, file: UUID) -> None:
    """Throw a file away. Raises `Busy`, `Gone`."""
    with transaction.atomic():
        record(by, "people.roster-thrown-away", subjects=_forget(_free(file)))


def forget_unconfirmed(now: datetime) -> int:
    """Throw away what was uploaded and not confirmed in time. Due at every tick."""
    over = RosterFile.objects.filter(held_until__lt=now).exclude(job__state__in=LIVE)
    for held in list(over):
        discard(By(SYSTEM, held.partnership_id, now), held.id)
    return len(over)


def _found(file: UUID) -> RosterFile:
    held = RosterFile.objects.select_related("job").filter(id=file).first()
    if held is None:
        raise Gone
    return held


def _locked(file: UUID) -> RosterFile:
    """The file as it now stands, held until the transaction ends."""
    held = RosterFile.objects.select_for_update(of=("self",)).select_related("job").filter(id=file).first()
    if held is None:
        raise Gone
    return held


def _free(file: UUID) -> RosterFile:
    """The same, of a file that is not being worked on."""
    held = _locked(file)
    if held.job is not None and held.job.state in LIVE:
        raise Busy
    return held


def _later(by: By, held: RosterFile, kind: str, *, asker: UUID) -> Job:
    held.job = jobs.start(by, kind, content=uuid4().hex, arguments={"file": str(held.id)}, asker=asker)
    held.save(update_fields=["job"])
    return held.job


def _as_shown(held: RosterFile) -> Changes:
    """What bringing a file in does, where that is still what was shown."""
    try:
        found = analysis.changes(held)
    except InputError as error:  # the roster now has somebody with the same address
        raise Stale from error
    if found.digest != held.content:
        raise Stale
    return found


def _keep(by: By, file: UUID, **values: Any) -> None:
    with transaction.atomic():
        held = _locked(file)
        before = held.plan
        for name, value in values.items():
            setattr(held, name, value)
        held.held_until = by.now + HOLD
        held.save()
        record(by, "people.roster-looked-at", subjects=[held])
        transaction.on_commit(lambda: holding.remove([before] if before else []))


def _places(by: By, partnership: UUID, counts: Iterable[PlaceCount], *, sectors: Mapping[str, str]) -> dict[str, UUID]:
    """The organisations by name, the new ones made."""
    for place in counts:
        if place.new:
            sector = Sector(place.sector or sectors.get(place.name, Sector.HEALTH))
            add_organisation(by, partnership=partnership, name=place.name, sector=sector, kind=place.kind)
    return dict(Organisation.objects.filter(partnership=partnership).values_list("name", "id"))


def _write(by: By, partnership: UUID, found: Changes, places: Mapping[str, UUID]) -> None:
    """Mark those who left, and write the others anew. References and addresses are freed first: two may be swapped."""
    _update(found.freed, email="")
    _update(_ids(found, Change.LEFT), left_at=by.now)
    _update([*_ids(found, Change.CHANGED), *_ids(found, Change.RETURNED)], email="", reference="")
    staying = analysis.staying(found)
    for several in staying.iter_slices(10_000):
        people = [_person(row, partnership, places) for row in several.iter_rows(named=True)]
        written = ["organisation", *FIELDS[1:], "left_at"]
        Person.objects.bulk_create(people, update_conflicts=True, unique_fields=["id"], update_fields=written)


def _person(row: Mapping[str, Any], partnership: UUID, places: Mapping[str, UUID]) -> Person:
    key, place = UUID(row["id"]) if row["id"] else uuid4(), places[row["organisation"]]
    fields = {field: row[field] for field in FIELDS[1:]}
    return Person(id=key, partnership_id=partnership, organisation_id=place, **fields)


def _ids(found: Changes, change: Change) -> list[str]:
    return list(analysis.those(found, change)["id"])


def _count(found: Changes, change: Change) -> int:
    return len(analysis.those(found, change))


def _update(ids: Sequence[str], **values: Any) -> None:
    for start in range(0, len(ids), TOGETHER):
        Person.objects.filter(id__in=ids[start : start + TOGETHER]).update(**values)


def _forget(held: RosterFile) -> list[Any]:
    """Remove a row, and its files once that is sure; what it was, for the record."""
    gone, tokens = [reference(held)], [token for token in (held.token, held.plan) if token]
    held.delete()
    transaction.on_commit(lambda: holding.remove(tokens))
    return gone
