"""From what is seen to documents: each once, the right one of two, whatever the camera does."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from kiosk.checkin.equipment import Reader
from kiosk.checkin.reading import DocumentReader
from kiosk.checkin.shown import Shown
from kiosk.documents import Patterns
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.guidance import CodeHint
from kiosk.vision.camera_state import CameraState
from kiosk.vision.preview import PreviewKind
from kiosk.vision.sight import SeenCode, Sight

CARD = "079190012345||Trần Thị Hà|15031990|Nữ|Phường Hồ Sen, Hà Nội|20042022"
WRONG_CARD = CARD.replace("15031990", "15031991")
MENU = "https://example.org/thuc-don"
STEP = 0.1
"""Seconds of the scripted eyes' own time from sight to sight."""


class Scripted:
    """Sees what it is told, in its own time: ten pictures a second, without waiting for them."""

    def __init__(self) -> None:
        self.view: tuple[str, ...] = ()
        self.hint: CodeHint | None = None
        self.state = CameraState.OPENING
        self.trouble = ""
        self.closed = False
        self.watchers = 0
        self.previews: list[PreviewKind] = []
        self.frame = 0
        self._changed = asyncio.Event()

    @property
    def now(self) -> float:
        return self.frame * STEP

    def be(self, state: CameraState, trouble: str = "") -> None:
        self.state, self.trouble = state, trouble
        self._changed.set()
        self._changed = asyncio.Event()

    async def state_changed(self) -> None:
        await self._changed.wait()

    async def sights(self) -> AsyncGenerator[Sight, None]:
        self.watchers += 1
        try:
            while not self.closed:
                await asyncio.sleep(0)
                if self.state in (CameraState.AWAY, CameraState.FAILED):
                    continue
                self.state = CameraState.SEEING
                self.frame += 1
                yield Sight(self.now, self._codes(), self.hint)
        finally:
            self.watchers -= 1

    @contextmanager
    def previewing(self, kind: PreviewKind) -> Iterator[None]:
        self.previews.append(kind)
        try:
            yield
        finally:
            self.previews.remove(kind)

    def _codes(self) -> tuple[SeenCode, ...]:
        """The first one largest."""
        return tuple(
            SeenCode("QR", payload.encode(), 1000.0 / (place + 1))
            for place, payload in enumerate(self.view)
        )


@pytest.fixture
def camera() -> Scripted:
    return Scripted()


def reading(camera: Scripted) -> DocumentReader:
    reader = DocumentReader(camera, Patterns(), today=lambda: date(2026, 11, 22))
    conforms: Reader = reader
    assert conforms is reader
    return reader


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await work()

    asyncio.run(bounded())


async def settle(camera: Scripted, seconds: float) -> None:
    """Let the camera's own time pass, while somebody looks."""
    end = camera.now + seconds
    while camera.now < end:
        await asyncio.sleep(0)


