"""CMS SignedData with one signer, as security objects and master lists are (RFC 5652, section 5).

Doc 9303-10, 4.6.2.2 and Doc 9303-12, section 9 profile it: the content is inside, with signed
attributes, and one SignerInfo.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from asn1crypto import cms

from kiosk.emrtd import asn1_gate, certificate, der, signatures, tlv
from kiosk.emrtd.certificate import Certificate
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.verdict import VERIFIED, Verdict

MOST_CERTIFICATES = 16
"""Besides the signer's own there may be that of its authority."""

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"


@dataclass(frozen=True, slots=True)
class SignedData:
    """What was signed, by whom and how; read but not verified."""

    where: str
    content_type: str
    """Object identifier."""
    content: bytes = field(repr=False)
    certificates: tuple[Certificate, ...]
    signer: tuple[str, int] | bytes = field(repr=False)
    """Issuer and serial number of the signer's certificate, or its key identifier."""
    digest: str
    """Object identifier of the hash of the content."""
    algorithm: bytes = field(repr=False)
    """AlgorithmIdentifier of the signature."""
    signature: bytes = field(repr=False)
    signed_attributes: bytes = field(repr=False)
    """As the DER of a SET, over which the signature is."""
    attested_type: str
    """The contentType attribute."""
    attested_digest: bytes = field(repr=False)
    """The messageDigest attribute."""
    signed_on: date | None
    """The signingTime attribute's day in UTC, where there is one."""

    @property
    def signer_certificate(self) -> Certificate | None:
        """The signer's certificate, if it is among those inside.

        Malaysia's security objects name the issuer in another order than its certificate does,
        so without an exact match the serial number decides. That is safe: the name is not
        signed, and finds a certificate whose key is then put to the proof.
        """
        by_key = (one for one in self.certificates if one.key_identifier == self.signer)
        by_name = (one for one in self.certificates if (one.issuer, one.serial) == self.signer)
        by_serial = (one for one in self.certificates if self.signer[1:] == (one.serial,))
        return next(chain(by_key, by_name, by_serial), None)

    def check(self, by: Certificate) -> Verdict:
        """Whether the key of ``by`` signed this very content (RFC 5652, 5.4 and 5.6).

        The reasons are ``signature``, ``content-digest``, ``content-type`` and
        ``unsupported-algorithm``.
        """
        try:
            scheme = signatures.scheme(self.algorithm, self.where, self.digest)
            digest = signatures.digest(self.digest)
            is_signed = signatures.verify(
                by.public_key, scheme, self.signature, self.signed_attributes, self.where
            )
        except Unsupported:
            return Verdict.not_verified("unsupported-algorithm")
        if not is_signed:
            return Verdict.failed("signature")
        if self.attested_type != self.content_type:
            return Verdict.failed("content-type")
        if self.attested_digest != digest.of(self.content):
            return Verdict.failed("content-digest")
        return VERIFIED


def parse(data: bytes, where: str, *, limit: int) -> SignedData:
    """A ContentInfo with SignedData of at most ``limit`` bytes.

    Raises :class:`Malformed` for anything else, also for more or less than one signer, for a
    content that is elsewhere, and for missing signed attributes.
    """
    asn1_gate.checked(data, where, limit=limit)
    with asn1_gate.reading(where):
        info = cms.ContentInfo.load(data, strict=True)
        if info["content_type"].dotted != _SIGNED_DATA:
            raise Malformed(where, "no signed data")
        return _read(info["content"], where)


def _read(signed: Any, where: str) -> SignedData:
    # By its own class whatever the version says: asn1crypto takes version 1 for PKCS #7.
    content = cms.EncapsulatedContentInfo.load(signed["encap_content_info"].dump())
    if not isinstance(content["content"], cms.ParsableOctetString):
        raise Malformed(where, "the signed content is not inside")
    if len(signed["signer_infos"]) != 1:
        raise Malformed(where, "not exactly one signer")
    signer = signed["signer_infos"][0]
    attributes = _attributes(signer["signed_attrs"], where)
    if not attributes.keys() >= {_CONTENT_TYPE, _MESSAGE_DIGEST}:
        raise Malformed(where, "a signed attribute is missing")
    signed_on = attributes.get(_SIGNING_TIME)
    return SignedData(
        where=where,
        content_type=str(content["content_type"].dotted),
        content=bytes(content["content"]),
        certificates=_certificates(signed["certificates"], where),
        signer=_signer(signer["sid"]),
        digest=str(signer["digest_algorithm"]["algorithm"].dotted),
        algorithm=bytes(signer["signature_algorithm"].dump()),
        signature=bytes(signer["signature"]),
        signed_attributes=tlv.encode(der.SET, bytes(signer["signed_attrs"].contents)),
        attested_type=str(attributes[_CONTENT_TYPE].dotted),
        attested_digest=bytes(attributes[_MESSAGE_DIGEST]),
        signed_on=asn1_gate.day(signed_on) if signed_on is not None else None,
    )


def _certificates(members: Any, where: str) -> tuple[Certificate, ...]:
    if len(members) > MOST_CERTIFICATES:
        raise Malformed(where, "too many certificates")
    return tuple(
        certificate.parse(bytes(one.chosen.dump()), where)
        for one in members
        if one.name == "certificate"
    )


def _signer(identifier: Any) -> tuple[str, int] | bytes:
    if identifier.name == "subject_key_identifier":
        return bytes(identifier.chosen)
    chosen = identifier.chosen
    return str(chosen["issuer"].hashable), int(chosen["serial_number"].native)


def _attributes(members: Any, where: str) -> dict[str, Any]:
    """The value of each signed attribute, by object identifier; each has exactly one that counts.

    Two messageDigest attributes, or one with two values, would leave open which was meant
    (RFC 5652, 11.1 and 11.2 forbid both).
    """
    found: dict[str, Any] = {}
    for attribute in members:
        name = str(attribute["type"].dotted)
        if name not in (_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME):
            continue
        if name in found or len(attribute["values"]) != 1:
            raise Malformed(where, "a signed attribute has several values")
        found[name] = attribute["values"][0]
    return found
