"""Forgers with files of two people, and cards that want the kiosk to hang."""

from collections import UserDict
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.devices.card_reader.card import data_groups, der, security_infos, tlv
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.cms import Scheme, signed
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.files import SOD, data_group
from kiosk.devices.card_reader.card.keys import ChipKey
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.security_infos import Parameters
from kiosk.emrtd.errors import EmrtdError, Malformed
from kiosk.emrtd.lds import sod
from kiosk.emrtd.verdict import Trust
from tests.contract.chips.forger import (
    FORGER,
    LDS_SECURITY_OBJECT,
    OTHER,
    PLAIN,
    file_of,
    identify,
    security_object,
    with_files,
)
from tests.contract.chips.stand import HOLDER, ISSUER, KEYS, NUMBER, Stand, face


@pytest.mark.parametrize("mixed", [(1,), (13,), (1, 13)], ids=str)
def test_the_data_of_one_with_the_signature_of_another_fails(mixed: tuple[int, ...]) -> None:
    other = personalise(OTHER, ISSUER, PLAIN)
    mix = {data_group(number): file_of(other, data_group(number)) for number in mixed}
    identity = identify(with_files(personalise(HOLDER, ISSUER, PLAIN), dict(mix)))
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == f"hash-dg{mixed[0]}"


def test_a_zone_that_nobody_signed_fails() -> None:
    genuine = personalise(HOLDER, ISSUER, PLAIN)
    dg13 = file_of(genuine, data_group(13))
    forged = with_files(genuine, {SOD: security_object({13: dg13})})
    assert identify(forged).authenticity.reason == "unsigned-dg1"


def test_what_dg13_says_without_a_signature_is_not_even_read() -> None:
    genuine = personalise(HOLDER, ISSUER, PLAIN)
    dg1 = file_of(genuine, data_group(1))
    forged = with_files(
        genuine,
        {SOD: security_object({1: dg1}), data_group(13): data_groups.dg13(OTHER)},
    )
    identity = identify(forged)
    assert identity.authenticity.is_verified
    assert identity.person is None
    assert identity.number == NUMBER


def test_two_hashes_of_one_group_are_no_security_object() -> None:
    genuine = personalise(HOLDER, ISSUER, PLAIN)
    dg1, foreign = file_of(genuine, data_group(1)), data_groups.dg1(OTHER)
    forged = with_files(genuine, {SOD: security_object({1: dg1}, (1, foreign))})
    with pytest.raises(Malformed):
        identify(forged)


OTHER_NAME = replace(HOLDER, name="Lê Thị Khác")


def test_a_country_of_the_forger_s_own_gets_no_tick() -> None:
    assert not identify(personalise(OTHER_NAME, FORGER)).authenticity.is_verified


def test_the_trusted_signer_s_certificate_does_not_sign_for_the_forger() -> None:
    """The genuine DSC beside a signature of the forger's own."""
    forged = personalise(OTHER_NAME, FORGER, PLAIN)
    content = sod.parse(file_of(forged, SOD)).signed.content
    genuine = sod.parse(security_object({1: b""})).signed.certificates[0]
    certificate = x509.load_der_x509_certificate(genuine.der)
    key = ec.generate_private_key(ec.SECP256R1())
    mine = signed(LDS_SECURITY_OBJECT, content, certificate, key, Scheme.ECDSA, "sha256")
    identity = identify(with_files(forged, {SOD: tlv.encode(0x77, mine)}))
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == "signature"


