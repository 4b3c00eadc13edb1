"""The pages over real connections, and what does not get one."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from kiosk.app.readiness import asking, server
from kiosk.app.readiness.asking import AnotherAnswers, NobodyAnswers, ask
from kiosk.app.readiness.server import LARGEST_HEAD, MOST, Answer, served
from kiosk.errors import KioskError

GET = b"GET /readiness HTTP/1.1\r\nHost: kiosk\r\n\r\n"


async def ready() -> Answer:
    return Answer(200, "application/json", '{"state": "ready"}\n')


async def broken() -> Answer:
    raise ZeroDivisionError("079151012345")


async def endless() -> Answer:
    await asyncio.Event().wait()
    raise AssertionError("nothing sets the event")


PAGES = {"/readiness": ready, "/broken": broken, "/endless": endless}


def with_server(use: Callable[[int], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(20), served("127.0.0.1", 0, PAGES) as port:
            await use(port)

    asyncio.run(run())


async def said(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        return await reader.read()
    finally:
        writer.close()


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_a_page_is_one_whole_answer() -> None:
    async def use(port: int) -> None:
        answer = await said(port, GET)
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK\r\n")
        assert f"Content-Length: {len(body)}".encode() in head
        assert b"Connection: close" in head
        assert b"Content-Type: application/json" in head
        assert json.loads(body) == {"state": "ready"}

    with_server(use)


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET /readiness?x=1 HTTP/1.0", 200),
        (b"GET / HTTP/1.1", 404),
        (b"GET /readiness/../etc/passwd HTTP/1.1", 404),
        (b"GET /\xff\xfe HTTP/1.1", 404),
        (b"POST /readiness HTTP/1.1", 405),
        (b"HEAD /readiness HTTP/1.1", 405),
        (b"GET /readiness", 400),
        (b"GET /readiness HTTP/2.0", 400),
        (b"", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"GET /" + b"a" * (2 * LARGEST_HEAD) + b" HTTP/1.1", 400),
    ],
)
def test_what_is_asked_otherwise_is_refused(request_line: bytes, status: int) -> None:
    async def use(port: int) -> None:
        answer = await said(port, request_line + b"\r\n\r\n")
        assert status_of(answer) == status
        assert (b"Allow: GET" in answer) == (status == 405)
        assert status_of(await said(port, GET)) == 200

    with_server(use)


def test_a_page_that_fails_ends_nothing_and_tells_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def use(port: int) -> None:
        answer = await said(port, b"GET /broken HTTP/1.1\r\n\r\n")
        assert status_of(answer) == 500
        assert b"079" not in answer
        assert status_of(await said(port, GET)) == 200

    with_server(use)
    written = capsys.readouterr().err
    assert "ZeroDivisionError" in written
    assert "079151012345" not in written


def test_who_is_slow_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "DEADLINE_S", 0.1)

    async def use(port: int) -> None:
        for half in (b"", b"GET /readi", b"GET /endless HTTP/1.1\r\n\r\n"):
            try:
                assert await said(port, half) == b""
            except ConnectionResetError:
                continue
        assert status_of(await said(port, GET)) == 200

    with_server(use)


def test_many_at_once_are_bounded_and_free_their_places() -> None:
    async def use(port: int) -> None:
        waiting = [await asyncio.open_connection("127.0.0.1", port) for _ in range(MOST)]
        await asyncio.sleep(0.05)
        with suppress(ConnectionResetError, BrokenPipeError):
            assert await said(port, GET) == b""
        for _, writer in waiting:
            writer.close()
        await asyncio.sleep(0.05)
        assert status_of(await said(port, GET)) == 200

    with_server(use)


def test_at_the_end_nobody_is_left_waiting() -> None:
    async def run() -> None:
        async with asyncio.timeout(5):
            async with served("127.0.0.1", 0, PAGES) as port:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"GET /endless HTTP/1.1\r\n\r\n")
                await asyncio.sleep(0.05)
            with suppress(ConnectionResetError):
                assert await reader.read() == b""
            writer.close()

    asyncio.run(run())


def asked(answer: bytes) -> KioskError | dict[str, object]:
    """What comes of asking somebody who answers so."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async def run() -> dict[str, object]:
        stranger = await asyncio.start_server(connected, "127.0.0.1", 0)
        async with stranger:
            port = stranger.sockets[0].getsockname()[1]
            return await asyncio.to_thread(ask, f"127.0.0.1:{port}")

    try:
        return asyncio.run(run())
    except KioskError as error:
        return error


def test_whatever_else_answers_is_told_from_a_kiosk() -> None:
    head = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
    for stranger in (
        b"SSH-2.0-OpenSSH_9.2\r\n",
        head + b"<html>",
        head + b"[" * 100_000,
        head + b'{"state": "ready"}',
        head + b"x" * 1_000_000,
    ):
        assert isinstance(asked(stranger), AnotherAnswers), stranger[:60]


def test_what_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ANSWERS_S", 0.2)

    over = asyncio.Event()

    async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while not reader.at_eof():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.transport.abort()
        over.set()

    async def run() -> None:
        async with asyncio.timeout(5), await asyncio.start_server(drips, "127.0.0.1", 0) as slow:
            port = slow.sockets[0].getsockname()[1]
            with pytest.raises(NobodyAnswers, match="in time"):
                await asyncio.to_thread(ask, f"127.0.0.1:{port}")
            await over.wait()

    asyncio.run(run())


def test_nobody_there_is_said_with_the_address() -> None:
    with pytest.raises(NobodyAnswers, match="tells nobody"):
        ask("")
    with pytest.raises(NobodyAnswers, match=r"127\.0\.0\.1:1"):
        ask("127.0.0.1:1")
