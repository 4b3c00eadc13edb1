"""Keys, MACs and modes by the values of Doc 9303 part 11, appendix D, and of NIST."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import ciphers
from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.errors import Malformed


def h(text: str) -> bytes:
    return bytes.fromhex(text)


K_SEED = h("239AB9CB282DAF66231DC5A4DF6BFBAE")
K_ENC = h("AB94FDECF2674FDFB9B391F85D7F76F2")
K_MAC = h("7962D9ECE03D1ACD4C76089DCE131543")
NIST_MESSAGE = h("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411")


def test_keys_of_3des_as_in_appendix_d1() -> None:
    assert ciphers.session_keys(K_SEED, Cipher.TDES) == (K_ENC, K_MAC)


def test_keys_of_the_session_as_in_appendix_d3() -> None:
    seed = h("0036D272F5C350ACAC50C3F572D23600")
    assert ciphers.session_keys(seed, Cipher.TDES) == (
        h("979EC13B1CBFE9DCD01AB0FED307EAE5"),
        h("F1CB1F1FB5ADF208806B89DC579DC1F8"),
    )


def test_keys_of_aes_are_hashes_of_their_size() -> None:
    # Appendix G.1: the key of PACE from the MRZ T22000129364081251010318.
    secret = h("7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD")
    key = ciphers.kdf(secret, ciphers.PASSWORD, Cipher.AES128)
    assert key == h("89DED1B26624EC1E634C1989302849DD")
    sizes = [len(ciphers.kdf(secret, 1, cipher)) for cipher in Cipher]
    assert sizes == [16, 16, 24, 32]
    # SHA-256 of the secret and 00000001, which `sha256sum` gives too.
    assert ciphers.kdf(b"", 1, Cipher.AES256) == h(
        "B40711A88C7039756FB8A73827EABE2C0FE5A0346CA7E0A104ADC0FC764F528D"
    )


def test_retail_mac_as_in_appendix_d3_and_d4() -> None:
    e_ifd = h("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    assert ciphers.mac(Cipher.TDES, K_MAC, e_ifd) == h("5F1448EEA8AD90A7")
    e_ic = h("46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F")
    assert ciphers.mac(Cipher.TDES, K_MAC, e_ic) == h("2F2D235D074D7449")
    session = h("F1CB1F1FB5ADF208806B89DC579DC1F8")
    for message, expected in (
        ("887022120C06C2270CA4020C800000008709016375432908C044F6", "BF8B92D635FF24F8"),
        ("887022120C06C22899029000", "FA855A5D4C50A8ED"),
    ):
        assert ciphers.mac(Cipher.TDES, session, h(message)) == h(expected)


@pytest.mark.parametrize(
    ("cipher", "key", "size", "expected"),
    [
        (Cipher.AES128, "2b7e151628aed2a6abf7158809cf4f3c", 0, "bb1d6929e9593728"),
        (Cipher.AES128, "2b7e151628aed2a6abf7158809cf4f3c", 16, "070a16b46b4d4144"),
        (Cipher.AES128, "2b7e151628aed2a6abf7158809cf4f3c", 40, "dfa66747de9ae630"),
        (
            Cipher.AES192,
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            16,
            "9e99a7bf31e71090",
        ),
        (
            Cipher.AES256,
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            16,
            "28a7023f452e8f82",
        ),
    ],
)
def test_cmac_as_in_nist_sp_800_38b(cipher: Cipher, key: str, size: int, expected: str) -> None:
    assert ciphers.mac(cipher, h(key), NIST_MESSAGE[:size]) == h(expected)


def test_3des_cbc_as_in_appendix_d3() -> None:
    plain = h("781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B")
    sealed = h("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    assert ciphers.encrypt_cbc(Cipher.TDES, K_ENC, bytes(8), plain) == sealed
    assert ciphers.decrypt_cbc(Cipher.TDES, K_ENC, bytes(8), sealed) == plain


def test_aes_cbc_as_in_nist_sp_800_38a() -> None:
    key, iv = h("2b7e151628aed2a6abf7158809cf4f3c"), bytes(range(16))
    sealed = h("7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2")
    assert ciphers.encrypt_cbc(Cipher.AES128, key, iv, NIST_MESSAGE[:32]) == sealed
    assert ciphers.decrypt_cbc(Cipher.AES128, key, iv, sealed) == NIST_MESSAGE[:32]
    block = ciphers.encrypt_block(Cipher.AES128, key, NIST_MESSAGE[:16])
    assert block == h("3ad77bb40d7a3660a89ecaf32466ef97")


@given(st.binary(max_size=70), st.sampled_from([8, 16]))
def test_padding_fills_blocks_and_comes_off(data: bytes, block: int) -> None:
    padded = ciphers.pad(data, block)
    assert len(padded) % block == 0
    assert 1 <= len(padded) - len(data) <= block
    assert ciphers.unpad(padded) == data


@pytest.mark.parametrize("padded", [b"", bytes(16), b"\x80\x01", b"abc"])
def test_what_is_not_padded_is_malformed(padded: bytes) -> None:
    with pytest.raises(Malformed):
        ciphers.unpad(padded)
