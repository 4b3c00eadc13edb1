"""Mappings by value (Doc 9303 part 11, appendices G and H), and the ciphers without examples."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher as OpenSslCipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emrtd import curves, dh, pace_mapping
from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.curves import Curve
from kiosk.emrtd.dh import DhGroup
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.key_agreement import DhKeyAgreement, EcKeyAgreement, standardised
from tests.examples import examples

BRAINPOOL_256 = curves.CURVES[5]
GROUP_0 = dh.GROUPS[0]
R_P = 0xA2F8FF2DF50E52C6599F386ADCB595D229F6A167ADE2BE5F2C3296ADD5B7430E


def test_pseudo_random_number_of_appendix_h1() -> None:
    number = pace_mapping.pseudo_random(
        Cipher.AES128,
        BRAINPOOL_256.p,
        bytes.fromhex("2923BE84E16CD6AE529049F1F1BBE9EB"),
        bytes.fromhex("5DD4CBFC96F5453B130D890A1CDBAE32"),
    )
    assert number == R_P


def test_point_encoding_of_appendix_h1() -> None:
    point = pace_mapping.encode_to_curve(BRAINPOOL_256, R_P)
    assert point.x == 0x8E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D427
    assert point.y == 0x4C1AE14BD0C3DBAC0C871B7F3608169364437CA30AC243A089D3F266C1E60FAD


def test_pseudo_random_number_and_generator_of_appendix_h2() -> None:
    number = pace_mapping.pseudo_random(
        Cipher.AES128,
        GROUP_0.p,
        bytes.fromhex("FA5B7E3E49753A0DB9178B7B9BD898C8"),
        bytes.fromhex("B3A6DB3C870C3E99245E0D1C06B747DE"),
    )
    assert f"{number:0256X}".startswith("A0C7C50C002061A51CC87D254EF38068607417B6EE1B3647")
    assert f"{number:0256X}".endswith("819E0DFEF5B6E77CA4999925328182D2")
    generator = pace_mapping.encode_to_group(GROUP_0, number)
    assert f"{generator:0256X}".startswith("1D7D767F11E333BCD6DBAEF40E799E7A926B96973550656F")
    assert f"{generator:0256X}".endswith("5510A6BBB633D517EC25D4E0BBAA16C2")


def test_generic_mapping_of_appendix_g1() -> None:
    shared = bytes.fromhex(
        "0460332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA57057FD5"
        "0840CA7415BAF3E43BD414D35AA4608B93A2CAF3A4E3EA4E82C9C13D03EB7181"
    )
    generator = EcKeyAgreement(BRAINPOOL_256).mapped(0x3F00C4D39D153F2B2A214A078D899B22, shared)
    assert generator == bytes.fromhex(
        "048CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
        "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"
    )


def test_generic_mapping_of_appendix_g2() -> None:
    shared = bytes.fromhex(
        "5BABEBEF5B74E5BA94B5C063FDA15F1F1CDE94873EE0A5D3A2FCAB49F258D07F"
        "544F13CB66658C3AFEE9E727389BE3F6CBBBD32128A8C21DD6EEA3CF7091CDDF"
        "B08B8D007D40318DCCA4FFBF51208790FB4BD111E5A968ED6B6F08B26CA87C41"
        "0B3CE0C310CE104EABD16629AA48620C1279270CB0750C0D37C57FFFE302AE7F"
    )
    generator = DhKeyAgreement(GROUP_0).mapped(0xFA5B7E3E49753A0DB9178B7B9BD898C8, shared)
    assert generator == bytes.fromhex(
        "7C9CBFE98F9FBDDA8D143506FA7D9306F4CB17E3C71707AFF5E1C1A123702496"
        "84D64EE37AF44B8DBD9D45BF6023919CBAA027AB97ACC771666C8E98FF483301"
        "BFA4872DEDE9034EDFACB70814166B7F360676829B826BEA57291B5AD69FBC84"
        "EF1E779032A305803F74341793E869742D401325B37EE8565FFCDEE618342DC5"
    )


@pytest.mark.parametrize(("cipher", "key_size"), [(Cipher.AES192, 24), (Cipher.AES256, 32)])
def test_long_keys_take_the_long_constants(cipher: Cipher, key_size: int) -> None:
    """Section 4.4.3.3.2 by hand: 256-bit blocks of output, keys cut to the cipher's length."""

    def encrypt(key: bytes, data: bytes) -> bytes:
        context = OpenSslCipher(AES(key[:key_size]), CBC(bytes(16))).encryptor()
        return context.update(data) + context.finalize()

    nonce, terminal_nonce = b"\x5a" * 32, b"\xc3" * key_size
    c0 = bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676")
    c1 = bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517")
    key_0 = encrypt(terminal_nonce, nonce)
    key_1 = encrypt(key_0, c0)
    expected = int.from_bytes(encrypt(key_0, c1) + encrypt(key_1, c1), "big")
    prime = BRAINPOOL_256.p  # 256 + 64 bits need two blocks of 256
    assert pace_mapping.pseudo_random(cipher, prime, nonce, terminal_nonce) == expected % prime
    assert pace_mapping.nonce_size(cipher) == 32


