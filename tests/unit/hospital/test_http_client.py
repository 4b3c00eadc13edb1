"""Connections that are kept, those that are given up, and what is sent over them."""

import asyncio
import gc
import importlib
import warnings
from contextlib import suppress

import httpx
import pytest

from kiosk.hospital.access import OPEN
from kiosk.hospital.http_client import FHIR_JSON, RENEW_AFTER, HttpClient, Request

WAIT = 5.0


def test_who_is_slow_to_shake_hands_is_left_with_nothing_open() -> None:
    async def give_up() -> bytes:
        greeted, ended = asyncio.Event(), asyncio.get_running_loop().create_future()

        async def never_shake_hands(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            await reader.read(1)
            greeted.set()
            ended.set_result(await reader.read())
            writer.close()

        async with asyncio.timeout(WAIT):
            server = await asyncio.start_server(never_shake_hands, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            client = HttpClient(
                f"https://127.0.0.1:{port}",
                accept=FHIR_JSON,
                most=1,
                access=OPEN,
                allow_plain_http=False,
                transport=None,
            )
            await client.open()
            asking = asyncio.create_task(client.send(Request("GET", "metadata")))
            await greeted.wait()
            asking.cancel()
            await asyncio.wait([asking])
            rest = await ended
            await client.close()
            server.close()
            return bytes(rest)

    gc.collect()
    gc.disable()  # so that nothing but the client closes what it opened
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert asyncio.run(give_up()), "the rest of the client's greeting, to the end"
    finally:
        gc.enable()


def test_places_that_are_kept_for_ever_keep_nobody_from_the_hospital() -> None:
    """As many requests as there are places wait for what never comes; the next is answered."""

    async def ask() -> int:
        waiting: list[asyncio.Task[object]] = []
        held: list[asyncio.StreamWriter] = []
        left: list[asyncio.StreamReader] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            held.append(writer)
            if len(held) <= RENEW_AFTER:
                left.append(reader)
            else:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        async with asyncio.timeout(WAIT):
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            client = HttpClient(
                f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}",
                accept=FHIR_JSON,
                most=1,
                access=OPEN,
                allow_plain_http=False,
                transport=None,
            )
            await client.open()
            asked = Request("GET", "metadata")
            waiting += [asyncio.create_task(client.send(asked)) for _ in range(RENEW_AFTER)]
            while len(held) < RENEW_AFTER:
                await asyncio.sleep(0.01)
            answer = await client.send(asked)
            for one in waiting:
                one.cancel()
            await asyncio.wait(waiting)
            for reader in left:  # closed although the client goes on
                await reader.read()
            await client.close()
            for writer in held:
                writer.close()
            server.close()
            return answer.status

    assert asyncio.run(ask()) == 200


def test_as_many_connections_as_were_needed_at_once_are_kept_for_the_next_patient() -> None:
    together = 6

    async def ask() -> int:
        ended: list[asyncio.Future[None]] = []

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            end = asyncio.get_running_loop().create_future()
            ended.append(end)
            with suppress(asyncio.IncompleteReadError):
                while await reader.readuntil(b"\r\n\r\n"):
                    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            writer.close()
            await writer.wait_closed()
            end.set_result(None)

        async with asyncio.timeout(WAIT):
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            client = _client(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            await client.open()
            for _ in range(3):
                await asyncio.gather(
                    *(client.send(Request("GET", "metadata")) for _ in range(together))
                )
            await client.close()
            await asyncio.gather(*ended)
            server.close()
            return len(ended)

    assert asyncio.run(ask()) == together


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (Request("GET", "metadata"), "/fhir/metadata"),
        (Request("POST", ""), "/fhir/"),
        (Request("GET", "Encounter", params=(("a", "x y"), ("a", "é|1"))), None),
        (
            Request("GET", "HealthcareService/$queue-status"),
            "/fhir/HealthcareService/$queue-status",
        ),
        (Request("GET", "https://elsewhere.example/token?a=b"), "/token?a=b"),
    ],
)
def test_where_a_request_goes(asked: Request, target: str | None) -> None:
    seen: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        cookie = {"Set-Cookie": "who=before"}
        return httpx.Response(200, headers=cookie, stream=httpx.ByteStream(b""))

    async def ask() -> None:
        client = _client("https://hospital.example/fhir", httpx.MockTransport(answered))
        await client.open()
        for _ in range(2):
            await client.send(asked, "Bearer abc")
        await client.close()

    asyncio.run(ask())
    first, second = seen
    if target is not None:
        assert first.url.raw_path.decode() == target
    else:
        assert list(first.url.params.multi_items()) == [("a", "x y"), ("a", "é|1")]
    other = asked.path.startswith("https:")
    assert first.headers["Host"] == ("elsewhere.example" if other else "hospital.example")
    assert first.headers["Authorization"] == "Bearer abc"
    assert first.headers["Accept-Encoding"] == "identity"
    assert first.headers.get("Content-Length") == ("0" if asked.method == "POST" else None)
    assert "Cookie" not in second.headers


def test_nothing_is_searched_for_in_the_path_with_each_request() -> None:
    with pytest.raises(ModuleNotFoundError, match="halted"):
        importlib.import_module("sniffio")  # as httpcore does


def _client(address: str, transport: httpx.AsyncBaseTransport | None = None) -> HttpClient:
    return HttpClient(
        address,
        accept=FHIR_JSON,
        most=1,
        access=OPEN,
        allow_plain_http=False,
        transport=transport,
    )
