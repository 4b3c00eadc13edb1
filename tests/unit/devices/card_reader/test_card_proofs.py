"""How a chip proves that it is the one that was personalised, and how a copy fails to."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from kiosk.devices.card_reader.card import der, tlv
from kiosk.devices.card_reader.card.agreement import agreement
from kiosk.devices.card_reader.card.authentication import chip_authentication_oid
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.domains import CURVES
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.keys import RsaSigningKey
from kiosk.devices.card_reader.card.pace import Mapping, PaceVariant
from kiosk.devices.card_reader.card.profile import (
    ChipAuthentication,
    EcActiveAuthentication,
    Profile,
    RsaActiveAuthentication,
)
from kiosk.devices.card_reader.card.randomness import Randomness
from tests.unit.devices.card_reader.terminal import Terminal, card

LONG = (4000, 4000)
CHALLENGE = bytes.fromhex("f173589974bf40c6")


def inside(profile: Profile, faults: Faults = Faults()) -> Terminal:
    terminal = Terminal(card(profile, faults))
    assert terminal.pace(profile.pace[0]).status == 0x9000
    terminal.select_application()
    return terminal


def content(terminal: Terminal, number: int) -> bytes:
    """Of a data group that fits into one answer: what its tag holds."""
    data = terminal.send(f"00b0{0x80 | number:02x}00", ne=65536, extended=True).data
    return next(iter(tlv.decode(data).values()))


def chip_public(terminal: Terminal) -> bytes:
    """The chip's key in DG14: the end of its ChipAuthenticationPublicKeyInfo."""
    infos = tlv.decode(content(terminal, 14))[0x31]
    marker = der.oid("0.4.0.127.0.7.2.2.1.2")
    info = infos[infos.index(marker) + len(marker) :]
    return tlv.decode(tlv.decode(info[: 2 + info[1]])[0x30])[0x03][1:]


def authenticate_chip(terminal: Terminal, ca: ChipAuthentication, public: bytes) -> None:
    domain, private = agreement(ca.parameter_id), 1234567890
    mine = domain.public_key(private)
    oid = der.oid_content(chip_authentication_oid(ca.parameter_id, ca.cipher))
    extended = ca.parameter_id <= 2
    if ca.cipher is Cipher.TDES:
        key = tlv.encode(0x91, mine)
        assert terminal.send("002241a6", key, extended=extended).status == 0x9000
    else:
        assert terminal.send("002241a4", tlv.encode(0x80, oid)).status == 0x9000
        template = tlv.encode(0x7C, tlv.encode(0x80, mine))
        reply = terminal.send("00860000", template, ne=256, extended=extended)
        assert (reply.data, reply.status) == (b"\x7c\x00", 0x9000)
    terminal.open(domain.secret(private, public), ca.cipher)


@pytest.mark.parametrize(
    "ca",
    [
        ChipAuthentication(13, Cipher.AES128),
        ChipAuthentication(12, Cipher.AES256),
        ChipAuthentication(12, Cipher.TDES),
    ],
    ids=["brainpool", "AES-256", "3DES"],
)
def test_chip_authentication_opens_a_new_session(ca: ChipAuthentication) -> None:
    terminal = inside(Profile(chip_authentication=ca, extended_length=LONG))
    authenticate_chip(terminal, ca, chip_public(terminal))
    assert terminal.send("00b08100", ne=4).data.hex() == "615d5f1f"


def test_chip_authentication_in_a_group() -> None:
    ca = ChipAuthentication(1, Cipher.AES128)
    terminal = inside(Profile(chip_authentication=ca, extended_length=LONG))
    infos = tlv.decode(content(terminal, 14))[0x31]
    at = infos.index(b"\x03\x82\x01")  # the bit string of the key; the domain has none
    bits = tlv.decode(infos[at : at + 4 + int.from_bytes(infos[at + 2 : at + 4])])[0x03]
    public = tlv.decode(bits[1:])[0x02].lstrip(b"\x00")
    authenticate_chip(terminal, ca, public)
    assert terminal.send("00b08100", ne=4).status == 0x9000


def test_a_copy_does_not_have_the_chips_key() -> None:
    ca = ChipAuthentication()
    terminal = inside(Profile(extended_length=LONG), Faults(copied=True))
    authenticate_chip(terminal, ca, chip_public(terminal))
    assert terminal.send("00b08100", ne=4).status == 0x6988


def test_chip_authentication_is_for_who_has_passed() -> None:
    terminal = Terminal(card())
    terminal.select_application()
    assert terminal.plain("002241a4", b"\x80\x00").status == 0x6982
    assert terminal.plain("002241a6", b"\x91\x00").status == 0x6982


@pytest.mark.parametrize("data", ["", "9100", "910104", "9141" + "04" + "01" * 64, "80"])
def test_a_bad_key_is_refused_and_the_session_stays(data: str) -> None:
    terminal = inside(Profile())
    assert terminal.send("002241a6", bytes.fromhex(data)).status == 0x6A80
    assert terminal.send("00b08100", ne=4).status == 0x9000


def test_a_chip_without_a_key() -> None:
    terminal = inside(Profile(chip_authentication=None))
    assert terminal.send("002241a6", b"\x91\x00").status == 0x6A88
    assert terminal.send("002241a4", b"\x80\x00").status == 0x6A88
    assert terminal.send("00880000", CHALLENGE, ne=256).status == 0x6D00


