"""Answers GET for a handful of pages, on an address of this machine's own, over HTTP/1.1.

Much less than a web server, on purpose: one that is at hand costs 20 MB and a third of a second
at the start. One request to a connection, bounded in size, number and time (RFC 9112).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from kiosk.log import unexpected

LARGEST_HEAD = 4096
"""Bytes of a request up to its body, which nobody reads."""
MOST = 8
"""Connections at the same time; others are closed at once."""
DEADLINE_S = 3.0
"""From connecting to the last byte of the answer."""

_REASONS = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content_type: str
    body: str


Page = Callable[[], Awaitable[Answer]]


def _plain(status: int) -> Answer:
    return Answer(status, "text/plain; charset=utf-8", _REASONS[status] + "\n")


@asynccontextmanager
async def served(host: str, port: int, pages: Mapping[str, Page]) -> AsyncIterator[int]:
    """Inside, ``pages`` are answered by their paths; the port, which 0 leaves to the system.

    Raises ``OSError`` where the address cannot be had.
    """
    connections: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None or len(connections) >= MOST:
            writer.transport.abort()
            return
        connections.add(task)
        try:
            async with asyncio.timeout(DEADLINE_S):
                await _converse(reader, writer, pages)
        except (TimeoutError, OSError):
            pass  # whoever asks so slowly, or has gone, hears nothing
        finally:
            connections.discard(task)
            writer.transport.abort()

    server = await asyncio.start_server(connected, host, port, limit=LARGEST_HEAD)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in connections:
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


async def _converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pages: Mapping[str, Page]
) -> None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return
    except asyncio.LimitOverrunError:
        answer = _plain(400)
    else:
        answer = await _answered(head, pages)
    body = answer.body.encode()
    lines = [
        f"HTTP/1.1 {answer.status} {_REASONS[answer.status]}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        "Connection: close",
        *(["Allow: GET"] if answer.status == 405 else []),
    ]
    writer.write("\r\n".join((*lines, "", "")).encode() + body)
    await writer.drain()
    writer.write_eof()
    # A connection that is closed while something unread lies there is reset, answer and all.
    with suppress(asyncio.IncompleteReadError):
        await reader.readexactly(LARGEST_HEAD)


async def _answered(head: bytes, pages: Mapping[str, Page]) -> Answer:
    method, _, rest = head.partition(b"\r\n")[0].partition(b" ")
    target, _, version = rest.partition(b" ")
    if not version.startswith(b"HTTP/1."):
        return _plain(400)
    if method != b"GET":
        return _plain(405)
    page = pages.get(target.partition(b"?")[0].decode("ascii", "replace"))
    if page is None:
        return _plain(404)
    try:
        return await page()
    except Exception as error:  # whoever asks must not end what serves patients
        unexpected(error)
        return _plain(500)
