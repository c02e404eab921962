"""`accord serve` as an installation runs it: two processes that start together, answer, and stop together."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests import processes
from tests.processes import ACCORD


@pytest.fixture
def port() -> int:
    return processes.free_port()


@pytest.fixture
def service(tmp_path: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    command = [str(ACCORD), "serve", "--port", str(port)]
    environment = processes.bare_environment(tmp_path / "data")
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def family(process: "subprocess.Popen[str]") -> set[int]:
    """The processes begun by this one, and by those."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = dict(map(int, line.split()) for line in listed.splitlines())
    found = {process.pid}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {process.pid}


def alive(pids: set[int]) -> set[int]:
    return {pid for pid in pids if Path(f"/proc/{pid}").exists()}


def ask(port: int, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as browser:
        browser.request("GET", path, headers=headers)
        response = browser.getresponse()
        return response, response.read()


def status_of_an_upload(port: int, size: int) -> int:
    """Announces so much, sends very little."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as browser:
        browser.putrequest("POST", "/sign-in")
        browser.putheader("Content-Length", str(size))
        browser.endheaders()
        browser.send(b"x" * 1000)
        with browser.getresponse() as response:
            return response.status


def test_it_serves_refuses_what_is_too_large_and_stops_cleanly(
    service: "subprocess.Popen[str]", port: int, tmp_path: Path
) -> None:
    said = service.stdout.readline()
    assert said == f"Accord is at http://127.0.0.1:{port} (Ctrl-C stops it).\n", (tmp_path / "log").read_text()
    page, text = ask(port, "/")
    assert page.status == 200
    style = text.decode().split('href="/static/web/web.')[1].split('"')[0]
    sheet, _ = ask(port, f"/static/web/web.{style}", **{"Accept-Encoding": "gzip"})
    assert (sheet.status, sheet.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert status_of_an_upload(port, 2 * 1024**3) == 413

    started = family(service)
    assert len(started) >= 3  # the server, its own worker, the worker of long tasks
    service.send_signal(signal.SIGINT)
    assert service.wait(timeout=20) == 0
    until = time.monotonic() + 10
    while alive(started) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(started)


@pytest.mark.skipif(sys.platform != "linux", reason="this system has no prctl")
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL])
def test_nothing_goes_on_alone(service: "subprocess.Popen[str]", number: signal.Signals) -> None:
    service.stdout.readline()
    started = family(service)
    assert len(started) >= 3
    service.send_signal(number)
    service.wait(timeout=20)
    until = time.monotonic() + 20
    while alive(started) and time.monotonic() < until:
        time.sleep(0.1)
    assert not alive(started)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no SIGHUP")
def test_nohup_is_heeded(tmp_path: Path, port: int) -> None:
    process = subprocess.Popen(
        ["nohup", str(ACCORD), "serve", "--port", str(port)],
        env=processes.bare_environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        process.stdout.readline()
        process.send_signal(signal.SIGHUP)
        time.sleep(1)
        assert process.poll() is None
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def test_a_taken_port_is_told_in_one_sentence(port: int, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", port)):
        done = subprocess.run(
            [str(ACCORD), "serve", "--port", str(port)],
            env=os.environ | {"ACCORD_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is in use. Name another one: accord serve --port {port + 1}\n"
