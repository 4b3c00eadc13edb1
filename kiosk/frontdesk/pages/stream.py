"""One open stream of server-sent events (WHATWG HTML, section 9.2) to one browser."""

import asyncio
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

STALL_SECONDS = 60.0
"""A reader that takes nothing for so long is given up, so that it holds no place for ever."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # nginx would keep events back until its buffer is full.
    "X-Accel-Buffering": "no",
}


def event(name: str, data: str) -> bytes:
    """One event as it goes over the line. ``name`` holds no line break, ``data`` may."""
    lines = [f"event: {name}", *(f"data: {line}" for line in data.splitlines() or ("",))]
    return ("\n".join(lines) + "\n\n").encode()


class Stream(Response):
    """Sends what it is told last, until the reader leaves or :meth:`end`. Belongs to one loop.

    A reader that is slower than the news gets the newest only: what was not sent yet is
    replaced, so that nothing piles up for it.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        first: bytes,
        entered: Callable[["Stream"], None],
        left: Callable[["Stream"], None],
        beats: int,
    ) -> None:
        """``first`` is sent before anything else. ``entered`` and ``left`` are told when the
        response begins and when it is over, however it ends. It is to end after ``beats``."""
        self.status_code = 200
        self.background = None
        self.init_headers(_HEADERS)
        self._first = first
        self._entered = entered
        self._left = left
        self._pending = b""
        self._wake = asyncio.Event()
        self._open = True
        self.beats_left = beats
        """Signs of life until it ends; counted by who gives them."""

    def put(self, data: bytes) -> None:
        """Send ``data`` as soon as the reader takes it, instead of what was not sent yet."""
        self._pending = data
        self._wake.set()

    def offer(self, data: bytes) -> None:
        """Send ``data`` unless something else is still to be sent."""
        if not self._pending:
            self.put(data)

    def end(self) -> None:
        """End the stream after what is still to be sent."""
        self._open = False
        self._wake.set()

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        self._entered(self)
        gone = asyncio.create_task(_disconnected(receive))
        gone.add_done_callback(lambda _: self._leave())
        try:
            start = {"type": "http.response.start", "status": self.status_code}
            await send({**start, "headers": self.raw_headers})
            await self._feed(send)
        finally:
            gone.cancel()
            self._left(self)

    async def _feed(self, send: Send) -> None:
        await _send(send, self._first)
        while self._open or self._pending:
            data, self._pending = self._pending, b""
            if data:
                try:
                    await _send(send, data)
                except TimeoutError:
                    return
            else:
                self._wake.clear()
                await self._wake.wait()
        await send(_body(b"", more=False))

    def _leave(self) -> None:
        self._pending = b""
        self.end()


async def _send(send: Send, data: bytes) -> None:
    async with asyncio.timeout(STALL_SECONDS):
        await send(_body(data, more=True))


def _body(data: bytes, more: bool) -> Message:
    return {"type": "http.response.body", "body": data, "more_body": more}


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
