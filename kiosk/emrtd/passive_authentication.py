"""Passive authentication: was this data signed by a state that is trusted here?

Doc 9303-11, 5.1: the security object's signature, the chain from its document signer (DSC) to a
country signing authority (CSCA), and the hashes of the data groups. It says nothing about a
copied chip; that is for chip and active authentication. Revocation lists are not asked for: a
kiosk has no path to them while a patient waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.emrtd import signatures, verdict
from kiosk.emrtd.certificate import DIGITAL_SIGNATURE, Certificate
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.lds.sod import Sod
from kiosk.emrtd.signed_data import SignedData
from kiosk.emrtd.trust import TrustStore
from kiosk.emrtd.verdict import VERIFIED, Verdict

CLOCKS_DIFFER = timedelta(days=1)
"""How far an issuer's clock may be off when it signs with a certificate of the same day."""

_OTHER_PURPOSES = frozenset({"2.23.136.1.1.3", "2.23.136.1.1.8"})
"""Extended key usages of signers of master lists and deviation lists (Doc 9303-12, 7.1.2):
issued by the same CSCA, and not for documents."""


@dataclass(frozen=True, slots=True)
class PassiveResult:
    """What passive authentication came to.

    Reasons of ``signature``: ``signature``, ``content-digest``, ``content-type`` (the security
    object is not what was signed), ``no-certificate``, ``malformed-certificate``,
    ``no-trust-anchor``, ``dsc-signature``, ``dsc-usage``, ``csca-usage``, ``unknown-extension``,
    ``expired-dsc``, ``dsc-not-yet-valid``, ``expired-csca``, ``csca-not-yet-valid``,
    ``signing-time``, ``unsupported-algorithm``. Reasons of hashes: ``hash-dg1`` …,
    ``unsigned-dg1`` … (the security object has no hash of it), ``unsupported-algorithm``.
    """

    signature: Verdict
    """The signature over the hashes, and the chain to a trust anchor."""
    hashes: Mapping[int, Verdict]
    """For each data group that was handed over, by its number."""
    overall: Verdict
    """The worst of all; ``nothing-checked`` where no data group was handed over."""


def check(sod: Sod, groups: Mapping[int, bytes], trust: TrustStore, at: date) -> PassiveResult:
    """Checks whole files (tag and length included), by number, on the day ``at``.

    Never raises for what a card can send.
    """
    signature = check_signature(sod.signed, trust, at)
    hashes = {number: _hash(sod, number, groups[number]) for number in sorted(groups)}
    files = verdict.overall(hashes.values())
    return PassiveResult(signature, hashes, verdict.overall((signature, files)))


def _hash(sod: Sod, number: int, content: bytes) -> Verdict:
    if number not in sod.hashes:
        return Verdict.failed(f"unsigned-dg{number}")
    try:
        digest = signatures.digest(sod.hash_algorithm)
    except Unsupported:
        return Verdict.not_verified("unsupported-algorithm")
    return (
        VERIFIED if digest.of(content) == sod.hashes[number] else Verdict.failed(f"hash-dg{number}")
    )


def check_signature(signed: SignedData, trust: TrustStore, at: date) -> Verdict:
    """Of EF.SOD, or EF.CardSecurity; the reasons are those of :class:`PassiveResult`.

    Signature first, then the chain, then what a trusted chain says of usage and days.

    What a certificate without an anchor says of its own validity proves nothing, so a missing
    anchor is told before an expired DSC.
    """
    signer = signed.signer_certificate
    if signer is None:
        return Verdict.not_verified("no-certificate")
    try:
        by_signer = signed.check(signer)
        if not by_signer.is_verified:
            return by_signer
        chain = _chain(signer, trust, at)
    except Malformed:
        return Verdict.failed("malformed-certificate")
    if not chain.is_verified:
        return chain
    return _document_signer(signer, signed.signed_on, at)


def _chain(signer: Certificate, trust: TrustStore, at: date) -> Verdict:
    """Whether an anchor issued the DSC; one good anchor is enough."""
    found = [
        judged
        for issuer in trust.issuers_of(signer)
        if (judged := _issued(signer, issuer, at)) is not None
    ]
    best = next((one for one in found if one.is_verified), None)
    return best or next(iter(found), Verdict.not_verified("no-trust-anchor"))


def _issued(signer: Certificate, issuer: Certificate, at: date) -> Verdict | None:
    """None where the anchor has nothing to do with the DSC.

    With the same name but no key identifier, a wrong signature tells no more than that: the
    authority may have a newer key, which is not here.
    """
    try:
        is_issuer = signer.is_signed_by(issuer)
    except Unsupported:
        return Verdict.not_verified("unsupported-algorithm")
    if not is_issuer:
        named = signer.authority_key_identifier
        if named is not None and named == issuer.key_identifier:
            return Verdict.failed("dsc-signature")
        return None
    if not issuer.may_issue:
        return Verdict.failed("csca-usage")
    return _within(issuer, at, "csca")


def _document_signer(signer: Certificate, signed_on: date | None, at: date) -> Verdict:
    """What Doc 9303-12, 7.1 asks of a DSC that an anchor issued."""
    if not signer.may_sign(DIGITAL_SIGNATURE) or signer.extended_key_usage & _OTHER_PURPOSES:
        return Verdict.failed("dsc-usage")
    if signer.unknown_critical:
        return Verdict.not_verified("unknown-extension")
    if signed_on is not None and not (
        signer.not_before - signed_on <= CLOCKS_DIFFER  # no sum: the last day may be 9999-12-31
        and signed_on - signer.not_after <= CLOCKS_DIFFER
    ):
        return verdict.overall((_within(signer, at, "dsc"), Verdict.failed("signing-time")))
    return _within(signer, at, "dsc")


def _within(one: Certificate, at: date, role: str) -> Verdict:
    if at < one.not_before:
        return Verdict.failed(f"{role}-not-yet-valid")
    return VERIFIED if at <= one.not_after else Verdict.failed(f"expired-{role}")
