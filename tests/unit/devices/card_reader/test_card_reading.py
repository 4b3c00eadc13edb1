"""Reading files, plain and protected, short and extended."""

import dataclasses
import io

import pytest
from PIL import Image

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.faults import Faults, Pulled
from kiosk.devices.card_reader.card.pace import Mapping, PaceVariant
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from tests.unit.devices.card_reader.terminal import HOLDER, Terminal, card, issuer, parted

LONG = Profile(extended_length=(4000, 3000))
AES = PaceVariant()
TDES = PaceVariant(cipher=Cipher.TDES)


def inside(profile: Profile = Profile(), faults: Faults = Faults()) -> Terminal:
    terminal = Terminal(card(profile, faults))
    assert terminal.pace(profile.pace[0]).status == 0x9000
    terminal.select_application()
    return terminal


def with_face(size: int) -> SimulatedCard:
    """A card whose DG2 has more than ``size`` bytes."""
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, "JPEG")
    face = buffer.getvalue() + bytes(size)
    holder = dataclasses.replace(HOLDER, face=face)
    return SimulatedCard(personalise(holder, issuer(), LONG))


def whole(terminal: Terminal, number: int, block: int) -> bytes:
    content, size = b"", 4
    while len(content) < size:
        offset = len(content)
        if offset:
            reply = terminal.send(f"00b0{offset:04x}", ne=min(block, size - offset))
        else:
            reply = terminal.send(f"00b0{0x80 | number:02x}00", ne=4)
            head = 2 if reply.data[1] < 0x80 else 2 + (reply.data[1] & 0x7F)
            size = head + (reply.data[1] if head == 2 else int.from_bytes(reply.data[2:head]))
        assert reply.status == 0x9000
        content += reply.data
    return content


@pytest.mark.parametrize("variant", [AES, TDES], ids=["AES", "3DES"])
def test_whole_files_come_out(variant: PaceVariant) -> None:
    terminal = inside(Profile(pace=(variant,)))
    room = 223 if variant is AES else 231
    assert whole(terminal, 1, room).startswith(b"\x61\x5d\x5f\x1f\x5aIDVNM1900123457")
    assert "Trần Thị Thu Hà".encode() in whole(terminal, 13, room)
    assert len(whole(terminal, 0x1D, room)) > 800


@pytest.mark.parametrize(("variant", "room"), [(AES, 223), (TDES, 231)], ids=["AES", "3DES"])
def test_no_more_than_fits_into_a_short_answer(variant: PaceVariant, room: int) -> None:
    terminal = inside(Profile(pace=(variant,)))
    assert len(terminal.send("00b09d00", ne=room).data) == room
    assert terminal.send("00b09d00", ne=room + 1).status == 0x6700
    assert len(terminal.send("00b09d00", ne=256).data) == room, "all that fits"


def test_the_end_of_a_file() -> None:
    terminal = inside()
    assert terminal.send("00b0815c", ne=4).status == 0x6282
    assert terminal.send("00b0815c", ne=4).data == b"<<<"
    assert terminal.send("00b0815c", ne=256).status == 0x9000, "all there is"
    assert terminal.send("00b0815f", ne=4).status == 0x6B00


def test_selected_files_are_read_by_offset() -> None:
    terminal = inside()
    assert terminal.send("00b00000", ne=4).status == 0x6986
    assert terminal.send("00a4020c", bytes.fromhex("0101")).status == 0x9000
    assert terminal.send("00b00005", ne=5).data == b"IDVNM"
    assert terminal.send("00b18101", ne=5).status == 0x6A80


def test_what_selecting_tells() -> None:
    terminal = inside()
    told = terminal.send("00a40204", bytes.fromhex("0101"), ne=256)
    assert told.data.hex() == "62088002005f83020101"
    application = Terminal(card()).plain("00a40400", bytes.fromhex("a0000002471001"), ne=256)
    assert application.data.hex() == "6f098407a0000002471001"


def test_fingerprints_stay_closed() -> None:
    terminal = inside()
    assert terminal.send("00b08300", ne=4).status == 0x6982


def test_offsets_beyond_32_kilobytes() -> None:
    terminal = Terminal(with_face(40_000))
    terminal.pace()
    terminal.select_application()
    start = terminal.send("00b08200", ne=4).data
    size = 4 + int.from_bytes(start[2:4])
    offset = (size - 10).to_bytes(2)
    reply = terminal.send("00b10000", tlv.encode(0x54, offset), ne=256)
    assert (reply.data, reply.status) == (tlv.encode(0x53, bytes(10)), 0x9000)
    by_name = terminal.send("00b10102", tlv.encode(0x54, b"\x00"), ne=6)
    assert by_name.data == tlv.encode(0x53, start), "the template counts"
    by_short_name = terminal.send("00b10002", tlv.encode(0x54, b"\x00"), ne=6)
    assert by_short_name.data == by_name.data
    assert (
        terminal.send("00b10000", tlv.encode(0x54, bytes.fromhex("ffffff")), ne=4).status == 0x6B00
    )


def test_extended_length_where_it_is_announced() -> None:
    terminal = inside(LONG)
    assert terminal.card.atr.hex() == "3b85800180739421e0a2"
    sod = whole(terminal, 0x1D, 223)
    assert terminal.send("00b09d00", ne=len(sod), extended=True).data == sod
    assert terminal.send("00b09d00", ne=65536, extended=True).data == sod
    assert terminal.send("00b09d00", ne=3000, extended=True).status == 0x6700
    plain = Terminal(card(LONG)).plain("00b08100", ne=256)
    assert plain.data.hex() == "470394 21e0 7f6608 02020fa0 02020bb8".replace(" ", "")


