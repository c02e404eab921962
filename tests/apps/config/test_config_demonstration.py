"""The demonstration: what it holds, and `accord demo` as somebody runs it."""

import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from tests import processes
from tests.processes import ACCORD

from accord.analysis.stored import picture_from_json
from accord.audit.queries import verify
from accord.config import demonstration
from accord.people.models import Organisation, Partnership
from accord.rounds import queries
from accord.rounds.models import Round, Upload
from accord.rounds.states import Phase, State, phase_at


@pytest.mark.django_db
def test_two_rounds_are_released_and_a_third_waits_for_a_countersignature(
    client: Client, settings: LazySettings
) -> None:
    steps: list[float] = []
    demonstration.load(progress=lambda share, _words: steps.append(share))
    assert steps == sorted(steps)
    assert Partnership.objects.get().fictional
    assert Organisation.objects.count() == 12
    spring, autumn, winter = Round.objects.order_by("created_at")
    assert (spring.state, autumn.state, autumn.before) == (State.RELEASED, State.RELEASED, spring)
    assert phase_at(winter, timezone.now()) is Phase.PROPOSED
    assert not Upload.objects.exists()
    assert picture_from_json(queries.picture(autumn)).notes == ()  # nothing a reader would have to be warned of
    assert list(verify()) == []
    _everyone_reads_the_picture(client)


def _everyone_reads_the_picture(client: Client) -> None:
    for role in demonstration.PEOPLE:
        credentials = {"login": demonstration.address(role), "password": demonstration.PASSWORD}
        home = client.post("/sign-in", credentials, follow=True)
        assert "Its data are fictional." in home.text
        page = client.get(f"/p/{Partnership.objects.get().slug}/picture")
        assert "Trust is higher in direct managers than in senior leaders." in page.text
        assert "Fictional data." in page.text
        client.post("/sign-out")


@pytest.mark.django_db
def test_every_page_of_a_demonstration_says_that_it_is_one(client: Client, settings: LazySettings) -> None:
    assert "Fictional data." not in client.get("/").text
    settings.ACCORD_DEMONSTRATION = True
    for page in ("/", "/sign-in", "/nowhere"):
        assert "Fictional data." in client.get(page).text


def run(folder: Path, port: int) -> tuple[str, bytes]:
    """What it says until it serves, and its first page; then it is stopped."""
    command = [str(ACCORD), "demo", "--port", str(port)]
    environment = processes.bare_environment(folder)
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = []
        while not said or "Accord is at" not in said[-1]:
            said.append(process.stdout.readline())
            assert said[-1], "it ended"
        with urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            text = page.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
    return "".join(said), text


def test_it_says_how_to_sign_in_serves_and_loads_nothing_the_second_time(tmp_path: Path) -> None:
    half = tmp_path / "demonstration" / "accord.sqlite3"  # what an interrupted first start left
    half.parent.mkdir()
    half.write_bytes(b"half")
    port = processes.free_port()
    said, text = run(tmp_path, port)
    assert "coordinator@demo.example" in said
    assert "Fictional data." in text.decode()
    loading, rest = said.split("\n", 1)
    assert loading.startswith("Loading the demonstration.")
    assert run(tmp_path, port) == (rest, text)
