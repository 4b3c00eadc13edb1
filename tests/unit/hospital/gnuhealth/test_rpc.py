"""JSON-RPC to Tryton: sessions, errors, hostile answers, and what never gets into an exception."""

import asyncio
import base64
import json
import time
import traceback
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    SettingsError,
)
from kiosk.hospital.access import OPEN
from kiosk.hospital.connection import within
from kiosk.hospital.gnuhealth.rpc import MAX_ANSWER, Conflict, NotAccepted, Rpc

SECRET = "079190012345"
PASSWORD = "an-invented-password"
Answer = Callable[[dict[str, Any], httpx.Request], httpx.Response]


class Tryton:
    """Takes a password, counts log-ins, and answers every other call as the test says."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.log_ins = 0
        self.log_outs = 0
        self.valid: set[str] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.content)
        assert asked.keys() == {"id", "method", "params"}
        if asked["method"] == "common.db.login":
            assert request.url.path == "/base/health/"
            if asked["params"][:2] != ["kiosk", {"password": PASSWORD}]:
                return httpx.Response(401)
            self.log_ins += 1
            key = f"key-{self.log_ins}"
            self.valid.add(base64.b64encode(f"kiosk:7:{key}".encode()).decode())
            return result([7, key])
        session = request.headers["Authorization"].removeprefix("Session ")
        if session not in self.valid:
            return httpx.Response(401)
        if asked["method"] == "common.db.logout":
            self.log_outs += 1
            return result(None)
        return self._answer(asked, request)


def result(value: object) -> httpx.Response:
    return httpx.Response(200, json={"id": 0, "result": value})


def error(*arguments: object) -> httpx.Response:
    return httpx.Response(200, json={"id": 0, "error": list(arguments)})


class Wire(httpx.AsyncBaseTransport):
    """Carries to a function, and its answer back as a stream, as a network does."""

    def __init__(self, server: Callable[[httpx.Request], httpx.Response]) -> None:
        self._server = server

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answer = self._server(request)
        if not answer.is_stream_consumed:
            return answer

        async def content() -> AsyncIterator[bytes]:
            yield answer.content

        return httpx.Response(answer.status_code, headers=answer.headers, content=content())


def rpc(server: Callable[..., Any], password: str = PASSWORD) -> Rpc:
    return Rpc(
        "http://127.0.0.1:9/base",
        "health",
        "kiosk",
        password,
        access=OPEN,
        transport=Wire(server),
    )


def call(server: Callable[..., Any], times: int = 1, password: str = PASSWORD) -> list[Any]:
    async def scene() -> list[Any]:
        client = rpc(server, password)
        await client.open()
        try:
            async with within(2.0):
                asked = (client.call(list[int], "model.x.read", [1], ["a"]) for _ in range(times))
                return list(await asyncio.gather(*asked))
        finally:
            await client.close()

    return asyncio.run(scene())


def always(response: Callable[[], httpx.Response]) -> Tryton:
    return Tryton(lambda asked, request: response())


def test_calls_share_one_session_and_end_it() -> None:
    server = always(lambda: result([1, 2]))
    assert call(server, times=5) == [[1, 2]] * 5
    assert (server.log_ins, server.log_outs) == (1, 1)


def test_the_context_is_the_last_parameter() -> None:
    seen: list[Any] = []

    def answer(asked: dict[str, Any], request: httpx.Request) -> httpx.Response:
        seen.append((asked["method"], asked["params"], request.url.path))
        return result([])

    call(Tryton(answer))
    assert seen == [("model.x.read", [[1], ["a"], {}], "/base/health/")]


def test_a_session_that_is_over_is_renewed_once_for_all() -> None:
    server = always(lambda: result([1]))

    async def scene() -> None:
        client = rpc(server)
        await client.open()
        await client.call(list[int], "m")
        server.valid.clear()
        await asyncio.gather(*(client.call(list[int], "m") for _ in range(5)))
        await client.close()

    asyncio.run(scene())
    assert server.log_ins == 2


def test_a_server_that_ends_every_session_is_not_asked_for_ever() -> None:
    asked = 0

    def answer(_: dict[str, Any], request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return httpx.Response(401)

    with pytest.raises(HospitalRefused) as refused:
        call(Tryton(answer))
    assert refused.value.reason == "http-401"
    assert asked == 2


def test_a_wrong_password_is_tried_once() -> None:
    server = always(lambda: result([1]))
    with pytest.raises(HospitalRefused, match="user and password"):
        call(server, password="wrong")
    assert server.log_ins == 0


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error("UserError", [SECRET, SECRET, None]), NotAccepted),
        (error("UserWarning", ["name", SECRET, ""]), NotAccepted),
        (error("ConcurrencyException", SECRET), Conflict),
        (error(f"KeyError: {SECRET}", f"Traceback … {SECRET}"), HospitalAway),
        (error(), HospitalAway),
        (error(7, SECRET), HospitalGarbled),
        (httpx.Response(500, text=SECRET), HospitalAway),
        (httpx.Response(404, text=SECRET), HospitalAway),
        (httpx.Response(429, text=SECRET), HospitalAway),
        (httpx.Response(403, text=SECRET), HospitalRefused),
        (httpx.Response(302, headers={"Location": f"http://127.0.0.1/{SECRET}"}), HospitalGarbled),
        (httpx.Response(400, text=SECRET), HospitalGarbled),
        (httpx.Response(200, text=f"<html>{SECRET}"), HospitalGarbled),
        (httpx.Response(200, content=b""), HospitalGarbled),
        (httpx.Response(200, content=b"\xff\xfe\x00"), HospitalGarbled),
        (httpx.Response(200, content=b"[" * 200_000), HospitalGarbled),
        (httpx.Response(200, content=b'{"result": ' + b"[" * 200_000), HospitalGarbled),
        (httpx.Response(200, json={"result": SECRET}), HospitalGarbled),
        (httpx.Response(200, json={"result": {"a": SECRET}}), HospitalGarbled),
        (httpx.Response(200, json={"result": [SECRET]}), HospitalGarbled),
        (httpx.Response(200, json=[SECRET]), HospitalGarbled),
        (httpx.Response(200, content=b" " * (MAX_ANSWER + 1)), HospitalGarbled),
        (httpx.Response(200, content=b"x", headers={"Content-Encoding": "br"}), HospitalGarbled),
    ],
)
def test_an_answer_is_named_and_never_quoted(
    answer: httpx.Response, kind: type[HospitalError]
) -> None:
    with pytest.raises(kind) as failed:
        call(always(lambda: answer))
    told = "".join(traceback.format_exception(failed.value))
    assert SECRET not in told
    assert PASSWORD not in told


def test_an_answer_of_drops_is_over_in_time() -> None:
    async def drops() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.02)
            yield b" "

    async def scene() -> None:
        client = rpc(always(lambda: httpx.Response(200, content=drops())))
        await client.open()
        async with within(0.2):
            await client.call(list[int], "m")

    begun = time.monotonic()
    with pytest.raises(HospitalAway):
        asyncio.run(scene())
    assert time.monotonic() - begun < 1.5


@pytest.mark.parametrize(
    "lost",
    [
        httpx.ReadError(SECRET),
        httpx.WriteError(SECRET),
        httpx.RemoteProtocolError("Server disconnected without sending a response."),
    ],
)
def test_a_lost_answer_is_asked_for_once_more(lost: httpx.TransportError) -> None:
    failures = [lost]

    def answer(_: dict[str, Any], request: httpx.Request) -> httpx.Response:
        if failures:
            raise failures.pop()
        return result([3])

    assert call(Tryton(answer)) == [[3]]
    failures += [lost, lost]
    with pytest.raises(HospitalAway) as failed:
        call(Tryton(answer))
    assert SECRET not in "".join(traceback.format_exception(failed.value))


def test_a_server_that_is_not_there() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(SECRET)

    with pytest.raises(HospitalAway, match="refused"):
        call(refuse)


def test_the_version_needs_no_session() -> None:
    def server(request: httpx.Request) -> httpx.Response:
        assert json.loads(request.content)["method"] == "common.server.version"
        assert "Authorization" not in request.headers
        return result("7.0.59")

    async def scene() -> str:
        client = rpc(server)
        await client.open()
        return await client.version()

    assert asyncio.run(scene()) == "7.0.59"


def test_a_password_does_not_cross_a_network_in_the_clear() -> None:
    with pytest.raises(SettingsError, match="https"):
        Rpc("http://tryton.example:8000", "health", "kiosk", PASSWORD, access=OPEN)
