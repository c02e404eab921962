"""A bounded load on the loopback: so many connections, each of which sends the next request when it has the reply."""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 30.0  # seconds for one reply


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for the request of this number; status 0 where the connection broke."""

    number: int
    status: int
    seconds: float
    body: bytes


Heard = Callable[[Reply], None]


@dataclass(frozen=True)
class Target:
    """A port of this machine, and what stands above each body that is sent there."""

    port: int
    path: str
    headers: str = "Content-Type: application/json\r\n"

    def request(self, body: bytes) -> bytes:
        head = f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{self.headers}"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def send(target: Target, bodies: Iterable[bytes], heard: Heard, *, connections: int, seconds: float) -> float:
    """Send the bodies, no longer than so many seconds; `heard` is told each reply. How long it took."""
    start = time.monotonic()
    numbered = iter(enumerate(bodies))
    with ThreadPoolExecutor(1) as apart:  # a browser's test in the same process may have left a loop in this thread
        apart.submit(asyncio.run, _send(target, numbered, heard, connections, start + seconds)).result()
    return time.monotonic() - start


def exchange(target: Target, body: bytes) -> Reply:
    """Send one body, once."""
    heard: list[Reply] = []
    send(target, [body], heard.append, connections=1, seconds=PATIENCE)
    return heard[0]


def lines(path: Path) -> Iterator[bytes]:
    """Bodies that were written, one a line."""
    with path.open("rb") as file:
        yield from (line.rstrip(b"\n") for line in file)


async def _send(
    target: Target, numbered: Iterator[tuple[int, bytes]], heard: Heard, connections: int, end: float
) -> None:
    await asyncio.gather(*(_one(target, numbered, heard, end) for _ in range(connections)))


async def _one(target: Target, numbered: Iterator[tuple[int, bytes]], heard: Heard, end: float) -> None:
    """One connection; it is made anew where it broke."""
    pipe = None
    for number, body in numbered:
        begun = time.perf_counter()
        try:
            pipe = pipe or await asyncio.open_connection("127.0.0.1", target.port)
            async with asyncio.timeout(PATIENCE):
                status, said, open_still = await _exchange(*pipe, target.request(body))
        except (OSError, EOFError, TimeoutError):
            status, said, open_still = 0, b"", False
        heard(Reply(number, status, time.perf_counter() - begun, said))
        if not open_still:
            _close(pipe)
            pipe = None
            await asyncio.sleep(0.02 if status == 0 else 0)
        if time.monotonic() > end:
            break
    _close(pipe)


def _close(pipe: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None) -> None:
    if pipe:
        pipe[1].close()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bytes, bool]:
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    return int(head[9:12]), await reader.readexactly(length), b"connection: close" not in head
