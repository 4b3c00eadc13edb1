import asyncio

import pytest

from kiosk.frontdesk.pages import stream as module
from kiosk.frontdesk.pages.stream import Stream, event
from tests.unit.frontdesk.pages.reader import Reader


def nothing(_stream: Stream) -> None: ...


def test_an_event_has_each_line_of_its_data() -> None:
    assert event("view", "<p>\r\none</p>\n") == b"event: view\ndata: <p>\ndata: one</p>\n\n"
    assert event("over", "") == b"event: over\ndata: \n\n"


def test_data_cannot_end_the_event_or_begin_another() -> None:
    for breaking in ("\n\nevent: over\n\n", "\r\rid: 1", "\u2028\u2028data: x", "\x0b\x0b"):
        lines = event("view", f"a{breaking}b").decode()[:-2].replace("\r", "\n").split("\n")
        assert all(line.startswith(("event: view", "data: ")) for line in lines)


def test_a_slow_reader_gets_the_newest_only() -> None:
    async def run() -> bytes:
        stream = Stream(b"first;", nothing, nothing, 9)
        reader = Reader(stream)
        await reader.until(lambda r: r.got == b"first;")
        reader.can_take.clear()
        stream.put(b"one;")
        await asyncio.sleep(0)
        for text in (b"two;", b"three;"):
            stream.put(text)
            await asyncio.sleep(0)
        stream.offer(b"beat;")
        reader.can_take.set()
        await reader.until(lambda r: r.got.endswith(b"three;"))
        stream.offer(b"beat;")
        await reader.until(lambda r: r.got.endswith(b"beat;"))
        await reader.leave()
        return reader.got

    assert asyncio.run(run()) == b"first;one;three;beat;"


def test_what_is_to_be_sent_goes_out_before_the_end() -> None:
    async def run() -> None:
        left: list[Stream] = []
        stream = Stream(b"first;", nothing, left.append, 9)
        reader = Reader(stream)
        await reader.until(lambda r: bool(r.got))
        stream.put(b"last;")
        stream.end()
        await reader.until(lambda r: r.is_ended)
        assert reader.got == b"first;last;"
        assert reader.status == 200
        await reader.leave()
        assert left == [stream]

    asyncio.run(run())


def test_who_leaves_is_noticed_while_nothing_is_sent() -> None:
    async def run() -> None:
        left: list[Stream] = []
        stream = Stream(b"first;", nothing, left.append, 9)
        reader = Reader(stream)
        await reader.until(lambda r: bool(r.got))
        await reader.leave()
        assert left == [stream]

    asyncio.run(run())


def test_a_reader_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STALL_SECONDS", 0.05)

    async def run() -> None:
        gone = asyncio.Event()
        stream = Stream(b"first;", nothing, lambda _: gone.set(), 9)
        reader = Reader(stream)
        await reader.until(lambda r: bool(r.got))
        reader.can_take.clear()
        stream.put(b"never;")
        async with asyncio.timeout(2):
            await gone.wait()
        assert reader.got == b"first;"
        await reader.leave()

    asyncio.run(run())


def test_proxies_are_told_to_keep_nothing() -> None:
    headers = Stream(b"", nothing, nothing, 9).headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["x-accel-buffering"] == "no"
