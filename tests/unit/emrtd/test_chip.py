"""Commands to a chip: what goes over the wire for each, and nothing more."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.apdu import Command, Response
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.errors import (
    AccessNotGranted,
    CardRefused,
    EmrtdError,
    FileNotFound,
    Malformed,
    NotAnEmrtd,
    SecureMessagingError,
)
from kiosk.emrtd.files import File
from kiosk.emrtd.secure_messaging import SecureMessaging
from kiosk.emrtd.transport import MOST_PARTS, Exchange
from tests.unit.emrtd.card_side import Script

EXTENDED = bytes.fromhex("3B8780018031C173C84040")
"""An ATR that announces extended length, without saying how much."""
IN_FILE = bytes.fromhex("3B8780018031C173C84060")
"""An ATR that announces extended length, and that EF.ATR/INFO says how much."""
GENERAL_AUTHENTICATE = Command(0x00, 0x86, 0x00, 0x00, bytes(300), 256)


def test_the_application_is_selected_by_its_identifier() -> None:
    script = Script(["9000"])
    Chip(script).select_application()
    assert script.sent == ["00A4040C07A0000002471001"]


@pytest.mark.parametrize("status", ["6A82", "6D00", "6E00", "6999", "6A81", "6A86"])
def test_a_card_without_the_application_is_no_emrtd(status: str) -> None:
    with pytest.raises(NotAnEmrtd):
        Chip(Script([status])).select_application()


def test_an_application_that_is_protected_is_another_matter() -> None:
    with pytest.raises(AccessNotGranted):
        Chip(Script(["6982"])).select_application()


@pytest.mark.parametrize(("status", "selected"), [("9000", True), ("6D00", False), ("6A82", False)])
def test_a_master_file_that_cannot_be_selected_is_tolerated(status: str, selected: bool) -> None:
    script = Script([status])
    assert Chip(script).select_master_file() is selected
    assert script.sent == ["00A4000C023F00"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("6A82", FileNotFound),
        ("6982", AccessNotGranted),
        ("6985", AccessNotGranted),
        ("6A80", CardRefused),
    ],
)
def test_a_status_word_that_is_not_allowed_is_refused(status: str, kind: type[CardRefused]) -> None:
    command = Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1d")
    with pytest.raises(kind) as caught:
        Chip(Script([status])).send(command)
    assert (caught.value.command, caught.value.status) == ("SELECT", int(status, 16))
    allowed = Chip(Script([status])).send(command, (0x9000, int(status, 16)))
    assert allowed.status == int(status, 16)


def test_an_answer_in_parts_is_put_together() -> None:
    script = Script(["AABB6103", "CCDD6101", "EE9000"])
    response = Chip(script).send(Command(0x00, 0xB0, 0x9E, 0x00, le=256))
    assert response == Response(bytes.fromhex("AABBCCDDEE"), 0x9000)
    assert script.sent == ["00B09E0000", "00C0000003", "00C0000001"]


def test_61_00_asks_for_256_bytes() -> None:
    script = Script(["6100", "AA" * 256 + "9000"])
    assert len(Chip(script).send(Command(0x00, 0xB0, 0x9E, 0x00, le=256)).data) == 256
    assert script.sent[1] == "00C0000000"


def test_an_answer_without_an_end_is_malformed() -> None:
    sent = []

    def endless(command: bytes) -> bytes:
        sent.append(command)
        return b"\x00\x61\xff"

    with pytest.raises(Malformed, match="no end"):
        Chip(endless).send(Command(0x00, 0xB0, 0x9E, 0x00, le=256))
    assert len(sent) <= MOST_PARTS + 1
    chip = Chip(lambda _: b"\x61\x10")
    with pytest.raises(Malformed, match="no end"):
        chip.send(Command(0x00, 0xB0, 0x9E, 0x00, le=256))
    assert chip.exchanges == 2


def test_a_wrong_le_is_corrected_once() -> None:
    script = Script(["6C02", "AABB9000"])
    assert Chip(script).send(Command(0x00, 0x84, 0x00, 0x00, le=8)).data == b"\xaa\xbb"
    assert script.sent == ["0084000008", "0084000002"]
    script = Script(["6C02", "6C01"])
    with pytest.raises(CardRefused) as caught:
        Chip(script).send(Command(0x00, 0x84, 0x00, 0x00, le=8))
    assert caught.value.status == 0x6C01
    assert len(script.sent) == 2


def test_no_more_is_asked_for_than_was_wanted() -> None:
    script = Script(["6C00"])
    with pytest.raises(CardRefused):
        Chip(script).send(Command(0x00, 0x84, 0x00, 0x00, le=8))
    assert len(script.sent) == 1


def test_long_data_goes_in_a_chain() -> None:
    script = Script(["9000", "7C009000"])
    assert Chip(script).send(GENERAL_AUTHENTICATE).data == b"\x7c\x00"
    assert script.sent == ["10860000FF" + "00" * 255, "008600002D" + "00" * 45 + "00"]


def test_a_chain_ends_where_the_card_refuses() -> None:
    script = Script(["6884"])
    with pytest.raises(CardRefused) as caught:
        Chip(script).send(GENERAL_AUTHENTICATE)
    assert caught.value.status == 0x6884
    assert len(script.sent) == 1


def test_long_data_goes_at_once_where_the_card_takes_it() -> None:
    script = Script(["9000"])
    Chip(script, atr=EXTENDED).send(GENERAL_AUTHENTICATE)
    assert script.sent == ["0086000000012C" + "00" * 300 + "0100"]


def test_a_reader_without_extended_length_is_spared_it() -> None:
    script = Script(["9000", "9000"])
    chip = Chip(script, atr=EXTENDED, extended=False)
    assert not chip.extended
    chip.send(GENERAL_AUTHENTICATE)
    assert len(script.sent) == 2


@pytest.mark.parametrize("cipher", list(Cipher))
def test_each_part_of_a_protected_chain_is_a_short_command(cipher: Cipher) -> None:
    sent: list[bytes] = []

    def once(command: bytes) -> bytes:
        sent.append(command)
        return b"\x69\x88"

    chip = Chip(once)
    chip.secure = SecureMessaging(cipher, bytes(cipher.key_size), bytes(cipher.key_size))
    with pytest.raises(SecureMessagingError):
        chip.send(GENERAL_AUTHENTICATE)
    assert sent[0][0] == 0x1C
    assert sent[0][4] == len(sent[0]) - 6
    assert 230 < len(sent[0]) <= 261


def test_ef_atr_info_is_read_where_the_atr_says_so() -> None:
    script = Script(["7F660802020100020208029000"])
    chip = Chip(script, atr=IN_FILE)
    chip.read_atr_info()
    assert script.sent == ["00B0810000"]
    assert chip.largest_data(10) == 10


@pytest.mark.parametrize(("atr", "extended"), [(b"", True), (EXTENDED, True), (IN_FILE, False)])
def test_ef_atr_info_is_not_read_for_nothing(atr: bytes, extended: bool) -> None:
    chip = Chip(Script([]), atr=atr, extended=extended)
    chip.read_atr_info()
    assert chip.exchanges == 0


@pytest.mark.parametrize("answer", ["6A82", "6982", "9000", "FFFF9000"])
def test_an_ef_atr_info_that_cannot_be_read_changes_nothing(answer: str) -> None:
    script = Script([answer, "9000"])
    chip = Chip(script, atr=IN_FILE)
    chip.read_atr_info()
    chip.send(GENERAL_AUTHENTICATE)
    assert len(script.sent) == 2


@pytest.mark.parametrize(("longest", "commands"), [(309, 1), (308, 2), (0, 2)])
def test_no_command_is_longer_than_the_card_bears(longest: int, commands: int) -> None:
    script = Script([f"7F6608 0202{longest:04X} 02020800 9000", "9000", "9000"])
    chip = Chip(script, atr=IN_FILE)
    chip.read_atr_info()
    chip.send(GENERAL_AUTHENTICATE)
    assert len(script.sent) == 1 + commands


def test_exchanges_are_counted_and_told_without_their_content() -> None:
    told: list[Exchange] = []
    chip = Chip(Script(["9000", "AABB9000"]), on_exchange=told.append)
    chip.select_application()
    chip.send(Command(0x00, 0x84, 0x00, 0x00, le=2))
    assert [(e.name, e.sent, e.received, e.status) for e in told] == [
        ("SELECT", 12, 2, 0x9000),
        ("GET CHALLENGE", 5, 4, 0x9000),
    ]
    assert all(0 <= e.seconds < 1 for e in told)
    assert (chip.exchanges, chip.bytes_sent, chip.bytes_received) == (2, 17, 6)


def test_a_protected_command_is_told_by_its_own_name() -> None:
    told: list[Exchange] = []
    chip = Chip(Script(["6987"]), on_exchange=told.append)
    chip.secure = SecureMessaging(Cipher.AES128, bytes(16), bytes(16))
    with pytest.raises(SecureMessagingError) as caught:
        chip.select_application()
    assert caught.value.status == 0x6987
    assert [e.name for e in told] == ["SELECT"]


class CardGone(Exception):
    pass


def test_what_the_reader_raises_passes_through() -> None:
    def gone(_: bytes) -> bytes:
        raise CardGone

    with pytest.raises(CardGone):
        Chip(gone).select_application()


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=4), st.binary(max_size=12))
def test_whatever_a_card_answers_is_an_error_of_the_library(
    answers: list[bytes], atr: bytes
) -> None:
    turn = iter(range(100_000))  # the bound: nothing catches StopIteration
    chip = Chip(lambda _: answers[next(turn) % len(answers)], atr=IN_FILE + atr)
    for step in (
        chip.read_atr_info,
        chip.select_master_file,
        chip.select_application,
        lambda: chip.read_file(File.CARD_ACCESS, limit=4096),
        lambda: chip.send(GENERAL_AUTHENTICATE),
    ):
        with suppress(EmrtdError):
            step()
