"""Security infos and public keys, built for the tests."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.emrtd import der, tlv
from kiosk.emrtd.curves import Curve

GENERIC_MAPPING = bytes.fromhex("3012060A04007F0007020204020202010202010D")
"""Doc 9303 part 11, appendix G.1."""
CHIP_AUTHENTICATION_KEY = bytes.fromhex(
    "3062060904007F0007020201023052300C060704007F00070102 02010D034200"
    "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610D"
    "C884D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E1"
    "6F02010D"
)
"""Doc 9303 part 11, appendix I.1: standardizedDomainParameters, key id 13."""
ID_CA_ECDH_AES_128 = "0.4.0.127.0.7.2.2.3.2.2"


def infos(*entries: bytes) -> bytes:
    return tlv.encode(der.SET, b"".join(entries))


def entry(oid: str, *content: bytes) -> bytes:
    return tlv.encode(der.SEQUENCE, name(oid) + b"".join(content))


def name(oid: str) -> bytes:
    return tlv.encode(der.OBJECT_IDENTIFIER, der.encode_object_identifier(oid))


def number(value: int) -> bytes:
    return tlv.encode(der.INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def explicit(curve: Curve) -> bytes:
    """SubjectPublicKeyInfo of the generator with the curve's parameters written out."""
    parameters = tlv.encode(
        der.SEQUENCE,
        number(1)
        + tlv.encode(der.SEQUENCE, name("1.2.840.10045.1.1") + number(curve.p))
        + tlv.encode(
            der.SEQUENCE,
            tlv.encode(der.OCTET_STRING, curve.a.to_bytes(curve.size, "big"))
            + tlv.encode(der.OCTET_STRING, curve.b.to_bytes(curve.size, "big")),
        )
        + tlv.encode(der.OCTET_STRING, curve.encode(curve.g))
        + number(curve.n)
        + number(1),
    )
    algorithm = tlv.encode(der.SEQUENCE, name("1.2.840.10045.2.1") + parameters)
    bits = tlv.encode(der.BIT_STRING, b"\x00" + curve.encode(curve.g))
    return tlv.encode(der.SEQUENCE, algorithm + bits)


def spki(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def dh_key(
    p: int, g: int, element: int, third: int | None = None, algorithm: str = "1.2.840.113549.1.3.1"
) -> bytes:
    """PKCS #3, section 9, and RFC 3279, section 2.3.3."""
    numbers = number(p) + number(g) + (b"" if third is None else number(third))
    head = tlv.encode(der.SEQUENCE, name(algorithm) + tlv.encode(der.SEQUENCE, numbers))
    bits = tlv.encode(der.BIT_STRING, b"\x00" + number(element))
    return tlv.encode(der.SEQUENCE, head + bits)
