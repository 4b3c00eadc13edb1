"""HTTP/1.1 within bounds: what comes before and beside a body, and how long it may take.

uvicorn with httptools bounds neither: a request line or headers without end fill the memory
(50 MB of headers took 1 GB), and who sends nothing holds a connection for ever.
"""

import asyncio
from typing import Any

import msgspec
from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from kiosk.frontdesk.refusals import Refusal, head_too_long, head_too_slow
from kiosk.frontdesk.wire import outgoing

MAX_HEAD = 32 * 1024
"""Bytes of a request's line and headers, trailers with them."""
MAX_SECONDS = 10.0
"""For these to come, from the connection's beginning, the answer before or the first byte."""
MAX_UNWANTED = 64 * 1024 * 1024
"""Bytes of a body that are thrown away after it was refused, so that its sender hears why."""
MAX_AHEAD = 16
"""Requests of a connection that wait for the answer to one before (RFC 9112, 9.3.2). uvicorn takes
all that come: 9 MB of them took 180 MB. Browsers and kiosks send none."""

_REASONS = {408: "Request Timeout", 431: "Request Header Fields Too Large"}


class BoundedProtocol(HttpToolsProtocol):
    """Refuses with 431 (RFC 6585, section 5) and 408, and ends the connection then."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._held = 0
        """Bytes that the parser has taken and said nothing of yet."""
        self._named = 0
        """Bytes of names and values of this request's headers and trailers."""
        self._unwanted = 0
        """Bytes of this request's body that came after its answer."""
        self._awaited: asyncio.TimerHandle | None = None
        self._answered: RequestResponseCycle | None = None
        """The request that is being answered, or was last; others may wait behind it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        # uvicorn narrows the argument's type, too.
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_came()
        if self._answered is not None and not self._answered.response_complete:
            # uvicorn tells this only the request that came last: the others' answers failed, each
            # with a traceback in the log.
            self._answered.disconnected = True
            self._answered.message_event.set()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        self._answered = cycle
        super()._start_asgi_task(cycle, app)

    def data_received(self, data: bytes) -> None:
        self._held += len(data)
        super().data_received(data)
        if self._held > MAX_HEAD:
            self._refuse(head_too_long(MAX_HEAD))

    def on_message_begin(self) -> None:
        self._held = self._named = self._unwanted = 0
        if self._awaited is None:
            self._await_head()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        self._named += len(name) + len(value)
        if self._named > MAX_HEAD:
            # The parser stops, and data_received comes to refuse.
            self._held = self._named
            raise ValueError("the headers are too long")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._held = 0
        self._head_came()
        super().on_headers_complete()
        if len(self.pipeline) > MAX_AHEAD:
            # The parser stops, and data_received ends the connection.
            self._held = MAX_HEAD + 1
            raise ValueError("too many requests before their answers")

    def on_body(self, body: bytes) -> None:
        self._held = 0
        if self.cycle.response_complete:
            # The answer is on its way. Who closed now would have it lost: what comes in after a
            # close makes the system throw away what went out before (RFC 9112, 9.6).
            self._unwanted += len(body)
            if self._unwanted > MAX_UNWANTED:
                self.transport.close()
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._held = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # uvicorn counts the time that nothing comes only until the first byte, whatever that is:
        # of the last request's body that nobody wants any more, or an empty line.
        if self.cycle.response_complete and self._awaited is None:
            self._await_head()

    def send_400_response(self, msg: str) -> None:
        if self._held <= MAX_HEAD:
            super().send_400_response(msg)

    def _await_head(self) -> None:
        if self.transport.is_closing():
            return
        self._awaited = self.loop.call_later(MAX_SECONDS, self._refuse, head_too_slow())

    def _head_came(self) -> None:
        if self._awaited is not None:
            self._awaited.cancel()
            self._awaited = None

    def _refuse(self, refusal: Refusal) -> None:
        """Not in the middle of another answer: then the end of the connection says it."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            body = msgspec.json.encode(outgoing.operation_outcome(refusal))
            head = (
                f"HTTP/1.1 {refusal.status} {_REASONS[refusal.status]}\r\n"
                "content-type: application/fhir+json\r\n"
                f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
            )
            self.transport.write(head.encode("ascii") + body)
        self.transport.close()
