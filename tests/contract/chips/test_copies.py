"""Copies of a genuine card that hide, or cover up, that they lack its key."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from kiosk.devices.card_reader.card import data_groups, der, security_infos
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.files import CARD_ACCESS, CARD_SECURITY, SOD, data_group
from kiosk.devices.card_reader.card.pace import Mapping, PaceVariant
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import ChipAuthentication, Profile
from kiosk.emrtd import signed_data
from kiosk.emrtd.verdict import Trust
from tests.contract.chips.forger import (
    ACTIVE,
    FORGER,
    LDS_SECURITY_OBJECT,
    PLAIN,
    Program,
    Transmit,
    copied,
    file_of,
    identify,
    security_object,
    with_files,
    with_master,
)
from tests.contract.chips.stand import HOLDER, ISSUER, KEYS, Stand

GENERIC, MAPPED = PaceVariant(), PaceVariant(Mapping.CHIP_AUTHENTICATION)
COPY = Faults(copied=True)
CAM = Profile(pace=(MAPPED,), bac=False, chip_authentication=None)


def _without_proof(transmit: Transmit) -> Transmit:
    """PACE-CAM without the chip authentication data in its last answer."""

    def program(command: bytes) -> bytes:
        answer = transmit(command)
        if command[:2] == b"\x00\x86" and answer[0] == 0x7C:
            token = answer[2:12]
            return bytes((0x7C, len(token))) + token + answer[-2:]
        return answer

    return program


class _Hiding(NamedTuple):
    """What a copy of a card that has the mapping alone does about it."""

    change: Callable[[CardFiles], CardFiles]
    program: Program | None
    verdict: tuple[Trust, str]


_UNSHOWN = (Trust.NOT_VERIFIED, "mapping-not-shown")
HIDINGS = {
    "no EF.CardSecurity": _Hiding(
        lambda card: with_master(card, {CARD_SECURITY: None}), None, _UNSHOWN
    ),
    "EF.CardSecurity is none": _Hiding(
        lambda card: with_master(card, {CARD_SECURITY: b"\x30\x03\x02\x01\x00"}), None, _UNSHOWN
    ),
    "EF.SOD as EF.CardSecurity": _Hiding(
        lambda card: with_master(card, {CARD_SECURITY: file_of(card, SOD)[4:]}), None, _UNSHOWN
    ),
    "generic mapping alone": _Hiding(
        lambda card: replace(
            with_master(card, {CARD_ACCESS: der.set_of(security_infos.pace_info(GENERIC))}),
            pace=(GENERIC,),
        ),
        None,
        _UNSHOWN,
    ),
    "no proof in the last answer": _Hiding(
        lambda card: card, _without_proof, (Trust.FAILED, "chip-key")
    ),
}


@pytest.mark.parametrize("hiding", HIDINGS.values(), ids=HIDINGS)
def test_a_copy_cannot_leave_the_mapping_out(hiding: _Hiding) -> None:
    identity = identify(hiding.change(copied(CAM)), hiding.program)
    assert identity.passive.is_verified
    assert (identity.authenticity.state, identity.authenticity.reason) == hiding.verdict


def test_a_mapping_key_of_the_forger_s_own_does_not_replace_chip_authentication() -> None:
    both = replace(CAM, chip_authentication=ChipAuthentication())
    own = personalise(HOLDER, FORGER, both)
    card = replace(copied(both), mapping_keys=own.mapping_keys)
    card = with_master(card, {CARD_SECURITY: own.files.master[CARD_SECURITY]})
    identity = identify(card)
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == "chip-key"


def _with_a_broken_chip_s_mapping(card: CardFiles, kind: str) -> CardFiles:
    """EF.CardSecurity is genuine but of another card, whose private key the forger got out."""
    broken = personalise(HOLDER, ISSUER, CAM)
    content = signed_data.parse(broken.files.master[CARD_SECURITY], "", limit=65536).content
    files = {
        CARD_ACCESS: broken.files.master[CARD_ACCESS],
        CARD_SECURITY: ISSUER.sign(kind, content),
    }
    mapped = replace(card, mapping_keys=broken.mapping_keys, pace=(MAPPED,))
    return with_master(mapped, dict(files))


def test_one_broken_chip_does_not_make_copies_of_cards_without_the_mapping() -> None:
    card = _with_a_broken_chip_s_mapping(copied(Profile()), "0.4.0.127.0.7.3.2.1")
    identity = identify(card)
    assert identity.access.startswith("PACE-ECDH-CAM")
    assert identity.authenticity.reason == "chip-key"


def test_what_the_country_signed_for_something_else_is_no_card_security() -> None:
    card = _with_a_broken_chip_s_mapping(copied(CAM), LDS_SECURITY_OBJECT)
    assert identify(card).authenticity.reason == "mapping-not-shown"


def test_a_key_that_is_not_spoken_here_is_not_the_same_as_none() -> None:
    """A genuine card with its key on an unknown curve, and so any copy of it."""
    unknown = der.sequence(der.oid("1.2.840.10045.2.1"), der.oid("1.3.132.0.10"))
    key = der.sequence(
        der.oid("0.4.0.127.0.7.2.2.1.2"), der.sequence(unknown, der.bit_string(b"\x04" * 65))
    )
    genuine = personalise(HOLDER, ISSUER, PLAIN)
    groups = {
        1: file_of(genuine, data_group(1)),
        14: data_groups.dg14(der.set_of(key)),
    }
    card = with_files(genuine, {data_group(14): groups[14], SOD: security_object(groups)})
    identity = identify(card)
    assert identity.passive.is_verified
    assert identity.authenticity.state is Trust.NOT_VERIFIED
    assert identity.authenticity.reason == "unsupported-algorithm"


NONSENSE = {
    "missing": None,
    "of another tag": b"\x65\x01\x00",
    "too long": b"\x6e\x83\xff\xff\xff",
    "headless": b"\x7f\xff\xff\xff\xff",
}


@pytest.mark.parametrize("content", NONSENSE.values(), ids=NONSENSE)
@pytest.mark.parametrize(("number", "profile"), [(14, Profile()), (15, ACTIVE)], ids=["CA", "AA"])
def test_a_signed_key_that_the_card_does_not_have_is_a_failed_proof(
    number: int, profile: Profile, content: bytes | None
) -> None:
    identity = identify(with_files(copied(profile), {data_group(number): content}))
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == f"dg{number}-missing"
    assert identity.person is not None, "the rest is read all the same"


def test_a_signed_key_of_another_form_has_another_hash() -> None:
    forged = with_files(copied(Profile()), {data_group(14): b"\x6e\x03\x31\x05\x00"})
    assert identify(forged).authenticity.reason == "hash-dg14"


def _after(ins: int, times: int, answer: bytes) -> Program:
    """Something else in the place of the answer that comes ``times`` after INS ``ins`` of a proof,
    each time."""

    def begin(transmit: Transmit) -> Transmit:
        left = -1

        def program(command: bytes) -> bytes:
            nonlocal left
            right = transmit(command)
            if command[0] & 0x0C and command[1] == ins:
                left = times
            elif left > 0:
                left -= 1
            if left:
                return right
            left = -1
            return answer

        return program

    return begin


ANSWERS = (b"", b"\x00", b"\x90\x00", b"\x61\x00", b"\x6a\x82", b"\x69\x82", bytes(300))


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer[:2].hex() or "none")
@pytest.mark.parametrize("times", [0, 1], ids=["to the key", "to what confirms it"])
def test_a_copy_that_answers_chip_authentication_with_noise_has_failed(
    times: int, answer: bytes
) -> None:
    identity = identify(copied(Profile()), _after(0x86, times, answer))
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == "chip-key"


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer[:2].hex() or "none")
def test_a_copy_that_answers_active_authentication_with_noise_has_failed(answer: bytes) -> None:
    identity = identify(copied(ACTIVE), _after(0x88, 0, answer))
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == "chip-key"


@pytest.mark.parametrize("profile", [Profile(), CAM, ACTIVE], ids=["CA", "CAM", "AA"])
def test_a_copy_has_failed_even_where_nobody_is_trusted(profile: Profile) -> None:
    """The keys of EF.SOD are nobody's word then, but what copies a card has to have them."""
    stand = Stand.of(profile, COPY, trusted=False)
    identity = stand.reading().identify(KEYS)
    assert identity.passive.reason == "no-trust-anchor"
    assert identity.authenticity.state is Trust.FAILED
    assert identity.authenticity.reason == "chip-key"


