"""What the respondent's page weighs, and how long it takes on a slow line: 400 kbit/s, each reply 400 ms late.

    .venv/bin/python benchmarks/respondent.py

Accord is served as an installation serves it (`accord serve`: files compressed, named by their digests), with a round
of one module and a round of as many as make several forms. Chromium opens each page with nothing in its cache, as often
as stated, on the slow line (Network.emulateNetworkConditions) and, beside it, on this machine's own; medians stand.
Bytes are those that came over the line, headers included. «ready»: the button that starts is there.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
ACCORD = Path(sys.executable).with_name("accord")
CHROMIUM = "/usr/bin/chromium"
TIMES = 7
LINES = {
    "400 kbit/s, 400 ms": {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    "this machine": {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
}
ROUNDS = {
    "3 questions, one form": ["safety"],
    "five modules, several forms": ["senior_leaders", "six_dimensions", "team", "climate", "promises"],
}
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def doors() -> dict[str, str]:
    """Open rounds in a new installation: what each asks, and its door."""
    sys.path.insert(0, str(ROOT))
    from accord.config import service

    service.set_up()
    service.migrate()
    service.collect()
    from tests import answering, factories

    from accord.rounds import analysis

    made = {}
    for name, modules in ROUNDS.items():
        asked = analysis.composed(modules, title="T", minimum_group=10, grouped=True)
        here = factories.partnership(factories.user(), f"North Vale {len(made)}")
        made[name] = answering.opened(here, questionnaire=asked).asking.door
    return made


@contextmanager
def served() -> Iterator[str]:
    """The address at which `accord serve` answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = f"http://127.0.0.1:{port}"
    with subprocess.Popen([ACCORD, "serve", "--port", str(port)], stdout=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                try:
                    urlopen(f"{site}/sign-in", timeout=20).close()
                    break
                except URLError:
                    time.sleep(0.05)
            yield site
        finally:
            process.terminate()


def visit(browser: Browser, address: str, line: dict[str, Any]) -> tuple[int, int, float, float]:
    """Bytes, requests, milliseconds to the first paint and until one can start."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    tab = context.new_page()
    network = context.new_cdp_session(tab)
    came: list[float] = []
    network.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", {"offline": False, **line})
    tab.goto(address)
    tab.get_by_role("button", name="Start").wait_for()
    ready = tab.evaluate("performance.now()")
    painted = tab.evaluate(PAINTED)
    context.close()
    return int(sum(came)), len(came), painted, ready


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ |= {"ACCORD_DATA": folder, "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        rounds = doors()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        with served() as site:
            for name, door in rounds.items():
                for line, limits in LINES.items():
                    seen = [visit(browser, f"{site}/a/{door}", limits) for _ in range(TIMES)]
                    weight, requests, painted, ready = (statistics.median(column) for column in zip(*seen, strict=True))
                    print(f"{name:30}{line:20}{weight / 1000:6.1f} kB  {requests:3.0f} requests  first paint"
                          f" {painted / 1000:5.2f} s  ready {ready / 1000:5.2f} s")  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