def test_a_document_with_the_time_of_its_frame(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
        camera.view = (CARD,)
        found = await reader.next()
        assert isinstance(found, Document)
        assert (found.kind, found.name) == (DocumentKind.CCCD, "Trần Thị Hà")
        assert reader.frame_taken == STEP
        assert reader.camera_state is CameraState.SEEING

    run(work)


def test_a_card_left_in_view_is_taken_once(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
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
        reader = reading(camera)
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
        reader = reading(camera)
        camera.view = (CARD,)
        await reader.next()
        reader.forget()
        assert isinstance(await reader.next(), Document)

    run(work)


def test_of_two_codes_the_document_is_taken(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
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
        reader = reading(camera)
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
        reader = reading(camera)
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
        reader = reading(camera)
        waiting = asyncio.create_task(reader.next())
        for _ in range(4):
            camera.view = (MENU,)
            await settle(camera, 0.1)
            camera.view = ()
            await settle(camera, 0.2)
        assert not waiting.done()

    run(work)


def test_one_caller_at_a_time(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
        first = asyncio.create_task(reader.next())
        await settle(camera, 0.2)
        with pytest.raises(RuntimeError):
            await reader.next()
        camera.view = (CARD,)
        assert isinstance(await first, Document)

    run(work)


def test_nothing_of_a_code_is_remembered() -> None:
    shown, other = Shown(), Shown()
    mark = shown.mark(CARD.encode())
    assert mark == shown.mark(CARD.encode())
    assert mark != other.mark(CARD.encode())
    shown.add([mark])
    assert mark in shown
    assert "079190012345" not in repr(vars(shown))


def test_nobody_looks_while_nobody_waits(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
        await asyncio.sleep(0.02)
        assert camera.watchers == 0
        camera.view = (CARD,)
        await reader.next()
        seen = camera.frame
        await asyncio.sleep(0.02)
        assert (camera.frame, camera.watchers) == (seen, 0)

    run(work)


def test_cancelling_takes_nothing(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
        waiting = asyncio.create_task(reader.next())
        await settle(camera, 0.3)
        camera.view = (CARD,)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert waiting.cancelled()
        assert camera.watchers == 0
        assert isinstance(await reader.next(), Document)

    run(work)


def test_a_camera_that_goes_and_comes_back(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
        assert reader.available, "it is being opened"
        waiting = asyncio.create_task(reader.next())
        changed = asyncio.create_task(reader.availability_changed())
        await settle(camera, 0.3)
        assert not changed.done()
        camera.be(CameraState.SEEING, "gives 5 pictures a second")
        await settle(camera, 0.3)
        assert not changed.done(), "a trouble with which it sees"
        camera.be(CameraState.AWAY, "take the cable out and put it in again")
        await changed
        assert (reader.available, reader.camera_state) == (False, CameraState.AWAY)
        assert reader.trouble == "take the cable out and put it in again"
        back = asyncio.create_task(reader.availability_changed())
        camera.be(CameraState.FAILED)
        await asyncio.sleep(0.01)
        assert not back.done(), "from one trouble into the next"
        camera.view = (CARD,)
        camera.be(CameraState.OPENING)
        await back
        assert (reader.available, reader.trouble) == (True, "")
        assert isinstance(await waiting, Document)

    run(work)


def test_when_the_eyes_close_a_waiting_caller_ends(camera: Scripted) -> None:
    async def work() -> None:
        waiting = asyncio.create_task(reading(camera).next())
        await settle(camera, 0.2)
        camera.closed = True
        with pytest.raises(RuntimeError, match="closed"):
            await waiting

    run(work)


def test_hints_are_told_while_somebody_waits(camera: Scripted) -> None:
    async def work() -> None:
        reader = reading(camera)
        camera.hint = CodeHint.NEARER
        await asyncio.sleep(0.01)
        assert reader.hint is None, "nobody holds anything up, as far as one knows"
        waiting = asyncio.create_task(reader.next())
        assert await reader.hint_changed(None) is CodeHint.NEARER
        assert camera.previews == [PreviewKind.CARD], "the hand sees itself"
        changed = asyncio.create_task(reader.hint_changed(CodeHint.NEARER))
        await settle(camera, 0.5)
        assert not changed.done()
        camera.hint = CodeHint.TILT
        assert await changed is CodeHint.TILT
        camera.hint, camera.view = None, (CARD,)
        assert await reader.hint_changed(CodeHint.TILT) is None
        assert not camera.previews
        await waiting

    run(work)


@pytest.mark.parametrize("ending", ["cancelled", "camera gone"])
def test_no_hint_outlives_what_it_was_about(camera: Scripted, ending: str) -> None:
    async def work() -> None:
        reader = reading(camera)
        camera.hint = CodeHint.LIGHT
        waiting = asyncio.create_task(reader.next())
        await reader.hint_changed(None)
        if ending == "cancelled":
            waiting.cancel()
        else:
            camera.be(CameraState.AWAY)
        assert await reader.hint_changed(CodeHint.LIGHT) is None
        assert not camera.previews
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)

    run(work)
