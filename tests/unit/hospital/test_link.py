"""The failing network, between a client and a server that repeats what it hears."""

import asyncio
import ssl
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TypeVar

import pytest

from kiosk.hospital.link import HOST, LinkMode, SteerableLink
from kiosk.hospital.link_tls import LinkTls

T = TypeVar("T")
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Echo:
    """Answers every line with itself, and keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                self.heard.append(line)
                writer.write(line)
        except ConnectionError:
            pass
        finally:
            writer.close()


def run(scene: Callable[[SteerableLink, Echo], Awaitable[T]]) -> T:
    async def play() -> T:
        echo = Echo()
        server = await asyncio.start_server(echo.serve, HOST, 0)
        port = server.sockets[0].getsockname()[1]
        async with asyncio.timeout(5), server, SteerableLink(HOST, port) as link:
            return await scene(link, echo)

    return asyncio.run(play())


@asynccontextmanager
async def connected(link: SteerableLink) -> AsyncIterator[Streams]:
    reader, writer = await asyncio.open_connection(HOST, link.port)
    try:
        yield reader, writer
    finally:
        writer.close()


async def said(streams: Streams, line: bytes) -> bytes:
    streams[1].write(line)
    return await asyncio.wait_for(streams[0].readline(), 2)


async def beyond(reader: asyncio.StreamReader, count: int) -> None:
    assert await reader.readexactly(count) == b"answer\n"[:count]
    assert await reader.read(1)


def test_passes_both_ways_and_ends_in_order() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        async with connected(link) as streams:
            assert await said(streams, b"one\n") == b"one\n"
            assert await said(streams, b"x" * 50_000 + b"\n") == b"x" * 50_000 + b"\n"
            streams[1].write_eof()
            assert await streams[0].read() == b""

    run(scene)


def test_cut_resets_what_is_open_refuses_what_is_new_and_comes_back_on_the_same_port() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        port = link.port
        async with connected(link) as streams:
            assert await said(streams, b"one\n") == b"one\n"
            link.mode = LinkMode.CUT
            with pytest.raises(ConnectionResetError):
                await streams[0].read()
        for _ in range(3):
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(HOST, port)
        link.mode = LinkMode.PASS
        async with connected(link) as streams:
            assert await said(streams, b"two\n") == b"two\n"
        assert link.port == port

    run(scene)


def test_silent_takes_and_keeps_until_it_ends() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        link.mode = LinkMode.SILENT
        async with connected(link) as streams:
            streams[1].write(b"one\n")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(streams[0].readline(), 0.1)
            assert echo.heard == []
            link.mode = LinkMode.PASS
            assert await asyncio.wait_for(streams[0].readline(), 2) == b"one\n"

    run(scene)


@pytest.mark.alone
def test_slow_delays_each_direction_and_keeps_the_order() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        link.delay = 0.1
        link.mode = LinkMode.SLOW
        async with connected(link) as streams:
            begun = time.monotonic()
            assert await said(streams, b"one\n") == b"one\n"
            assert 0.2 <= time.monotonic() - begun < 0.5
            begun = time.monotonic()
            for line in (b"2\n", b"3\n", b"4\n"):
                streams[1].write(line)
                await asyncio.sleep(0.01)
            assert [await streams[0].readline() for _ in range(3)] == [b"2\n", b"3\n", b"4\n"]
            # Later, but not each after the other's delay.
            assert time.monotonic() - begun < 0.5

    run(scene)


@pytest.mark.parametrize("count", [0, 3])
def test_reset_midway_loses_the_rest_of_an_answer(count: int) -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        link.reset_after = count
        link.mode = LinkMode.RESET_MIDWAY
        async with connected(link) as streams:
            streams[1].write(b"answer\n")
            with pytest.raises(ConnectionResetError):
                await beyond(streams[0], count)
        assert echo.heard == [b"answer\n"]

    run(scene)


def test_garbage_answers_what_no_server_heard() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> bytes:
        link.mode = LinkMode.GARBAGE
        async with connected(link) as streams:
            streams[1].write(b"one\n")
            answer = await streams[0].read(100)
        assert echo.heard == []
        return answer

    assert run(scene) != run(scene)


def test_error_answers_500_to_a_request_of_any_length() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        link.mode = LinkMode.ERROR
        async with connected(link) as streams:
            for _ in range(5):
                streams[1].write(b"x" * 30_000)
            streams[1].write_eof()
            answer = await streams[0].read()
        assert answer.startswith(b"HTTP/1.1 500 ")
        assert answer.endswith(b"\r\n\r\n")
        assert echo.heard == []

    run(scene)


def test_a_server_that_is_gone_resets() -> None:
    async def scene() -> None:
        async with SteerableLink(HOST, 1) as link, connected(link) as streams:
            with pytest.raises(ConnectionResetError):
                await streams[0].read()

    asyncio.run(scene())


def test_another_thread_steers() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        def cut() -> None:
            link.mode = LinkMode.CUT

        async with connected(link) as streams:
            assert await said(streams, b"one\n") == b"one\n"
            thread = threading.Thread(target=cut)
            thread.start()
            with pytest.raises(ConnectionResetError):
                await streams[0].read()
            thread.join()
        assert link.mode is LinkMode.CUT
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(HOST, link.port)

    run(scene)


def test_a_link_that_has_ended_is_steered_in_vain() -> None:
    async def scene() -> SteerableLink:
        async with SteerableLink(HOST, 1) as link:
            pass
        return link

    link = asyncio.run(scene())
    link.mode = LinkMode.SLOW
    assert link.mode is LinkMode.SLOW
    with pytest.raises(ConnectionRefusedError):
        asyncio.run(asyncio.open_connection(HOST, link.port))


def test_the_mode_of_before_the_start_holds() -> None:
    async def scene() -> None:
        link = SteerableLink(HOST, 1)
        link.mode = LinkMode.CUT
        async with link:
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection(HOST, link.port)

    asyncio.run(scene())


def test_a_port_that_is_taken_is_said() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        with pytest.raises(OSError, match="in use"):
            async with SteerableLink(HOST, 1, port=link.port):
                pass

    run(scene)


# A link that speaks TLS.


def run_tls(
    tmp_path: Path, scene: Callable[[SteerableLink, ssl.SSLContext], Awaitable[None]]
) -> None:
    async def play() -> None:
        tls = LinkTls()
        believing = ssl.create_default_context(cafile=tls.authority_in(tmp_path))
        server = await asyncio.start_server(Echo().serve, HOST, 0)
        port = server.sockets[0].getsockname()[1]
        async with asyncio.timeout(10), server, SteerableLink(HOST, port, tls=tls) as link:
            await scene(link, believing)

    asyncio.run(play())


async def connected_by_tls(link: SteerableLink, believing: ssl.SSLContext) -> Streams:
    return await asyncio.open_connection(HOST, link.port, ssl=believing)


def test_with_tls_it_is_believed_and_passes_both_ways(tmp_path: Path) -> None:
    async def scene(link: SteerableLink, believing: ssl.SSLContext) -> None:
        streams = await connected_by_tls(link, believing)
        assert await said(streams, b"x" * 50_000 + b"\n") == b"x" * 50_000 + b"\n"
        streams[1].close()

    run_tls(tmp_path, scene)


def test_a_certificate_that_has_ended_is_shown_to_all_and_a_good_one_again(tmp_path: Path) -> None:
    async def scene(link: SteerableLink, believing: ssl.SSLContext) -> None:
        streams = await connected_by_tls(link, believing)
        assert await said(streams, b"one\n") == b"one\n"
        link.mode = LinkMode.EXPIRED
        with suppress(ConnectionError):
            assert await said(streams, b"two\n") == b"", "it is over"
        streams[1].close()
        with pytest.raises(ssl.SSLCertVerificationError) as told:
            await connected_by_tls(link, believing)
        assert told.value.verify_code == 10, "X509_V_ERR_CERT_HAS_EXPIRED"
        link.mode = LinkMode.PASS
        streams = await connected_by_tls(link, believing)
        assert await said(streams, b"three\n") == b"three\n"
        streams[1].close()

    run_tls(tmp_path, scene)


@pytest.mark.parametrize("mode", [LinkMode.GARBAGE, LinkMode.ERROR, LinkMode.RESET_MIDWAY])
def test_with_tls_it_fails_in_the_same_ways(tmp_path: Path, mode: LinkMode) -> None:
    async def scene(link: SteerableLink, believing: ssl.SSLContext) -> None:
        link.reset_after = 3
        link.mode = mode
        reader, writer = await connected_by_tls(link, believing)
        writer.write(b"question\n")
        heard = b""
        with suppress(OSError):
            while piece := await reader.read(100):
                heard += piece
        expected = {LinkMode.ERROR: b"HTTP/1.1 500 ", LinkMode.RESET_MIDWAY: b"que"}
        assert heard.startswith(expected.get(mode, b""))
        assert b"question" not in heard
        writer.close()

    run_tls(tmp_path, scene)


def test_without_tls_there_is_no_certificate_that_could_end() -> None:
    async def scene(link: SteerableLink, echo: Echo) -> None:
        assert LinkMode.EXPIRED not in link.modes
        with pytest.raises(ValueError, match="without TLS"):
            link.mode = LinkMode.EXPIRED

    run(scene)
