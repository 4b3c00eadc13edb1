"""A small travel document PKI for tests: keys, certificates, security objects, master lists.

Written byte by byte from RFC 5280, RFC 5652 and Doc 9303, so that it can also make what is
wrong, and shares nothing with the code under test.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SHA256 = "2.16.840.1.101.3.4.2.1"
DIGESTS = {
    "1.2.840.113549.2.5": "md5",
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    SHA256: "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
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


def tlv(tag: int, *parts: bytes) -> bytes:
    value = b"".join(parts)
    size = len(value)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    head = tag.to_bytes((tag.bit_length() + 7) // 8 or 1, "big")
    return head + (length if size < 0x80 else bytes([0x80 + len(length)]) + length) + value


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *sorted(parts))


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(value: bytes) -> bytes:
    return tlv(0x04, value)


def bits(value: bytes) -> bytes:
    return tlv(0x03, b"\0", value)


def oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    out = bytearray()
    for number in (40 * first + second, *rest):
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(number & 0x7F | 0x80)
        out += bytes(reversed(septets))
    return tlv(0x06, bytes(out))


def algorithm(dotted: str, *, null: bool = True) -> bytes:
    return sequence(oid(dotted), tlv(0x05) if null else b"")


def digest_oid(name: str) -> str:
    return next(dotted for dotted, one in DIGESTS.items() if one == name)


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


@dataclass(frozen=True)
class Signing:
    """What of a SignedData differs from what is right."""

    content_type: str = "2.23.136.1.1.1"
    attested_type: str = ""
    """The contentType attribute, where it is another."""
    digest: str = "sha256"
    attested_digest: bytes = b""
    signed_on: date | None = None
    more_attributes: Sequence[bytes] = ()
    without_attributes: bool = False
    certificates: Sequence[bytes] | None = None
    """Instead of the signer's."""
    by_key_identifier: bool = False
    serial: int = 7
    issuer: str = ""
    signers: int = 1
    version: int = 3
    algorithm: bytes = b""
    flip_signature: bool = False


def signed_data(content: bytes, issuer: str, signer: Authority, how: Signing) -> bytes:
    digest = algorithm(digest_oid(how.digest))
    attested = how.attested_digest or hashlib.new(how.digest, content).digest()
    attributes = [
        sequence(oid("1.2.840.113549.1.9.3"), set_of(oid(how.attested_type or how.content_type))),
        sequence(oid("1.2.840.113549.1.9.4"), set_of(octets(attested))),
        *how.more_attributes,
    ]
    if how.signed_on:
        attributes.append(sequence(oid("1.2.840.113549.1.9.5"), set_of(time(how.signed_on))))
    to_be_signed = content if how.without_attributes else set_of(*attributes)
    signature = bytearray(signer.key.sign(to_be_signed))
    if how.flip_signature:
        signature[-1] ^= 1
    identifier = (
        tlv(0x80, signer.key.identifier)
        if how.by_key_identifier
        else sequence(name(how.issuer or issuer), integer(how.serial))
    )
    info = sequence(
        integer(3 if how.by_key_identifier else 1),
        identifier,
        digest,
        b"" if how.without_attributes else b"\xa0" + to_be_signed[1:],
        how.algorithm or signer.key.algorithm,
        octets(bytes(signature)),
    )
    certificates = (signer.certificate,) if how.certificates is None else how.certificates
    return sequence(
        oid("1.2.840.113549.1.7.2"),
        tlv(
            0xA0,
            sequence(
                integer(how.version),
                set_of(digest),
                sequence(oid(how.content_type), tlv(0xA0, octets(content))),
                tlv(0xA0, *certificates) if certificates else b"",
                tlv(0x31, *[info] * how.signers),
            ),
        ),
    )


RIGHT = Signing()


def security_object(
    groups: Mapping[int, bytes], digest: str = "sha256", *, lds_version: str = ""
) -> bytes:
    """LDSSecurityObject, version 1 where ``lds_version`` is given."""
    hashed = [
        sequence(integer(number), octets(hashlib.new(digest, content).digest()))
        for number, content in groups.items()
    ]
    info = sequence(tlv(0x13, lds_version.encode()), tlv(0x13, b"040000")) if lds_version else b""
    return sequence(
        integer(1 if lds_version else 0),
        algorithm(digest_oid(digest)),
        sequence(*hashed),
        info,
    )


def sod(
    groups: Mapping[int, bytes],
    authority: Authority,
    signer: Authority,
    how: Signing = RIGHT,
    *,
    content: bytes | None = None,
    lds_version: str = "",
) -> bytes:
    """EF.SOD of the data groups, whole files by number."""
    if content is None:
        content = security_object(groups, how.digest, lds_version=lds_version)
    how = replace(how, digest=how.digest)
    return tlv(0x77, signed_data(content, authority.common, signer, how))


def master_list(certificates: Sequence[bytes], authority: Authority, how: Signing = RIGHT) -> bytes:
    """A list signed by a signer that the authority issued, both inside."""
    signer = dsc(
        authority, more=(extension("2.5.29.37", sequence(oid("2.23.136.1.1.3")), critical=True),)
    )
    inside = how.certificates
    if inside is None:
        inside = (signer.certificate, authority.certificate)
    how = replace(how, content_type="2.23.136.1.1.2", certificates=inside)
    content = sequence(integer(0), set_of(*certificates))
    return signed_data(content, authority.common, signer, how)
