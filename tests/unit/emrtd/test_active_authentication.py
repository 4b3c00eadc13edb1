"""Active authentication with RSA: signatures are built byte by byte after ISO/IEC 9796-2."""

import hashlib
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emrtd import active_authentication, curves, der, dh, tlv
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.errors import ChipNotGenuine, Malformed, SecureMessagingError, Unsupported
from kiosk.emrtd.secure_messaging import SecureMessaging
from tests.examples import examples
from tests.unit.emrtd.asked import CHALLENGE, OTHER_CHALLENGE, authenticate
from tests.unit.emrtd.asn1 import dh_key, explicit, name, spki

M1 = bytes.fromhex(
    "9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991"
    "B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F967"
    "84D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E"
    "7292E2DCDA3024B47DA8"
)
"""The chip's random bytes of appendix F: a key of 1024 bits, SHA-1, trailer BC."""

TRAILERS = {"sha1": "33CC", "sha224": "38CC", "sha256": "34CC", "sha384": "36CC", "sha512": "35CC"}


@cache
def rsa_key(bits: int = 1024, exponent: int = 65537) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(exponent, bits)


def block(algorithm: str, trailer: bytes, size: int = 128, challenge: bytes = CHALLENGE) -> bytes:
    """The message representative of ISO/IEC 9796-2, scheme 1, with as much of M1 as fits."""
    digest_size = hashlib.new(algorithm).digest_size
    m1 = (M1 * 4)[: size - 1 - digest_size - len(trailer)]
    return b"\x6a" + m1 + hashlib.new(algorithm, m1 + challenge).digest() + trailer


def signed(representative: bytes, key: rsa.RSAPrivateKey) -> bytes:
    numbers = key.private_numbers()
    modulus = numbers.public_numbers.n
    signature = pow(int.from_bytes(representative, "big"), numbers.d, modulus)
    return signature.to_bytes(len(representative), "big")


def test_the_message_of_appendix_f() -> None:
    representative = block("sha1", b"\xbc")
    assert representative.hex().upper() == (
        "6A9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC19"
        "91B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F9"
        "6784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD"
        "4E7292E2DCDA3024B47DA8C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127BC"
    )
    key = rsa_key()
    sent = authenticate(spki(key.public_key()), signed(representative, key) + b"\x90\x00")
    assert sent == [bytes.fromhex("0088000008F173589974BF40C600")]


@pytest.mark.parametrize(("algorithm", "trailer"), TRAILERS.items())
def test_every_hash_function_by_its_trailer(algorithm: str, trailer: str) -> None:
    key = rsa_key()
    representative = block(algorithm, bytes.fromhex(trailer))
    authenticate(spki(key.public_key()), signed(representative, key) + b"\x90\x00")


def test_the_smaller_of_two_signatures_is_good_as_well() -> None:
    """ISO/IEC 9796-2, B.4: a signer may send n - s."""
    key = rsa_key()
    signature = int.from_bytes(signed(block("sha256", b"\x34\xcc"), key), "big")
    other = key.public_key().public_numbers().n - signature
    authenticate(spki(key.public_key()), other.to_bytes(128, "big") + b"\x90\x00")


def test_an_exponent_of_three() -> None:
    key = rsa_key(exponent=3)
    authenticate(spki(key.public_key()), signed(block("sha256", b"\x34\xcc"), key) + b"\x90\x00")


@pytest.mark.parametrize("filler", ["6BBA", "6BBBBBBA"])
def test_a_short_message_is_filled_up(filler: str) -> None:
    key = rsa_key()
    head = bytes.fromhex(filler)
    m1 = M1[: 128 - len(head) - 32 - 2]
    representative = head + m1 + hashlib.sha256(m1 + CHALLENGE).digest() + b"\x34\xcc"
    authenticate(spki(key.public_key()), signed(representative, key) + b"\x90\x00")


@pytest.mark.parametrize("filler", ["6BCA", "6BAA", "6BCBBA", "6BBBBC", "6BB0BA"])
def test_a_filler_of_other_bytes_is_refused(filler: str) -> None:
    head = bytes.fromhex(filler)
    m1 = M1[: 128 - len(head) - 32 - 2]
    forged(head + m1 + hashlib.sha256(m1 + CHALLENGE).digest() + b"\x34\xcc")


def test_a_long_key_asks_for_an_answer_of_extended_length() -> None:
    key = rsa_key(2048 + 64)
    representative = block("sha256", b"\x34\xcc", size=264)
    sent = authenticate(spki(key.public_key()), signed(representative, key) + b"\x90\x00")
    assert sent == [bytes.fromhex("00880000000008") + CHALLENGE + bytes.fromhex("0108")]


def forged(representative: bytes) -> None:
    key = rsa_key()
    with pytest.raises(ChipNotGenuine):
        authenticate(spki(key.public_key()), signed(representative, key) + b"\x90\x00")


