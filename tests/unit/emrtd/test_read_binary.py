"""Files read block by block: how many commands, how large, and what a hostile card gets."""

import math
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.errors import (
    AccessNotGranted,
    CardRefused,
    EmrtdError,
    FileNotFound,
    Malformed,
    SecureMessagingError,
)
from kiosk.emrtd.files import File
from kiosk.emrtd.secure_messaging import SecureMessaging
from tests.unit.emrtd.card_side import CIPHERS, FileCard, Script, block_of, chip_of, file_of

EXTENDED = bytes.fromhex("3B8780018031C173C84040")
LIMIT = 256 * 1024


@pytest.mark.parametrize("cipher", CIPHERS)
@pytest.mark.parametrize("size", [20, 222, 223, 224, 231, 232, 256, 257, 446, 1000, 15_360])
def test_a_file_takes_the_fewest_commands(cipher: Cipher | None, size: int) -> None:
    content = file_of(0x75, size)
    card = FileCard(content, cipher)
    chip = chip_of(card)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    block = block_of(cipher)
    assert chip.exchanges == math.ceil(size / block)
    assert card.asked[0] == (0, block)
    assert card.asked[1:] == [(at, min(block, size - at)) for at in range(block, size, block)]


def test_the_first_block_names_the_file_and_no_file_is_selected() -> None:
    content = file_of(0x61, 300)
    script = Script([content[:256].hex() + "9000", content[256:].hex() + "9000"])
    assert Chip(script).read_file(File.DG1, limit=LIMIT) == content
    assert script.sent == ["00B0810000", "00B001002C"]


@pytest.mark.parametrize("at_end", [0x6282, 0x9000])
def test_bytes_behind_the_object_are_left(at_end: int) -> None:
    content = file_of(0x61, 90)
    card = FileCard(content + bytes(10), at_end=at_end)
    chip = chip_of(card)
    assert chip.read_file(File.DG1, limit=LIMIT) == content
    assert chip.exchanges == 1


@pytest.mark.parametrize("most", [100, 231])
def test_a_card_may_give_less_than_it_was_asked_for(most: int) -> None:
    content = file_of(0x75, 1000)

    def transmit(command: bytes) -> bytes:
        offset = 0 if command[2] & 0x80 else command[2] << 8 | command[3]
        return content[offset : offset + min(most, command[4] or 256)] + b"\x90\x00"

    chip = Chip(transmit)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    assert chip.exchanges == math.ceil(1000 / most)


@pytest.mark.parametrize("cipher", CIPHERS)
@pytest.mark.parametrize("atr", [b"", EXTENDED])
def test_far_offsets_take_the_odd_instruction(cipher: Cipher | None, atr: bytes) -> None:
    content = file_of(0x75, 70_000)
    card = FileCard(content, cipher)
    chip = chip_of(card, atr)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    far = [offset for offset, _ in card.asked if offset > 0x7FFF]
    assert far
    assert len(far) == math.ceil((70_000 - far[0]) / (far[1] - far[0]))
    assert far[1] - far[0] >= chip.largest_data(2048 if atr else 256) - 4


def test_the_odd_instruction_on_the_wire() -> None:
    content = file_of(0x75, 32_768 + 4 * 256 + 100)
    sent: list[bytes] = []

    def transmit(command: bytes) -> bytes:
        sent.append(command)
        return card(command)

    card = FileCard(content)
    Chip(transmit).read_file(File.DG2, limit=LIMIT)
    assert [command.hex().upper() for command in sent[127:130]] == [
        "00B07F0000",
        "00B10000045402800000",
        "00B1000004540280FD00",
    ]
    assert sent[-1].hex().upper() == "00B10000045402" + "83F4" + "72"


def test_progress_is_told_after_each_block() -> None:
    told: list[tuple[int, int]] = []
    chip = chip_of(FileCard(file_of(0x75, 600)))
    chip.read_file(File.DG2, limit=LIMIT, progress=lambda done, total: told.append((done, total)))
    assert told == [(256, 600), (512, 600), (600, 600)]


