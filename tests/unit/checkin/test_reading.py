"""From frames to documents: each once, the right one of two, whatever the camera does."""

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.checkin import sighting
from kiosk.checkin.equipment import Reader
from kiosk.checkin.reading import CameraState, DocumentReader
from kiosk.checkin.shown import Shown
from kiosk.devices.camera.base import Frame
from kiosk.devices.camera.simulator import SimulatedCamera
from kiosk.documents import Patterns
from kiosk.errors import DeviceError, NotADocument
from kiosk.model.document import Document, DocumentKind

Pixels = NDArray[np.uint8]
Draw = Callable[[str | bytes], Pixels]
CARD = "079190012345||Trần Thị Hà|15031990|Nữ|Phường Hồ Sen, Hà Nội|20042022"
WRONG_CARD = CARD.replace("15031990", "15031991")
MENU = "https://example.org/thuc-don"
STEP = 0.1
"""Seconds of the scripted camera's own time from frame to frame."""


class Scripted:
    """Shows what it is told, in its own time: ten frames a second, without waiting for them."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.view: tuple[str, ...] = ()
        self.fault: Exception | None = None
        self.opened = 0
        self.closed = 0
        self.frame = 0

    @property
    def name(self) -> str:
        return "scripted"

    @property
    def now(self) -> float:
        return self.frame * STEP

    async def frames(self) -> AsyncGenerator[Frame, None]:
        self.opened += 1
        try:
            while True:
                await asyncio.sleep(0)
                if self.fault is not None:
                    raise self.fault
                self.frame += 1
                yield Frame(self._image(), self.now)
        finally:
            self.closed += 1

    def _image(self) -> Pixels:
        """The codes side by side, the first one largest."""
        image = np.full((400, 400 + 450 * len(self.view), 3), 150, dtype=np.uint8)
        for place, payload in enumerate(self.view):
            code = self._draw(payload)[:: place + 1, :: place + 1]
            height, width = code.shape[:2]
            image[10 : 10 + height, 20 + 450 * place : 20 + 450 * place + width] = code
        return image


@pytest.fixture
def camera(qr_picture: Draw) -> Scripted:
    known: dict[str | bytes, Pixels] = {}

    def draw(payload: str | bytes) -> Pixels:
        if payload not in known:
            known[payload] = qr_picture(payload)
        return known[payload]

    return Scripted(draw)


@asynccontextmanager
async def reading(
    camera: Scripted | SimulatedCamera,
    on_state: Callable[[CameraState], None] | None = None,
) -> AsyncGenerator[DocumentReader, None]:
    reader = DocumentReader(
        camera,
        Patterns(),
        today=lambda: date(2026, 11, 22),
        on_state=on_state,
        retry_s=(0.01, 0.02),
    )
    conforms: Reader = reader
    assert conforms is reader
    try:
        yield reader
    finally:
        await reader.close()


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(work(), 10)

    asyncio.run(bounded())


async def settle(camera: Scripted, seconds: float) -> None:
    """Let the camera's own time pass, while somebody looks."""
    end = camera.now + seconds
    while camera.now < end:
        await asyncio.sleep(0.001)


