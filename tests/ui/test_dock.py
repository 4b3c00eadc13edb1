"""The tester's dock: what it does to the simulators, and what it shows of a visit."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import PIL.Image
import pytest
import zxingcpp
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front, Gesture, StaffCall
from kiosk.checkin.meanwhile import ask_meanwhile
from kiosk.checkin.screens import Continue, InsuranceResult, Screen, Welcome, Working
from kiosk.checkin.scripted import ScriptedFront
from kiosk.checkin.trace import Trace
from kiosk.hospital.link import LinkMode
from kiosk.model.care import Cover, Insurance
from kiosk.ui.dock.account import LINES_KEPT
from kiosk.ui.dock.controls import Paper
from kiosk.ui.dock.desk import TICKETS_KEPT
from kiosk.ui.dock.documents import SHOP_CODE
from kiosk.ui.dock.feed import DockFeed
from kiosk.ui.dock.fold import found
from kiosk.ui.dock.front import DockFront
from kiosk.ui.dock.pictures import LONGEST, TooLongForACode, code_on_card
from tests.ui.at_the_dock import CARD, AtTheDock, created, opened


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[AtTheDock]:
    made = opened(qtbot)
    yield made
    made.window.close()


def test_holds_up_the_chosen_persons_document_as_pixels(at: AtTheDock) -> None:
    at.click("document-cccd")
    assert at.world.read() == CARD
    assert at.item("held").property("implicitWidth") > 100
    at.click("put-away")
    assert not at.world.holds()
    assert at.dock.property("held") == {}


def test_a_damaged_card_is_the_card_without_its_end(at: AtTheDock) -> None:
    at.click("document-damaged")
    read = at.world.read()
    assert CARD.startswith(read)
    assert read.count("|") < CARD.count("|")


def test_holds_up_a_shops_code_and_any_text(at: AtTheDock, qtbot: QtBot) -> None:
    at.click("document-shop")
    assert at.world.read() == SHOP_CODE
    at.click("typed")
    at.type("22000456")
    at.click("hold-typed")
    assert at.world.read() == "22000456"


def test_too_long_a_text_is_refused_in_words(at: AtTheDock) -> None:
    at.dock.holdText("x" * (LONGEST + 1))
    assert not at.world.holds()
    assert at.dock.property("trouble") == "too-long"


def test_searches_without_marks_and_chooses(at: AtTheDock) -> None:
    at.click("search")
    at.type("dang duc")
    assert [person["index"] for person in at.dock.property("people")] == [1]
    at.click("person-1")
    assert at.dock.property("chosen") == 1
    assert at.dock.property("documents") == []


def test_who_is_chosen_is_one_of_those_found(at: AtTheDock) -> None:
    at.dock.search("lan")
    assert at.dock.property("chosen") == 3
    at.dock.search("an")
    assert at.dock.property("chosen") == 3
    at.dock.search("nobody at all")
    assert at.dock.property("chosen") == 3


def test_a_document_has_one_place_whoever_is_chosen(at: AtTheDock, qtbot: QtBot) -> None:
    kinds = ["cccd", "bhyt", "patient-code", "damaged"]
    assert at.dock.property("kinds") == kinds
    before = [at.item(f"document-{kind}").position() for kind in kinds]
    at.dock.choose(2)
    assert [at.item(f"document-{kind}").position() for kind in kinds] == before
    assert [at.item(f"document-{kind}").isEnabled() for kind in kinds] == [
        False, False, True, False,
    ]  # fmt: skip


def test_a_row_says_what_a_person_has(at: AtTheDock) -> None:
    row = at.dock.property("people")[3]
    assert (row["appointments"], row["isNew"], row["documents"]) == ("08:00, 09:30", True, ["bhyt"])
    assert created(at.window.view.rootObject(), "person-3")


def test_tells_the_time_to_the_ticket_and_of_the_whole_visit(at: AtTheDock) -> None:
    at.feed.happen("asked", "Welcome")
    at.feed.happen("step", "scan", 2000)
    at.feed.happen("asked", "Done")
    at.feed.happen("forgotten", "")
    at.feed.happen("forgotten", "")
    none, over, ticketed = at.dock.property("lines")[:3]
    assert (none["kind"], none["milliseconds"]) == ("forgotten", -1.0)
    assert (over["kind"], ticketed["kind"]) == ("forgotten", "ticketed")
    assert 2000 <= ticketed["milliseconds"] <= over["milliseconds"] < 12000


def test_a_document_is_put_away_once_it_was_read(at: AtTheDock) -> None:
    trace = Trace(at.feed.step)
    at.click("document-cccd")
    trace.add(Step.FIND, 1)
    assert at.world.holds()
    trace.add(Step.SCAN, 31)
    assert not at.world.holds()
    at.click("document-shop")
    at.feed.happen("told", "scan-not-a-document")
    assert not at.world.holds()


def test_a_document_stays_if_the_tester_says_so(at: AtTheDock) -> None:
    at.click("takes-away")
    at.click("document-cccd")
    Trace(at.feed.step).add(Step.SCAN, 31)
    assert at.world.holds()


@pytest.mark.parametrize("paper", Paper)
def test_steers_the_paper(at: AtTheDock, paper: Paper) -> None:
    at.click(f"paper-{paper.value}")
    assert at.world.papers == [paper]
    assert at.dock.property("paper") == paper.value


@pytest.mark.parametrize("mode", LinkMode)
def test_steers_the_network(at: AtTheDock, mode: LinkMode) -> None:
    at.click(f"network-{mode.value}")
    assert at.world.mode is mode
    assert at.dock.property("network") == mode.value


def test_jumps_the_clock(at: AtTheDock) -> None:
    for name in ("hour-on", "day-on", "hour-back", "day-on"):
        at.click(name)
    assert at.world.shift == timedelta(days=2)
    assert at.dock.property("clock") == "25/11/2026  07:42:05"
    at.click("clock-reset")
    assert at.world.shift == timedelta()


def test_shows_tickets_and_enlarges_one(at: AtTheDock, qtbot: QtBot) -> None:
    for _ in range(TICKETS_KEPT + 3):
        at.feed.printed(PIL.Image.new("1", (576, 700), 1))
    assert len(at.dock.property("tickets")) == TICKETS_KEPT
    qtbot.waitUntil(lambda: bool(created(at.window.view.rootObject(), "ticket-0")))
    at.click("ticket-0")
    large = at.item("large-ticket")
    assert large.isVisible()
    # Scaled to the window, in the proportions of the ticket.
    picture = (large.property("implicitWidth"), large.property("implicitHeight"))
    assert picture[1] == large.height()
    assert picture[0] / picture[1] == pytest.approx(576 / 700, rel=0.01)
    at.click("large-ticket")
    assert not large.isVisible()


def test_tells_the_visit_in_order_and_not_without_end(at: AtTheDock) -> None:
    at.feed.happen("asked", "Welcome")
    Trace(at.feed.step).add(Step.FIND, 12.5)
    newest, before = at.dock.property("lines")
    assert newest == {"time": "07:42:05", "kind": "step", "name": "find", "milliseconds": 12.5}
    assert (before["kind"], before["milliseconds"]) == ("asked", -1.0)
    for _ in range(2 * LINES_KEPT):
        at.feed.happen("shown", "Working")
    assert len(at.dock.property("lines")) == LINES_KEPT


def test_plays_one_patient_after_another(qtbot: QtBot) -> None:
    at = opened(qtbot, cards=None)
    at.dock._playing.pause_ms = 5
    at.click("play")
    assert at.plays == [True]
    read = []
    for _ in range(3):
        at.feed.happen("asked", "Welcome")
        qtbot.waitUntil(lambda: at.world.holds())
        read.append(at.world.read())
        Trace(at.feed.step).add(Step.SCAN, 30)
    assert read == [CARD, "22000456", "DN4791234567891"]
    at.click("play")
    assert at.plays == [True, False]
    at.feed.happen("asked", "Welcome")
    qtbot.wait(30)
    assert not at.world.holds()
    at.window.close()


def test_begins_to_play_at_once_if_asked_to(qtbot: QtBot) -> None:
    made = opened(qtbot, play=True)
    assert made.plays == [True]
    assert made.dock.property("playing")
    made.window.close()


def test_hides_what_is_not_simulated(qtbot: QtBot) -> None:
    made = opened(qtbot, camera=None, paper=None, link=None, clock=None, cards=None)
    made.dock.hold("cccd")
    made.dock.putAway()
    made.dock.setPaper("out")
    made.dock.setNetwork("cut")
    made.dock.jump(1)
    shown = [made.item(n).isVisible() for n in ("people", "paper", "network", "clock", "account")]
    assert shown == [False, False, False, False, True]
    made.window.close()


@pytest.mark.parametrize(
    ("words", "label", "expected"),
    [
        ("", "Trần Thị Thu Hà", True),
        ("tran ha", "Trần Thị Thu Hà", True),
        ("ĐẶNG", "Đặng Văn Đức", True),
        ("Hà", "Trần Thị Thu Hạ", True),
        ("duc x", "Đặng Văn Đức", False),
    ],
)
def test_finds_names_as_they_are_typed(words: str, label: str, expected: bool) -> None:
    assert found(words, label) is expected


def test_the_longest_code_can_be_read_and_a_longer_one_is_refused() -> None:
    [code] = zxingcpp.read_barcodes(code_on_card("x" * LONGEST))
    assert code.text == "x" * LONGEST
    with pytest.raises(TooLongForACode):
        code_on_card("ă" * (LONGEST // 2 + 1))
    with pytest.raises(ValueError, match="holds something"):
        code_on_card("")


# The dock's front.

RESULT = InsuranceResult(Insurance(Cover.DESK))
QUICK = {"InsuranceResult": 0.0, "Welcome": 0.0}


class Untouched(ScriptedFront):
    """A patient who never answers, and a screen that remembers."""

    def __init__(self) -> None:
        super().__init__({})
        self.cancelled: list[Screen[Any]] = []
        self.calls: list[str] = []

    async def ask(self, screen: Screen[Any]) -> Any:
        try:
            return await super().ask(screen)
        except asyncio.CancelledError:
            self.cancelled.append(screen)
            raise

    def show(self, screen: Screen[None]) -> None:
        self.calls.append("show")

    def forget(self) -> None:
        self.calls.append("forget")


class Listening(Untouched):
    """Remembers which pages had been asked when it was told something."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_when_told: list[Screen[Any]] = []

    def tell(self, failure: Failure) -> None:
        self.asked_when_told = list(self.asked)


