"""Many open streams of server-sent events, and when each was told of something new.

``python -m kiosk.bench.sse_watch``: a :class:`Plan` on standard input; ``ready`` in a line on
standard output when each stream has shown its page; the times at which it was told later of what
it waits for on standard output, in MessagePack, when standard input ends.
"""

import asyncio
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import cast

import msgspec
import uvloop

_OPENED = b"HTTP/1.1 200 "
VIEW = "event: view"
"""Stands in whatever shows a page anew."""
_AT_ONCE = 64
"""So many connections are opened at a time: fewer than a server lets wait."""
_MOST_SECONDS = 60.0
_SPARE_FILES = 64


class Awaited(msgspec.Struct, frozen=True):
    """One stream, and what is looked for on it."""

    path: str
    mark: str = VIEW
    """Stands in what is waited for, and in nothing that comes before that; ASCII."""


class Plan(msgspec.Struct, frozen=True):
    port: int
    """On 127.0.0.1."""
    streams: Sequence[Awaited]


class Watch:
    """The running watcher. Made by :func:`watch`."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def end(self) -> list[list[float]]:
        """Close the streams; answers when each was told of what it waits for since it showed its
        page, in seconds of ``time.monotonic``.

        Raises ``RuntimeError`` if a stream did not stay open.
        """
        told, _ = self._process.communicate(timeout=_MOST_SECONDS)
        if self._process.returncode:
            raise RuntimeError("the streams did not stay open")
        return msgspec.msgpack.decode(told, type=list[list[float]])


@contextmanager
def watch(plan: Plan) -> Iterator[Watch]:
    """Open the streams in a process of its own, and wait until all of them show their page."""
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.bench.sse_watch"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdin
            assert process.stdout
            process.stdin.write(msgspec.json.encode(plan) + b"\n")
            process.stdin.flush()
            if process.stdout.readline() != b"ready\n":
                raise RuntimeError("not all streams could be opened")
            yield Watch(process)
        finally:
            if process.poll() is None:
                process.kill()


class _Stream(asyncio.Protocol):
    def __init__(self, awaited: Awaited, shown: "asyncio.Queue[bool]") -> None:
        self._path = awaited.path
        self._mark = awaited.mark.encode()
        self._kept = 1 - max(len(self._mark), len(VIEW))
        self._shown = shown
        self._tail = b""
        self._answered = False
        self.told: list[float] | None = None
        """``None`` until the page was shown."""
        self.is_lost = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        ask = f"GET {self._path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n"
        # uvloop's transports are none of asyncio's classes, though they do the same.
        cast(asyncio.WriteTransport, transport).write(ask.encode())

    def data_received(self, data: bytes) -> None:
        if not (self._answered or data.startswith(_OPENED)):
            self._shown.put_nowait(False)
        self._answered = True
        seen = self._tail + data
        self._tail = seen[self._kept :]
        if self.told is None:
            if VIEW.encode() in seen:
                self.told = []
                self._tail = b""
                self._shown.put_nowait(True)
        elif self._mark in seen:
            self.told.append(time.monotonic())
            self._tail = b""

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_lost = True
        self._shown.put_nowait(False)


async def _watch(plan: Plan) -> list[list[float]]:
    loop = asyncio.get_running_loop()
    shown: asyncio.Queue[bool] = asyncio.Queue()
    streams = [_Stream(awaited, shown) for awaited in plan.streams]

    async def connect(stream: _Stream) -> None:
        await loop.create_connection(lambda: stream, "127.0.0.1", plan.port)

    async with asyncio.timeout(_MOST_SECONDS):
        for first in range(0, len(streams), _AT_ONCE):
            await asyncio.gather(*map(connect, streams[first : first + _AT_ONCE]))
        for _ in streams:
            if not await shown.get():
                raise RuntimeError("the server does not open this stream")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    if any(stream.is_lost for stream in streams):
        raise RuntimeError("the server closed a stream")
    return [stream.told or [] for stream in streams]


def main() -> None:
    plan = msgspec.json.decode(sys.stdin.buffer.readline(), type=Plan)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, len(plan.streams) + _SPARE_FILES), most))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        told = runner.run(_watch(plan))
    # Whole, also where PYTHONUNBUFFERED makes standard output write only what a pipe takes at once.
    with open(sys.stdout.fileno(), "wb", closefd=False) as out:
        out.write(msgspec.msgpack.encode(told))


if __name__ == "__main__":
    main()
