"""What a failing network does to one TCP connection; :mod:`kiosk.hospital.link` steers it."""

import asyncio
import enum
import os
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from kiosk.hospital.link_tls import LinkTls

_CHUNK = 1 << 16
_QUEUED_CHUNKS = 64
_GARBAGE = 512
"""Bytes."""
_END = b"\r\n\r\n"
"""What a reader of lines waits for: garbage that never ends a line would be mere silence."""
_HANDSHAKE_S = 10.0
_HANG_UP = 1.0
"""Seconds for a client to take an answer before its connection is closed."""
_ERROR = b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
"""``SO_LINGER`` of no time: closing sends RST."""

_Moments = asyncio.Queue[tuple[float, bytes]]
"""What was read and when; ``b""`` is the end."""


class LinkMode(enum.Enum):
    PASS = "pass"  # noqa: S105 - no word to log in with
    CUT = "cut"
    """New connections are refused, and those that are open are reset."""
    SILENT = "silent"
    """Connections are accepted and nothing is ever answered. What is under way waits, and
    goes on when the mode changes, as on a network that comes back."""
    SLOW = "slow"
    """Everything arrives ``delay`` seconds late, in each direction."""
    RESET_MIDWAY = "reset-midway"
    """After ``reset_after`` bytes of an answer the connection is reset; 0 loses the whole
    answer to a request that the server has had."""
    GARBAGE = "garbage"
    """Requests do not reach the server; random bytes answer them."""
    ERROR = "error"
    """Requests do not reach the server; HTTP 500 without a body answers them."""
    EXPIRED = "expired"
    """New connections are shown a certificate that has ended, and those that are open are reset.
    Only where the link speaks TLS."""


@dataclass(slots=True)
class Conditions:
    """How the network is now. Read anew for every piece that it carries."""

    mode: LinkMode = LinkMode.PASS
    delay: float = 1.0
    reset_after: int = 20
    tls: LinkTls | None = None
    """Whom the link says to be; ``None`` speaks no TLS."""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced by a new one, when the mode has changed."""


class _Over(Exception):
    """This connection has ended otherwise than by both sides finishing."""


async def carry(client: socket.socket, target: tuple[str, int], conditions: Conditions) -> None:
    """Carry one accepted connection to its end.

    It is closed when both sides have finished, and reset when either side breaks off, the
    target cannot be reached, the conditions say so, or the call is cancelled.
    """
    writers: list[asyncio.StreamWriter] = []
    try:
        from_client, to_client = await _accepted(client, conditions)
        writers.append(to_client)
        from_server, to_server = await asyncio.open_connection(*target)
        writers.append(to_server)
        requests, answers = _Moments(_QUEUED_CHUNKS), _Moments(_QUEUED_CHUNKS)
        async with asyncio.TaskGroup() as group:
            group.create_task(_read(from_client, requests))
            group.create_task(_read(from_server, answers))
            group.create_task(_pass_requests(requests, to_server, to_client, conditions))
            group.create_task(_pass_answers(answers, to_client, conditions))
        for writer in writers:
            _close(writer)
            await writer.wait_closed()
    except* (OSError, _Over):
        pass
    finally:
        for writer in writers:
            _reset(writer)


async def _accepted(
    client: socket.socket, conditions: Conditions
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Streams to the client, behind TLS where the link speaks it.

    Raises ``OSError``, of which ``ssl.SSLError`` is one, if the client does not believe it.
    """
    if conditions.tls is None:
        return await asyncio.open_connection(sock=client)
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=_CHUNK, loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    ended = conditions.mode is LinkMode.EXPIRED
    transport, _ = await loop.connect_accepted_socket(
        lambda: protocol,
        client,
        ssl=conditions.tls.expired if ended else conditions.tls.good,
        ssl_handshake_timeout=_HANDSHAKE_S,
    )
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


async def _read(source: asyncio.StreamReader, moments: _Moments) -> None:
    chunk = b"-"
    while chunk:
        chunk = await source.read(_CHUNK)
        await moments.put((asyncio.get_running_loop().time(), chunk))


async def _pass_requests(
    requests: _Moments,
    server: asyncio.StreamWriter,
    client: asyncio.StreamWriter,
    conditions: Conditions,
) -> None:
    while chunk := await _arrived(requests, conditions):
        if conditions.mode is LinkMode.GARBAGE:
            await _answer_instead(os.urandom(_GARBAGE) + _END, requests, client)
        if conditions.mode is LinkMode.ERROR:
            await _answer_instead(_ERROR, requests, client)
        server.write(chunk)
        await server.drain()
    server.write_eof()


async def _pass_answers(
    answers: _Moments, client: asyncio.StreamWriter, conditions: Conditions
) -> None:
    passed = 0
    while chunk := await _arrived(answers, conditions):
        if conditions.mode is LinkMode.RESET_MIDWAY:
            chunk = chunk[: max(0, conditions.reset_after - passed)]
            passed += len(chunk)
        client.write(chunk)
        await client.drain()
        if conditions.mode is LinkMode.RESET_MIDWAY and passed >= conditions.reset_after:
            raise _Over
    _end(client)


async def _arrived(moments: _Moments, conditions: Conditions) -> bytes:
    """The next piece, once it is through the network; ``b""`` at the end."""
    read_at, chunk = await moments.get()
    if conditions.mode is LinkMode.SLOW:
        due = read_at + conditions.delay
        await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
    while conditions.mode is LinkMode.SILENT:
        await conditions.changed.wait()
    return chunk


async def _answer_instead(
    answer: bytes, requests: _Moments, client: asyncio.StreamWriter
) -> NoReturn:
    """Answer, then take the rest of the request: closing before would reset the connection,
    and the client might lose the answer."""
    client.write(answer)
    _end(client)
    with suppress(TimeoutError):
        async with asyncio.timeout(_HANG_UP):
            while (await requests.get())[1]:
                continue
    raise _Over


def _end(writer: asyncio.StreamWriter) -> None:
    """No more comes. TLS cannot say so and still listen: there the whole connection is closed."""
    if writer.can_write_eof():
        writer.write_eof()
    else:
        _close(writer)


def _close(writer: asyncio.StreamWriter) -> None:
    """Once: asyncio's TLS forgets its connection on a second call, and is no more to be reset."""
    if not writer.is_closing():
        writer.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    """No effect on a connection that is closed already."""
    connection = writer.get_extra_info("socket")
    if connection is not None:  # else TLS has lost it already
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    writer.transport.abort()


CARRIERS = (_read, _pass_requests, _pass_answers)
"""What :func:`carry` has going for each connection."""
