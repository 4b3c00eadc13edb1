"""The staff page: who gets in, what becomes of a visit, and how it ends."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.in_service import Cause
from kiosk.checkin.screens import Back, ConfirmIdentity, Done, OutOfOrder, Welcome
from kiosk.checkin.scripted import Answers, willing_patient
from kiosk.checkin.session import Session
from kiosk.checkin.staff import CLOSES_S
from kiosk.checkin.staff_lock import LOCKS_S, TRIES
from kiosk.checkin.staff_screens import (
    Deed,
    Leave,
    Part,
    Said,
    StaffBusy,
    StaffHome,
    StaffPart,
    StaffPin,
)
from tests.flow.at_reader import logged
from tests.flow.staff import PIN, WRONG, AtTheScreen, ByHand
from tests.flow.stand import DOCUMENT, HeldUp, PushedClock, Stand, settle

WILLING = willing_patient()
DONE_BY_HAND = {kind: one for kind, one in WILLING.items() if kind is not Done}
Play = Callable[[AtTheScreen], Awaitable[None]]


class Place:
    """A kiosk whose clock stands still until it is pushed."""

    def __init__(self, answers: Answers = WILLING) -> None:
        self.stand = Stand()
        self.reader = HeldUp()
        self.at = AtTheScreen(self.stand.equipment(self.reader), answers)

    @property
    def clock(self) -> PushedClock:
        return self.stand.clock

    def play(self, play: Play) -> None:
        async def run() -> None:
            async with asyncio.timeout(10):
                await self.at.during(acting(play, self.at))

        asyncio.run(run())


async def acting(play: Play, at: AtTheScreen) -> None:
    await play(at)


def whats(text: str) -> list[str]:
    return [line["what"] for line in logged(text, "staff-page")]


def test_the_pin_opens_it_and_the_patients_page_comes_back(
    capfd: pytest.CaptureFixture[str],
) -> None:
    place = Place()

    async def play(at: AtTheScreen) -> None:
        await at.opens()
        home = await at.front.reaches(StaffHome)
        assert [one.part for one in home.parts] == [Part.PRINTER, Part.HOSPITAL, Part.JOURNAL]
        before = at.front.forgotten
        at.front.answer(Leave.LEAVE)
        await at.front.reaches(Welcome)
        assert at.front.forgotten == before + 1
        # Patients are served as before.
        place.reader.queue.put_nowait(DOCUMENT)
        while not place.stand.paper.printed:
            await asyncio.sleep(0.001)

    place.play(play)
    told = capfd.readouterr().err
    assert whats(told) == ["asked", "opened", "left"]
    assert PIN not in told


def test_without_a_pin_there_is_no_page() -> None:
    place = Place()

    async def run() -> None:
        front = ByHand(WILLING)
        serving = asyncio.create_task(Session(front, place.at.equipment).serve())
        await front.reaches(Welcome)
        front.gestures.put_nowait(Gesture.STAFF)
        await settle()
        assert [type(page) for page in front.asked] == [Welcome]
        assert isinstance(front.page, Welcome)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)

    asyncio.run(run())


def test_a_wrong_pin_is_told_and_five_lock_it(capfd: pytest.CaptureFixture[str]) -> None:
    place = Place()

    async def play(at: AtTheScreen) -> None:
        assert await at.asks() == StaffPin(wrong=False, locked_s=0)
        for number in range(1, TRIES + 1):
            at.front.answer(WRONG)
            page = await at.front.reaches(StaffPin)
            assert page.wrong
            assert page.locked_s == (LOCKS_S[0] if number == TRIES else 0)
        at.front.answer(PIN)
        page = await at.front.reaches(StaffPin)
        assert page.locked_s == LOCKS_S[0]
        at.front.answer(Leave.LEAVE)
        await place.clock.push(LOCKS_S[0] - 1)
        assert (await at.asks()).locked_s == 1
        await place.clock.push(1)
        at.front.answer(PIN)
        await at.front.reaches(StaffHome)

    place.play(play)
    told = capfd.readouterr().err
    assert whats(told) == [
        *("asked", "wrong-pin", "wrong-pin", "wrong-pin", "wrong-pin", "locked", "locked", "left"),
        *("asked", "opened"),
    ]
    assert WRONG not in told


def test_a_visit_is_ended_first_and_nothing_of_it_is_left() -> None:
    answers = {kind: one for kind, one in WILLING.items() if kind is not ConfirmIdentity}
    place = Place(answers)

    async def play(at: AtTheScreen) -> None:
        place.reader.queue.put_nowait(DOCUMENT)
        await at.front.reaches(ConfirmIdentity)
        at.front.gestures.put_nowait(Gesture.STAFF)
        await at.front.reaches(StaffPin)
        assert at.front.forgotten == 1
        await at.leaves()

    place.play(play)
    assert place.stand.hospital.calls("check_in") == []
    assert place.stand.paper.printed == []


def test_who_has_a_ticket_keeps_it() -> None:
    place = Place(DONE_BY_HAND)

    async def play(at: AtTheScreen) -> None:
        place.reader.queue.put_nowait(DOCUMENT)
        await at.front.reaches(Done)
        at.front.gestures.put_nowait(Gesture.STAFF)
        await at.front.reaches(StaffPin)

    place.play(play)
    assert len(place.stand.paper.printed) == 1
    assert place.stand.hospital.calls("cancel") == []
    assert place.stand.hospital.calls("ticket_printed") == [("e-1", True)]


def test_a_number_that_was_not_printed_yet_is_given_back() -> None:
    place = Place(DONE_BY_HAND)
    place.stand.hospital.slow["check_in"] = asyncio.Event()

    async def play(at: AtTheScreen) -> None:
        place.reader.queue.put_nowait(DOCUMENT)
        while not place.stand.hospital.calls("check_in"):
            await asyncio.sleep(0.001)
        at.front.gestures.put_nowait(Gesture.STAFF)
        await at.front.reaches(StaffPin)
        place.stand.hospital.slow["check_in"].set()

    place.play(play)
    assert place.stand.hospital.calls("cancel") == ["e-1"]
    assert place.stand.paper.printed == []


def test_it_closes_itself_when_nobody_touches_it(capfd: pytest.CaptureFixture[str]) -> None:
    place = Place()

    async def play(at: AtTheScreen) -> None:
        await at.opens()
        await place.clock.push(CLOSES_S - 1)
        at.front.gestures.put_nowait(Gesture.TOUCH)
        await place.clock.push(CLOSES_S - 1)
        await at.front.reaches(StaffHome)
        await place.clock.push(1)
        await at.front.reaches(Welcome)
        assert set(at.front.warnings) == {None}  # no patient is asked whether they are there

    place.play(play)
    assert whats(capfd.readouterr().err) == ["asked", "opened", "idle"]


def test_so_does_the_pin() -> None:
    place = Place()

    async def play(at: AtTheScreen) -> None:
        await at.asks()
        await place.clock.push(CLOSES_S)
        await at.front.reaches(Welcome)

    place.play(play)


def test_what_was_done_is_told_logged_and_finished_though_the_page_closes(
    capfd: pytest.CaptureFixture[str],
) -> None:
    place = Place()

    async def play(at: AtTheScreen) -> None:
        await at.opens()
        at.front.answer(Part.PRINTER)
        page = await at.front.reaches(StaffPart)
        assert page.said is None
        at.front.answer(Deed.NEW_ROLL)
        await at.front.reaches(StaffPart, lambda page: page.said is Said.DONE)
        at.front.answer(Back.BACK)
        await at.front.reaches(StaffHome)
        at.parts.busy = asyncio.Event()
        at.front.answer(Part.HOSPITAL)
        await at.front.reaches(StaffPart)
        at.front.answer(Deed.TEST_CALL)
        await settle()
        assert isinstance(at.front.shown[-1], StaffBusy)
        await at.leaves()
        at.parts.busy.set()

    place.play(play)
    assert place.at.parts.done == [
        (Part.PRINTER, Deed.NEW_ROLL),
        (Part.HOSPITAL, Deed.TEST_CALL),
    ]
    deeds = [line for line in logged(capfd.readouterr().err, "staff-page") if "result" in line]
    assert [(line["what"], line["about"], line["result"]) for line in deeds] == [
        ("new-roll", "printer", "done"),
        ("test-call", "hospital", "done"),
    ]


def test_a_fault_in_it_leaves_the_patients_pages_alone(capfd: pytest.CaptureFixture[str]) -> None:
    place = Place()
    place.at.parts.breaks = True

    async def play(at: AtTheScreen) -> None:
        await at.asks()
        at.front.answer(PIN)
        await at.front.reaches(Welcome)

    place.play(play)
    told = capfd.readouterr().err
    assert [line["kind"] for line in logged(told, "unexpected-error")] == ["LookupError"]
    assert whats(told)[-1] == "failed"


def test_help_can_be_called_from_it() -> None:
    place = Place()

    async def play(at: AtTheScreen) -> None:
        await at.opens()
        at.front.gestures.put_nowait(Gesture.CALL_STAFF)
        while StaffCall.SENT not in at.front.staff:
            await asyncio.sleep(0.001)
        assert isinstance(at.front.page, StaffHome)

    place.play(play)
    assert place.stand.hospital.calls("call_staff") == [("kiosk-1", "StaffHome")]


class Broken:
    """A kiosk that can help nobody."""

    cause: Cause | None = Cause.NOTHING_HOLDS

    async def changed(self, seen: Cause | None) -> Cause | None:
        await asyncio.Event().wait()
        return None


def test_it_opens_on_a_kiosk_that_is_out_of_order() -> None:
    async def run() -> None:
        stand = Stand()
        at = AtTheScreen(stand.equipment(HeldUp()), WILLING, Broken())

        async def play() -> None:
            await at.front.reaches(OutOfOrder)
            at.front.gestures.put_nowait(Gesture.STAFF)
            await at.front.reaches(StaffPin)
            at.front.answer(PIN)
            await at.front.reaches(StaffHome)
            at.front.answer(Leave.LEAVE)
            await at.front.reaches(OutOfOrder)

        async with asyncio.timeout(10):
            await at.during(play())

    asyncio.run(run())
