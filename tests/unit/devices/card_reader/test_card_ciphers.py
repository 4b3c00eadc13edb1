"""Keys, MACs, BAC and secure messaging by the worked examples of Doc 9303-11, appendix D, and
of NIST SP 800-38B."""

import hashlib

import pytest

from kiosk.devices.card_reader.card import ciphers
from kiosk.devices.card_reader.card.apdu import Answer, Refused, Status, parse
from kiosk.devices.card_reader.card.bac import BasicAccessControl
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.secure_messaging import Channel

INFORMATION = "L898902C<369080619406236"
K_ENC = bytes.fromhex("ab94fdecf2674fdfb9b391f85d7f76f2")
K_MAC = bytes.fromhex("7962d9ece03d1acd4c76089dce131543")
EXTERNAL_AUTHENTICATE = bytes.fromhex(
    "72c29c2371cc9bdb65b779b8e8d37b29ecc154aa56a8799fae2f498f76ed92f25f1448eea8ad90a7"
)


class ExampleD3(Randomness):
    def octets(self, count: int) -> bytes:
        challenge, key = "4608f91988702212", "0b4f80323eb3191cb04970cb4052790b"
        return bytes.fromhex(challenge if count == 8 else key)


def example() -> BasicAccessControl:
    return BasicAccessControl(INFORMATION, ExampleD3())


def channel() -> Channel:
    return Channel(
        Cipher.TDES,
        bytes.fromhex("979ec13b1cbfe9dcd01ab0fed307eae5"),
        bytes.fromhex("f1cb1f1fb5adf208806b89dc579dc1f8"),
        0x887022120C06C226,
    )


def test_keys_are_derived_as_in_appendix_d_2() -> None:
    seed = hashlib.sha1(INFORMATION.encode()).digest()[:16]
    assert seed.hex() == "239ab9cb282daf66231dc5a4df6bfbae"
    assert ciphers.derive(seed, ciphers.ENCRYPT, Cipher.TDES) == K_ENC
    assert ciphers.derive(seed, ciphers.AUTHENTICATE, Cipher.TDES) == K_MAC


@pytest.mark.parametrize(
    ("key", "message", "expected"),
    [
        ("2b7e151628aed2a6abf7158809cf4f3c", "", "bb1d6929e9593728"),
        (
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "6bc1bee22e409f96e93d7e117393172a",
            "9e99a7bf31e71090",
        ),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411",
            "aaf3d8f1de5640c2",
        ),
    ],
)
def test_cmac_is_that_of_nist(key: str, message: str, expected: str) -> None:
    data = bytes.fromhex(message)
    assert ciphers.mac(Cipher.AES128, bytes.fromhex(key), data).hex() == expected


def test_the_retail_mac_is_that_of_appendix_d_3() -> None:
    data, mac = EXTERNAL_AUTHENTICATE[:32], EXTERNAL_AUTHENTICATE[32:]
    assert ciphers.mac(Cipher.TDES, K_MAC, data) == mac


def test_bac_answers_as_in_appendix_d_3() -> None:
    bac = example()
    assert bac.challenge().hex() == "4608f91988702212"
    answer, opened = bac.authenticate(EXTERNAL_AUTHENTICATE)
    assert answer.hex() == (
        "46b9342a41396cd7386bf5803104d7cedc122b9132139baf2eedc94ee178534f2f2d235d074d7449"
    )
    assert opened.k_enc == channel().k_enc
    assert opened.k_mac == channel().k_mac


def test_a_challenge_serves_once() -> None:
    bac = example()
    bac.challenge()
    bac.authenticate(EXTERNAL_AUTHENTICATE)
    with pytest.raises(Refused, match="6985"):
        bac.authenticate(EXTERNAL_AUTHENTICATE)


@pytest.mark.parametrize(("at", "length"), [(0, 40), (31, 40), (39, 40)])
def test_a_changed_authentication_is_refused(at: int, length: int) -> None:
    bac = example()
    bac.challenge()
    changed = bytearray(EXTERNAL_AUTHENTICATE)
    changed[at] ^= 1
    with pytest.raises(Refused, match="6300"):
        bac.authenticate(bytes(changed[:length]))


def test_an_authentication_of_another_challenge_is_refused() -> None:
    bac = BasicAccessControl(INFORMATION, Randomness())
    bac.challenge()
    with pytest.raises(Refused, match="6300"):
        bac.authenticate(EXTERNAL_AUTHENTICATE)


def test_secure_messaging_is_that_of_appendix_d_4() -> None:
    session = channel()
    select = session.open(
        parse(bytes.fromhex("0ca4020c158709016375432908c044f68e08bf8b92d635ff24f800"))
    )
    assert (select.cla, select.ins, select.data.hex(), select.ne) == (0, 0xA4, "011e", 0)
    assert session.protect(Answer(), 0xA4).hex() == "990290008e08fa855a5d4c50a8ed9000"
    read = session.open(parse(bytes.fromhex("0cb000000d9701048e08ed6705417e96ba5500")))
    assert (read.ins, read.data, read.ne) == (0xB0, b"", 4)
    assert session.protect(Answer(bytes.fromhex("60145f01")), 0xB0).hex() == (
        "8709019ff0ec34f9922651990290008e08ad55cc17140b2ded9000"
    )
    more = session.open(parse(bytes.fromhex("0cb000040d9701128e082ea28a70f3c7b53500")))
    assert (more.p2, more.ne) == (4, 0x12)
    data = bytes.fromhex("04303130365f36063034303030305c026175")
    assert session.protect(Answer(data), 0xB0).hex() == (
        "871901fb9235f4e4037f2327dcc8964f1f9b8c30f42c8e2fff224a990290008e08c8b2787eaea07d749000"
    )


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("0ca4020c158709016375432908c044f68e08bf8b92d635ff24f900", "6988"),  # MAC
        ("0ca4020c158709016375432909c044f68e08bf8b92d635ff24f800", "6988"),  # data
        ("0ca4000c158709016375432908c044f68e08bf8b92d635ff24f800", "6988"),  # header
        ("0ca4020c0b8709016375432908c044f600", "6987"),  # no MAC
        ("0ca4020c178709016375432908c044f68e08bf8b92d635ff24f8970000", "6988"),  # behind it
        ("0ca4020c02ffff00", "6988"),
    ],
)
def test_wrong_protection_is_refused(command: str, status: str) -> None:
    with pytest.raises(Refused, match=status):
        channel().open(parse(bytes.fromhex(command)))


@pytest.mark.parametrize(
    ("cipher", "room", "odd_room"), [(Cipher.TDES, 231, 231), (Cipher.AES128, 223, 223)]
)
def test_what_fits_into_a_short_answer(cipher: Cipher, room: int, odd_room: int) -> None:
    session = Channel.of(b"secret", cipher)
    assert session.room(256, 0xB0) == room
    assert session.room(256, 0xB1) == odd_room
    for ne in (14, 30, 100, 128, 224, 256, 1000, 65536):
        fits = session.room(ne, 0xB0)
        assert fits == 0 or len(session.protect(Answer(bytes(fits)), 0xB0)) - 2 <= ne
        assert len(session.protect(Answer(bytes(fits + cipher.block)), 0xB0)) - 2 > ne


def test_padding_that_is_none_is_no_padding() -> None:
    assert ciphers.unpad(ciphers.pad(b"", 8)) == b""
    with pytest.raises(ValueError, match="padding"):
        ciphers.unpad(bytes(8))


def test_a_status_is_an_answer() -> None:
    assert Answer(b"\x01", Status.END_OF_FILE).encode() == b"\x01\x62\x82"