def test_a_file_that_claims_3_gb_is_refused_after_its_header() -> None:
    card = FileCard(bytes.fromhex("7584C0000000") + bytes(400))
    chip = chip_of(card)
    tracemalloc.start()
    with pytest.raises(Malformed) as caught:
        chip.read_file(File.DG2, limit=LIMIT)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.where == "DG2"
    assert chip.exchanges == 1
    assert peak < 100_000


def test_a_file_may_be_as_long_as_its_limit_and_no_longer() -> None:
    content = file_of(0x61, 100)
    assert chip_of(FileCard(content)).read_file(File.DG1, limit=100) == content
    with pytest.raises(Malformed, match="longer"):
        chip_of(FileCard(content)).read_file(File.DG1, limit=99)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (file_of(0x75, 60), "tag 75 where 61 belongs"),
        (b"\x61\x80\x5f\x1f\x00\x00\x00", "indefinite"),
        (file_of(0x61, 600)[:500], "ends before its end"),
        (b"", "ends before its end"),
        (b"\x61", "length is missing"),
    ],
)
def test_a_file_that_is_none_is_malformed(content: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason) as caught:
        chip_of(FileCard(content)).read_file(File.DG1, limit=LIMIT)
    assert caught.value.where == "DG1"


def test_a_card_that_gives_more_than_was_asked_for_is_malformed() -> None:
    chip = Chip(lambda _: file_of(0x61, 300) + b"\x90\x00")
    with pytest.raises(Malformed, match="more came"):
        chip.read_file(File.DG1, limit=LIMIT)


def test_a_file_in_crumbs_is_given_up() -> None:
    content = file_of(0x75, 200_000)

    def transmit(command: bytes) -> bytes:
        offset = 0 if command[2] & 0x80 else command[2] << 8 | command[3]
        return content[offset : offset + (6 if offset == 0 else 1)] + b"\x90\x00"

    chip = Chip(transmit)
    with pytest.raises(Malformed, match="crumbs"):
        chip.read_file(File.DG2, limit=LIMIT)
    assert chip.exchanges < 200_000 / 60


@pytest.mark.parametrize(
    ("status", "kind"), [("6A82", FileNotFound), ("6982", AccessNotGranted), ("6700", CardRefused)]
)
def test_a_refused_file_is_refused(status: str, kind: type[CardRefused]) -> None:
    chip = Chip(lambda _: bytes.fromhex(status))
    with pytest.raises(kind) as caught:
        chip.read_file(File.DG11, limit=LIMIT)
    assert caught.value.command == "READ BINARY"
    assert chip.exchanges <= 5


@given(
    st.lists(
        st.binary(max_size=300) | st.integers(0, 255).map(lambda n: bytes((0x6C, n))),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([b"", b"\x75\x30", b"\x75\x82\x90\x00"]),
    st.sampled_from([b"\x90\x00", b"\x62\x82", b""]),
    st.booleans(),
)
def test_whatever_a_card_answers_reading_ends(
    answers: list[bytes], head: bytes, tail: bytes, extended: bool
) -> None:
    turn = iter(range(1_000_000))

    def transmit(_: bytes) -> bytes:
        number = next(turn)
        return (b"" if number else head) + answers[number % len(answers)] + tail

    chip = Chip(transmit, atr=EXTENDED if extended else b"")
    try:
        content = chip.read_file(File.DG2, limit=40_000)
    except EmrtdError:
        pass
    else:
        assert content[0] == 0x75
        assert len(content) <= 40_000
    assert chip.exchanges < 10_000


@given(st.binary(max_size=300))
def test_whatever_a_card_answers_a_session_ends(raw: bytes) -> None:
    chip = Chip(lambda _: raw)
    chip.secure = SecureMessaging(Cipher.AES128, bytes(16), bytes(16))
    with pytest.raises((SecureMessagingError, Malformed)):
        chip.read_file(File.DG1, limit=LIMIT)
    assert chip.exchanges <= 513
