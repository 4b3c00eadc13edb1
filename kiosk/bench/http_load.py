"""Ask an HTTP server as fast as it answers, from a process of its own.

The generator shares the cores with the server that is measured, so it does as little as it can:
raw sockets, requests that were written beforehand, answers of which the status alone is read.

``python -m kiosk.bench.http_load``: a :class:`Plan` on standard input, an :class:`Outcome` on
standard output, both in MessagePack.
"""

import asyncio
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import cast

import msgspec
import uvloop

_END = b"\r\n\r\n"
_LENGTH = b"content-length: "
_STATUS = slice(9, 12)
"""Where the status stands in ``HTTP/1.1 201 Created``."""
_MOST_SECONDS = 120.0


class Plan(msgspec.Struct, frozen=True):
    """What to ask, of whom."""

    port: int
    """On 127.0.0.1."""
    clients: int
    """So many connections ask at a time, each one thing after another."""
    requests: Sequence[bytes]
    """Whole HTTP/1.1 requests, in the order in which they are sent. Each must be answered with a
    ``Content-Length``, and the connection must stay open."""


class Outcome(msgspec.Struct, frozen=True):
    """What came back."""

    began: float
    """When the first request was sent, in seconds of ``time.monotonic``."""
    seconds: float
    """From the first request to the last answer."""
    milliseconds: Sequence[float]
    """From each request to the end of its answer."""
    statuses: dict[int, int]
    """How many answers had each HTTP status."""

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.milliseconds) / self.seconds


def generate_load(plan: Plan) -> Outcome:
    """Run the plan in a process of its own.

    Raises ``RuntimeError`` if a connection ended early, ``subprocess.TimeoutExpired`` if the
    server stopped answering.
    """
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.bench.http_load"],
        input=msgspec.msgpack.encode(plan),
        capture_output=True,
        timeout=_MOST_SECONDS,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load was not carried: {done.stderr.decode()[-300:]}")
    return msgspec.msgpack.decode(done.stdout, type=Outcome)


class _Client(asyncio.Protocol):
    """One connection."""

    def __init__(self, load: "_Load") -> None:
        self._load = load
        self._transport: asyncio.WriteTransport | None = None
        self._held = b""
        self._began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are none of asyncio's classes, though they do the same.
        self._transport = cast(asyncio.WriteTransport, transport)

    def ask(self) -> None:
        assert self._transport
        request = next(self._load.requests, None)
        if request is None:
            self._transport.close()
            return
        self._began = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        held = self._held + data if self._held else data
        end = held.find(_END)
        if end < 0 or len(held) < end + len(_END) + _length(held, end):
            self._held = held
            return
        self._held = b""
        self._load.milliseconds.append((time.perf_counter() - self._began) * 1000)
        self._load.statuses[held[_STATUS]] += 1
        self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        self._load.ended()


def _length(answer: bytes, end: int) -> int:
    """Of the body, from the header; headers that uvicorn writes are in lower case."""
    start = answer.index(_LENGTH, 0, end + 2) + len(_LENGTH)
    return int(answer[start : answer.index(b"\r", start)])


class _Load:
    """What all connections share."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._open = plan.clients
        self._done = asyncio.Event()
        self.requests: Iterator[bytes] = iter(plan.requests)
        self.milliseconds: list[float] = []
        self.statuses: Counter[bytes] = Counter()

    async def run(self) -> Outcome:
        loop = asyncio.get_running_loop()
        clients = [
            (await loop.create_connection(lambda: _Client(self), "127.0.0.1", self._plan.port))[1]
            for _ in range(self._plan.clients)
        ]
        began = time.monotonic()
        for client in clients:
            client.ask()
        await self._done.wait()
        seconds = time.monotonic() - began
        if len(self.milliseconds) < len(self._plan.requests):
            raise RuntimeError("the server closed a connection")
        statuses = {int(status): count for status, count in self.statuses.items()}
        return Outcome(began, seconds, self.milliseconds, statuses)

    def ended(self) -> None:
        self._open -= 1
        if self._open == 0:
            self._done.set()


async def _carry(plan: Plan) -> Outcome:
    return await _Load(plan).run()


def main() -> None:
    plan = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Plan)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(_carry(plan))
    # Whole, also where PYTHONUNBUFFERED makes standard output write only what a pipe takes at once.
    with open(sys.stdout.fileno(), "wb", closefd=False) as out:
        out.write(msgspec.msgpack.encode(outcome))


if __name__ == "__main__":
    main()
