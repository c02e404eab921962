"""Uploading a round's files once more: what was said stays, and what is not replaced is copied."""

import errno
import os
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories, rounds

from accord.people.models import Partnership
from accord.rounds.models import Round, Upload
from accord.rounds.states import FileKind, State
from accord.web import holding

pytestmark = pytest.mark.django_db

Disk = Callable[[], set[str]]
MENDED = {"title": "Trust at work", "period": "Autumn 2026", "minimum_group": "10"}


@pytest.fixture
def wrong(on_disk: Disk, here: Partnership) -> Round:
    """A round with a mistake in its answers."""
    return rounds.checked(here, content=rounds.answers() + b"Alder Hospital,7,1\n")


@pytest.fixture
def coordinator(cast: factories.Cast, sign_in: Callable[[object], Client]) -> Client:
    return sign_in(cast.coordinator)


def address(round: Round) -> str:
    return reverse("rounds:again", kwargs={"slug": round.partnership.slug, "round": round.id})


def test_one_file_is_replaced_the_other_copied(
    wrong: Round, coordinator: Client, on_disk: Disk, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    assert wrong.problems
    with django_capture_on_commit_callbacks(execute=True):
        coordinator.post(address(wrong), MENDED | {"answers": rounds.file(rounds.answers(), "mended.csv")})
    made = Round.objects.get()
    assert (made.state, made.id != wrong.id) == (State.CHECKED, True)
    assert {upload.kind: upload.name for upload in made.uploads.all()} == {"data": "mended.csv", "frame": "frame.csv"}
    assert holding.path(made.uploads.get(kind=FileKind.FRAME).token).read_bytes() == rounds.FRAME
    assert on_disk() == set(Upload.objects.values_list("token", flat=True))


def test_a_disk_that_fills_up_while_a_file_is_copied(
    wrong: Round, coordinator: Client, on_disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr(holding.os, "fsync", full)
        response = coordinator.post(address(wrong), MENDED)
    assert response.status_code == 413
    assert "no room left" in response.text
    assert list(Round.objects.all()) == [wrong]
    assert on_disk() == set(Upload.objects.values_list("token", flat=True))
