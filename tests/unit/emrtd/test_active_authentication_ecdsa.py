"""Active authentication with ECDSA: signatures of OpenSSL, and by hand where it lacks a curve."""

import hashlib

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from kiosk.emrtd import curves
from kiosk.emrtd.errors import ChipNotGenuine, Unsupported
from kiosk.emrtd.security_infos import ActiveAuthenticationInfo, SecurityInfos
from tests.unit.emrtd.asked import CHALLENGE, OTHER_CHALLENGE, authenticate
from tests.unit.emrtd.asn1 import explicit, spki


def plain(signature: bytes, size: int) -> bytes:
    r, s = decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def named(algorithm: str) -> SecurityInfos:
    return SecurityInfos(active_authentication=(ActiveAuthenticationInfo(1, algorithm),))


ECDSA = [
    (ec.SECP192R1(), 24, hashes.SHA1(), "0.4.0.127.0.7.1.1.4.1.1"),
    (ec.SECP224R1(), 28, hashes.SHA224(), "0.4.0.127.0.7.1.1.4.1.2"),
    (ec.SECP256R1(), 32, hashes.SHA256(), "0.4.0.127.0.7.1.1.4.1.3"),
    (ec.BrainpoolP256R1(), 32, hashes.SHA384(), "0.4.0.127.0.7.1.1.4.1.4"),
    (ec.BrainpoolP512R1(), 64, hashes.SHA512(), "0.4.0.127.0.7.1.1.4.1.5"),
    (ec.SECP521R1(), 66, hashes.SHA512(), "1.2.840.10045.4.3.4"),
    (ec.SECP256R1(), 32, hashes.SHA1(), "1.2.840.10045.4.1"),
]


@pytest.mark.parametrize(("curve", "size", "algorithm", "oid"), ECDSA)
def test_ecdsa_with_the_hash_function_that_the_chip_names(
    curve: ec.EllipticCurve, size: int, algorithm: hashes.HashAlgorithm, oid: str
) -> None:
    key = ec.generate_private_key(curve)
    signature = plain(key.sign(CHALLENGE, ec.ECDSA(algorithm)), size)
    sent = authenticate(spki(key.public_key()), signature + b"\x90\x00", named(oid))
    assert sent == [bytes.fromhex("0088000008F173589974BF40C600")]
    with pytest.raises(ChipNotGenuine):
        authenticate(spki(key.public_key()), signature + b"\x90\x00", named(oid), OTHER_CHALLENGE)


@pytest.mark.parametrize(
    ("curve", "size", "algorithm"),
    [
        (ec.SECP192R1(), 24, hashes.SHA1()),
        (ec.SECP256R1(), 32, hashes.SHA256()),
        (ec.SECP384R1(), 48, hashes.SHA384()),
        (ec.SECP521R1(), 66, hashes.SHA512()),
    ],
)
def test_ecdsa_without_a_name_takes_the_longest_hash_that_fits(
    curve: ec.EllipticCurve, size: int, algorithm: hashes.HashAlgorithm
) -> None:
    key = ec.generate_private_key(curve)
    signature = plain(key.sign(CHALLENGE, ec.ECDSA(algorithm)), size)
    for infos in (None, SecurityInfos()):
        authenticate(spki(key.public_key()), signature + b"\x90\x00", infos)


def test_ecdsa_in_der_is_understood() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    signature = key.sign(CHALLENGE, ec.ECDSA(hashes.SHA256()))
    authenticate(spki(key.public_key()), signature + b"\x90\x00")
    with pytest.raises(ChipNotGenuine):
        authenticate(spki(key.public_key()), signature + b"\x90\x00", None, OTHER_CHALLENGE)


def test_ecdsa_numbers_that_wrap_around_the_order_are_refused() -> None:
    """The same signature in a second form, which only DER has room for."""
    key = ec.generate_private_key(ec.SECP256R1())
    r, s = decode_dss_signature(key.sign(CHALLENGE, ec.ECDSA(hashes.SHA256())))
    order = curves.CURVES[4].n
    authenticate(spki(key.public_key()), encode_dss_signature(r, s) + b"\x90\x00")
    for wrapped in ((r + order, s), (r, s + order)):
        with pytest.raises(ChipNotGenuine):
            authenticate(spki(key.public_key()), encode_dss_signature(*wrapped) + b"\x90\x00")


def test_ecdsa_on_a_curve_that_openssl_lacks() -> None:
    """brainpoolP320r1; private key 1, as its public key is the generator."""
    curve = curves.CURVES[6]
    assert curve.openssl is None
    k = 0xDEADBEEF
    r = curve.multiply(k).x % curve.n
    digest = int.from_bytes(hashlib.sha256(CHALLENGE).digest(), "big")
    s = (digest + r) * pow(k, -1, curve.n) % curve.n
    signature = r.to_bytes(40, "big") + s.to_bytes(40, "big")
    authenticate(explicit(curve), signature + b"\x90\x00")
    with pytest.raises(ChipNotGenuine):
        authenticate(explicit(curve), signature + b"\x90\x00", None, OTHER_CHALLENGE)


def test_ecdsa_numbers_out_of_range_are_refused() -> None:
    """r = 0 or s = 0 would hold for every message in a careless check."""
    key = ec.generate_private_key(ec.SECP256R1())
    order = curves.CURVES[4].n
    for r, s in ((0, 0), (0, 1), (1, 0), (order, 1), (1, order), (1, 1)):
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        with pytest.raises(ChipNotGenuine):
            authenticate(spki(key.public_key()), signature + b"\x90\x00")


def test_a_sum_that_is_infinity_is_no_signature() -> None:
    """Made so that u1 · G = -u2 · Q: the key is the generator, r is minus the digest."""
    curve = curves.CURVES[4]
    digest = int.from_bytes(hashlib.sha256(CHALLENGE).digest(), "big")
    signature = (-digest % curve.n).to_bytes(32, "big") + (5).to_bytes(32, "big")
    with pytest.raises(ChipNotGenuine):
        authenticate(explicit(curve), signature + b"\x90\x00")


def test_hash_functions_that_are_not_spoken_say_so_before_the_chip_is_asked() -> None:
    key = spki(ec.generate_private_key(ec.SECP256R1()).public_key())
    for oid in ("0.4.0.127.0.7.1.1.4.1.6", "0.4.0.127.0.7.1.1.4.1.99", "1.2.3"):
        with pytest.raises(Unsupported):
            authenticate(key, b"", named(oid))
