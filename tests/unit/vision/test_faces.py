"""The kiosk's side of faces: numbers, tries that end, pictures that are forgotten."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk.model.face import FaceGuide, FaceOutcome, FaceSight, FaceUnreadable, FaceVerdict
from kiosk.model.guidance import FaceHint
from kiosk.model.page_light import PageLight
from kiosk.vision import faces as module
from kiosk.vision.faces import FaceTries
from kiosk.vision.wire.messages import (
    MOST_REFERENCE_BYTES,
    Check,
    Forget,
    Guided,
    Judged,
    Order,
    Refer,
    Referred,
    Stop,
)


class Process:
    """Remembers its orders."""

    def __init__(self) -> None:
        self.orders: list[Order] = []
        self.tries = FaceTries(self.orders.append)

    def last(self) -> Order:
        return self.orders[-1]

    async def described(self, picture: bytes = b"\xff\xd8") -> int:
        """A picture in which this process finds a face."""
        asked = asyncio.create_task(self.tries.reference(picture))
        await asyncio.sleep(0)
        order = self.last()
        assert isinstance(order, Refer)
        self.tries.told(Referred(order.number, ""))
        return await asked


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(10):
            await work()

    asyncio.run(bounded())


async def checked(process: Process, reference: int | None = None) -> tuple[int, "Trying"]:
    trying = Trying(process, reference)
    await asyncio.sleep(0)
    order = process.last()
    assert isinstance(order, Check)
    return order.number, trying


class Trying:
    """One try, and what came of it so far."""

    def __init__(self, process: Process, reference: int | None) -> None:
        self.seen: list[FaceSight] = []
        self._sights = process.tries.check(reference, descriptor=True)
        self.task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        async for sight in self._sights:
            self.seen.append(sight)


def test_a_try_is_guided_and_judged() -> None:
    async def work() -> None:
        process = Process()
        reference = await process.described()
        number, trying = await checked(process, reference)
        assert process.last() == Check(number, reference, True)
        process.tries.told(Guided(number + 7, FaceHint.DARK, 0.9))
        process.tries.told(Guided(number, FaceHint.NEARER, 0.1))
        process.tries.told(Guided(number, FaceHint.NOD, 0.5, PageLight.WARM))
        process.tries.told(Judged(number, FaceOutcome.MATCHED, 0.31, b"d"))
        await trying.task
        assert trying.seen == [
            FaceGuide(FaceHint.NEARER, 0.1),
            FaceGuide(FaceHint.NOD, 0.5, PageLight.WARM),
            FaceVerdict(FaceOutcome.MATCHED, 0.31, b"d"),
        ]

    run(work)


def test_a_try_that_is_left_is_stopped_and_a_new_one_ends_it() -> None:
    async def work() -> None:
        process = Process()
        number, trying = await checked(process)
        trying.task.cancel()
        await asyncio.gather(trying.task, return_exceptions=True)
        await trying._sights.aclose()
        assert process.last() == Stop(number)
        _, first = await checked(process)
        _, second = await checked(process)
        await first.task
        assert first.seen == [FaceVerdict(FaceOutcome.AWAY)]
        assert not second.task.done()
        process.tries.end()
        await second.task

    run(work)


def test_eyes_that_are_away_end_everything() -> None:
    async def work() -> None:
        process = Process()
        asked = asyncio.create_task(process.tries.reference(b"\xff\xd8"))
        _, trying = await checked(process)
        process.tries.end()
        await trying.task
        assert trying.seen == [FaceVerdict(FaceOutcome.AWAY)]
        with pytest.raises(FaceUnreadable) as error:
            await asked
        assert error.value.reason == "away"

    run(work)


def test_a_silent_process_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SILENT_S", 0.05)
    monkeypatch.setattr(module, "REFER_S", 0.05)

    async def work() -> None:
        process = Process()
        _, trying = await checked(process)
        await trying.task
        assert trying.seen == [FaceVerdict(FaceOutcome.AWAY)]
        with pytest.raises(FaceUnreadable) as error:
            await process.tries.reference(b"\xff\xd8")
        assert error.value.reason == "away"

    run(work)


def test_refusals_have_their_reason_and_large_pictures_are_not_sent() -> None:
    async def work() -> None:
        process = Process()
        asked = asyncio.create_task(process.tries.reference(b"nothing"))
        await asyncio.sleep(0)
        process.tries.told(Referred(1, "not-a-picture"))
        with pytest.raises(FaceUnreadable) as error:
            await asked
        assert error.value.reason == "not-a-picture"
        before = len(process.orders)
        with pytest.raises(FaceUnreadable) as error:
            await process.tries.reference(bytes(MOST_REFERENCE_BYTES + 1))
        assert (error.value.reason, len(process.orders)) == ("too-large", before)

    run(work)


def test_a_new_process_learns_the_pictures_that_could_be_described_and_no_others() -> None:
    async def work() -> None:
        process = Process()
        number = await process.described(b"good")
        pending = asyncio.create_task(process.tries.reference(b"kills"))
        await asyncio.sleep(0)
        process.tries.end()
        await asyncio.gather(pending, return_exceptions=True)
        process.orders.clear()
        process.tries.begin_anew()
        assert process.orders == [Refer(number, b"good")]

    run(work)


def test_forgetting_leaves_nothing() -> None:
    async def work() -> None:
        process = Process()
        await process.described(b"picture of somebody")
        process.tries.forget()
        assert process.last() == Forget()
        process.orders.clear()
        process.tries.begin_anew()
        assert process.orders == []
        assert b"picture of somebody" not in repr(vars(process.tries)).encode()

    run(work)


def test_few_pictures_are_kept() -> None:
    async def work() -> None:
        process = Process()
        for each in range(module.MOST_KEPT + 2):
            await process.described(bytes([each]))
        process.orders.clear()
        process.tries.begin_anew()
        assert len(process.orders) == module.MOST_KEPT

    run(work)


def test_a_flood_of_hints_takes_no_memory_and_hides_no_verdict() -> None:
    async def work() -> None:
        process = Process()
        number, trying = await checked(process)
        for _ in range(10 * module.MOST_UNREAD):
            process.tries.told(Guided(number, FaceHint.NEARER, 0.1))
        process.tries.told(Judged(number, FaceOutcome.MATCHED, 0.3, b""))
        await trying.task
        assert len(trying.seen) == module.MOST_UNREAD + 1
        assert isinstance(trying.seen[-1], FaceVerdict)

    run(work)
