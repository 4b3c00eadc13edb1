"""Security objects and master lists for tests, right and wrong (RFC 5652, Doc 9303-10 and -12)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tests.unit.emrtd.pki import Authority, dsc, extension, name, time
from tests.unit.emrtd.written import (
    algorithm,
    digest_oid,
    integer,
    octets,
    oid,
    sequence,
    set_of,
    tlv,
)


@dataclass(frozen=True)
class Signing:
    """What of a SignedData differs from what is right."""

    content_type: str = "2.23.136.1.1.1"
    attested_type: str = ""
    """The contentType attribute, where it is another."""
    digest: str = "sha256"
    attested_digest: bytes = b""
    two_digests: bool = False
    """The messageDigest attribute has a second value."""
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
    second = (octets(attested[:-1]),) if how.two_digests else ()
    attributes = [
        sequence(oid("1.2.840.113549.1.9.3"), set_of(oid(how.attested_type or how.content_type))),
        sequence(oid("1.2.840.113549.1.9.4"), set_of(octets(attested), *second)),
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