def test_one_noisy_answer_to_active_authentication_accuses_nobody() -> None:
    garbled = False

    def begin(transmit: Transmit) -> Transmit:
        def program(command: bytes) -> bytes:
            nonlocal garbled
            answer = transmit(command)
            if command[1] == 0x88 and not garbled:
                garbled = True
                return bytes(len(answer) - 2) + answer[-2:]
            return answer

        return program

    assert identify(personalise(HOLDER, ISSUER, ACTIVE), begin).authenticity.is_verified
    assert garbled


def test_a_session_that_goes_on_under_the_old_keys_is_no_proof() -> None:
    """The copy takes the new key, says yes, and goes on in the session of PACE."""

    def begin(transmit: Transmit) -> Transmit:
        last = b""

        def program(command: bytes) -> bytes:
            nonlocal last
            answer = transmit(command)
            if answer[-2:] == b"\x69\x88":  # what follows is under keys that it does not have
                return last
            last = answer
            return answer

        return program

    identity = identify(copied(Profile()), begin)
    assert identity.authenticity.reason == "chip-key"


def test_a_refusal_under_the_new_keys_is_a_proof() -> None:
    """A genuine card that shows DG13 to nobody is accused of nothing."""
    genuine = personalise(HOLDER, ISSUER)
    files = replace(genuine.files, locked=genuine.files.locked | {data_group(13)})
    identity = identify(replace(genuine, files=files))
    assert identity.chip.is_verified
    assert identity.authenticity.is_verified
    assert identity.person is None
    assert [one.file for one in identity.problems] == ["DG13"]