def test_extended_length_is_refused_where_it_is_not() -> None:
    terminal = Terminal(card())
    assert terminal.card.atr.hex() == "3b8580018073942180c2"
    assert terminal.plain("00b09c00", ne=65536, extended=True).status == 0x6700


@pytest.mark.parametrize(
    ("exact", "status"), [(False, 0x6700), (True, 0x6CBF)], ids=["6700", "6Cxx"]
)
def test_a_small_buffer_refuses_long_reads(exact: bool, status: int) -> None:
    terminal = inside(faults=Faults(largest_le=224, tells_largest_le=exact))
    for ne in (256, 223, 192):
        assert terminal.send("00b09d00", ne=ne).status == status
    assert len(terminal.send("00b09d00", ne=191).data) == 191


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("", 0x6700),
        ("00b0", 0x6700),
        ("00b09c", 0x6700),
        ("00b09c00", 0x6700),  # no Le
        ("00b09c0001020304", 0x6700),
        ("00b09c0001ff00", 0x6700),  # data in a READ BINARY
        ("00b0fc0000", 0x6A86),
        ("00b0810000", 0x6A82),
        ("00b0000000", 0x6986),
        ("00a4090c023f00", 0x6A86),
        ("00a4000f023f00", 0x6A86),
        ("00a4000c013f", 0x6700),
        ("00a4020c020101", 0x6A82),
        ("00a4040c00", 0x6A82),
        ("00ca9f7f00", 0x6D00),
        ("80ca9f7f00", 0x6E00),
        ("01b09c0000", 0x6881),
        ("04b09c0000", 0x6E00),
        ("0cb09c000d9701048e08000000000000000000", 0x6985),  # no session
        ("0022c1b600", 0x6A86),
        ("0022c1b602ffff", 0x6A80),
        ("0088000008000000000000000000", 0x6985),
        ("0084000008", 0x6985),
        ("0086000100", 0x6A86),
    ],
)
def test_commands_that_a_card_refuses_after_power_on(command: str, status: int) -> None:
    reply = parted(card().process(bytes.fromhex(command)))
    assert (reply.data, f"{reply.status:04X}") == (b"", f"{status:04X}")


def test_a_wrong_mac_ends_the_session() -> None:
    terminal = inside()
    sent = bytearray(terminal.protected(bytes.fromhex("0cb08100"), b"", 4))
    sent[-2] ^= 1
    assert parted(terminal.card.process(bytes(sent))).status == 0x6988
    again = terminal.protected(bytes.fromhex("0cb08100"), b"", 4)
    assert parted(terminal.card.process(again)).status == 0x6985


def test_a_repeated_command_ends_the_session() -> None:
    terminal = inside()
    sent = terminal.protected(bytes.fromhex("0cb08100"), b"", 4)
    assert parted(terminal.card.process(sent)).status == 0x9000
    assert parted(terminal.card.process(sent)).status == 0x6988


def test_a_plain_command_ends_the_session() -> None:
    terminal = inside()
    assert terminal.plain("00b08100", ne=4).status == 0x6982
    assert terminal.send("00b08100", ne=4).status == 0x6985
    assert terminal.bac().status == 0x9000, "and may begin a new one"


def test_the_power_being_cut_ends_the_session() -> None:
    terminal = inside()
    terminal.card.reset()
    assert terminal.send("00b08100", ne=4).status == 0x6985
    assert terminal.plain("00b09c00", ne=256).status == 0x9000, "the master file is selected"


def test_a_refusal_within_a_session_is_protected_and_does_not_end_it() -> None:
    terminal = inside()
    assert terminal.send("00b08b00", ne=4).status == 0x6A82
    assert terminal.send("00fe0000").status == 0x6D00
    assert terminal.send("00b08100", ne=4).status == 0x9000


def test_card_security_is_for_who_has_passed() -> None:
    variant = PaceVariant(Mapping.CHIP_AUTHENTICATION)
    terminal = Terminal(card(Profile(pace=(variant,))))
    assert terminal.plain("00b09d00", ne=4).status == 0x6982
    assert terminal.pace(variant).status == 0x9000
    assert terminal.send("00b09d00", ne=4).data[:1] == b"\x30"


def test_a_pulled_card_answers_nothing_and_laid_back_stays() -> None:
    pulled = card(faults=Faults(pulled_at_apdu=2))
    read = bytes.fromhex("00b09c0000")
    assert parted(pulled.process(read)).status == 0x9000
    with pytest.raises(Pulled):
        pulled.process(read)
    pulled.reset()
    assert [parted(pulled.process(read)).status for _ in range(3)] == [0x9000] * 3


def test_a_flipped_bit_is_one_bit_of_one_answer() -> None:
    read = bytes.fromhex("00b09c0000")
    right = card().process(read)
    wrong = card(faults=Faults(flipped_bit_at=1))
    first, second = wrong.process(read), wrong.process(read)
    assert second == right
    assert (int.from_bytes(first) ^ int.from_bytes(right)).bit_count() == 1


def test_the_cards_own_time_is_counted() -> None:
    terminal = inside()
    assert 0 < terminal.card.seconds < 10
    assert terminal.card.count == 6


def test_nothing_of_the_holder_is_in_a_repr() -> None:
    content = personalise(HOLDER, issuer())
    for text in (repr(content), repr(HOLDER), repr(content.files)):
        assert "012345" not in text
        assert "Thu" not in text
        assert "1990" not in text
