"""X.509 certificates of the travel document PKI: CSCA and DSC (Doc 9303-12, section 7).

``cryptography`` refuses many real ones (explicit curve parameters, times and names that break
RFC 5280), so they are taken apart with ``asn1crypto``, all at once: a :class:`Certificate` that
exists can be read without errors.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from asn1crypto import x509

from kiosk.emrtd import asn1_gate, signatures
from kiosk.emrtd.errors import Malformed

LONGEST = 32 * 1024
"""Bytes; those of travel documents have 1 to 3 KB."""

DIGITAL_SIGNATURE = "digital_signature"
KEY_CERT_SIGN = "key_cert_sign"

_KEY_IDENTIFIER = "2.5.29.14"
_KEY_USAGE = "2.5.29.15"
_BASIC_CONSTRAINTS = "2.5.29.19"
_AUTHORITY_KEY_IDENTIFIER = "2.5.29.35"
_EXTENDED_KEY_USAGE = "2.5.29.37"
_READ = frozenset(
    {
        *(_KEY_IDENTIFIER, _KEY_USAGE, _BASIC_CONSTRAINTS),
        *(_AUTHORITY_KEY_IDENTIFIER, _EXTENDED_KEY_USAGE),
    }
)
_HARMLESS = frozenset(
    {
        "2.5.29.16",  # private key usage period: binds the signer
        "2.5.29.17",  # subject alternative name: a contact
        "2.5.29.18",  # issuer alternative name
        "2.5.29.31",  # CRL distribution points: revocation is not asked for
        "2.5.29.32",  # certificate policies
        "2.23.136.1.1.6.1",  # name change of the CSCA
        "2.23.136.1.1.6.2",  # types of documents
    }
)
"""Extensions that may be critical without changing what is checked here (Doc 9303-12, 7.1.1)."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate, read but not verified."""

    der: bytes = field(repr=False)
    subject: str = field(repr=False)
    """Normalised: equal names are equal strings (RFC 5280, 7.1)."""
    issuer: str = field(repr=False)
    serial: int = field(repr=False)
    not_before: date
    not_after: date
    """First and last day of validity, in UTC."""
    key_identifier: bytes | None = field(repr=False)
    authority_key_identifier: bytes | None = field(repr=False)
    is_authority: bool | None
    """The CA flag; None without basic constraints."""
    key_usage: frozenset[str] | None
    """``digital_signature``, ``key_cert_sign`` …; None where the certificate does not say."""
    extended_key_usage: frozenset[str]
    """Object identifiers."""
    unknown_critical: frozenset[str]
    """Object identifiers of critical extensions that nobody here looks at."""
    public_key: bytes = field(repr=False)
    """SubjectPublicKeyInfo."""
    signed: bytes = field(repr=False)
    """The TBSCertificate, over which the signature is."""
    algorithm: bytes = field(repr=False)
    """AlgorithmIdentifier of the signature."""
    signature: bytes = field(repr=False)

    def may_sign(self, usage: str) -> bool:
        """Whether the key usage allows it, or does not say."""
        return self.key_usage is None or usage in self.key_usage

    @property
    def may_issue(self) -> bool:
        """Whether it is an authority's: CA flag or key usage says so, or neither says anything.

        Both should (Doc 9303-12, 7.1.1), but of the authorities on public master lists one in
        eighty denies the CA flag or leaves out the key usage, Italy's and Turkey's among them.
        """
        said = (
            self.is_authority,
            None if self.key_usage is None else KEY_CERT_SIGN in self.key_usage,
        )
        return True in said or said == (None, None)

    def is_signed_by(self, issuer: "Certificate") -> bool:
        """Whether the issuer's key made the signature.

        Raises :class:`Malformed` and :class:`Unsupported` for keys and algorithms.
        """
        scheme = signatures.scheme(self.algorithm, "certificate")
        key = issuer.public_key
        return signatures.verify(key, scheme, self.signature, self.signed, "certificate")


def parse(data: bytes, where: str = "certificate") -> Certificate:
    """One certificate as DER; raises :class:`Malformed`."""
    asn1_gate.checked(data, where, limit=LONGEST)
    with asn1_gate.reading(where):
        return _read(x509.Certificate.load(data, strict=True), data, where)


def _read(parsed: Any, data: bytes, where: str) -> Certificate:
    inside = parsed["tbs_certificate"]
    algorithm = bytes(parsed["signature_algorithm"].dump())
    if algorithm != bytes(inside["signature"].dump()):
        raise Malformed(where, "two different signature algorithms")
    critical: set[str] = set()
    values: dict[str, Any] = {}
    for extension in inside["extensions"]:
        name = str(extension["extn_id"].dotted)
        if name in values:
            raise Malformed(where, "an extension is there twice")
        values[name] = extension["extn_value"]
        if extension["critical"].native:
            critical.add(name)
    known = {name: _parsed(values[name], where) for name in _READ & values.keys()}
    usage = known.get(_KEY_USAGE)
    constraints = known.get(_BASIC_CONSTRAINTS)
    authority = known.get(_AUTHORITY_KEY_IDENTIFIER)
    authority_key = authority["key_identifier"].native if authority is not None else None
    own_key = known.get(_KEY_IDENTIFIER)
    return Certificate(
        der=data,
        subject=str(inside["subject"].hashable),
        issuer=str(inside["issuer"].hashable),
        serial=int(inside["serial_number"].native),
        not_before=asn1_gate.day(inside["validity"]["not_before"]),
        not_after=asn1_gate.day(inside["validity"]["not_after"]),
        key_identifier=bytes(own_key.native) if own_key is not None else None,
        authority_key_identifier=bytes(authority_key) if authority_key is not None else None,
        is_authority=bool(constraints["ca"].native) if constraints is not None else None,
        key_usage=frozenset(usage.native) if usage is not None else None,
        extended_key_usage=frozenset(
            str(purpose.dotted) for purpose in known.get(_EXTENDED_KEY_USAGE, ())
        ),
        unknown_critical=frozenset(critical - _READ - _HARMLESS),
        public_key=bytes(inside["subject_public_key_info"].dump()),
        signed=bytes(inside.dump()),
        algorithm=algorithm,
        signature=bytes(parsed["signature_value"].native),
    )


def _parsed(value: Any, where: str) -> Any:
    asn1_gate.checked(bytes(value), where, limit=LONGEST)
    return value.parsed
