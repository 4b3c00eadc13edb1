"""Cancel, silence and their timing, on a clock that is pushed: two minutes take no time."""

import asyncio

from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.outcome import Cancelled, Outcome, Reason, Ticketed
from kiosk.checkin.screens import (
    Back,
    ConfirmIdentity,
    Done,
    EnterCode,
    Finished,
    NoDocument,
    Welcome,
)
from kiosk.checkin.scripted import ScriptedFront, willing_patient
from kiosk.checkin.session import Session
from kiosk.devices.printer.base import PrinterState
from tests.flow.stand import DOCUMENT, HeldUp, Stand, finish, settle


class Waiting:
    """A visit that stands at a page, on a pushed clock."""

    def __init__(self, *unanswered: type) -> None:
        self.stand = Stand()
        self.front = ScriptedFront(willing_patient())
        for page in unanswered:
            self.front.answers.pop(page, None)
        self.reader = HeldUp(DOCUMENT)
        self.equipment = self.stand.equipment(self.reader)

    async def begin(self) -> "asyncio.Task[Outcome]":
        visit = asyncio.create_task(Session(self.front, self.equipment).one())
        await settle()
        return visit


def test_cancel_forgets_and_asks_the_hospital_nothing_more() -> None:
    async def run() -> None:
        at = Waiting(ConfirmIdentity)
        visit = await at.begin()
        at.front.gestures.put_nowait(Gesture.CANCEL)
        assert await visit == Cancelled(Reason.PATIENT)
        assert not at.stand.hospital.calls("check_in")

    asyncio.run(run())


def test_cancel_while_the_hospital_is_asked_gives_the_place_back() -> None:
    async def run() -> None:
        at = Waiting()
        at.stand.hospital.slow["check_in"] = answering = asyncio.Event()
        visit = await at.begin()
        assert at.stand.hospital.calls("check_in")
        at.front.gestures.put_nowait(Gesture.CANCEL)
        assert await visit == Cancelled(Reason.PATIENT)
        answering.set()
        await at.equipment.afterwards.finish()
        assert at.stand.hospital.calls("cancel") == ["e-1"]
        assert not at.stand.paper.printed

    asyncio.run(run())


def test_cancel_while_printing_keeps_the_place_and_tells_of_the_paper() -> None:
    async def run() -> None:
        at = Waiting()
        at.stand.paper.busy = asyncio.Event()
        visit = await at.begin()
        while not at.stand.hospital.calls("check_in"):
            await asyncio.sleep(0.001)
        await settle()
        at.front.gestures.put_nowait(Gesture.CANCEL)
        assert await visit == Cancelled(Reason.PATIENT)
        at.stand.paper.busy.set()
        await at.equipment.afterwards.finish()
        assert len(at.stand.paper.printed) == 1
        assert at.stand.hospital.calls("ticket_printed") == [("e-1", True)]
        assert not at.stand.hospital.calls("cancel")

    asyncio.run(run())


def test_cancel_while_printing_without_paper_gives_the_place_back() -> None:
    async def run() -> None:
        at = Waiting()
        at.stand.paper.busy = asyncio.Event()
        at.stand.paper.state = PrinterState.PAPER_OUT
        visit = await at.begin()
        while not at.stand.hospital.calls("check_in"):
            await asyncio.sleep(0.001)
        await settle()
        at.front.gestures.put_nowait(Gesture.CANCEL)
        assert await visit == Cancelled(Reason.PATIENT)
        at.stand.paper.busy.set()
        await finish(at.equipment, at.stand.clock)
        assert at.stand.hospital.calls("cancel") == ["e-1"]

    asyncio.run(run())


def test_cancel_has_no_meaning_on_the_page_with_the_ticket() -> None:
    async def run() -> None:
        at = Waiting(Done)
        visit = await at.begin()
        while not any(isinstance(s, Done) for s in at.front.asked):
            await asyncio.sleep(0.001)
        at.front.gestures.put_nowait(Gesture.CANCEL)
        await settle()
        assert not visit.done()
        visit.cancel()
        await asyncio.gather(visit, return_exceptions=True)

    asyncio.run(run())


