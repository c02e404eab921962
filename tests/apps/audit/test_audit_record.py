"""Adding to the record, and finding whatever was changed behind its back: every covered row and field, by raw SQL."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import QuerySet
from tests import askings, factories, roster_files, rounds

from accord.audit import actions, digests, queries, triggers
from accord.audit.models import Event, Head, Words
from accord.audit.states import By
from accord.booth.actions import inviting as letters
from accord.booth.actions import preparing, tumbling
from accord.booth.states import GRACE
from accord.jobs import actions as jobs
from accord.jobs.models import Job
from accord.people import actions as people
from accord.people import inviting
from accord.people.models import Organisation, Partnership
from accord.people.states import Role, Sector
from accord.rounds.models import Round
from accord.rounds.states import State

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

COVERED = [(m._meta.label, name) for m in digests.covered_models() for name in digests.covered_fields(m)]
COVERED.remove(("rounds.Round", "source"))  # the database itself refuses another one: it goes with having an asking

NULLABLE = {"ended_at", "organisation", "headcount", "asking", "countersigned_by", "countersigned_at", "prepared_at"}
NULLABLE |= {"invited_at", "closed_at"}


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def tampered(statement: str, *values: object) -> list[str]:
    """What `verify` says after someone who may also take the guards down changed the record."""
    triggers.remove(connection)
    sql(statement, *values)
    triggers.install(connection)
    return list(queries.verify())


def one_of_each() -> factories.Cast:
    cast = factories.cast()
    by, here = factories.by(cast.partnership), cast.partnership
    places = [
        people.add_organisation(by, partnership=here.id, name=name, sector=Sector.VOLUNTARY, headcount=9)
        for name in ("Hospice", "Elder House", "Cottage")
    ]
    for place, role in zip(places[:2], (Role.LEADER, Role.MEMBER), strict=True):
        inviting.invite(rounds.seat(here), email="ivy@example.org", role=role, organisation=place, now=factories.NOW)
    people.end_seat(by, seat=factories.seat(here, factories.user(), Role.LEADER, organisation=places[0]))
    roster_files.held(here)
    jobs.start(
        factories.by(cast.partnership),
        "tests.sum",
        content="0" * 64,
        arguments={"n": [1, 2]},
        asker=cast.coordinator.pk,
    )
    earlier = rounds.released_with(cast.partnership, period="Spring 2026")
    rounds.released_with(cast.partnership, before=earlier)
    rounds.held(cast.partnership)
    _closed(here)
    preparing.plan(by, partnership=here.id, planned=askings.plan())  # of no round, so that one may lead to it instead
    return cast


def _closed(here: Partnership) -> Round:
    """A round that was asked here and is closed, with nobody's answer."""
    askings.roster(here, {("Alder Hospital", "Nurses"): 12})
    asked = askings.opened(here)
    letters.invite(factories.by(here), asked.asking, progress=lambda *_: None)
    later = askings.CLOSES + GRACE
    tumbling.close(factories.by(here, now=later), asked.asking, progress=lambda *_: None)
    return asked


def test_an_untouched_record_has_no_problem() -> None:
    one_of_each()
    assert list(queries.verify()) == []
    assert Event.objects.count() == Head.objects.get().sequence > 10


def test_an_empty_record_has_no_problem() -> None:
    assert list(queries.verify()) == []


def test_an_event_says_who_did_what_when_and_where() -> None:
    cast = factories.cast()
    event = Event.objects.get(verb="people.seat-given", payload__contains='"role":"analyst"')
    said = json.loads(event.payload)
    assert said["partnership"] == str(cast.partnership.id)
    assert said["at"] == factories.NOW.isoformat()
    assert [model for model, _, _ in said["subjects"]] == ["people.Seat"]


@pytest.mark.django_db(transaction=True)
def test_recording_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record(factories.by(), "nothing.done")


