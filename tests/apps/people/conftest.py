"""Each test is another machine, of which nothing was refused and nothing counted yet."""

from itertools import count

import pytest
from django.core.cache import cache
from django.http import HttpRequest

from accord.web import limits

MACHINES = count(1)


@pytest.fixture(autouse=True)
def another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    number = next(MACHINES)

    def client(request: HttpRequest) -> str:
        return f"machine {number}"

    monkeypatch.setattr(limits, "client", client)
