import asyncio
from contextlib import aclosing

from kiosk.devices.scanner.base import LONGEST_SCAN, Scan
from kiosk.devices.scanner.wedge import BURST_S, WedgeScanner


def scanned(*keys: tuple[str, float]) -> list[str | bytes]:
    """What comes of these keys and their times; a code at the end says that all came."""

    async def listen() -> list[str | bytes]:
        wedge, got = WedgeScanner(), list[str | bytes]()
        async with asyncio.timeout(5), aclosing(wedge.scans()) as scans:
            first = asyncio.ensure_future(anext(scans))
            await asyncio.sleep(0)
            for key, at in keys:
                wedge.key(key, at)
            type_in(wedge, "the-end", 1e9)
            scan: Scan = await first
            while scan.data != "the-end":
                got.append(scan.data)
                scan = await anext(scans)
        return got

    return asyncio.run(listen())


def type_in(wedge: WedgeScanner, text: str, at: float) -> None:
    for key in (*text, "\r"):
        wedge.key(key, at)


def burst(text: str, at: float) -> list[tuple[str, float]]:
    return [(key, at + 0.002 * nth) for nth, key in enumerate((*text, "\r"))]


def test_a_burst_that_ends_with_enter_is_a_code() -> None:
    assert scanned(*burst("26012345", 10), *burst("26054321", 12)) == ["26012345", "26054321"]


def test_typing_is_no_code() -> None:
    slow = [(key, 10 + (BURST_S + 0.01) * nth) for nth, key in enumerate("26012345\r")]
    assert scanned(*slow) == []


def test_keys_before_a_burst_are_not_part_of_it() -> None:
    assert scanned(("7", 9.0), *burst("26012345", 10)) == ["26012345"]


def test_too_short_or_too_long_is_no_code() -> None:
    assert scanned(*burst("12345", 10), *burst("1" * (LONGEST_SCAN + 1), 20)) == []


def test_nobody_listens() -> None:
    type_in(WedgeScanner(), "26012345", 10)
