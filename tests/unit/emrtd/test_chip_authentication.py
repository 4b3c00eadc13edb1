"""Chip authentication against keys and secrets that ``cryptography`` calculates."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emrtd import chip_authentication, dh
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.curves import CURVES
from kiosk.emrtd.errors import ChipNotGenuine, EmrtdError, Malformed, Unsupported
from kiosk.emrtd.pace import PaceResult
from kiosk.emrtd.security_infos import PaceInfo, SecurityInfos
from tests.unit.emrtd.asn1 import (
    CHIP_AUTHENTICATION_KEY,
    dh_key,
    entry,
    explicit,
    infos,
    number,
    spki,
)
from tests.unit.emrtd.pace_examples import I1
from tests.unit.emrtd.script import Script, drawn, scalar

ID_CA = "0.4.0.127.0.7.2.2.3"
ID_PK_DH = "0.4.0.127.0.7.2.2.1.1"
ID_PK_ECDH = "0.4.0.127.0.7.2.2.1.2"
STATIC = ec.derive_private_key(0x5EED5EED5EED, ec.BrainpoolP256R1())
TERMINAL = 0x7E57C0DE
GROUP = dh.GROUPS[0]
DH_STATIC = 0xC0FFEE


def parsed(*entries: bytes) -> SecurityInfos:
    return SecurityInfos.parse(infos(*entries), "DG14")


def ec_key(*key_id: int) -> bytes:
    return entry(ID_PK_ECDH, spki(STATIC.public_key()), *map(number, key_id))


def uncompressed(key: ec.EllipticCurvePrivateKey) -> str:
    numbers = key.public_key().public_numbers()
    return f"04{numbers.x:064x}{numbers.y:064x}"


def derived(secret: bytes, size: int) -> list[bytes]:
    algorithm = hashlib.sha256 if size > 16 else hashlib.sha1
    return [algorithm(secret + bytes([0, 0, 0, c])).digest()[:size] for c in (1, 2)]


def with_parity(key: bytes) -> bytes:
    """The lowest bit of each byte makes the number of ones odd (FIPS 46-3)."""
    return bytes(b & 0xFE | (b >> 1).bit_count() % 2 ^ 1 for b in key)


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """Cipher and keys of every session that is made."""
    made: list[tuple[object, ...]] = []
    monkeypatch.setattr(
        chip_authentication, "SecureMessaging", lambda *session: made.append(session)
    )
    return made


def agreed_secret() -> bytes:
    terminal = ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1())
    return STATIC.exchange(ec.ECDH(), terminal.public_key())


def run(security_infos: SecurityInfos, *exchanges: tuple[str, str], size: int = 32) -> Chip:
    script = Script(*exchanges)
    chip = Chip(script)
    chip_authentication.authenticate(
        chip, security_infos, random=drawn(scalar(f"{TERMINAL:x}", size))
    )
    assert script.is_over
    return chip


@pytest.mark.parametrize(
    ("arc", "cipher"), [(2, Cipher.AES128), (3, Cipher.AES192), (4, Cipher.AES256)]
)
def test_aes_names_the_variant_and_then_brings_the_key(
    arc: int, cipher: Cipher, sessions: list[tuple[object, ...]]
) -> None:
    terminal = uncompressed(ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1()))
    run(
        parsed(entry(f"{ID_CA}.2.{arc}", number(1)), ec_key()),
        (f"002241A40C 800A04007F000702020302{arc:02X}", "9000"),
        (f"00860000 45 7C43 8041 {terminal} 00", "7C00 9000"),
    )
    assert sessions == [(cipher, *derived(agreed_secret(), cipher.key_size))]


@pytest.mark.parametrize("named", [True, False])
def test_3des_brings_the_key_at_once(named: bool, sessions: list[tuple[object, ...]]) -> None:
    """A chip that names no variant speaks this one."""
    terminal = uncompressed(ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1()))
    variant = (entry(f"{ID_CA}.2.1", number(1)),) if named else ()
    run(parsed(ec_key(), *variant), (f"002241A643 9141 {terminal}", "9000"))
    assert sessions == [(Cipher.TDES, *map(with_parity, derived(agreed_secret(), 16)))]


def test_diffie_hellman_in_a_prime_field(sessions: list[tuple[object, ...]]) -> None:
    static = pow(GROUP.g, DH_STATIC, GROUP.p)
    terminal = f"{pow(GROUP.g, TERMINAL, GROUP.p):0256x}"
    key = entry(ID_PK_DH, dh_key(GROUP.p, GROUP.g, static))
    run(
        parsed(key, entry(f"{ID_CA}.1.2", number(1))),
        ("002241A40C 800A04007F00070202030102", "9000"),
        (f"00860000 86 7C8183 808180 {terminal} 00", "7C00 9000"),
        size=20,
    )
    secret = pow(GROUP.g, DH_STATIC * TERMINAL, GROUP.p).to_bytes(128, "big")
    assert sessions == [(Cipher.AES128, *derived(secret, 16))]


def test_a_key_is_named_where_the_chip_has_several() -> None:
    terminal = uncompressed(ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1()))
    other = entry(
        ID_PK_ECDH, spki(ec.derive_private_key(5, ec.SECP384R1()).public_key()), number(7)
    )
    run(
        parsed(
            entry(f"{ID_CA}.2.2", number(1), number(300)),
            other,
            ec_key(300),
            entry(f"{ID_CA}.1.4", number(1)),
        ),
        ("002241A410 800A04007F00070202030202 8402012C", "9000"),
        (f"00860000 45 7C43 8041 {terminal} 00", "7C00 9000"),
    )


def test_an_ambiguous_key_is_named_though_the_variant_names_none() -> None:
    terminal = uncompressed(ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1()))
    other = entry(ID_PK_DH, dh_key(GROUP.p, GROUP.g, GROUP.g), number(7))
    run(
        parsed(entry(f"{ID_CA}.2.2", number(1)), other, ec_key(8)),
        ("002241A40F 800A04007F00070202030202 840108", "9000"),
        (f"00860000 45 7C43 8041 {terminal} 00", "7C00 9000"),
    )


def test_the_strongest_variant_is_chosen() -> None:
    terminal = uncompressed(ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1()))
    variants = [entry(f"{ID_CA}.2.{arc}", number(1)) for arc in (1, 4, 2)]
    run(
        parsed(*variants, ec_key()),
        ("002241A40C 800A04007F00070202030204", "9000"),
        (f"00860000 45 7C43 8041 {terminal} 00", "7C00 9000"),
    )


def test_a_session_is_left_and_the_next_answer_must_fit_it() -> None:
    terminal = uncompressed(ec.derive_private_key(TERMINAL, ec.BrainpoolP256R1()))
    chip = run(
        parsed(entry(f"{ID_CA}.2.2", number(1)), ec_key()),
        ("002241A40C 800A04007F00070202030202", "9000"),
        (f"00860000 45 7C43 8041 {terminal} 00", "7C00 9000"),
    )
    assert chip.secure is not None
    assert chip.secure.cipher is Cipher.AES128


@pytest.mark.parametrize("status", ["6A80", "6A88", "6982", "6D00"])
def test_a_chip_that_refuses_is_not_genuine(status: str) -> None:
    """DG14 is signed: a chip that cannot do what stands there is not the one it was made for."""
    with pytest.raises(ChipNotGenuine, match=status):
        run(
            parsed(entry(f"{ID_CA}.2.2", number(1)), ec_key()),
            ("002241A40C 800A04007F00070202030202", status),
        )


def test_no_key_that_fits_is_not_supported() -> None:
    for unfit in (
        parsed(entry(f"{ID_CA}.2.2", number(1))),
        parsed(entry(f"{ID_CA}.1.2", number(1)), ec_key()),
        parsed(entry(f"{ID_CA}.2.2", number(1), number(9)), ec_key(8)),
    ):
        with pytest.raises(Unsupported):
            run(unfit)


@settings(max_examples=30, deadline=None)
@given(answers=st.lists(st.binary(max_size=20), min_size=2, max_size=2))
def test_hostile_answers_give_only_the_librarys_errors(answers: list[bytes]) -> None:
    left = [*answers, b"\x90\x00"]
    chip = Chip(lambda command: left.pop(0) if left else b"\x6f\x00")
    try:
        chip_authentication.authenticate(chip, parsed(entry(f"{ID_CA}.2.2", number(1)), ec_key()))
    except EmrtdError:
        return
    assert chip.secure is not None


CAM = PaceResult(
    info=PaceInfo(I1.oid, 2, 13),
    chip_public_key=bytes.fromhex(
        "04A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
        "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23"
    ),
    ca_data=bytes.fromhex("85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3"),
)
"""Doc 9303 part 11, appendix I.1."""


def test_chip_authentication_mapping_of_the_worked_example() -> None:
    chip_authentication.verify_cam(CAM, parsed(CHIP_AUTHENTICATION_KEY))
    chip_authentication.verify_cam(CAM, parsed(ec_key(), CHIP_AUTHENTICATION_KEY))


def test_chip_authentication_mapping_with_another_key_fails() -> None:
    with pytest.raises(ChipNotGenuine):
        chip_authentication.verify_cam(CAM, parsed(ec_key()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        bytes(32),
        CAM.ca_data[:-1] + b"\xb4",
        b"\xff" * 32,
        bytes.fromhex("A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7"),
    ],
    ids=["none", "zero", "one bit", "too large", "the order"],
)
def test_chip_authentication_mapping_with_other_data_fails(data: bytes) -> None:
    forged = PaceResult(CAM.info, CAM.chip_public_key, data)
    with pytest.raises(ChipNotGenuine):
        chip_authentication.verify_cam(forged, parsed(CHIP_AUTHENTICATION_KEY))


def test_the_negative_point_is_not_the_same_point() -> None:
    """x alone would let this pass."""
    order = 0xA9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7
    negated = (order - int.from_bytes(CAM.ca_data, "big")).to_bytes(32, "big")
    with pytest.raises(ChipNotGenuine):
        chip_authentication.verify_cam(
            PaceResult(CAM.info, CAM.chip_public_key, negated), parsed(CHIP_AUTHENTICATION_KEY)
        )


def test_card_security_without_a_key_on_the_curve_is_malformed() -> None:
    other = parsed(entry(ID_PK_ECDH, explicit(CURVES[4])))
    for unfit in (SecurityInfos(), other):
        with pytest.raises(Malformed):
            chip_authentication.verify_cam(CAM, unfit)