def test_an_action_that_fails_leaves_no_event() -> None:
    before = Event.objects.count()
    with transaction.atomic():
        factories.user()
        transaction.set_rollback(True)
    assert Event.objects.count() == before
    assert list(queries.verify()) == []


@pytest.mark.parametrize(("label", "name"), COVERED)
def test_a_field_changed_by_sql_is_found(label: str, name: str) -> None:
    one_of_each()
    model = apps.get_model(label)
    row = _rows(model, name).first()
    field = model._meta.get_field(name)
    other = _another_value(field, row)
    _set(field, row.pk, other)
    assert list(queries.verify()) == _said(field, row.pk, other)
    _set(field, other if field.primary_key else row.pk, field.value_from_object(row))
    assert list(queries.verify()) == []


def _rows(model: type[models.Model], name: str) -> "QuerySet[models.Model]":
    """Rows that hold a value in the field, and may hold another one: the database lets no released round be a draft."""
    rows = model._base_manager.order_by("pk")
    if name in NULLABLE and model._meta.get_field(name).null:
        return rows.exclude(**{name: None})
    if name == "number":
        return rows.reverse()  # the last: the next number is free
    if model is Round:
        return rows.filter(state=State.DRAFT) if name == "state" else rows.exclude(before=None)
    return rows


def _set(field: models.Field, key: object, value: object) -> None:
    pk = field.model._meta.pk
    with connection.constraint_checks_disabled():
        sql(
            f'UPDATE "{field.model._meta.db_table}" SET "{field.column}" = %s WHERE "{pk.column}" = %s',
            field.get_db_prep_save(value, connection),
            pk.get_db_prep_value(key, connection),
        )


def _said(field: models.Field, key: object, value: object) -> list[str]:
    name = field.model.__name__
    if field.primary_key:
        return [f"{name} {value} was added without the record.", f"{name} {key} was removed without the record."]
    return [f"{name} {key} was changed without the record."]


def _another_value(field: models.Field, row: models.Model) -> object:
    value = field.value_from_object(row)
    if isinstance(field, models.ForeignKey):
        others = field.related_model._base_manager.exclude(pk=value)
        free = {
            "rounds.Result": {"result": None},
            "booth.Gathered": {"gathered": None},
            "rounds.Round": {"round": None},
        }
        alone = field.primary_key or isinstance(field, models.OneToOneField)
        return (others.filter(**free[field.model._meta.label]) if alone else others).first().pk
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.BinaryField):
        return bytes(value) + b"x"
    if isinstance(field, models.DateTimeField):
        return value + timedelta(seconds=1)
    if isinstance(field, models.JSONField):
        return {"n": [1, 3]}
    if isinstance(field, models.UUIDField):
        return "00000000-0000-4000-8000-000000000000"
    if isinstance(field, models.IntegerField):
        return value + 1
    return f"x{value}"[: field.max_length]


def test_a_row_added_by_sql_is_found() -> None:
    cast = one_of_each()
    Organisation.objects.bulk_create(
        [Organisation(partnership=cast.partnership, name="Phantom", sector=Sector.PRIVATE)]
    )
    assert len(found := list(queries.verify())) == 1
    assert found[0].endswith("was added without the record.")


def test_a_row_removed_by_sql_is_found() -> None:
    one_of_each()
    sql("DELETE FROM people_organisation WHERE name = 'Cottage'")
    assert len(found := list(queries.verify())) == 1
    assert found[0].endswith("was removed without the record.")


