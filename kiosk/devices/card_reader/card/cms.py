"""Signed data of the Cryptographic Message Syntax (RFC 5652), as EF.SOD holds it.

Doc 9303-10, 4.6.2: one signer, its certificate inside, content type and digest signed.
"""

import enum
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from kiosk.devices.card_reader.card import der
from kiosk.devices.card_reader.card.keys import HASHES
from kiosk.devices.card_reader.card.tlv import encode

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_MGF1, _PSS = "1.2.840.113549.1.1.8", "1.2.840.113549.1.1.10"
DIGESTS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}
_PKCS1 = {
    "sha1": "1.2.840.113549.1.1.5",
    "sha224": "1.2.840.113549.1.1.14",
    "sha256": "1.2.840.113549.1.1.11",
    "sha384": "1.2.840.113549.1.1.12",
    "sha512": "1.2.840.113549.1.1.13",
}
_ECDSA = {
    "sha1": "1.2.840.10045.4.1",
    "sha224": "1.2.840.10045.4.3.1",
    "sha256": "1.2.840.10045.4.3.2",
    "sha384": "1.2.840.10045.4.3.3",
    "sha512": "1.2.840.10045.4.3.4",
}


class Scheme(enum.Enum):
    """What a document signer signs with."""

    ECDSA = "ecdsa"
    """On secp256r1."""
    ECDSA_BRAINPOOL = "ecdsa-brainpool"
    """On brainpoolP256r1."""
    RSA = "rsa"
    """2048 bits, PKCS #1 v1.5."""
    RSA_PSS = "rsa-pss"
    """2048 bits, the salt as long as the digest."""


SignerKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


def algorithm(digest: str) -> bytes:
    """The AlgorithmIdentifier of a digest."""
    return der.sequence(der.oid(DIGESTS[digest]))


def signed(
    content_type: str,
    content: bytes,
    signer: x509.Certificate,
    key: SignerKey,
    scheme: Scheme,
    digest: str,
) -> bytes:
    """A ContentInfo with ``content`` inside and one signature over it, in DER."""
    attributes = (
        _attribute(_CONTENT_TYPE, der.oid(content_type)),
        _attribute(_MESSAGE_DIGEST, der.octet_string(hashlib.new(digest, content).digest())),
    )
    to_be_signed = der.set_of(*attributes)
    signer_info = der.sequence(
        der.integer(1),
        der.sequence(signer.issuer.public_bytes(), der.integer(signer.serial_number)),
        algorithm(digest),
        # The same set, but with an implicit tag (RFC 5652, 5.4).
        b"\xa0" + to_be_signed[1:],
        _signature_algorithm(scheme, digest),
        der.octet_string(_signature(key, to_be_signed, scheme, digest)),
    )
    signed_data = der.sequence(
        der.integer(3),
        der.set_of(algorithm(digest)),
        der.sequence(der.oid(content_type), der.tagged(0, der.octet_string(content))),
        der.tagged(0, signer.public_bytes(serialization.Encoding.DER)),
        der.set_of(signer_info),
    )
    return der.sequence(der.oid(_SIGNED_DATA), der.tagged(0, signed_data))


def _attribute(kind: str, value: bytes) -> bytes:
    return der.sequence(der.oid(kind), der.set_of(value))


def _signature(key: SignerKey, data: bytes, scheme: Scheme, digest: str) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(HASHES[digest]))
    if scheme is Scheme.RSA:
        return key.sign(data, padding.PKCS1v15(), HASHES[digest])
    salt = hashlib.new(digest).digest_size
    return key.sign(data, padding.PSS(padding.MGF1(HASHES[digest]), salt), HASHES[digest])


def _signature_algorithm(scheme: Scheme, digest: str) -> bytes:
    if scheme is Scheme.RSA:
        return der.sequence(der.oid(_PKCS1[digest]), der.NULL)
    if scheme is not Scheme.RSA_PSS:
        return der.sequence(der.oid(_ECDSA[digest]))
    hashed = der.sequence(der.oid(DIGESTS[digest]), der.NULL)
    return der.sequence(
        der.oid(_PSS),
        der.sequence(
            der.tagged(0, hashed),
            der.tagged(1, der.sequence(der.oid(_MGF1), hashed)),
            encode(0xA2, der.integer(hashlib.new(digest).digest_size)),
        ),
    )