def test_a_signature_of_another_challenge_is_refused() -> None:
    forged(block("sha256", b"\x34\xcc", challenge=OTHER_CHALLENGE))


def test_a_signature_by_another_key_is_refused() -> None:
    key = rsa_key()
    with pytest.raises(ChipNotGenuine):
        authenticate(
            spki(rsa_key(exponent=3).public_key()),
            signed(block("sha256", b"\x34\xcc"), key) + b"\x90\x00",
        )


@pytest.mark.parametrize("trailer", ["31CC", "37CC", "FFCC", "36CC", "BD", "BC", "34CD"])
def test_another_trailer_is_refused(trailer: str) -> None:
    good = block("sha256", b"\x34\xcc")
    end = bytes.fromhex(trailer)
    forged(good[: -len(end)] + end)


@pytest.mark.parametrize("header", ["4A", "2A", "5A", "7A", "6C", "60", "6B"])
def test_another_header_is_refused(header: str) -> None:
    forged(bytes.fromhex(header) + block("sha256", b"\x34\xcc")[1:])


def test_a_filler_that_leaves_no_room_is_refused() -> None:
    forged(b"\x6b" + b"\xbb" * 126 + b"\xbc")
    forged(b"\x6b" + b"\xbb" * 100 + b"\xba" + hashlib.sha1(CHALLENGE).digest()[:5] + b"\xbc" * 21)


@pytest.mark.parametrize("size", [0, 1, 127, 129])
def test_a_signature_of_another_length_is_refused(size: int) -> None:
    key = rsa_key()
    signature = signed(block("sha256", b"\x34\xcc"), key)
    with pytest.raises(ChipNotGenuine):
        authenticate(spki(key.public_key()), (signature * 2)[:size] + b"\x90\x00")


def test_a_signature_that_is_no_number_below_the_modulus_is_refused() -> None:
    key = rsa_key()
    for number in (0, key.public_key().public_numbers().n):
        with pytest.raises(ChipNotGenuine):
            authenticate(spki(key.public_key()), number.to_bytes(128, "big") + b"\x90\x00")


@pytest.mark.parametrize("status", ["6A88", "6982", "6D00"])
def test_a_chip_that_refuses_is_not_genuine(status: str) -> None:
    with pytest.raises(ChipNotGenuine, match=status):
        authenticate(spki(rsa_key().public_key()), bytes.fromhex(status))


def test_a_key_for_agreement_signs_nothing() -> None:
    group = dh.GROUPS[0]
    with pytest.raises(Unsupported):
        authenticate(dh_key(group.p, group.g, group.g), b"")


def test_a_key_that_is_none_is_malformed() -> None:
    algorithm = tlv.encode(der.SEQUENCE, name("1.2.840.113549.1.1.1"))
    for bad in (b"", b"\x30\x00", tlv.encode(der.SEQUENCE, algorithm + b"\x03\x02\x00\x30")):
        with pytest.raises(Malformed):
            authenticate(bad, b"\x90\x00")


@settings(max_examples=examples(40), deadline=None)
@given(signature=st.binary(max_size=140), full=st.booleans())
def test_noise_is_no_signature(signature: bytes, full: bool) -> None:
    key = spki(rsa_key().public_key())
    if full:
        signature = signature.ljust(128, b"\x01")[:128]
    with pytest.raises(ChipNotGenuine):
        authenticate(key, signature + b"\x90\x00")
    with pytest.raises(ChipNotGenuine):
        authenticate(explicit(curves.CURVES[4]), signature + b"\x90\x00")


@settings(max_examples=examples(40), deadline=None)
@given(inside=st.binary(min_size=126, max_size=126), last=st.sampled_from([b"\xbc", b"\xcc"]))
def test_noise_that_was_signed_is_refused(inside: bytes, last: bytes) -> None:
    """The chip has the key and signs what it likes: blocks of every form are opened."""
    forged(b"\x6a" + inside + last)
    forged(b"\x6b" + inside + last)


def test_a_signature_that_protection_makes_too_long_wants_extended_length() -> None:
    """2048 bits are 256 bytes: they fit into a short answer, and protected they do not."""
    sent: list[bytes] = []

    def transmit(command: bytes) -> bytes:
        sent.append(command)
        return b"\x6f\x00"

    chip = Chip(transmit)
    chip.secure = SecureMessaging(Cipher.AES128, bytes(16), bytes(16))
    with pytest.raises(SecureMessagingError):
        active_authentication.authenticate(chip, spki(rsa_key(2048).public_key()), None)
    header, lengths = sent[0][:4], (sent[0][4:7], sent[0][-2:])
    assert header.hex() == "0c880000"
    assert lengths == (b"\x00" + (len(sent[0]) - 9).to_bytes(2, "big"), b"\x00\x00")
    assert bytes.fromhex("97020101") in sent[0]
