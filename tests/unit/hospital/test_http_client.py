"""Connections that are given up before they are of use."""

import asyncio
import gc
import warnings

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

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            held.append(writer)
            if len(held) > RENEW_AFTER:
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
            await client.close()
            for writer in held:
                writer.close()
            server.close()
            return answer.status

    assert asyncio.run(ask()) == 200