def test_the_chips_mapping_key_is_the_one_in_card_security() -> None:
    variant = PaceVariant(Mapping.CHIP_AUTHENTICATION, Cipher.AES128, 13)
    profile = Profile(pace=(variant,), extended_length=LONG)
    for faults, same in ((Faults(), True), (Faults(copied=True), False)):
        simulated = card(profile, faults)
        terminal = Terminal(simulated)
        assert terminal.pace(variant).status == 0x9000
        security = terminal.send("00b09d00", ne=65536, extended=True).data
        private = simulated._content.mapping_keys[13]
        public = CURVES[13].encode(CURVES[13].public(private))
        assert (public in security) is same


def recovered(dg15: bytes, signature: bytes) -> bytes:
    key = serialization.load_der_public_key(dg15)
    assert isinstance(key, rsa.RSAPublicKey)
    numbers = key.public_numbers()
    message = pow(int.from_bytes(signature), numbers.e, numbers.n)
    return message.to_bytes(len(signature))


@pytest.mark.parametrize(
    ("digest", "trailer"),
    [
        ("sha1", "bc"),
        ("sha224", "38cc"),
        ("sha256", "34cc"),
        ("sha384", "36cc"),
        ("sha512", "35cc"),
    ],
)
def test_rsa_signs_by_iso_9796(digest: str, trailer: str) -> None:
    profile = Profile(
        active_authentication=RsaActiveAuthentication(1024, digest), extended_length=LONG
    )
    terminal = inside(profile)
    reply = terminal.send("00880000", CHALLENGE, ne=256)
    assert len(reply.data) == 128
    message = recovered(content(terminal, 15), reply.data)
    size = hashlib.new(digest).digest_size
    end = len(message) - len(trailer) // 2
    assert (message[0], message[end:].hex()) == (0x6A, trailer)
    first = message[1 : end - size]
    assert message[end - size : end] == hashlib.new(digest, first + CHALLENGE).digest()


def test_the_signed_message_is_that_of_appendix_f() -> None:
    first = bytes.fromhex(
        "9d2784a67f8e7c659973ea1aea25d95b6c8f91e5002f369f0fbdce8a3cec1991"
        "b543f1696546c5524cf23a5303cd6c98599f40b79f377b5f3a1406b3b4d8f967"
        "84d23aa88db7e1032a405e69325fa91a6e86f5c71aea978264c4a207446dad4e"
        "7292e2dcda3024b47da8"
    )

    class Example(Randomness):
        def octets(self, count: int) -> bytes:
            assert count == len(first)
            return first

    key = RsaSigningKey.new(1024, "sha1")
    public = key.numbers.public_numbers
    signature = key.sign(CHALLENGE, Example())
    message = pow(int.from_bytes(signature), public.e, public.n).to_bytes(128)
    assert message == (
        b"\x6a" + first + bytes.fromhex("c063aa1e6d22fbd976ab0fe73d94d2d9c6d88127bc")
    )


@pytest.mark.parametrize(("number", "digest"), [(12, "sha256"), (13, "sha256"), (18, "sha512")])
def test_ecdsa_signs_plainly(number: int, digest: str) -> None:
    profile = Profile(
        active_authentication=EcActiveAuthentication(number, digest), extended_length=LONG
    )
    terminal = inside(profile)
    signature = terminal.send("00880000", CHALLENGE, ne=256).data
    half = len(signature) // 2
    assert len(signature) == 2 * CURVES[number].size
    encoded = utils.encode_dss_signature(
        int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    )
    key = serialization.load_der_public_key(content(terminal, 15))
    assert isinstance(key, ec.EllipticCurvePublicKey)
    digests = {"sha256": hashes.SHA256(), "sha512": hashes.SHA512()}
    key.verify(encoded, CHALLENGE, ec.ECDSA(digests[digest]))


def test_a_copy_signs_with_another_key() -> None:
    profile = Profile(active_authentication=RsaActiveAuthentication(), extended_length=LONG)
    terminal = inside(profile, Faults(copied=True))
    signature = terminal.send("00880000", CHALLENGE, ne=256).data
    assert recovered(content(terminal, 15), signature)[-2:].hex() != "34cc"


def test_a_long_signature_wants_extended_length() -> None:
    profile = Profile(active_authentication=RsaActiveAuthentication(2048), extended_length=LONG)
    terminal = inside(profile)
    assert terminal.send("00880000", CHALLENGE, ne=256).status == 0x6700
    assert len(terminal.send("00880000", CHALLENGE, ne=256, extended=True).data) == 256


def test_a_challenge_has_eight_bytes() -> None:
    terminal = inside(Profile(active_authentication=EcActiveAuthentication()))
    assert terminal.send("00880000", CHALLENGE[1:], ne=256).status == 0x6700
    terminal = Terminal(card(Profile(active_authentication=EcActiveAuthentication())))
    terminal.select_application()
    assert terminal.plain("00880000", CHALLENGE, ne=256).status == 0x6982


def test_there_are_no_signatures_on_curves_that_openssl_lacks() -> None:
    with pytest.raises(ValueError, match="no signatures on brainpoolP320r1"):
        card(Profile(active_authentication=EcActiveAuthentication(14)))
