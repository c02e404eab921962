"""How often a client may be refused at an address where secrets can be guessed."""

import pytest
from django.conf import LazySettings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accord.web import limits


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_so_many_refusals_are_let_through_and_one_more_as_each_is_forgotten(clock: Clock) -> None:
    refusals = limits.Refusals(30, clock=clock)
    for _ in range(30):
        assert refusals.wait("192.0.2.1") == 0
        refusals.note("192.0.2.1")
    assert refusals.wait("192.0.2.1") == pytest.approx(2)
    assert refusals.wait("192.0.2.2") == 0
    clock.now += 2
    assert refusals.wait("192.0.2.1") == pytest.approx(0)


def test_who_goes_on_without_waiting_gets_no_more_than_the_rate(clock: Clock) -> None:
    refusals, let_in = limits.Refusals(30, clock=clock), 0
    for _ in range(6000):
        clock.now += 0.1
        if refusals.wait("192.0.2.1") == 0:
            let_in += 1
            refusals.note("192.0.2.1")
    assert 300 <= let_in <= 331


def test_each_day_has_a_key_of_its_own_and_forgets_the_last(clock: Clock) -> None:
    refusals = limits.Refusals(1, clock=clock)
    refusals.note("192.0.2.1")
    before = dict(refusals._levels)
    assert all(b"192.0.2.1" not in digest for digest in before)
    clock.now += limits.DAY + 1
    refusals.note("192.0.2.1")
    assert not set(before) & set(refusals._levels)


def test_what_is_held_in_mind_does_not_grow_without_end(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST", 100)
    refusals = limits.Refusals(30, clock=clock)
    for number in range(1000):
        clock.now += 0.1
        refusals.note(f"client {number}")
    assert len(refusals._levels) <= 101


@pytest.mark.parametrize(
    ("address", "forwarded", "proxy", "found"),
    [
        ("192.0.2.1", "", False, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", False, "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.7", True, "198.51.100.7"),
        ("127.0.0.1", "198.51.100.7,not an address", True, "not an address"),
        ("127.0.0.1", "", True, "127.0.0.1"),
        ("2001:db8::1:2:3:4", "", False, "2001:db8::/64"),
        ("::ffff:192.0.2.1", "", False, "192.0.2.1"),
        ("", "", False, ""),
    ],
)
def test_a_client_is_the_other_end_or_what_the_proxy_saw(
    settings: LazySettings, address: str, forwarded: str, proxy: bool, found: str
) -> None:
    settings.ACCORD_PROXY = proxy
    assert limits.client(RequestFactory().get("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded)) == found


@limits.limited(2)
def guess(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=200 if "right" in request.GET else 400)


@pytest.mark.django_db
def test_only_what_was_refused_counts_and_the_database_is_told_nothing() -> None:
    ask = RequestFactory()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert {guess(ask.get("/?right=1", REMOTE_ADDR="192.0.2.77")).status_code for _ in range(50)} == {200}
        assert [guess(ask.get("/", REMOTE_ADDR="192.0.2.77")).status_code for _ in range(2)] == [400, 400]
    assert len(queries) == 0


@pytest.mark.django_db
def test_a_page_says_how_long_to_wait(client: Client) -> None:
    form = {"email": "x", "password": "y"}
    said = [client.post("/sign-in", form, REMOTE_ADDR="192.0.2.78") for _ in range(31)]
    assert [page.status_code for page in said] == [400] * 30 + [429]
    assert said[-1]["Retry-After"] == "2"
    assert "Wait 2 seconds, then try again." in said[-1].text
    assert client.get("/sign-in", REMOTE_ADDR="192.0.2.79").status_code == 200
