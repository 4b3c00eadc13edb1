"""Out of order and back: whoever is being served is served, nobody else is kept waiting."""

import asyncio

from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.in_service import Cause
from kiosk.checkin.outcome import Cancelled, Outcome, Reason, Ticketed
from kiosk.checkin.screens import ConfirmIdentity, Done, OutOfOrder, Screen, Welcome
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.trace import Trace
from tests.flow.stand import DOCUMENT, HeldUp, Stand, settle


class Steered:
    """A :class:`~kiosk.checkin.in_service.Service` that a test turns."""

    def __init__(self) -> None:
        self.cause: Cause | None = None
        self._changed = asyncio.Event()

    async def changed(self, seen: Cause | None) -> Cause | None:
        while self.cause is seen:
            await self._changed.wait()
        return self.cause

    def turn(self, cause: Cause | None) -> None:
        self.cause = cause
        self._changed.set()
        self._changed = asyncio.Event()


class Serving:
    """A kiosk that serves until the end of the block."""

    def __init__(self) -> None:
        self.stand = Stand()
        self.front = ScriptedFront(willing_patient())
        self.reader = HeldUp()
        self.service = Steered()
        self.outcomes: list[Outcome] = []

    async def __aenter__(self) -> "Serving":
        def ended(outcome: Outcome, trace: Trace) -> None:
            self.outcomes.append(outcome)

        equipment = self.stand.equipment(self.reader)
        session = Session(self.front, equipment, ended=ended, service=self.service)
        self._serving = asyncio.create_task(session.serve())
        await settle()
        return self

    async def __aexit__(self, *error: object) -> None:
        self._serving.cancel()
        await asyncio.gather(self._serving, return_exceptions=True)

    def shown(self) -> Screen[object]:
        return self.front.asked[-1]


def test_the_page_comes_and_goes_by_itself() -> None:
    async def run() -> None:
        async with Serving() as kiosk:
            assert isinstance(kiosk.shown(), Welcome)
            kiosk.service.turn(Cause.NOTHING_HOLDS)
            await settle()
            page = kiosk.shown()
            assert isinstance(page, OutOfOrder)
            assert page.cause is Cause.NOTHING_HOLDS
            assert page.desk.get("vi") == "quầy 2"
            kiosk.reader.queue.put_nowait(DOCUMENT)
            await settle()
            assert not kiosk.stand.hospital.calls("find"), "nothing is read meanwhile"
            kiosk.service.turn(None)
            for _ in range(100):
                await asyncio.sleep(0.005)
                if any(isinstance(outcome, Ticketed) for outcome in kiosk.outcomes):
                    break
            assert isinstance(kiosk.outcomes[-1], Ticketed)
            assert kiosk.outcomes[0] == Cancelled(Reason.OUT_OF_ORDER)

    asyncio.run(run())


def test_another_cause_is_another_page() -> None:
    async def run() -> None:
        async with Serving() as kiosk:
            kiosk.service.turn(Cause.NOTHING_HOLDS)
            await settle()
            kiosk.service.turn(Cause.VISITS_FAIL)
            await settle()
            page = kiosk.shown()
            assert isinstance(page, OutOfOrder)
            assert page.cause is Cause.VISITS_FAIL

    asyncio.run(run())


def test_whoever_is_being_served_is_served_to_the_end() -> None:
    async def run() -> None:
        async with Serving() as kiosk:
            kiosk.front.answers.pop(ConfirmIdentity)
            kiosk.reader.queue.put_nowait(DOCUMENT)
            await settle()
            assert isinstance(kiosk.shown(), ConfirmIdentity)
            kiosk.service.turn(Cause.NOTHING_HOLDS)
            await kiosk.stand.clock.push(10)
            assert isinstance(kiosk.shown(), ConfirmIdentity)
            kiosk.front.gestures.put_nowait(Gesture.CANCEL)
            await settle()
            assert isinstance(kiosk.shown(), OutOfOrder)

    asyncio.run(run())


def test_staff_can_be_called_and_there_is_nothing_to_cancel() -> None:
    async def run() -> None:
        async with Serving() as kiosk:
            kiosk.service.turn(Cause.VISITS_FAIL)
            await settle()
            kiosk.front.gestures.put_nowait(Gesture.CANCEL)
            await settle()
            pages = len(kiosk.front.asked)
            kiosk.front.gestures.put_nowait(Gesture.CALL_STAFF)
            await settle()
            assert kiosk.stand.hospital.calls("call_staff") == [("kiosk-1", "OutOfOrder")]
            assert kiosk.front.staff[-1] is StaffCall.SENT
            assert len(kiosk.front.asked) == pages

    asyncio.run(run())


def test_a_touched_page_forgets_after_a_while_and_an_untouched_one_stays() -> None:
    """Else the language that somebody chose stays for the next."""

    async def run() -> None:
        async with Serving() as kiosk:
            kiosk.service.turn(Cause.NOTHING_HOLDS)
            await settle()
            pages = len(kiosk.front.asked)
            await kiosk.stand.clock.push(600)
            assert len(kiosk.front.asked) == pages
            kiosk.front.gestures.put_nowait(Gesture.TOUCH)
            await kiosk.stand.clock.push(100)
            assert len(kiosk.front.asked) == pages + 1
            assert isinstance(kiosk.shown(), OutOfOrder)
            assert not any(isinstance(page, Done) for page in kiosk.front.asked)

    asyncio.run(run())
