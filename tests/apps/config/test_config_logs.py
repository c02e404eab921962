"""What stands in the logs of requests, and what does not."""

import io
import json
import logging
import logging.config
from collections.abc import Callable, Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from hypothesis import given
from hypothesis import strategies as st
from tests import factories

from accord.config.logs import JSONFormatter, logging_of
from accord.web.policies import anyone

pytestmark = pytest.mark.django_db

Lines = Callable[[], list[dict[str, object]]]


@anyone
def breaks(request: HttpRequest, code: str) -> HttpResponse:
    raise KeyError(f"Mel Owen {code}")


BOOTH = ([path("b/<str:code>", breaks, name="answer"), path("a/<str:code>", breaks, name="admit")], "booth")
urlpatterns = [path("", include(BOOTH)), path("p/<str:code>", breaks, name="breaks")]


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """What a handler set up as an installation's writes; a test's own handlers are put back at the end."""
    written = io.StringIO()
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr("sys.stderr", written)
    logging.config.dictConfig(logging_of("json"))
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig(logging_of("text"))
    root.handlers[:] = before
    root.setLevel(level)


def test_a_request_is_noted_by_its_page(client: Client, cast: factories.Cast, logged: Lines) -> None:
    client.force_login(cast.coordinator)
    answer = client.get(f"/p/{cast.partnership.slug}/people", REMOTE_ADDR="192.0.2.9")
    (line,) = logged()
    number = answer["X-Request-ID"]
    assert line.pop("ms") < 10_000
    assert line.pop("at").endswith("+00:00")
    assert line == {"level": "info", "logger": "accord.requests", "message": "GET people:people 200",
                    "view": "people:people", "method": "GET", "status": 200, "request": number}  # fmt: skip


def test_a_page_that_is_not_there_is_noted_without_its_address(client: Client, logged: Lines) -> None:
    client.get("/p/private-partnership/rounds/0b7c")
    text = json.dumps(logged())
    assert "refused a request" in text
    assert "private-partnership" not in text
    assert "0b7c" not in text


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_noted_by_page_place_and_kind(client: Client, logged: Lines) -> None:
    client.raise_request_exception = False
    answer = client.get("/p/12345")
    broke = logged()[0]
    assert (broke["message"], broke["error"], broke["view"]) == ("breaks broke", "KeyError", "breaks")
    assert "test_config_logs.py" in broke["places"][-1]
    assert broke["request"] == answer["X-Request-ID"]
    assert not {"Mel", "12345"} & set(json.dumps(logged()).replace('"', " ").split())


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("address", ["/a/secret", "/b/secret", "/a/not/there/secret"])
def test_of_a_respondents_page_there_is_the_kind_of_an_error_only(client: Client, logged: Lines, address: str) -> None:
    client.raise_request_exception = False
    answer = client.get(address)
    assert "X-Request-ID" not in answer
    kept = [{name: line[name] for name in line if name not in ("at", "places")} for line in logged()]
    broke = {"level": "error", "logger": "django.request", "message": "A respondent's page broke", "error": "KeyError"}
    assert kept == ([] if answer.status_code == 404 else [broke])
    assert "secret" not in json.dumps(logged())


@given(st.text(), st.emails())
def test_a_line_is_json_whatever_was_said_and_holds_no_address(text: str, address: str) -> None:
    record = logging.LogRecord("accord", logging.INFO, __file__, 1, "%s %s", (text, "mel@example.org"), None)
    line = JSONFormatter().format(record)
    assert "\n" not in line
    assert "mel@example.org" not in json.loads(line)["message"]


def test_as_text_requests_are_not_noted(client: Client) -> None:
    assert logging_of("text")["loggers"]["accord.requests"]["level"] == "WARNING"