def test_a_row_removed_by_an_action_is_in_order() -> None:
    cast = one_of_each()
    organisation = Organisation.objects.get(name="Cottage")
    with transaction.atomic():
        gone = digests.reference(organisation)
        organisation.delete()
        actions.record(factories.by(cast.partnership), "tests.removed", subjects=[gone])
    assert list(queries.verify()) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_event SET payload = replace(payload, 'Z', 'z') || ' ' WHERE sequence = 3", "hash does not fit"),
        ("UPDATE audit_event SET payload = 'not JSON' WHERE sequence = 3", "hash does not fit"),
        ("UPDATE audit_event SET verb = 'people.nothing' WHERE sequence = 3", "columns do not say"),
        ("UPDATE audit_event SET actor = 'person:other' WHERE sequence = 3", "columns do not say"),
        ("UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE sequence = 3", "columns do not say"),
        ("UPDATE audit_event SET hash = 'x' WHERE sequence = 3", "hash does not fit"),
        ("DELETE FROM audit_event WHERE sequence = 3", "Events 3 to 3 are missing"),
        ("DELETE FROM audit_event WHERE sequence = 1", "Events 1 to 1 are missing"),
        ("DELETE FROM audit_event WHERE sequence = (SELECT max(sequence) FROM audit_event)", "its head says"),
        ("UPDATE audit_event SET sequence = 1000 WHERE sequence = 3", "Events 3 to 3 are missing"),
        ("UPDATE audit_head SET sequence = 2", "its head says 2"),
        ("DELETE FROM audit_head", "its head says 0"),
    ],
)
def test_an_event_changed_removed_or_moved_is_found(statement: str, said: str) -> None:
    one_of_each()
    problems = tampered(statement)
    assert any(said in problem for problem in problems), problems


def test_two_events_exchanged_are_found() -> None:
    one_of_each()
    third, fourth = Event.objects.filter(sequence__in=[3, 4]).order_by("sequence")
    triggers.remove(connection)
    Event.objects.filter(sequence=3).update(hash="-")
    Event.objects.filter(sequence=4).update(**_moved(third))
    Event.objects.filter(sequence=3).update(**_moved(fourth))
    triggers.install(connection)
    assert any("Event 3" in problem for problem in queries.verify())
    assert any("Event 4" in problem for problem in queries.verify())


def _moved(event: Event) -> dict[str, object]:
    names = ("at", "actor", "partnership", "verb", "payload", "previous", "hash")
    return {name: getattr(event, name) for name in names}


def test_a_guard_taken_down_is_found() -> None:
    triggers.remove(connection)
    assert {problem.split()[3] for problem in queries.verify()} == triggers.NAMES[connection.vendor]
    triggers.install(connection)


def test_a_row_given_another_salt_is_found() -> None:
    one_of_each()
    sql("UPDATE audit_salt SET salt = '00' WHERE model = 'people.Partnership'")
    assert all("Partnership" in problem for problem in queries.verify())
    assert len(list(queries.verify())) == 2


@pytest.fixture
def said() -> By:
    by = By("person:a", None, factories.NOW)
    with transaction.atomic():
        actions.record(by, "tests.said", personal={"reason": "My mother was ill."})
    return by


def test_personal_words_are_not_in_the_chain(said: By) -> None:
    assert "mother" not in Event.objects.get(verb="tests.said").payload
    assert list(queries.verify()) == []


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE audit_words SET text = 'My brother was ill.'", "was changed."),
        ("DELETE FROM audit_words", "was removed."),
        ("UPDATE audit_words SET name = 'excuse'", "was removed."),
    ],
)
def test_personal_words_changed_by_sql_are_found(said: By, statement: str, problem: str) -> None:
    sql(statement)
    assert any(found.endswith(problem) for found in queries.verify())


def test_forgetting_leaves_the_chain_valid(said: By) -> None:
    assert actions.forget(said, actor="person:a") == 1
    assert not Words.objects.exists()
    assert list(queries.verify()) == []
    assert actions.forget(said, actor="person:a") == 0


def test_the_same_row_never_has_the_same_digest_twice() -> None:
    """An old digest cannot be tried against a guess: its salt is gone."""
    user = factories.user()
    with transaction.atomic():
        events = [actions.record(factories.by(), "tests.seen", subjects=[user]) for _ in range(2)]
    first, second = (json.loads(event.payload)["subjects"] for event in events)
    assert first != second


def test_jobs_are_covered() -> None:
    assert Job in set(digests.covered_models())