def test_nonces_are_whole_blocks_and_no_shorter_than_the_key() -> None:
    assert pace_mapping.nonce_size(Cipher.TDES) == pace_mapping.nonce_size(Cipher.AES128) == 16


@settings(max_examples=examples(60), deadline=None)
@given(curve=st.sampled_from(curves.CURVES), number=st.integers(2, (1 << 512) - 1))
def test_every_number_becomes_a_point_of_the_curve(curve: Curve, number: int) -> None:
    if curve.p % 4 != 3:
        with pytest.raises(Unsupported):
            pace_mapping.encode_to_curve(curve, number)
        return
    number %= curve.p - 4
    assert curve.holds(pace_mapping.encode_to_curve(curve, number + 2))


@pytest.mark.parametrize("number", [0, 1, -1])
def test_numbers_that_map_to_no_point_are_refused(number: int) -> None:
    with pytest.raises(Malformed):
        pace_mapping.encode_to_curve(BRAINPOOL_256, number % BRAINPOOL_256.p)


@pytest.mark.parametrize("group", dh.GROUPS, ids=lambda group: str(group.number))
def test_numbers_become_elements_of_the_subgroup(group: DhGroup) -> None:
    element = pace_mapping.encode_to_group(group, 0xC0FFEE)
    assert element != 1
    assert pow(element, group.q or 0, group.p) == 1
    for number in (0, 1, group.p - 1):
        with pytest.raises(Malformed):
            pace_mapping.encode_to_group(group, number)


def test_a_group_of_unknown_order_has_no_integrated_mapping() -> None:
    group = DhGroup(GROUP_0.p, GROUP_0.g, None)
    with pytest.raises(Unsupported):
        pace_mapping.encode_to_group(group, 5)


def test_a_mapped_generator_is_never_the_neutral_element() -> None:
    """A chip that knows the nonce could choose its key so; then every key would be 1."""
    curve = EcKeyAgreement(BRAINPOOL_256)
    with pytest.raises(Malformed):
        curve.mapped(7, curve.public_key(BRAINPOOL_256.n - 7))
    group = DhKeyAgreement(GROUP_0)
    assert GROUP_0.q is not None
    with pytest.raises(Malformed):
        group.mapped(7, group.public_key(GROUP_0.q - 7))


def test_a_nonce_of_zero_leaves_the_shared_element() -> None:
    agreement = EcKeyAgreement(BRAINPOOL_256)
    assert agreement.mapped(0, agreement.public_key(5)) == agreement.public_key(5)


def test_domain_parameters_of_the_standard() -> None:
    known = [number for number in range(-1, 40) if standardised(number)]
    assert known == [0, 1, 2, *range(8, 19)]


@pytest.mark.parametrize("number", [0, 8, 10, 13, 14, 18])
def test_both_sides_of_an_agreement_find_the_same(number: int) -> None:
    domain = standardised(number)
    assert domain is not None
    generator = domain.public_key(424242)
    mine, yours = domain.public_key(1234567, generator), domain.public_key(7654321, generator)
    secret = domain.secret(1234567, yours, "test")
    assert secret == domain.secret(7654321, mine, "test")
    assert len(secret) == (domain.prime.bit_length() + 7) // 8
    assert domain.combine(1234567, yours, "test") == domain.combine(7654321, mine, "test")