def test_a_resting_page_that_somebody_came_back_to_is_reset() -> None:
    """Their language and text size must not stay for the next patient."""

    async def run() -> None:
        at = Waiting(ConfirmIdentity)
        at.reader.queue.get_nowait()
        typed = iter([NoDocument.TYPE])
        at.front.answers[Welcome] = lambda screen: next(typed)

        def back(screen: EnterCode) -> Back:
            del at.front.answers[Welcome]
            return Back.BACK

        at.front.answers[EnterCode] = back
        at.front.gestures.put_nowait(Gesture.TOUCH)
        visit = await at.begin()
        assert [type(s) for s in at.front.asked] == [Welcome, EnterCode, Welcome]
        await at.stand.clock.push(61)
        assert await visit == Cancelled(Reason.IDLE)

    asyncio.run(run())


def test_the_answer_to_a_call_is_not_shown_to_the_next_patient() -> None:
    async def run() -> None:
        at = Waiting(ConfirmIdentity)
        at.stand.hospital.slow["call_staff"] = answering = asyncio.Event()
        visit = await at.begin()
        at.front.gestures.put_nowait(Gesture.CALL_STAFF)
        await settle()
        at.front.gestures.put_nowait(Gesture.CANCEL)
        await visit
        answering.set()
        await at.equipment.afterwards.finish()
        assert at.front.staff == [StaffCall.CALLING]

    asyncio.run(run())


def test_silence_is_asked_about_before_anything_is_reset() -> None:
    async def run() -> None:
        at = Waiting(ConfirmIdentity)
        visit = await at.begin()
        await at.stand.clock.push(59)
        assert at.front.warnings == []
        await at.stand.clock.push(2)
        assert at.front.warnings == [30.0]
        await at.stand.clock.push(28)
        assert not visit.done()
        await at.stand.clock.push(2)
        assert await visit == Cancelled(Reason.IDLE)

    asyncio.run(run())


def test_one_tap_continues_and_doubles_every_later_limit() -> None:
    async def run() -> None:
        at = Waiting(ConfirmIdentity)
        visit = await at.begin()
        await at.stand.clock.push(61)
        at.front.gestures.put_nowait(Gesture.TOUCH)
        await settle()
        assert at.front.warnings == [30.0, None]
        await at.stand.clock.push(119)
        assert len(at.front.warnings) == 2
        await at.stand.clock.push(2)
        assert at.front.warnings[-1] == 60.0
        await at.stand.clock.push(58)
        assert not visit.done()
        await at.stand.clock.push(2)
        assert await visit == Cancelled(Reason.IDLE)

    asyncio.run(run())


def test_each_touch_begins_the_silence_anew() -> None:
    async def run() -> None:
        at = Waiting(ConfirmIdentity)
        visit = await at.begin()
        for _ in range(5):
            await at.stand.clock.push(50)
            at.front.gestures.put_nowait(Gesture.TOUCH)
            await settle()
        assert at.front.warnings == []
        visit.cancel()
        await asyncio.gather(visit, return_exceptions=True)

    asyncio.run(run())


def test_the_resting_page_rests_for_ever_and_has_nothing_to_cancel() -> None:
    async def run() -> None:
        at = Waiting(Welcome)
        at.reader.queue.get_nowait()
        visit = await at.begin()
        at.front.gestures.put_nowait(Gesture.CANCEL)
        await at.stand.clock.push(24 * 3600)
        assert set(at.front.warnings) <= {None}, "nobody is asked whether they are there"
        await visit

    asyncio.run(run())


def test_silence_while_the_machine_works_is_not_the_patients() -> None:
    async def run() -> None:
        at = Waiting()
        at.stand.hospital.slow["find"] = asyncio.Event()
        visit = await at.begin()
        await at.stand.clock.push(600)
        assert at.front.warnings == []
        visit.cancel()
        await asyncio.gather(visit, return_exceptions=True)

    asyncio.run(run())


def test_leaving_the_ticket_on_the_screen_is_still_a_ticket() -> None:
    async def run() -> None:
        at = Waiting(Done)
        visit = await at.begin()
        while not any(isinstance(s, Done) for s in at.front.asked):
            await asyncio.sleep(0.001)
        await settle()
        await at.stand.clock.push(91)
        outcome = await visit
        assert isinstance(outcome, Ticketed)
        assert not at.stand.hospital.calls("cancel")

    asyncio.run(run())


def test_two_patients_leave_nothing_of_each_other() -> None:
    async def run() -> None:
        at = Waiting()
        at.front.answers[Done] = lambda screen: Finished.TAKEN
        session = Session(at.front, at.equipment)
        await session.one()
        at.reader.queue.put_nowait(DOCUMENT)
        await session.one()
        first, second = at.stand.hospital.calls("check_in")
        assert first.key != second.key

    asyncio.run(run())
