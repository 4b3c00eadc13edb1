"""What the codes of PC/SC mean to a conversation, and what readers say that they can do."""

import threading
import time
from typing import Any

import pytest
from smartcard import scard

from kiosk.devices.card_reader.base import Slot, SlotState
from kiosk.devices.card_reader.pcsc import connection, winscard
from kiosk.devices.card_reader.pcsc.connection import PcscConnection
from kiosk.devices.card_reader.pcsc.turns import Turns
from kiosk.devices.card_reader.pcsc.winscard import PcscError
from kiosk.errors import CardGone, DeviceError
from tests.unit.devices.card_reader.pcsc.service import ATR, error

SLOT = Slot("A 00 00", SlotState.CARD, ATR, 1)
EXTENDED = bytes.fromhex("00B000000000FF")


class Card:
    """A card, and the context it was connected in."""

    def __init__(self, answer: bytes | PcscError = b"\x90\x00", longest: int | None = None) -> None:
        self.answer = answer
        self.longest = longest
        self.sent: list[bytes] = []
        self.let_go: list[str] = []
        self.refusals: list[PcscError] = []

    def connect(self, reader: str) -> "Card":
        if self.refusals:
            raise self.refusals.pop(0)
        return self

    def transmit(self, command: bytes) -> bytes:
        self.sent.append(command)
        if isinstance(self.answer, PcscError):
            raise self.answer
        return self.answer

    def longest_apdu(self) -> int | None:
        return self.longest

    def disconnect(self, *, reset: bool) -> None:
        self.let_go.append("reset" if reset else "left")

    def release(self) -> None:
        self.let_go.append("released")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "TAKEN_S", 0.05)
    monkeypatch.setattr(connection, "AGAIN_S", 0.01)


def connected(card: Card, monkeypatch: pytest.MonkeyPatch) -> PcscConnection:
    monkeypatch.setattr(connection, "Context", lambda: card)
    return connection.connect(SLOT)


def wait_for(card: Card, *let_go: str) -> None:
    end = time.monotonic() + 2
    while card.let_go != list(let_go):
        assert time.monotonic() < end, card.let_go
        time.sleep(0.005)


