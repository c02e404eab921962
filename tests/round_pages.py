"""The addresses of rounds' pages, and what is sent to them."""

from django.http import HttpResponse
from django.test import Client

from accord.rounds.mapped import key
from accord.rounds.models import Round
from accord.web import holding

HERE = "/p/north-vale-partnership"
NEW = f"{HERE}/rounds/new"
GIVEN = {"title": "Trust at work", "period": "Autumn 2026", "minimum_group": "10"}


def page_of(round: Round, page: str = "") -> str:
    return f"{HERE}/rounds/{round.id}/{page}"


def sent(client: Client, *, to: str = NEW, follow: bool = True, **files: object) -> HttpResponse:
    """What the page says to uploaded files."""
    return client.post(to, GIVEN | files, follow=follow)


def standing_files() -> set[str]:
    """The uploaded files that stand in the data folder."""
    return {file.name for file in holding.folder().iterdir()}


def mapped(**changed: str) -> dict[str, str]:
    """What the form of the columns is sent with, for the answers of `tests.rounds`."""
    first, second = key("q1"), key("q2")
    return {
        "organisation": "Employer",
        "measure0": "Senior leaders",
        f"about_{first}": "0",
        f"about_{second}": "0",
        f"way_{first}": "1",
        f"way_{second}": "-1",
        "lowest0": "1",
        "highest0": "5",
        "labels0": "",
        "unsure0": "Don’t know",
        "check": "",
    } | changed
