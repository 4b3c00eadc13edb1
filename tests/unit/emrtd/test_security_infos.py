"""SecurityInfos: the worked examples of Doc 9303, every form of key, and hostile chips."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import curves, der, dh, public_keys, tlv
from kiosk.emrtd.curves import Curve
from kiosk.emrtd.dh import DhGroup
from kiosk.emrtd.errors import EmrtdError, Malformed, Unsupported
from kiosk.emrtd.public_keys import DhKey, EcKey, RsaKey
from kiosk.emrtd.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    PaceInfo,
    SecurityInfos,
)
from tests.unit.emrtd.asn1 import (
    CHIP_AUTHENTICATION_KEY,
    GENERIC_MAPPING,
    ID_CA_ECDH_AES_128,
    dh_key,
    entry,
    explicit,
    infos,
    name,
    number,
    spki,
)


def test_pace_info_of_the_worked_example() -> None:
    parsed = SecurityInfos.parse(infos(GENERIC_MAPPING), "EF.CardAccess")
    assert parsed == SecurityInfos(pace=(PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),))


def test_a_chip_authentication_key_with_standardised_parameters() -> None:
    parsed = SecurityInfos.parse(infos(CHIP_AUTHENTICATION_KEY), "EF.CardSecurity")
    (info,) = parsed.chip_authentication_keys
    assert info.key_id == 13
    assert isinstance(info.key, EcKey)
    assert info.key.curve is curves.of_number(13)
    assert f"{info.key.point.x:X}".startswith("1872709494399E74")


def test_every_kind_of_entry_is_kept_apart() -> None:
    data = infos(
        GENERIC_MAPPING,
        entry(ID_CA_ECDH_AES_128, number(1), number(300)),
        entry("0.4.0.127.0.7.2.2.3.2.1", number(1)),
        entry("2.23.136.1.1.5", number(1), name("0.4.0.127.0.7.1.1.4.1.3")),
        entry("0.4.0.127.0.7.2.2.2", number(1)),
        entry("0.4.0.127.0.7.2.2.4.2.2", number(2)),
    )
    parsed = SecurityInfos.parse(data + bytes(7), "DG14")
    assert [info.parameter_id for info in parsed.pace] == [13, None]
    assert parsed.chip_authentication == (
        ChipAuthenticationInfo(ID_CA_ECDH_AES_128, 1, 300),
        ChipAuthenticationInfo("0.4.0.127.0.7.2.2.3.2.1", 1, None),
    )
    assert parsed.active_authentication == (ActiveAuthenticationInfo(1, "0.4.0.127.0.7.1.1.4.1.3"),)
    assert parsed.others == ("0.4.0.127.0.7.2.2.2",)
    assert parsed.unreadable == ()


def test_one_bad_entry_takes_no_other_away() -> None:
    off_the_curve = CHIP_AUTHENTICATION_KEY.replace(b"\x18\x72\x70", b"\x18\x72\x71")
    dh_name = CHIP_AUTHENTICATION_KEY.replace(
        bytes.fromhex("04007F000702020102"), bytes.fromhex("04007F000702020101")
    )
    data = infos(
        off_the_curve,
        dh_name,
        entry("2.23.136.1.1.5", number(1)),
        entry("0.4.0.127.0.7.2.2.4.2.2", b"\x04\x00"),
        GENERIC_MAPPING,
    )
    parsed = SecurityInfos.parse(data, "DG14")
    assert len(parsed.pace) == 1
    assert parsed.chip_authentication_keys == ()
    assert len(parsed.unreadable) == 4


@pytest.mark.parametrize(
    ("one", "keys", "mapping"),
    [
        (CHIP_AUTHENTICATION_KEY, True, False),
        (entry(ID_CA_ECDH_AES_128, number(1)), True, False),
        (entry("0.4.0.127.0.7.2.2.3.2.9", number(1)), True, False),
        (entry("0.4.0.127.0.7.2.2.1.2", number(1)), True, False),
        (entry("0.4.0.127.0.7.2.2.4.6.2", number(2), number(13)), False, True),
        (entry("0.4.0.127.0.7.2.2.4.6.2", b"\x04\x00"), False, True),
        (GENERIC_MAPPING, False, False),
        (entry("2.23.136.1.1.5", number(1), name("0.4.0.127.0.7.1.1.4.1.3")), False, False),
    ],
    ids=["key", "variant", "unknown variant", "bad key", "mapping", "bad mapping", "PACE", "AA"],
)
def test_what_a_chip_could_prove_is_told_even_if_it_is_not_spoken_here(
    one: bytes, keys: bool, mapping: bool
) -> None:
    parsed = SecurityInfos.parse(infos(one), "DG14")
    assert (parsed.names_chip_authentication, parsed.names_mapping) == (keys, mapping)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x31",
        GENERIC_MAPPING,
        infos(GENERIC_MAPPING)[:-1],
        infos(tlv.encode(der.SEQUENCE, name("1.2.3"))),
        infos(tlv.encode(der.SEQUENCE, number(1) + number(2))),
        infos(*[entry("1.2.3", number(1))] * 65),
        infos(*[CHIP_AUTHENTICATION_KEY] * 9),
    ],
)
def test_what_is_no_set_of_security_infos_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        SecurityInfos.parse(data, "EF.CardAccess")


@given(st.binary(max_size=300))
def test_noise_gives_only_the_librarys_errors(data: bytes) -> None:
    for hostile in (data, infos(data), infos(tlv.encode(der.SEQUENCE, data))):
        try:
            SecurityInfos.parse(hostile, "EF.CardAccess")
        except EmrtdError:
            continue


@given(data=st.data())
def test_a_changed_byte_gives_only_the_librarys_errors(data: st.DataObject) -> None:
    good = bytearray(infos(GENERIC_MAPPING, CHIP_AUTHENTICATION_KEY))
    for _ in range(data.draw(st.integers(1, 3))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    try:
        parsed = SecurityInfos.parse(bytes(good), "EF.CardAccess")
    except EmrtdError:
        return
    for info in parsed.chip_authentication_keys:
        assert isinstance(info.key, EcKey)
        assert info.key.curve.holds(info.key.point)


@given(st.binary(max_size=200))
def test_a_hostile_public_key_gives_only_the_librarys_errors(data: bytes) -> None:
    algorithm = tlv.encode(der.SEQUENCE, name("1.2.840.10045.2.1") + data)
    for hostile in (data, tlv.encode(der.SEQUENCE, algorithm + b"\x03\x02\x00\x04")):
        with pytest.raises(EmrtdError):
            public_keys.parse(hostile, "DG15")


@pytest.mark.parametrize("curve", curves.CURVES, ids=lambda curve: curve.name)
def test_explicit_parameters_name_their_curve(curve: Curve) -> None:
    assert public_keys.parse(explicit(curve), "DG14") == EcKey(curve, curve.g)


def test_explicit_parameters_of_no_curve_are_not_supported() -> None:
    curve = curves.CURVES[4]
    data = explicit(curve)
    forged = data.replace(curve.n.to_bytes(32, "big"), (curve.n - 2).to_bytes(32, "big"))
    with pytest.raises(Unsupported):
        public_keys.parse(forged, "DG14")


def test_keys_as_openssl_writes_them() -> None:
    ec_key = ec.generate_private_key(ec.BrainpoolP384R1()).public_key()
    parsed = public_keys.parse(spki(ec_key), "DG15")
    assert isinstance(parsed, EcKey)
    assert parsed.point.x == ec_key.public_numbers().x

    rsa_key = rsa.generate_private_key(65537, 1024).public_key()
    assert public_keys.parse(spki(rsa_key), "DG15") == RsaKey(rsa_key.public_numbers().n, 65537)


def test_a_diffie_hellman_key_of_a_known_group_gets_its_subgroup() -> None:
    group = dh.GROUPS[0]
    element = group.power(group.g, 77777)
    assert public_keys.parse(dh_key(group.p, group.g, element), "DG14") == DhKey(group, element)
    with pytest.raises(Malformed):
        public_keys.parse(dh_key(group.p, group.g, 3), "DG14")
    with pytest.raises(Malformed):
        public_keys.parse(dh_key(group.p, group.g, 1 << 5000), "DG14")


def test_x942_parameters_tell_their_subgroup() -> None:
    p, g, q = dh.GROUPS[0].p, dh.GROUPS[1].g % dh.GROUPS[0].p, dh.GROUPS[0].q
    assert q is not None
    inside = pow(dh.GROUPS[0].g, 5, p)
    data = dh_key(p, g, inside, q, algorithm="1.2.840.10046.2.1")
    assert public_keys.parse(data, "DG14") == DhKey(DhGroup(p, g, q), inside)
    with pytest.raises(Malformed):
        public_keys.parse(dh_key(p, g, 3, q, algorithm="1.2.840.10046.2.1"), "DG14")


def test_the_length_of_private_keys_in_pkcs3_is_no_subgroup() -> None:
    p, g = dh.GROUPS[0].p, 3
    assert public_keys.parse(dh_key(p, g, 9, 160), "DG14") == DhKey(DhGroup(p, g, None), 9)


def test_keys_that_are_not_spoken_say_so() -> None:
    edwards = ed25519.Ed25519PrivateKey.generate().public_key()
    data = edwards.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with pytest.raises(Unsupported):
        public_keys.parse(data, "DG15")
    bitcoin = ec.generate_private_key(ec.SECP256K1()).public_key()
    with pytest.raises(Unsupported):
        public_keys.parse(spki(bitcoin), "DG15")


@pytest.mark.parametrize(
    ("modulus", "exponent"),
    [
        ((1 << 512) + 1, 3),
        ((1 << 8191) + 1, (1 << 64) + 1),
        ((1 << 8170) + 1, 4),
        (1 << 2048, 3),
        ((1 << 2048) + 1, 1),
    ],
)
def test_rsa_keys_that_are_weak_slow_or_none_are_not_supported(modulus: int, exponent: int) -> None:
    algorithm = tlv.encode(der.SEQUENCE, name("1.2.840.113549.1.1.1") + b"\x05\x00")
    key = tlv.encode(der.SEQUENCE, number(modulus) + number(exponent))
    bits = tlv.encode(der.BIT_STRING, b"\x00" + key)
    with pytest.raises(Unsupported):
        public_keys.parse(tlv.encode(der.SEQUENCE, algorithm + bits), "DG15")


def test_keys_are_not_in_a_representation() -> None:
    parsed = SecurityInfos.parse(infos(CHIP_AUTHENTICATION_KEY), "EF.CardSecurity")
    assert "key=" not in repr(parsed)
