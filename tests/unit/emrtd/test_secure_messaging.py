"""Secure messaging by the values of Doc 9303 part 11, D.4, and of BSI's worked example for EAC."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.apdu import Command, Response
from kiosk.emrtd.ciphers import Cipher, mac, pad
from kiosk.emrtd.errors import SecureMessagingError
from kiosk.emrtd.secure_messaging import SecureMessaging

SELECT = Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("011E"))
READ = Command(0x00, 0xB0, 0x00, 0x00, le=4)
EXCHANGES = (
    (
        SELECT,
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
        "990290008E08FA855A5D4C50A8ED9000",
        "",
    ),
    (
        READ,
        "0CB000000D9701048E08ED6705417E96BA5500",
        "8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000",
        "60145F01",
    ),
    (
        Command(0x00, 0xB0, 0x00, 0x04, le=0x12),
        "0CB000040D9701128E082EA28A70F3C7B53500",
        "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000",
        "04303130365F36063034303030305C026175",
    ),
)


def session() -> SecureMessaging:
    """The session of appendix D.3."""
    return SecureMessaging(
        Cipher.TDES,
        bytes.fromhex("979EC13B1CBFE9DCD01AB0FED307EAE5"),
        bytes.fromhex("F1CB1F1FB5ADF208806B89DC579DC1F8"),
        ssc=0x887022120C06C226,
    )


def _answer(raw: str) -> Response:
    return Response.parse(bytes.fromhex(raw))


def test_ef_com_is_read_as_in_appendix_d4() -> None:
    secure = session()
    for command, sent, received, data in EXCHANGES:
        assert secure.protect(command).encode().hex().upper() == sent
        assert secure.unprotect(_answer(received)) == Response(bytes.fromhex(data), 0x9000)


def test_aes_as_in_the_worked_example_for_extended_access_control() -> None:
    secure = SecureMessaging(
        Cipher.AES128,
        bytes.fromhex("68406B4162100563D9C901A6154D2901"),
        bytes.fromhex("73FF268784F72AF833FDC9464049AFC9"),
    )
    command = Command(0x00, 0x22, 0x81, 0xB6, bytes.fromhex("830D44454356434141543030303031"))
    assert secure.protect(command).encode().hex().upper() == (
        "0C2281B61D871101BE90237EEB4BA0FF253EA246AE31C8B88E0892D21C73A1DFE99900"
    )
    assert secure.unprotect(_answer("990290008E08A89570A68664A7D69000")) == Response(b"", 0x9000)


def _ready() -> tuple[SecureMessaging, bytes]:
    """A session that waits for the second answer of the example, and this answer."""
    secure = session()
    secure.protect(SELECT)
    secure.unprotect(_answer(EXCHANGES[0][2]))
    secure.protect(READ)
    return secure, bytes.fromhex(EXCHANGES[1][2])


@given(st.data())
def test_no_flipped_bit_gets_through(data: st.DataObject) -> None:
    secure, answer = _ready()
    at = data.draw(st.integers(0, 8 * len(answer) - 1))
    flipped = (int.from_bytes(answer, "big") ^ 1 << at).to_bytes(len(answer), "big")
    with pytest.raises(SecureMessagingError):
        secure.unprotect(Response.parse(flipped))


@given(st.binary(min_size=2, max_size=80))
def test_no_made_up_answer_gets_through(raw: bytes) -> None:
    secure, _ = _ready()
    with pytest.raises(SecureMessagingError):
        secure.unprotect(Response.parse(raw))


@pytest.mark.parametrize("status", [0x6987, 0x6988, 0x9000, 0x6982, 0x6700])
def test_an_answer_without_protection_ends_the_session(status: int) -> None:
    secure, _ = _ready()
    with pytest.raises(SecureMessagingError) as caught:
        secure.unprotect(Response(b"", status))
    assert caught.value.status == status


@pytest.mark.parametrize(
    "raw",
    [
        "990290009000",  # no MAC
        "8709019FF0EC34F992265199029000" + "9000",  # data and status, no MAC
        "8709019FF0EC34F99226518E08AD55CC17140B2DED" + "9000",  # no status
        "60145F019000",  # the plain file
    ],
)
def test_an_answer_without_its_mac_or_status_is_refused(raw: str) -> None:
    secure, _ = _ready()
    with pytest.raises(SecureMessagingError):
        secure.unprotect(_answer(raw))


def test_an_answer_does_not_count_twice_nor_for_another_command() -> None:
    secure = session()
    secure.protect(SELECT)
    secure.unprotect(_answer(EXCHANGES[0][2]))
    secure.protect(READ)
    with pytest.raises(SecureMessagingError):
        secure.unprotect(_answer(EXCHANGES[0][2]))


def test_a_session_that_is_over_stays_over() -> None:
    secure, _ = _ready()
    with pytest.raises(SecureMessagingError):
        secure.unprotect(Response(b"", 0x6988))
    with pytest.raises(SecureMessagingError, match="over"):
        secure.protect(READ)


def _protected(body: bytes, status: int, *, counter: int) -> Response:
    """What a card that knows the keys of the example, and nothing else, makes of a body."""
    body += b"\x99\x02" + status.to_bytes(2, "big")
    key = bytes.fromhex("F1CB1F1FB5ADF208806B89DC579DC1F8")
    sealed = mac(Cipher.TDES, key, counter.to_bytes(8, "big") + body)
    return Response(body + b"\x8e\x08" + sealed, 0x9000)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("870101", "whole blocks"),
        ("870801" + "00" * 7, "whole blocks"),
        ("870902" + "00" * 8, "unknown padding"),
        ("870901" + "00" * 8, "wrong padding"),
        ("8700", "unknown padding"),
    ],
)
def test_a_card_with_the_keys_gets_nonsense_refused(body: str, reason: str) -> None:
    secure = session()
    secure.protect(SELECT)
    answer = _protected(bytes.fromhex(body), 0x9000, counter=0x887022120C06C228)
    with pytest.raises(SecureMessagingError, match=reason):
        secure.unprotect(answer)


def test_the_status_word_is_the_authenticated_one() -> None:
    secure = session()
    secure.protect(SELECT)
    with pytest.raises(SecureMessagingError, match="status word"):
        secure.unprotect(_protected(b"", 0x6A82, counter=0x887022120C06C228))


def test_a_protected_refusal_is_an_answer() -> None:
    secure = session()
    secure.protect(SELECT)
    answer = _protected(b"", 0x6A82, counter=0x887022120C06C228)
    assert secure.unprotect(Response(answer.data, 0x6A82)) == Response(b"", 0x6A82)


@pytest.mark.parametrize(
    ("le", "expected", "outer"),
    [
        (1, "970101", 256),
        (256, "970100", 256),
        (257, "97020101", 65536),
        (65536, "97020000", 65536),
    ],
)
def test_le_is_one_byte_or_two(le: int, expected: str, outer: int) -> None:
    protected = session().protect(Command(0x00, 0xB0, 0x00, 0x00, le=le))
    assert protected.data.hex().upper().startswith(expected + "8E08")
    assert protected.le == outer


def test_odd_instructions_have_their_cryptogram_without_indicator() -> None:
    protected = session().protect(Command(0x00, 0xB1, 0x00, 0x00, b"\x54\x02\x80\x00", 4))
    assert protected.data[:2] == b"\x85\x08"
    assert protected.data[10:13] == b"\x97\x01\x04"


def test_the_class_byte_keeps_its_chaining() -> None:
    assert session().protect(Command(0x10, 0x86, 0x00, 0x00, b"\x7c\x00")).cla == 0x1C


@pytest.mark.parametrize("cipher", list(Cipher))
def test_the_largest_block_is_the_largest(cipher: Cipher) -> None:
    """Against the objects written out: one byte more than told would not fit."""

    def protected(size: int) -> int:
        content = len(pad(bytes(size), cipher.block_size)) + 1
        around = 2 if content < 0x80 else 3 if content < 0x100 else 4
        return around + content + 4 + 10

    secure = SecureMessaging(cipher, bytes(16), bytes(16))
    for limit in (*range(300), 1024, 2048, 65536):
        largest = secure.largest_data(limit)
        assert largest == 0 or protected(largest) <= limit
        assert protected(largest + 1) > limit


def test_short_apdus_carry_231_bytes_by_3des_and_223_by_aes() -> None:
    assert session().largest_data(256) == 231
    for cipher in (Cipher.AES128, Cipher.AES192, Cipher.AES256):
        assert SecureMessaging(cipher, bytes(16), bytes(16)).largest_data(256) == 223


def test_the_counter_goes_round() -> None:
    key = bytes(range(16))
    last = SecureMessaging(Cipher.TDES, key, key, ssc=(1 << 64) - 1).protect(SELECT)
    mac_of_zero = mac(
        Cipher.TDES, key, bytes(8) + bytes.fromhex("0CA4020C80000000") + last.data[:11]
    )
    assert last.data[-8:] == mac_of_zero


def test_keys_are_not_shown() -> None:
    assert repr(session()) == "SecureMessaging(3DES)"
