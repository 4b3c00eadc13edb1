"""Chip cards at the tester's dock: laid, pulled, faulty, and played."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.dock.cards import LAST_COMMAND, CardDesk
from kiosk.ui.dock.controls import CardFault, CardKind, CardState, CardToLay, DockPerson
from kiosk.ui.dock.feed import Happening
from kiosk.ui.dock.playing import CODES_SHOWN, Playing
from tests.ui.at_the_dock import CARD, AtTheDock, Table, opened


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[AtTheDock]:
    made = opened(qtbot)
    yield made
    made.window.close()


def state(at: AtTheDock) -> CardState:
    return at.world.table.state


def test_lays_the_chosen_persons_card_and_takes_it_away(at: AtTheDock) -> None:
    words = at.item("card-state")
    assert words.property("text") == "Nothing lies on the reader"
    at.click("card-lay")
    assert at.world.table.laid == [CardToLay(CardKind.PERSON, "079152000017")]
    assert words.property("text") == "Trần Thị Thu Hà · 079152000017"
    at.click("card-away")
    assert state(at) is CardState.EMPTY
    assert words.property("text") == "Nothing lies on the reader"


def test_who_has_no_chip_card_lays_none(at: AtTheDock) -> None:
    at.dock.choose(2)
    assert not at.item("card-lay").isEnabled()
    assert not at.dock.lay_card()
    assert at.world.table.laid == []


@pytest.mark.parametrize(
    ("button", "kind", "words"),
    [
        ("card-bank", CardKind.BANK, "A bank card"),
        ("card-mute", CardKind.MUTE, "A card on its wrong side"),
    ],
)
def test_lays_what_is_no_readable_id_card(
    at: AtTheDock, button: str, kind: CardKind, words: str
) -> None:
    at.click(button)
    assert at.world.table.laid == [CardToLay(kind)]
    assert at.item("card-state").property("text") == words


def test_a_card_that_was_pulled_is_seen_to_be_gone_and_can_be_put_back(
    at: AtTheDock, qtbot: QtBot
) -> None:
    assert not at.item("card-back").isEnabled()
    at.click("card-lay")
    at.world.table.state = CardState.EMPTY  # in the reader's own time
    back = at.item("card-back")
    qtbot.waitUntil(lambda: back.isEnabled(), timeout=2000)
    at.click("card-back")
    assert at.world.table.put_backs == 1
    assert not back.isEnabled()
    assert len(at.world.table.laid) == 1


def test_unplugs_the_reader_and_plugs_it_in(at: AtTheDock) -> None:
    at.click("card-lay")
    at.click("card-plugged")
    assert state(at) is CardState.UNPLUGGED
    assert at.item("card-state").property("text") == "The reader is not plugged in"
    enabled = [at.item(f"card-{what}").isEnabled() for what in ("lay", "bank", "mute", "back")]
    assert enabled == [False] * 4
    at.click("card-plugged")
    assert state(at) is CardState.EMPTY
    assert at.item("card-lay").isEnabled()


def test_the_next_card_has_the_faults_that_were_ticked(at: AtTheDock, qtbot: QtBot) -> None:
    at.click("card-faults")
    at.click("fault-wrong-can")
    at.click("fault-copied")
    at.click("fault-wrong-can")
    at.click("pulled-at-field")
    at.type("12")
    at.click("flipped-at-field")
    at.type("7")
    at.click("faults-close")
    assert at.item("card-faults").property("text") == "Faults: 3"
    at.click("card-lay")
    [card] = at.world.table.laid
    assert card.faults == {CardFault.COPIED}
    assert (card.pulled_at, card.flipped_at) == (12, 7)
    at.click("card-faults")
    at.click("faults-none")
    assert at.item("pulled-at-field").property("text") == ""
    at.click("faults-close")
    at.click("card-lay")
    assert at.world.table.laid[1] == CardToLay(CardKind.PERSON, "079152000017")


def test_every_fault_has_words(at: AtTheDock) -> None:
    at.click("card-faults")
    for fault in CardFault:
        words = str(at.item(f"fault-{fault.value}").property("text"))
        assert words != fault.value
        assert " " in words


def test_a_commands_number_has_bounds() -> None:
    desk = CardDesk(Table())
    desk.setPulledAt(-3)
    desk.setFlippedAt(10 * LAST_COMMAND)
    assert (desk.property("pulledAt"), desk.property("flippedAt")) == (0, LAST_COMMAND)


def test_a_card_keeps_its_owner_to_itself() -> None:
    assert "0791" not in repr(CardToLay(CardKind.PERSON, "079152000017"))
    assert "0791" not in repr(DockPerson("Hà", {}, chip="079152000017"))


def test_a_card_lies_until_there_is_a_place_in_the_queue_or_the_visit_is_over(
    at: AtTheDock,
) -> None:
    """The picture in its chip is read after its owner confirmed who they are."""
    for last in (("step", "check-in"), ("forgotten", "")):
        at.click("card-lay")
        at.feed.happen("step", "scan", 20)
        at.feed.happen("step", "card", 900)
        at.feed.happen("step", "find", 30)
        assert state(at) is CardState.LYING
        at.feed.happen(*last)
        assert state(at) is CardState.EMPTY
    at.click("takes-away")
    at.click("card-lay")
    at.feed.happen("step", "check-in", 30)
    at.feed.happen("forgotten", "")
    assert state(at) is CardState.LYING


def test_cards_have_no_part_where_the_reader_is_real(qtbot: QtBot) -> None:
    made = opened(qtbot, cards=None)
    made.dock.put_card_back()
    assert not made.dock.lay_card()
    assert made.dock.property("cards") is None
    assert not made.exists("card-state")
    made.window.close()


def test_cards_can_be_laid_where_only_the_reader_is_simulated(qtbot: QtBot) -> None:
    made = opened(qtbot, camera=None)
    assert not made.item("document-cccd").isVisible()
    made.click("card-lay")
    assert len(made.world.table.laid) == 1
    made.window.close()


# Played.


def test_plays_every_second_card_by_its_chip(at: AtTheDock, qtbot: QtBot) -> None:
    at.dock._playing.pause_ms = 5
    at.dock.search("thu ha")
    at.click("play")
    table = at.world.table

    at.feed.happen("asked", "Welcome")
    qtbot.waitUntil(lambda: len(table.laid) == 1)
    assert not at.world.holds()  # the page leads to the code
    at.feed.happen("asked", "UnlockCard")
    qtbot.waitUntil(lambda: at.world.holds())
    assert at.world.read() == CARD
    at.feed.happen("step", "scan", 30)
    at.feed.happen("asked", "ReadingCard")
    assert state(at) is CardState.LYING
    at.feed.happen("step", "card", 900)
    at.feed.happen("step", "check-in", 30)
    assert state(at) is CardState.EMPTY

    at.feed.happen("asked", "Welcome")
    qtbot.waitUntil(lambda: at.world.holds())
    assert len(table.laid) == 1
    at.feed.happen("step", "scan", 30)

    at.feed.happen("asked", "Welcome")
    qtbot.waitUntil(lambda: len(table.laid) == 2)


class Hand:
    """Remembers what it did."""

    def __init__(self) -> None:
        self.did: list[str] = []

    def next_patient(self) -> bool:
        return True

    def show_document(self) -> None:
        self.did.append("show")

    def lay_card(self) -> bool:
        self.did.append("lay")
        return True

    def put_card_back(self) -> None:
        self.did.append("back")


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def playing(hand: Hand, qtbot: QtBot) -> Playing:
    playing = Playing(hand)
    playing.pause_ms = playing.noticed_ms = 2
    playing.set_on(True)
    return playing


def asked(playing: Playing, qtbot: QtBot, *pages: str) -> None:
    for page in pages:
        playing.happened(Happening("asked", page))
        qtbot.waitUntil(lambda: not playing.waits, timeout=2000)


def test_who_lays_a_card_that_nobody_notices_shows_the_code(
    playing: Playing, hand: Hand, qtbot: QtBot
) -> None:
    asked(playing, qtbot, "Welcome")
    assert hand.did == ["lay", "show"]


def test_a_card_that_was_pulled_is_put_back(playing: Playing, hand: Hand, qtbot: QtBot) -> None:
    asked(playing, qtbot, "Welcome", "ReadingCard", "LayCard")
    assert hand.did == ["lay", "show", "back"]


def test_a_code_that_does_not_open_the_card_is_not_shown_for_ever(
    playing: Playing, hand: Hand, qtbot: QtBot
) -> None:
    asked(playing, qtbot, "Welcome", *["UnlockCard"] * 5)
    assert hand.did == ["lay", *["show"] * CODES_SHOWN]


def test_a_hand_that_was_told_to_stop_does_nothing(
    playing: Playing, hand: Hand, qtbot: QtBot
) -> None:
    playing.happened(Happening("asked", "Welcome"))
    playing.set_on(False)
    assert not playing.waits
    asked(playing, qtbot, "UnlockCard")
    assert hand.did == []
    playing.happened(Happening("asked", "Welcome"))
    playing.set_on(True)
    qtbot.waitUntil(lambda: hand.did == ["lay", "show"], timeout=2000)
