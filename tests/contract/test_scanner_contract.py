"""Serial scanners through a pair of pseudo-terminals: real line discipline, real pyserial."""

import asyncio
import os
import pty
import select
import termios
import threading
import time
import tty
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import TypeVar

import pytest
import serial

from kiosk.checkin.scanning import ScannerReader
from kiosk.devices.scanner.base import LONGEST_SCAN, Scan
from kiosk.devices.scanner.serial import SerialScanner
from kiosk.documents import Patterns
from kiosk.errors import DeviceError, NotADocument
from kiosk.model.document import Document

CCCD = (
    "079190012345|025123456|Trần Thị Thu Hà|15031990|Nữ"
    "|12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh|20042022"
)
WITHIN_S = 5.0
T = TypeVar("T")


class Cable:
    """A pair of pseudo-terminals; ``port`` is where the kiosk finds its end, also after it was
    plugged in again under another name."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self._ends: tuple[int, int] | None = None

    def plug_in(self) -> None:
        self._ends = pty.openpty()
        tty.setraw(self._ends[1])
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(os.ttyname(self._ends[1]))

    def pull(self) -> None:
        self.port.unlink(missing_ok=True)
        for end in self._ends or ():
            os.close(end)
        self._ends = None

    def send(self, data: bytes) -> None:
        assert self._ends is not None
        while data:
            data = data[os.write(self._ends[0], data[:512]) :]

    def flood(self, data: bytes, seconds: float) -> None:
        assert self._ends is not None
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([], [self._ends[0]], [], 0.05)[1]:
                os.write(self._ends[0], data)


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    cable = Cable(tmp_path / "scanner")
    cable.plug_in()
    yield cable
    cable.pull()


async def opened(scanner: SerialScanner) -> tuple[AsyncGenerator[Scan, None], asyncio.Future[Scan]]:
    """Its scans, once it listens, and the first of them."""
    ready = asyncio.Event()
    scans = scanner.scans(ready.set)
    first = asyncio.ensure_future(anext(scans))
    async with asyncio.timeout(WITHIN_S):
        await ready.wait()
    return scans, first


@pytest.mark.parametrize("end", [b"\r", b"\r\n", b"\n", b""])
def test_a_code_comes_byte_for_byte(cable: Cable, end: bytes) -> None:
    async def listen() -> None:
        scans, first = await opened(SerialScanner(str(cable.port)))
        async with aclosing(scans), asyncio.timeout(WITHIN_S):
            cable.send(CCCD.encode() + end)
            assert (await first).data == CCCD.encode()
            cable.send(b"26012345" + end)
            assert (await anext(scans)).data == b"26012345"

    asyncio.run(listen())


def test_a_code_in_pieces_and_two_at_once(cable: Cable) -> None:
    async def listen() -> None:
        scans, first = await opened(SerialScanner(str(cable.port)))
        async with aclosing(scans), asyncio.timeout(WITHIN_S):
            cable.send(CCCD.encode()[:20])
            cable.send(CCCD.encode()[20:] + b"\r26012345\r")
            assert [(await first).data, (await anext(scans)).data] == [CCCD.encode(), b"26012345"]

    asyncio.run(listen())


def test_noise_without_end_is_dropped_and_the_next_code_is_read(cable: Cable) -> None:
    async def listen() -> None:
        scans, first = await opened(SerialScanner(str(cable.port)))
        async with aclosing(scans), asyncio.timeout(WITHIN_S):
            for _ in range(4):
                cable.send(b"\xff" * (LONGEST_SCAN // 2))
            cable.send(b"\r26012345\r")
            assert (await first).data == b"26012345"

    asyncio.run(listen())


def test_a_scanner_that_floods_takes_little_time_and_the_last_word_is_that_it_went(
    cable: Cable,
) -> None:
    """Codes without end, faster than anybody holds them; and pulled while nobody could look."""

    async def listen() -> tuple[int, float]:
        scans, first = await opened(SerialScanner(str(cable.port)))
        async with aclosing(scans), asyncio.timeout(2 * WITHIN_S):
            flooding = threading.Thread(target=cable.flood, args=(b"1\r" * 256, 0.5))
            began = time.process_time()
            flooding.start()
            count = int(bool(await first))
            while flooding.is_alive():
                await anext(scans)
                count += 1
            took = time.process_time() - began
            await asyncio.to_thread(flooding.join)
            stuck = asyncio.get_running_loop().call_soon(time.sleep, 0.2)  # a busy loop
            cable.send(b"2\r" * 100)
            cable.pull()
            with pytest.raises(DeviceError, match="unplugged"):
                await last(scans)
            assert not stuck.cancelled()
        return count, took

    async def last(scans: AsyncGenerator[Scan, None]) -> None:
        async for _ in scans:
            pass

    count, took = asyncio.run(listen())
    assert 16 <= count < 2_500
    assert took < 0.4


def test_what_was_scanned_before_is_nobodys(cable: Cable) -> None:
    async def listen() -> None:
        cable.send(b"26099999\r")
        scans, first = await opened(SerialScanner(str(cable.port)))
        async with aclosing(scans), asyncio.timeout(WITHIN_S):
            cable.send(b"26012345\r")
            assert (await first).data == b"26012345"

    asyncio.run(listen())


def test_a_scanner_that_is_not_there_is_said(tmp_path: Path) -> None:
    async def listen() -> None:
        async with asyncio.timeout(WITHIN_S):
            await anext(SerialScanner(str(tmp_path / "ttyACM7")).scans())

    with pytest.raises(DeviceError, match="check the scanner's cable"):
        asyncio.run(listen())


def test_a_scanner_that_another_program_holds_is_said(cable: Cable) -> None:
    async def listen() -> None:
        scans, first = await opened(SerialScanner(str(cable.port)))
        async with aclosing(scans), asyncio.timeout(WITHIN_S):
            with pytest.raises(DeviceError, match="another program"):
                await anext(SerialScanner(str(cable.port)).scans())
            first.cancel()
            await asyncio.gather(first, return_exceptions=True)

    asyncio.run(listen())


def test_pulled_and_plugged_in_again_it_reads_on(cable: Cable) -> None:
    troubles: list[str] = []

    async def visit() -> list[Document | NotADocument]:
        reader = ScannerReader(SerialScanner(str(cable.port)), Patterns(), retry_s=(0.05,))
        reader.start()
        try:
            async with asyncio.timeout(2 * WITHIN_S):
                got = [await scanned(reader, CCCD.encode())]
                cable.pull()
                await reader.availability_changed()
                troubles.append(reader.trouble)
                cable.plug_in()
                await reader.availability_changed()
                return [*got, await scanned(reader, b"26012345"), await scanned(reader, b"hello")]
        finally:
            await reader.close()

    async def scanned(reader: ScannerReader, data: bytes) -> Document | NotADocument:
        waiting = asyncio.ensure_future(reader.next())
        await asyncio.sleep(0.1)  # until it listens; sooner is nobody's scan
        cable.send(data + b"\r")
        return await waiting

    first, second, third = asyncio.run(visit())
    assert isinstance(first, Document)
    assert first.name == "Trần Thị Thu Hà"
    assert isinstance(second, Document)
    assert isinstance(third, NotADocument)
    assert troubles == [f"{cable.port} is not there, or was unplugged: check the scanner's cable"]


@pytest.mark.parametrize("call", ["tcflush", "tcsetattr"])
def test_pulled_while_it_is_being_opened_it_reads_on_once_it_is_back(
    cable: Cable, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """What the kernel answers then is termios.error, which is no OSError."""
    real = getattr(termios, call)
    pulled = threading.Event()

    def pulling(*told: object) -> None:
        if not pulled.is_set():
            pulled.set()
            cable.pull()
        real(*told)

    monkeypatch.setattr(termios, call, pulling)

    async def visit(reader: ScannerReader) -> Document | NotADocument:
        while reader.available:
            await reader.availability_changed()
        assert "unplugged" in reader.trouble
        assert pulled.is_set()
        cable.plug_in()
        await reader.availability_changed()
        waiting = asyncio.ensure_future(reader.next())
        await asyncio.sleep(0)  # until it listens
        cable.send(b"26012345\r")
        return await waiting

    assert isinstance(watched(cable, visit), Document)


def test_a_fault_in_the_thread_is_heard_and_the_scanner_is_opened_again(
    cable: Cable, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = [TypeError("of pyserial, with 079190012345")]
    real = serial.Serial.reset_input_buffer

    def broken(line: serial.Serial) -> None:
        if faults:
            raise faults.pop()
        real(line)

    monkeypatch.setattr(serial.Serial, "reset_input_buffer", broken)

    async def visit(reader: ScannerReader) -> None:
        await reader.availability_changed()
        assert (reader.available, reader.trouble) == (False, f"{cable.port} broke off: see the log")
        await reader.availability_changed()
        assert (reader.available, reader.trouble) == (True, "")

    watched(cable, visit)
    (line,) = capsys.readouterr().err.splitlines()
    assert "TypeError" in line
    assert "079190012345" not in line


def watched(cable: Cable, visit: Callable[[ScannerReader], Awaitable[T]]) -> T:
    """What comes of a visit with a reader that opens its scanner again and again."""

    async def bounded() -> T:
        reader = ScannerReader(SerialScanner(str(cable.port)), Patterns(), retry_s=(0.05,))
        reader.start()
        try:
            async with asyncio.timeout(2 * WITHIN_S):
                return await visit(reader)
        finally:
            await reader.close()

    return asyncio.run(bounded())