@pytest.mark.parametrize("at", range(9, 20))
def test_a_card_that_is_swapped_in_the_middle_never_mixes_two_people(at: int) -> None:
    """The second card takes the same passwords; from command ``at`` on it is the one there."""
    first = SimulatedCard(personalise(HOLDER, ISSUER))
    content = personalise(OTHER, ISSUER)
    mine = personalise(HOLDER, ISSUER)
    second = SimulatedCard(replace(content, can=mine.can, mrz_information=mine.mrz_information))
    sent = 0

    def transmit(command: bytes) -> bytes:
        nonlocal sent
        sent += 1
        return (first if sent < at else second).process(command)

    try:
        identity = Stand.of().reading(transmit).identify(KEYS)
    except EmrtdError:
        return
    assert identity.person is not None
    same = identity.mrz.optional.startswith(identity.person.number)
    assert same or identity.authenticity.state is Trust.FAILED


def test_a_signed_dg13_that_is_not_there_fails() -> None:
    identity = identify(with_files(personalise(HOLDER, ISSUER, PLAIN), {data_group(13): None}))
    assert identity.person is None
    assert identity.authenticity.reason == "hash-dg13"


def test_somebody_else_s_face_has_another_hash() -> None:
    genuine = personalise(HOLDER, ISSUER, PLAIN)
    stand = Stand.of()
    foreign = data_groups.dg2(face("JPEG2000"))
    stand.card = SimulatedCard(with_files(genuine, {data_group(2): foreign}))
    reading = stand.reading()
    assert reading.identify(KEYS).authenticity.is_verified
    assert reading.face().verdict.reason == "hash-dg2"


class _TwoFaced(UserDict[int, bytes]):
    """Files of which one is another the first time that it is read."""

    def __init__(self, files: dict[int, bytes], fid: int, first: bytes) -> None:
        super().__init__(files)
        self._fid, self._first = fid, first
        self.reads = 0

    def __getitem__(self, fid: int) -> bytes:
        if fid == self._fid:
            self.reads += 1
            if self.reads == 1:
                return self._first
        return super().__getitem__(fid)


def test_a_key_of_the_forger_s_own_is_not_covered_by_reading_the_genuine_one_later() -> None:
    """Without DG13, what confirms chip authentication is DG14 once more."""
    genuine = personalise(HOLDER, ISSUER, faults=Faults(missing_dg13=True))
    mine = ChipKey.new(13, Cipher.AES128, Randomness())
    forged = data_groups.dg14(
        der.set_of(
            security_infos.chip_authentication_info(13, Cipher.AES128),
            security_infos.chip_authentication_key(13, mine.public, Parameters.NAMED),
        )
    )
    assert genuine.files.application is not None
    files = _TwoFaced(dict(genuine.files.application), data_group(14), forged)
    card = replace(genuine, files=replace(genuine.files, application=files), chip_key=mine)
    identity = identify(card)
    assert files.reads > 1
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == "hash-dg14"


def _crumbs() -> Iterator[bytes]:
    yield bytes.fromhex("31820ff0") + b"\x90\x00"
    while True:
        yield b"\x00\x90\x00"


def _always(answer: bytes) -> Iterator[bytes]:
    while True:
        yield answer


ENDLESS: dict[str, Callable[[], Iterator[bytes]]] = {
    "61xx with nothing": lambda: _always(b"\x61\x10"),
    "61xx with a byte": lambda: _always(b"\x00\x61\x10"),
    "61xx with much": lambda: _always(bytes(256) + b"\x61\x00"),
    "6Cxx": lambda: _always(b"\x6c\x01"),
    "6C00": lambda: _always(b"\x6c\x00"),
    "6700": lambda: _always(b"\x67\x00"),
    "6282": lambda: _always(b"\x62\x82"),
    "9000": lambda: _always(b"\x90\x00"),
    "crumbs": _crumbs,
}


@pytest.mark.parametrize("answers", ENDLESS.values(), ids=ENDLESS)
def test_a_card_without_end_is_given_up(answers: Callable[[], Iterator[bytes]]) -> None:
    endless = answers()
    sent = 0

    def transmit(_: bytes) -> bytes:
        nonlocal sent
        sent += 1
        return next(endless)

    with pytest.raises(EmrtdError):
        Stand.of().reading(transmit).identify(KEYS)
    assert sent < 1200