def docked(inner: Front, qtbot: QtBot) -> tuple[DockFront, list[tuple[str, str]]]:
    feed = DockFeed()
    seen: list[tuple[str, str]] = []
    feed.happened.connect(lambda what: seen.append((what.kind, what.name)))
    return DockFront(inner, feed, {InsuranceResult: lambda _: Continue.CONTINUE}, QUICK), seen


def test_an_answer_by_hand_is_passed_on_and_reported(qtbot: QtBot) -> None:
    inner = ScriptedFront({InsuranceResult: lambda _: Continue.CONTINUE})
    front, seen = docked(inner, qtbot)
    assert asyncio.run(front.ask(RESULT)) is Continue.CONTINUE
    assert inner.asked == [RESULT]
    assert seen == [("asked", "InsuranceResult"), ("answered", "InsuranceResult")]


def test_plays_what_is_in_the_script_and_takes_the_page_away(qtbot: QtBot) -> None:
    inner = Untouched()
    front, seen = docked(inner, qtbot)
    front.playing = True
    assert asyncio.run(front.ask(RESULT)) is Continue.CONTINUE
    assert inner.cancelled == [RESULT]
    assert seen[-1] == ("played", "InsuranceResult")


def test_words_are_told_over_the_page_that_was_asked_before_them(qtbot: QtBot) -> None:
    inner = Listening()
    front, _ = docked(inner, qtbot)

    async def say() -> None:
        front.tell(FAILURES["can-refused"].at(Step.CARD))
        await asyncio.sleep(0.01)

    async def run() -> None:
        await ask_meanwhile(front, RESULT, say())

    asyncio.run(run())
    assert inner.asked_when_told == [RESULT]


