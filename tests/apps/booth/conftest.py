"""Keys of each test's own."""

from pathlib import Path

import pytest

from accord.booth import doors


@pytest.fixture(autouse=True)
def _keys_apart(tmp_path: Path, settings: object) -> None:
    settings.ACCORD_KEYS = tmp_path / "keys"
    doors.forget()
