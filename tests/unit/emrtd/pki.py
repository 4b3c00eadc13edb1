"""A small travel document PKI for tests: keys and certificates.

Made from RFC 5280 and Doc 9303-12, so that it can also make what is wrong, and shares nothing
with the code under test.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.unit.emrtd.written import (
    algorithm,
    bits,
    digest_oid,
    integer,
    octets,
    oid,
    sequence,
    set_of,
    tlv,
)

_HASHES: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
_ECDSA = {"sha1": "1", "sha224": "3.1", "sha256": "3.2", "sha384": "3.3", "sha512": "3.4"}
_PLAIN = {"sha1": 1, "sha224": 2, "sha256": 3, "sha384": 4, "sha512": 5}
_RSA = {"sha1": 5, "sha224": 14, "sha256": 11, "sha384": 12, "sha512": 13}


@dataclass(frozen=True)
class Key:
    """A private key and how it signs."""

    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    form: Literal["ecdsa", "plain", "pkcs1", "pss", "key-only"] = "ecdsa"
    digest: str = "sha256"
    explicit: bytes = b""
    """ECParameters that stand in the certificate instead of the curve's name."""

    @property
    def public(self) -> bytes:
        named = self.private.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        if not self.explicit:
            return named
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return sequence(sequence(oid("1.2.840.10045.2.1"), self.explicit), bits(point))

    @property
    def identifier(self) -> bytes:
        return hashlib.sha1(self.public).digest()

    @property
    def algorithm(self) -> bytes:
        if self.form == "ecdsa":
            return algorithm(f"1.2.840.10045.4.{_ECDSA[self.digest]}", null=False)
        if self.form == "plain":
            return algorithm(f"0.4.0.127.0.7.1.1.4.1.{_PLAIN[self.digest]}", null=False)
        if self.form == "pkcs1":
            return algorithm(f"1.2.840.113549.1.1.{_RSA[self.digest]}")
        if self.form == "key-only":
            if isinstance(self.private, rsa.RSAPrivateKey):
                return algorithm("1.2.840.113549.1.1.1")
            return algorithm("1.2.840.10045.2.1", null=False)
        hashed = algorithm(digest_oid(self.digest))
        return sequence(
            oid("1.2.840.113549.1.1.10"),
            sequence(
                tlv(0xA0, hashed),
                tlv(0xA1, sequence(oid("1.2.840.113549.1.1.8"), hashed)),
                tlv(0xA2, integer(hashlib.new(self.digest).digest_size)),
            ),
        )

    def sign(self, message: bytes) -> bytes:
        if self.digest not in _HASHES:
            return bytes(64)
        hashed = _HASHES[self.digest]()
        if isinstance(self.private, rsa.RSAPrivateKey):
            if self.form == "pss":
                form = padding.PSS(padding.MGF1(hashed), hashed.digest_size)
                return self.private.sign(message, form, hashed)
            return self.private.sign(message, padding.PKCS1v15(), hashed)
        signature = self.private.sign(message, ec.ECDSA(hashed))
        if self.form != "plain":
            return signature
        size = (self.private.key_size + 7) // 8
        r, s = decode_dss_signature(signature)
        return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def ec_key(curve: ec.EllipticCurve | None = None, digest: str = "sha256") -> Key:
    return Key(ec.generate_private_key(curve or ec.SECP256R1()), "ecdsa", digest)


@cache
def _rsa_2048(number: int) -> rsa.RSAPrivateKey:
    """Making one takes a tenth of a second, so tests share them."""
    return rsa.generate_private_key(65537, 2048)


def rsa_key(
    form: Literal["pkcs1", "pss", "key-only"] = "pkcs1", digest: str = "sha256", number: int = 0
) -> Key:
    return Key(_rsa_2048(number), form, digest)


def name(common: str, *, country_tag: int = 0x13) -> bytes:
    """C=VN, CN=common; countries are PrintableString or (0x0C) UTF8String."""
    country = set_of(sequence(oid("2.5.4.6"), tlv(country_tag, b"VN")))
    return sequence(country, set_of(sequence(oid("2.5.4.3"), tlv(0x0C, common.encode()))))


def time(day: date) -> bytes:
    """UTCTime until 2049, GeneralizedTime after (RFC 5280, 4.1.2.5), at noon."""
    if day.year < 2050:
        return tlv(0x17, f"{day:%y%m%d}120000Z".encode())
    return tlv(0x18, f"{day:%Y%m%d}120000Z".encode())


def extension(dotted: str, value: bytes, *, critical: bool = False) -> bytes:
    return sequence(oid(dotted), tlv(0x01, b"\xff") if critical else b"", octets(value))


def is_authority() -> bytes:
    return extension("2.5.29.19", sequence(tlv(0x01, b"\xff"), integer(0)), critical=True)


def usage(first_byte: int) -> bytes:
    """0x80 digitalSignature, 0x06 keyCertSign and cRLSign."""
    unused = (first_byte & -first_byte).bit_length() - 1
    return extension("2.5.29.15", tlv(0x03, bytes([unused, first_byte])), critical=True)


def own_key(key: Key) -> bytes:
    return extension("2.5.29.14", octets(key.identifier))


def issuers_key(key: Key) -> bytes:
    return extension("2.5.29.35", sequence(tlv(0x80, key.identifier)))


@dataclass(frozen=True)
class Authority:
    """Who issues: a name, a key, and the certificate for them."""

    common: str
    key: Key
    certificate: bytes = field(repr=False)


FIRST = date(2021, 1, 1)
LAST = date(2040, 12, 31)


def certificate(
    subject: bytes,
    key: Key,
    issuer: bytes,
    signer: Key,
    *,
    serial: int = 7,
    first: date = FIRST,
    last: date = LAST,
    extensions: Sequence[bytes] = (),
    signature: bytes | None = None,
) -> bytes:
    inside = sequence(
        tlv(0xA0, integer(2)),
        integer(serial),
        signer.algorithm,
        issuer,
        sequence(time(first), time(last)),
        subject,
        key.public,
        tlv(0xA3, sequence(*extensions)) if extensions else b"",
    )
    made = signer.sign(inside) if signature is None else signature
    return sequence(inside, signer.algorithm, bits(made))


def csca(
    key: Key | None = None,
    common: str = "CSCA Test",
    *,
    first: date = FIRST,
    last: date = LAST,
    subject: bytes | None = None,
) -> Authority:
    key = key or ec_key()
    subject = subject or name(common)
    extensions = (is_authority(), usage(0x06), own_key(key))
    made = certificate(
        subject, key, subject, key, serial=1, first=first, last=last, extensions=extensions
    )
    return Authority(common, key, made)


def dsc(
    authority: Authority,
    key: Key | None = None,
    *,
    serial: int = 7,
    first: date = date(2022, 1, 1),
    last: date = date(2037, 12, 31),
    more: Sequence[bytes] = (),
    key_usage: int = 0x80,
    names_key: bool = True,
    issuer: bytes | None = None,
) -> Authority:
    key = key or ec_key()
    named = (issuers_key(authority.key),) if names_key else ()
    made = certificate(
        name("DSC 1"),
        key,
        issuer or name(authority.common),
        authority.key,
        serial=serial,
        first=first,
        last=last,
        extensions=(*named, own_key(key), usage(key_usage), *more),
    )
    return Authority("DSC 1", key, made)
