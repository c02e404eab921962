"""Taking files in: what is refused is refused before it is stored, and nothing of it stays."""

import errno
import os
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from tests import factories, rounds

from accord.rounds.models import Round, Upload
from accord.web import holding, receiving

pytestmark = pytest.mark.django_db

Disk = Callable[[], set[str]]
PAGE = "/p/north-vale-partnership/rounds/new"


class Unreadable(BytesIO):
    """A body that is not to be read."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("The body was read.")


class Broken(BytesIO):
    """A body whose sender goes away after the first read."""

    def read(self, *_: object) -> bytes:
        if self.tell():
            raise OSError("connection lost")
        return super().read(1000)


@pytest.fixture
def cora(cast: factories.Cast) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.coordinator)
    return browser


def token(browser: Client | None) -> dict[str, object]:
    if browser is None:
        return {}
    browser.get(PAGE)
    return {"csrfmiddlewaretoken": browser.cookies["csrf"].value}


def form(browser: Client | None, **fields: object) -> dict[str, object]:
    """The form as a browser fills it in, with the token of its page."""
    given = {"title": "Trust at work", "period": "Autumn 2026", "answers": rounds.file(rounds.answers())}
    return token(browser) | given | {"minimum_group": "10"} | fields


def raw(browser: Client, body: BytesIO, *, length: int) -> object:
    """A request whose body is read, or not, from here."""
    told = {"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": MULTIPART_CONTENT}
    return browser.generic("POST", PAGE, **told)


def test_files_are_held(cora: Client, on_disk: Disk) -> None:
    sent = form(cora, frame=rounds.file(rounds.FRAME, "../frame.csv"))
    assert cora.post(PAGE, sent).status_code == 302
    assert {(upload.kind, upload.name) for upload in Upload.objects.all()} == {
        ("data", "answers.csv"),
        ("frame", "frame.csv"),
    }
    assert on_disk() == set(Upload.objects.values_list("token", flat=True))
    data = Upload.objects.get(kind="data")
    assert holding.path(data.token).read_bytes() == rounds.answers()
    assert (data.size, holding.path(data.token).stat().st_mode & 0o777) == (len(rounds.answers()), 0o600)


def test_a_questionnaire_is_read_and_not_kept_as_a_file(cora: Client, on_disk: Disk) -> None:
    cora.post(PAGE, form(cora, questionnaire=rounds.file(rounds.TOML.encode(), "questionnaire.toml")))
    assert Round.objects.get().checked["items"] == 2
    assert len(on_disk()) == Upload.objects.count() == 1


def refused(response: object, status: int, on_disk: Disk) -> str:
    assert response.status_code == status
    assert (on_disk(), Round.objects.count(), Upload.objects.count()) == (set(), 0, 0)
    return response.text


def test_more_than_the_limit(cora: Client, on_disk: Disk, settings: object) -> None:
    sent = form(cora)
    settings.ACCORD_UPLOAD_LIMIT = 500
    assert "This file is too large." in refused(cora.post(PAGE, sent), 413, on_disk)


def test_two_gigabytes_are_refused_unread(cora: Client, on_disk: Disk) -> None:
    assert "Nothing was stored." in refused(raw(cora, Unreadable(), length=2_000_000_001), 413, on_disk)


def test_the_limit_holds_for_all_files_together(on_disk: Disk, settings: object, rf: object) -> None:
    settings.ACCORD_UPLOAD_LIMIT = 10
    receiver = receiving.Receiver(rf.post(PAGE))
    for name, size in (("answers", 8), ("frame", 2)):
        receiver.new_file(name, f"{name}.csv", "text/csv", None)
        receiver.receive_data_chunk(b"x" * size, 0)
    with pytest.raises(receiving.Refused, match="Nothing was stored"):
        receiver.receive_data_chunk(b"x", 2)
    for writing in receiver.writing:
        writing.close()


def test_a_disk_that_is_nearly_full_is_not_written_to(
    cora: Client, on_disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "room", lambda: receiving.RESERVE + 999)
    assert "no room left" in refused(raw(cora, Unreadable(), length=1000), 413, on_disk)


def test_a_disk_that_fills_up_meanwhile(cora: Client, on_disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = form(cora)
    rooms = iter([10 * receiving.RESERVE, receiving.RESERVE - 1])
    monkeypatch.setattr(holding, "room", lambda: next(rooms))
    monkeypatch.setattr(receiving, "LOOK_AFTER", 100)
    assert "no room left" in refused(cora.post(PAGE, sent), 413, on_disk)


@pytest.mark.parametrize("call", ["write", "fsync", "open"])
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_is_full(
    cora: Client, on_disk: Disk, monkeypatch: pytest.MonkeyPatch, call: str, reason: int
) -> None:
    sent = form(cora)
    with monkeypatch.context() as full:
        full.setattr(holding.os, call, _raising(OSError(reason, os.strerror(reason)), getattr(os, call)))
        response = cora.post(PAGE, sent)
    assert "no room left" in refused(response, 413, on_disk)


def _raising(error: Exception, call: Callable[..., object]) -> Callable[..., object]:
    """A call that writes or makes a file fails; what is there can be opened on a full disk, too."""

    def fails(*given: object, **named: object) -> object:
        if call.__name__ == "open" and not given[1] & os.O_CREAT:
            return call(*given, **named)
        raise error

    return fails


def test_an_upload_that_breaks_off(cora: Client, on_disk: Disk) -> None:
    body = encode_multipart(BOUNDARY, form(cora))
    refused(raw(cora, Broken(body), length=len(body)), 403, on_disk)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_an_upload_that_ends_early_is_not_half_a_file(cora: Client, on_disk: Disk, share: float) -> None:
    body = encode_multipart(BOUNDARY, form(cora))
    refused(raw(cora, BytesIO(body[: int(share * len(body))]), length=len(body)), 400, on_disk)


@pytest.mark.parametrize("wrong", [{}, {"csrfmiddlewaretoken": "x" * 64}])
def test_a_form_without_its_token(cora: Client, on_disk: Disk, wrong: dict[str, str]) -> None:
    cora.get(PAGE)
    assert "This form could not be checked." in refused(cora.post(PAGE, form(None) | wrong), 403, on_disk)


def test_another_site_cannot_send_a_file(cora: Client, on_disk: Disk) -> None:
    response = cora.post(PAGE, form(cora), headers={"origin": "https://elsewhere.example"})
    refused(response, 403, on_disk)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("member", 403), ("staff", 404)])
def test_somebody_elses_files_are_not_read(
    cast: factories.Cast, client: Client, on_disk: Disk, who: str, status: int
) -> None:
    client.force_login(getattr(cast, who))
    refused(raw(client, Unreadable(), length=1000), status, on_disk)


def test_nor_are_those_of_somebody_who_has_not_signed_in(cast: factories.Cast, client: Client, on_disk: Disk) -> None:
    refused(raw(client, Unreadable(), length=1000), 302, on_disk)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"answers": rounds.file(b"")}, "This file is empty."),
        ({"answers": ""}, "Choose the file with the answers."),
        ({"minimum_group": "9"}, "Your partnership never shows groups of fewer than 10."),
        ({"minimum_group": "4"}, "The smallest group must be 5 people or more."),
        ({"title": ""}, "Error:"),
        ({"title": "x" * 121}, "Error:"),
        ({"questionnaire": rounds.file(b"id = ", "q.toml")}, "This is not TOML"),
        ({"questionnaire": rounds.file(b"#" * 1_000_001, "q.toml")}, "too large to be a questionnaire"),
        ({"questionnaire": rounds.file(b"\xff\xfe", "q.toml")}, "not in UTF-8"),
    ],
)
def test_a_mistake_in_the_form_stores_nothing(
    cora: Client, on_disk: Disk, fields: dict[str, object], said: str
) -> None:
    assert said in refused(cora.post(PAGE, form(cora, **fields)), 400, on_disk)


def test_files_on_another_page_are_read_past(cora: Client, on_disk: Disk) -> None:
    cora.post("/partnerships/new", token(cora) | {"name": rounds.file(b"x")})
    assert on_disk() == set()