@pytest.mark.parametrize(
    "code",
    [
        "W_REMOVED_CARD", "W_RESET_CARD", "W_UNPOWERED_CARD", "W_UNRESPONSIVE_CARD",
        "E_NO_SMARTCARD", "E_READER_UNAVAILABLE", "E_NOT_TRANSACTED", "E_NO_SERVICE",
        "E_INVALID_HANDLE", "F_COMM_ERROR",
    ],
)  # fmt: skip
def test_a_conversation_that_is_lost_is_a_card_that_is_gone_and_is_not_reset(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Card(error(code))
    there = connected(card, monkeypatch)
    with pytest.raises(CardGone, match=code):
        there.transmit(b"\0\xa4\4\0")
    with pytest.raises(CardGone):
        there.transmit(b"\0\xa4\4\0")
    assert len(card.sent) == 1
    there.close()
    wait_for(card, "left", "released")


@pytest.mark.parametrize("code", ["E_SHARING_VIOLATION", "F_INTERNAL_ERROR", "E_NO_MEMORY"])
def test_a_reader_that_fails_is_no_card_that_is_gone(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = connected(Card(error(code)), monkeypatch)
    with pytest.raises(DeviceError) as failed:
        there.transmit(b"\0\xa4\4\0")
    assert not isinstance(failed.value, CardGone)
    there.close()


def test_a_code_that_nobody_knows_is_told_by_its_number() -> None:
    assert PcscError(0x80FFFFFF).name == "0x80FFFFFF"
    assert PcscError(0x80100069).name == "W_REMOVED_CARD"
    assert PcscError(0x80100069 - (1 << 32)).name == "W_REMOVED_CARD", "as other systems give it"


@pytest.mark.parametrize("answer", [b"", b"\x90"])
def test_an_answer_without_status_word_is_a_card_that_is_gone(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = connected(Card(answer), monkeypatch)
    with pytest.raises(CardGone):
        there.transmit(b"\0\xa4\4\0")
    there.close()


@pytest.mark.parametrize(
    ("code", "gone"),
    [
        ("E_NO_SMARTCARD", True),
        ("W_REMOVED_CARD", True),
        ("E_UNKNOWN_READER", True),
        ("E_NO_SERVICE", True),
        ("W_UNRESPONSIVE_CARD", False),
        ("W_UNPOWERED_CARD", False),
        ("E_PROTO_MISMATCH", False),
        ("F_INTERNAL_ERROR", False),
    ],
)
def test_a_card_that_cannot_be_connected_to_is_gone_or_silent(
    code: str, gone: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Card()
    card.refusals = [error(code)]
    with pytest.raises(DeviceError) as failed:
        connected(card, monkeypatch)
    assert isinstance(failed.value, CardGone) is gone
    wait_for(card, "released")


def test_a_card_that_another_program_looks_at_is_had_a_moment_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    card = Card()
    card.refusals = [error("E_SHARING_VIOLATION")] * 2
    there = connected(card, monkeypatch)
    assert there.transmit(b"\0\xa4\4\0") == b"\x90\x00"
    there.close()
    wait_for(card, "reset", "released")


def test_a_card_that_another_program_keeps_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card()
    card.refusals = [error("E_SHARING_VIOLATION")] * 100
    with pytest.raises(DeviceError, match="Another program"):
        connected(card, monkeypatch)
    assert 0 < len(card.refusals) < 100


@pytest.mark.parametrize(("longest", "sent"), [(0, 0), (0x10000, 1), (None, 1)])
def test_a_reader_that_knows_short_commands_only_is_never_sent_others(
    longest: int | None, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = Card(b"\x01\x90\x00", longest)
    there = connected(card, monkeypatch)
    answer = there.transmit(EXTENDED)
    assert len(card.sent) == sent
    assert answer == (b"\x01\x90\x00" if sent else b"\x67\x00")
    short = [bytes.fromhex(one) for one in ("00B0000000", "00840000", "00A4040C023F00")]
    for command in short:
        assert there.transmit(command) == b"\x01\x90\x00"
    assert card.sent[sent:] == short
    there.close()


FEATURE = "12 04 42 33 00 12"


@pytest.mark.parametrize(
    ("features", "properties", "longest"),
    [
        (f"06 04 00 00 00 06 {FEATURE}", "01 01 05 0A 04 00 00 01 00", 0x10000),
        (FEATURE, "0A 04 00 00 00 00", 0),
        ("06 04 00 00 00 06", "", None),
        ("", "", None),
        ("12 04 42 33", "", None),
        (FEATURE, "0A 04 00", None),
        (FEATURE, "", None),
    ],
)
def test_a_reader_tells_the_longest_command_it_passes_on(
    features: str, properties: str, longest: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = {scard.SCARD_CTL_CODE(3400): features, 0x42330012: properties}

    def control(handle: int, code: int, data: list[int]) -> tuple[int, list[int]]:
        told = answers[code]
        return (0, list(bytes.fromhex(told))) if told else (scard.SCARD_E_INVALID_PARAMETER, [])

    monkeypatch.setattr(scard, "SCardControl", control)
    assert winscard.Handle(1, scard.SCARD_PROTOCOL_T1).longest_apdu() == longest


def test_calls_are_made_one_after_another_and_one_that_hangs_is_left_behind() -> None:
    turns = Turns("test")
    free = threading.Event()
    made: list[int] = []

    def slow() -> None:
        free.wait(5)
        made.append(1)

    assert turns.call(lambda: 7, 1) == 7
    with pytest.raises(ZeroDivisionError):
        turns.call(lambda: 1 / 0, 1)
    with pytest.raises(TimeoutError):
        turns.call(slow, 0.02)
    turns.end(lambda: made.append(2))
    assert made == []
    free.set()
    end = time.monotonic() + 2
    while any(thread.name == "test" for thread in threading.enumerate()):
        assert time.monotonic() < end
        time.sleep(0.005)
    assert made == [1, 2]


def test_an_exception_of_the_reader_tells_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    there: Any = connected(Card(error("E_NOT_TRANSACTED")), monkeypatch)
    with pytest.raises(CardGone) as gone:
        there.transmit(bytes.fromhex("00A4040C07A0000002471001"))
    assert "A000" not in str(gone.value).upper()
    assert gone.value.__cause__ is None
    there.close()
