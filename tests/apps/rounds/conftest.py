"""Shared by the tests of rounds."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests import factories

from accord.people.models import Partnership


@pytest.fixture
def here(cast: factories.Cast) -> Partnership:
    return cast.partnership


@pytest.fixture
def elsewhere(cast: factories.Cast) -> Partnership:
    return Partnership.objects.get(slug="south-vale-partnership")


@pytest.fixture
def on_disk(tmp_path: Path, settings: object) -> Callable[[], set[str]]:
    """The names of the uploaded files that stand in the data folder, which is empty at first."""
    settings.ACCORD_DATA = tmp_path
    return lambda: {file.name for file in (tmp_path / "uploads").glob("*")}
