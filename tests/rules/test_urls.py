"""Every address names its policy, and what each kind of person gets there is written down in urls.snapshot.

After a change that is meant, run it with `ACCORD_RENEW=1 .venv/bin/python -m pytest -n 0` and read the difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import examples, factories

SNAPSHOT = Path(__file__).with_name("urls.snapshot")
PERSONS = ("anonymous", "stranger", "staff", "member", "analyst", "coordinator")

Named = tuple[str, str, URLPattern]


def named(resolver: URLResolver, *, names: str = "", route: str = "/") -> Iterator[Named]:
    """The name, route and pattern of every address."""
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from named(pattern, names=space, route=path)
        else:
            yield f"{names}{pattern.name}", path, pattern


ADDRESSES = list(named(get_resolver()))


@pytest.mark.parametrize(("name", "route", "pattern"), ADDRESSES, ids=[name for name, _, _ in ADDRESSES])
def test_every_view_names_its_policy(name: str, route: str, pattern: URLPattern) -> None:
    assert getattr(pattern.callback, "policy", ""), f"The view of {route} has no policy decorator."
    assert pattern.name, f"The address {route} has no name."


@pytest.mark.django_db
def test_what_each_kind_of_person_gets_is_as_written_down() -> None:
    cast = factories.cast()
    arguments = examples.arguments(cast)
    table = "".join(sorted(_line(named, arguments, cast) for named in ADDRESSES))
    if os.environ.get("ACCORD_RENEW") == "1":
        SNAPSHOT.write_text(table)
    assert table == SNAPSHOT.read_text(), "The table changed: see this file's first lines."


def _line(address: Named, arguments: dict[str, object], cast: factories.Cast) -> str:
    name, route, pattern = address
    wanted = {key: arguments[key] for key in pattern.pattern.converters}
    path = reverse(name, kwargs=wanted)
    got = [f"{person}={_status(path, person, cast)}" for person in PERSONS]
    return f"{route:<40} {pattern.callback.policy:<20} {'  '.join(got)}\n"


def _status(path: str, person: str, cast: factories.Cast) -> str:
    """What a page says to being asked for, and to an empty form; whatever the form does is undone."""
    client = _browser(person, cast)
    read = client.get(path).status_code
    with transaction.atomic():
        sent = client.post(path).status_code
        transaction.set_rollback(True)
    return f"{read}/{sent}"


def _browser(person: str, cast: factories.Cast, **options: bool) -> Client:
    client = Client(**options)
    if person != "anonymous":
        client.force_login(getattr(cast, person))
    return client


WITHOUT_A_TOKEN = {
    "web:language",  # it sets a cookie of no weight, and visitors then need no other
    *("booth:look", "booth:admit", "booth:answer", "booth:plain"),  # no cookie gives access there: a code or token does
    "saml_acs",  # it comes from the organisation: signed, and taken up only as answer to a request of the same browser
}


@pytest.mark.django_db
def test_no_form_is_taken_without_its_token() -> None:
    cast = factories.cast()
    arguments, client = examples.arguments(cast), _browser("coordinator", cast, enforce_csrf_checks=True)
    paths = {name: reverse(name, kwargs={k: arguments[k] for k in p.pattern.converters}) for name, _, p in ADDRESSES}
    assert {name for name, path in paths.items() if client.post(path).status_code != 403} == WITHOUT_A_TOKEN