def test_a_document_with_the_time_of_its_frame(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = (CARD,)
            found = await reader.next()
            assert isinstance(found, Document)
            assert (found.kind, found.name) == (DocumentKind.CCCD, "Trần Thị Hà")
            assert reader.frame_taken == STEP
            assert reader.camera_state is CameraState.SEEING

    run(work)


def test_a_card_left_in_view_is_taken_once(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = (CARD,)
            await reader.next()
            again = asyncio.create_task(reader.next())
            await settle(camera, 3)
            camera.view = ()
            await settle(camera, 0.7)
            camera.view = (CARD,)
            await settle(camera, 2)
            assert not again.done()
            camera.view = ()
            await settle(camera, 1.2)
            camera.view = (CARD,)
            assert isinstance(await again, Document)

    run(work)


def test_a_card_left_in_view_through_a_visit_is_the_same_card_afterwards(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = (CARD,)
            await reader.next()
            camera.frame += 600  # a visit of a minute, in which nobody looks
            again = asyncio.create_task(reader.next())
            await settle(camera, 2)
            assert not again.done()
            camera.view = ("HEN:5",)  # the next patient
            found = await again
            assert isinstance(found, Document)
            assert found.appointment == "5"

    run(work)


def test_forgetting_takes_what_is_in_view_again(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = (CARD,)
            await reader.next()
            reader.forget()
            assert isinstance(await reader.next(), Document)

    run(work)


def test_of_two_codes_the_document_is_taken(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            for view in ((MENU, CARD), ("HEN:1", MENU)):
                camera.view = view
                assert isinstance(await reader.next(), Document)
            camera.view = ("HEN:1", "https://example.org/other")
            after = asyncio.create_task(reader.next())
            await settle(camera, 2)
            assert not after.done(), "a menu beside a document is nobody's mistake"

    run(work)


def test_of_two_documents_the_nearer_one_is_taken_and_the_other_left(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = ("HEN:near", "HEN:far")
            found = await reader.next()
            assert isinstance(found, Document)
            assert found.appointment == "near"
            after = asyncio.create_task(reader.next())
            await settle(camera, 2)
            assert not after.done()

    run(work)


@pytest.mark.parametrize(
    ("payload", "why"), [(MENU, "not-a-document"), (WRONG_CARD, "cccd-number-birth")]
)
def test_what_is_no_document_is_said_once(camera: Scripted, payload: str, why: str) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = (payload,)
            began = camera.now
            found = await reader.next()
            assert isinstance(found, NotADocument)
            assert found.reason == why
            assert reader.frame_taken - began >= 0.3
            again = asyncio.create_task(reader.next())
            await settle(camera, 3)
            assert not again.done()
            camera.view = (CARD,)
            assert isinstance(await again, Document)

    run(work)


def test_a_code_that_only_flashes_by_is_no_complaint(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            waiting = asyncio.create_task(reader.next())
            for _ in range(4):
                camera.view = (MENU,)
                await settle(camera, 0.1)
                camera.view = ()
                await settle(camera, 0.2)
            assert not waiting.done()

    run(work)


def test_nobody_looks_while_nobody_waits(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            await asyncio.sleep(0.02)
            assert camera.opened == 0
            camera.view = (CARD,)
            await reader.next()
            seen = camera.frame
            await asyncio.sleep(0.05)
            assert camera.frame == seen
            assert (camera.opened, camera.closed) == (1, 0), "it stays open for the next visit"
        assert camera.closed == 1

    run(work)


def test_cancelling_is_prompt_and_takes_nothing(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            waiting = asyncio.create_task(reader.next())
            await settle(camera, 0.3)
            camera.view = (CARD,)
            began = time.monotonic()
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert time.monotonic() - began < 0.1
            assert waiting.cancelled()
            assert isinstance(await reader.next(), Document)
            assert camera.opened == 1

    run(work)


def test_one_caller_at_a_time(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            first = asyncio.create_task(reader.next())
            await settle(camera, 0.2)
            with pytest.raises(RuntimeError):
                await reader.next()
            camera.view = (CARD,)
            assert isinstance(await first, Document)

    run(work)


def test_a_camera_that_dies_is_opened_again(camera: Scripted) -> None:
    states: list[CameraState] = []

    async def work() -> None:
        async with reading(camera, states.append) as reader:
            assert reader.available
            waiting = asyncio.create_task(reader.next())
            changed = asyncio.create_task(reader.availability_changed())
            await settle(camera, 0.3)
            assert not changed.done()
            camera.fault = DeviceError("take the cable out and put it in again")
            await changed
            assert (reader.available, reader.camera_state) == (False, CameraState.AWAY)
            assert reader.trouble == "take the cable out and put it in again"
            back = asyncio.create_task(reader.availability_changed())
            await asyncio.sleep(0.1)
            assert camera.opened > 2
            camera.fault, camera.view = None, (CARD,)
            await back
            assert (reader.available, reader.trouble) == (True, "")
            assert isinstance(await waiting, Document)
            assert camera.closed == camera.opened - 1

    run(work)
    assert states == [CameraState.SEEING, CameraState.AWAY, CameraState.SEEING]


def test_what_nobody_expected_reaches_the_caller_and_the_next_call_starts_anew(
    camera: Scripted,
) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            camera.fault = ZeroDivisionError()
            with pytest.raises(ZeroDivisionError):
                await reader.next()
            camera.fault, camera.view = None, (CARD,)
            assert isinstance(await reader.next(), Document)

    run(work)


def test_closing_ends_a_waiting_caller_and_frees_the_camera(camera: Scripted) -> None:
    async def work() -> None:
        async with reading(camera) as reader:
            waiting = asyncio.create_task(reader.next())
            await settle(camera, 0.2)
            await reader.close()
            (outcome,) = await asyncio.gather(waiting, return_exceptions=True)
            assert isinstance(outcome, BaseException)
            assert camera.closed == 1

    run(work)
    assert not any(thread.name.startswith("codes") for thread in _alive_soon())


def _alive_soon() -> Iterator[threading.Thread]:
    time.sleep(0.05)
    yield from threading.enumerate()


def test_a_sheet_full_of_codes_is_looked_at_in_part(
    camera: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sighting, "MOST_CODES", 1)

    async def work() -> None:
        async with reading(camera) as reader:
            camera.view = (MENU, CARD)
            assert isinstance(await reader.next(), NotADocument)

    run(work)


def test_nothing_of_a_code_is_remembered() -> None:
    shown, other = Shown(), Shown()
    mark = shown.mark(CARD.encode())
    assert mark == shown.mark(CARD.encode())
    assert mark != other.mark(CARD.encode())
    shown.add([mark])
    assert mark in shown
    assert "079190012345" not in repr(vars(shown))


def test_with_the_simulated_camera_the_loop_stays_free(qr_picture: Draw) -> None:
    camera = SimulatedCamera()
    waits: list[float] = []

    async def work() -> None:
        async with reading(camera) as reader:
            waiting = asyncio.create_task(reader.next())
            await asyncio.sleep(0.3)
            for _ in range(60):
                before = time.perf_counter()
                await asyncio.sleep(0.001)
                waits.append(time.perf_counter() - before)
            camera.hold(qr_picture(CARD))
            shown = time.monotonic()
            assert isinstance(await waiting, Document)
            assert time.monotonic() - shown < 0.5

    run(work)
    assert float(np.median(waits)) < 0.01
