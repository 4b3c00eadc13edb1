"""Our reader on a card that was written without it: each way in, each proof, each fault."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.cms import Scheme
from kiosk.devices.card_reader.card.faults import Faults, Pulled
from kiosk.devices.card_reader.card.pace import Mapping, PaceVariant
from kiosk.devices.card_reader.card.profile import (
    ChipAuthentication,
    EcActiveAuthentication,
    Profile,
    RsaActiveAuthentication,
)
from kiosk.emrtd.errors import AccessDenied, EmrtdError, FileNotFound, NotAnEmrtd, Unsupported
from kiosk.emrtd.files import File
from kiosk.emrtd.identity import Identity, Stage
from kiosk.emrtd.lds.image_header import FaceFormat
from kiosk.emrtd.mrz import MrzKey
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.verdict import Trust
from tests.contract.chips.stand import HOLDER, KEYS, NUMBER, TODAY, Stand, face, keys

GENERIC = [PaceVariant(parameter_id=number) for number in (*range(8, 19), 0, 1, 2)]
CIPHERS = [PaceVariant(cipher=cipher, parameter_id=12) for cipher in Cipher]
INTEGRATED = [
    PaceVariant(Mapping.INTEGRATED, cipher, number)
    for cipher, number in (
        (Cipher.AES128, 13),
        (Cipher.TDES, 12),
        (Cipher.AES256, 16),
        (Cipher.AES128, 1),
    )
]
MAPPED = [
    PaceVariant(Mapping.CHIP_AUTHENTICATION, cipher, number)
    for cipher, number in ((Cipher.AES128, 13), (Cipher.AES256, 15), (Cipher.AES192, 18))
]
SLOW = {0, 1, 2, 14, 15, 16, 17, 18}
"""Domains on which the card, which calculates in plain Python, takes long."""


def _variants(*groups: list[PaceVariant]) -> list[object]:
    return [
        pytest.param(
            one,
            id=f"{one.mapping.value}-{one.cipher.name}-{one.parameter_id}",
            marks=[pytest.mark.slow] if one.parameter_id in SLOW else [],
        )
        for group in groups
        for one in group
    ]


def identify(stand: Stand, with_keys: AccessKeys = KEYS) -> Identity:
    return stand.reading().identify(with_keys)


def test_a_usual_card_tells_who_it_is_and_is_verified() -> None:
    stand = Stand.of()
    reading = stand.reading()
    identity = reading.identify(KEYS)
    assert identity.number == NUMBER
    assert identity.person is not None
    assert identity.person.name == HOLDER.name
    assert identity.person.residence == HOLDER.residence
    assert identity.mrz.surname == "TRAN"
    assert identity.access == "PACE-ECDH-GM-AES-CBC-CMAC-128"
    assert identity.authenticity.is_verified
    assert identity.chip.is_verified
    assert not identity.problems
    portrait = reading.face()
    assert portrait.face.image == HOLDER.face
    assert portrait.verdict.is_verified


def test_no_command_is_sent_that_is_not_needed() -> None:
    stand = Stand.of()
    reading = stand.reading()
    reading.identify(KEYS, proof=False)
    assert stand.names()[:7] == [
        "READ BINARY",  # EF.CardAccess
        "MSE:SET AT",
        *["GENERAL AUTHENTICATE"] * 4,
        "SELECT",
    ]
    read = stand.sent[7:]
    assert {one.name for one in read} == {"READ BINARY"}
    sizes = [
        len(reading.chip.read_file(file, limit=1 << 16)) for file in (File.DG1, File.SOD, File.DG13)
    ]
    block = 223  # AES: 256 less padding, DO'87', DO'99' and DO'8E'
    assert len(read) == sum(-(-size // block) for size in sizes)


def test_chip_authentication_is_proven_by_what_is_read_next() -> None:
    """Two commands for the proof itself, and those that read DG14; none to look whether it held."""
    without = Stand.of()
    without.reading().identify(KEYS, proof=False)
    stand = Stand.of()
    assert identify(stand).chip.is_verified
    assert len(stand.sent) - len(without.sent) == 3
    at = stand.names().index("MSE:SET AT", 7)
    assert stand.names()[at - 1 : at + 3] == [
        "READ BINARY",
        "MSE:SET AT",
        "GENERAL AUTHENTICATE",
        "READ BINARY",
    ]


@pytest.mark.parametrize("variant", _variants(GENERIC, CIPHERS, INTEGRATED))
def test_every_variant_of_pace_opens_the_card(variant: PaceVariant) -> None:
    # Keys of 2,048 bits do not fit into short APDUs.
    longest = (2048, 1024) if variant.parameter_id in (1, 2) else None
    profile = Profile(pace=(variant,), bac=False, chip_authentication=None, extended_length=longest)
    identity = identify(Stand.of(profile))
    assert identity.access.startswith("PACE-")
    assert identity.number == NUMBER
    assert identity.chip.reason == "not-offered"
    assert identity.authenticity.is_verified


@pytest.mark.parametrize("variant", _variants(MAPPED))
def test_chip_authentication_mapping_proves_the_chip(variant: PaceVariant) -> None:
    profile = Profile(pace=(variant,), bac=False, chip_authentication=None)
    identity = identify(Stand.of(profile))
    assert identity.chip.is_verified
    assert identity.authenticity.is_verified
    copied = identify(Stand.of(profile, Faults(copied=True)))
    assert copied.chip.reason == "chip-key"
    assert copied.authenticity.state is Trust.FAILED


def test_a_card_without_pace_is_opened_by_bac() -> None:
    identity = identify(Stand.of(Profile(pace=())))
    assert identity.access == "BAC"
    assert identity.authenticity.is_verified


def test_a_card_without_bac_and_with_the_mrz_alone_is_opened_by_pace() -> None:
    mrz_alone = AccessKeys(mrz=KEYS.mrz)
    identity = identify(Stand.of(Profile(bac=False)), mrz_alone)
    assert identity.access.startswith("PACE-")


def test_a_can_that_does_not_follow_from_the_number_falls_back_on_bac() -> None:
    identity = identify(Stand.of(faults=Faults(wrong_can=True)))
    assert identity.access == "BAC"
    assert identity.number == NUMBER


def test_the_wrong_can_says_how_many_tries_are_left_and_is_tried_once() -> None:
    stand = Stand.of()
    with pytest.raises(AccessDenied) as denied:
        identify(stand, keys("000000"))
    assert denied.value.retries == 2
    assert stand.names().count("MSE:SET AT") == 1


def test_the_code_of_another_card_opens_nothing() -> None:
    other = AccessKeys(can=keys("111111").can, mrz=(MrzKey("190012346", "900315", "300315"),))
    stand = Stand.of()
    with pytest.raises(AccessDenied):
        identify(stand, other)
    assert stand.names().count("EXTERNAL AUTHENTICATE") == 1


def test_few_passwords_are_tried_however_many_are_given() -> None:
    many = tuple(MrzKey("190012346", "900315", f"30031{digit}") for digit in range(9))
    stand = Stand.of()
    with pytest.raises(AccessDenied):
        identify(stand, AccessKeys(can=keys("111111").can, mrz=many))
    assert stand.names().count("MSE:SET AT") == 1
    assert stand.names().count("EXTERNAL AUTHENTICATE") == 4


def test_a_can_alone_does_not_open_a_card_that_has_bac_alone() -> None:
    with pytest.raises(Unsupported):
        identify(Stand.of(Profile(pace=())), keys(NUMBER[-6:]))


def test_no_password_is_no_access() -> None:
    with pytest.raises(AccessDenied):
        identify(Stand.of(), AccessKeys())


@pytest.mark.parametrize(
    "chip",
    [
        ChipAuthentication(parameter_id=12, cipher=Cipher.TDES),
        ChipAuthentication(parameter_id=13, cipher=Cipher.AES256),
        pytest.param(ChipAuthentication(parameter_id=1), marks=pytest.mark.slow),
        pytest.param(ChipAuthentication(parameter_id=17), marks=pytest.mark.slow),
    ],
    ids=lambda chip: f"{chip.cipher.name}-{chip.parameter_id}",
)
@pytest.mark.parametrize("pace", [(PaceVariant(),), ()], ids=["PACE", "BAC"])
def test_chip_authentication_tells_a_copy_apart(
    chip: ChipAuthentication, pace: tuple[PaceVariant, ...]
) -> None:
    profile = Profile(pace=pace, chip_authentication=chip)
    assert identify(Stand.of(profile)).authenticity.is_verified
    copied = identify(Stand.of(profile, Faults(copied=True)))
    assert copied.chip.reason == "chip-key"
    assert copied.passive.is_verified
    assert copied.authenticity.state is Trust.FAILED
    assert copied.person is not None, "the rest is read all the same"


@pytest.mark.parametrize(
    "active",
    [EcActiveAuthentication(), EcActiveAuthentication(13, "sha512"), RsaActiveAuthentication()],
    ids=["P-256", "brainpool", "RSA"],
)
def test_active_authentication_tells_a_copy_apart(
    active: EcActiveAuthentication | RsaActiveAuthentication,
) -> None:
    profile = Profile(chip_authentication=None, active_authentication=active)
    identity = identify(Stand.of(profile))
    assert identity.chip.is_verified
    assert identity.authenticity.is_verified
    copied = identify(Stand.of(profile, Faults(copied=True)))
    assert copied.chip.reason == "chip-key"
    assert copied.authenticity.state is Trust.FAILED


def test_an_rsa_key_of_2048_bits_signs_in_extended_length() -> None:
    profile = Profile(
        chip_authentication=None,
        active_authentication=RsaActiveAuthentication(2048),
        extended_length=(2048, 1024),
    )
    assert identify(Stand.of(profile)).chip.is_verified


@pytest.mark.parametrize("scheme", list(Scheme), ids=lambda scheme: scheme.value)
def test_every_kind_of_signature_is_verified(scheme: Scheme) -> None:
    assert identify(Stand.of(Profile(scheme=scheme))).passive.is_verified


@pytest.mark.parametrize(
    ("faults", "reason"),
    [
        (Faults(foreign_signer=True), ("failed", "not-verified")),
        (Faults(expired_dsc=True), ("failed",)),
        (Faults(wrong_hash=1), ("failed",)),
        (Faults(wrong_hash=13), ("failed",)),
        (Faults(wrong_hash=14), ("failed",)),
    ],
    ids=["foreign-signer", "expired-dsc", "hash-1", "hash-13", "hash-14"],
)
def test_what_is_not_signed_as_it_should_be_gets_no_tick(
    faults: Faults, reason: tuple[str, ...]
) -> None:
    identity = identify(Stand.of(faults=faults))
    assert identity.authenticity.state.value in reason
    assert identity.authenticity.reason


def test_without_a_trust_anchor_nothing_is_verified() -> None:
    identity = identify(Stand.of(trusted=False))
    assert identity.authenticity.state is Trust.NOT_VERIFIED
    assert identity.authenticity.reason == "no-trust-anchor"


def test_a_card_is_judged_on_the_day_it_is_read() -> None:
    later = Stand.of().reading(today=date(2100, 1, 1)).identify(KEYS)
    assert later.authenticity.state is Trust.FAILED
    assert later.authenticity.reason.startswith("expired")


def test_a_missing_dg13_leaves_the_mrz() -> None:
    identity = identify(Stand.of(faults=Faults(missing_dg13=True)))
    assert identity.person is None
    assert identity.number == NUMBER
    assert identity.authenticity.is_verified


@pytest.mark.parametrize("largest", [224, 160, 128])
@pytest.mark.parametrize("tells", [False, True], ids=["6700", "6Cxx"])
def test_the_block_size_fits_the_card_and_is_remembered(largest: int, tells: bool) -> None:
    stand = Stand.of(faults=Faults(largest_le=largest, tells_largest_le=tells))
    reading = stand.reading()
    assert reading.identify(KEYS).authenticity.is_verified
    before = len(stand.sent)
    reading.face()
    assert all(one.received <= largest + 2 for one in stand.sent)
    assert all(one.status == 0x9000 for one in stand.sent[before:-1])


def test_extended_length_is_used_where_the_card_announces_it() -> None:
    short, long = Stand.of(), Stand.of(Profile(extended_length=(2048, 1024)))
    for stand in (short, long):
        reading = stand.reading()
        reading.identify(KEYS)
        reading.face()
    assert len(long.sent) < len(short.sent)
    assert max(one.received for one in long.sent) > 256


def test_a_card_that_refuses_the_master_file_is_read() -> None:
    stand = Stand.of(faults=Faults(refuses_select_mf=True))
    assert identify(stand).authenticity.is_verified
    assert stand.names().count("SELECT") == 1, "the master file need not be selected"


def test_a_bank_card_is_no_travel_document() -> None:
    with pytest.raises(NotAnEmrtd):
        Stand.of(faults=Faults(bank_card=True)).reading().probe()


def test_a_card_without_a_face_says_so() -> None:
    reading = Stand.of(holder=replace(HOLDER, face=b"")).reading()
    reading.identify(KEYS)
    with pytest.raises(FileNotFound):
        reading.face()


def test_a_jpeg_2000_face_comes_out_as_it_was_put_in() -> None:
    picture = face("JPEG2000")
    reading = Stand.of(holder=replace(HOLDER, face=picture)).reading()
    reading.identify(KEYS)
    portrait = reading.face()
    assert portrait.face.format is FaceFormat.JPEG2000
    assert portrait.face.image == picture


@pytest.mark.parametrize("command", range(1, 18))
def test_pulled_at_any_command_the_reading_ends_with_what_the_link_raised(command: int) -> None:
    stand = Stand.of(faults=Faults(pulled_at_apdu=command))
    with pytest.raises(Pulled):
        identify(stand)
    assert identify(stand).authenticity.is_verified, "laid again it is read from the start"


@pytest.mark.parametrize("command", range(1, 20))
def test_one_wrong_bit_never_verifies_something_else(command: int) -> None:
    """It ends in an error of the library, or the reading recovers and says the truth."""
    stand = Stand.of(faults=Faults(flipped_bit_at=command))
    try:
        identity = identify(stand)
    except EmrtdError:
        return
    assert identity.number == NUMBER
    assert identity.person is not None
    assert identity.person.name == HOLDER.name


def test_noise_on_the_air_is_survived_once_the_session_is_open() -> None:
    stand = Stand.of(faults=Faults(flipped_bit_at=10))
    assert identify(stand).authenticity.is_verified


def test_noise_in_chip_authentication_accuses_nobody() -> None:
    clean = Stand.of()
    identify(clean)
    at = clean.names().index("MSE:SET AT", 7) + 3
    assert clean.names()[at - 1] == "READ BINARY"
    stand = Stand.of(faults=Faults(flipped_bit_at=at))
    assert identify(stand).chip.is_verified


def test_progress_is_real_and_only_grows() -> None:
    heard: list[tuple[Stage, float]] = []
    stand = Stand.of()
    reading = ChipReading(
        stand.card.process,
        atr=stand.card.atr,
        trust=stand.trust,
        today=TODAY,
        on_progress=lambda stage, share: heard.append((stage, share)),
    )
    reading.identify(KEYS)
    shares = [share for _, share in heard]
    assert shares[-1] == 1.0
    assert all(before <= after for before, after in pairwise(shares))
    assert len(set(shares)) >= 8
    heard.clear()
    reading.face()
    assert {stage for stage, _ in heard} == {Stage.FACE}
    assert heard[-1][1] == 1.0


def test_nothing_of_the_person_is_in_a_repr() -> None:
    identity = identify(Stand.of())
    shown = repr(identity) + repr(identity.mrz) + repr(identity.person) + repr(KEYS)
    for secret in (NUMBER, NUMBER[-6:], "TRAN", "Trần", "900315"):
        assert secret not in shown