@pytest.mark.parametrize(("screen", "playing"), [(RESULT, False), (Welcome(), True)])
def test_waits_when_it_does_not_play_or_has_no_answer(
    screen: Screen[Any], playing: bool, qtbot: QtBot
) -> None:
    inner = Untouched()
    front, seen = docked(inner, qtbot)
    front.playing = playing

    async def run() -> None:
        async with asyncio.timeout(0.25):
            await front.ask(screen)

    with pytest.raises(TimeoutError):
        asyncio.run(run())
    assert inner.cancelled == [screen]
    assert seen[-1][0] == "withdrawn"


def test_playing_can_begin_while_a_page_waits(qtbot: QtBot) -> None:
    front, _ = docked(Untouched(), qtbot)

    async def run() -> object:
        asked = asyncio.create_task(front.ask(RESULT))
        await asyncio.sleep(0.02)
        front.playing = True
        return await asyncio.wait_for(asked, 2)

    assert asyncio.run(run()) is Continue.CONTINUE


def test_everything_else_goes_through(qtbot: QtBot) -> None:
    inner = Untouched()
    front, seen = docked(inner, qtbot)
    inner.gestures.put_nowait(Gesture.CANCEL)

    async def tell() -> None:
        front.tell(FAILURES["not-a-document"].at(Step.SCAN))
        await asyncio.sleep(0)

    front.show(Working(Step.FIND))
    asyncio.run(tell())
    front.progress(0.25)
    front.warn_idle(30)
    front.warn_idle(None)
    front.staff_call(StaffCall.SENT)
    front.forget()
    assert front.language == "vi"
    assert asyncio.run(front.gesture()) is Gesture.CANCEL
    assert inner.calls == ["show", "forget"]
    assert inner.told
    assert inner.shares == [0.25]
    assert inner.warnings == [30, None]
    assert inner.staff == [StaffCall.SENT]
    assert seen == [
        ("shown", "Working"),
        ("told", "scan-not-a-document"),
        ("warned", "idle"),
        ("staff", "sent"),
        ("forgotten", ""),
    ]
