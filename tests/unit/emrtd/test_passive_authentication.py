"""Passive authentication: who signed, what they signed, and what the openssl program says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import sod
from kiosk.emrtd.passive_authentication import PassiveResult, check
from kiosk.emrtd.trust import EMPTY, TrustStore
from kiosk.emrtd.verdict import VERIFIED, Trust, Verdict
from tests.unit.emrtd import openssl, pki
from tests.unit.emrtd.pki import Authority, Key, Signing

GROUPS = {1: b"the first group", 2: b"the second", 13: b"the thirteenth"}
TODAY = date(2026, 6, 1)


@dataclass(frozen=True)
class Case:
    """A security object, the anchors it meets, and the day."""

    sod: bytes
    anchors: tuple[bytes, ...]
    at: date = TODAY

    def result(self) -> PassiveResult:
        return check(sod.parse(self.sod), GROUPS, TrustStore.of(self.anchors), self.at)

    def openssl_accepts(self, folder: Path) -> bool:
        wrapped = self.sod[4:] if self.sod[1] == 0x82 else self.sod[3:]
        return openssl.accepts(wrapped, self.anchors, self.at, folder)


def made(authority: Authority, signer: Authority, how: Signing = pki.RIGHT) -> Case:
    return Case(pki.sod(GROUPS, authority, signer, how), (authority.certificate,))


KEYS: dict[str, tuple[Callable[[], Key], str]] = {
    "ecdsa-p256": (lambda: pki.ec_key(ec.SECP256R1()), "sha256"),
    "ecdsa-p384": (lambda: pki.ec_key(ec.SECP384R1(), "sha384"), "sha384"),
    "ecdsa-p521": (lambda: pki.ec_key(ec.SECP521R1(), "sha512"), "sha512"),
    "ecdsa-p224-sha1": (lambda: pki.ec_key(ec.SECP224R1(), "sha1"), "sha1"),
    "ecdsa-brainpoolp256r1": (lambda: pki.ec_key(ec.BrainpoolP256R1()), "sha256"),
    "ecdsa-brainpoolp512r1": (lambda: pki.ec_key(ec.BrainpoolP512R1(), "sha512"), "sha512"),
    "rsa-pkcs1-sha224": (lambda: pki.rsa_key("pkcs1", "sha224"), "sha224"),
    "rsa-pkcs1": (lambda: pki.rsa_key("pkcs1"), "sha256"),
    "rsa-pss": (lambda: pki.rsa_key("pss"), "sha256"),
    "rsa-pss-sha512": (lambda: pki.rsa_key("pss", "sha512"), "sha512"),
}


@pytest.mark.parametrize("name", KEYS)
def test_both_accept_every_algorithm(name: str, tmp_path: Path) -> None:
    new_key, digest = KEYS[name]
    authority = pki.csca(new_key())
    case = made(authority, pki.dsc(authority, new_key()), Signing(digest=digest))
    result = case.result()
    assert result.signature == VERIFIED
    assert result.hashes == dict.fromkeys(GROUPS, VERIFIED)
    assert result.overall.is_verified
    if name != "ecdsa-p224-sha1":  # Debian's openssl lets no SHA-1 into a chain
        assert case.openssl_accepts(tmp_path)


def _signing(how: Signing) -> Callable[[], Case]:
    def build() -> Case:
        authority = pki.csca()
        return made(authority, pki.dsc(authority), how)

    return build


def _expired_csca() -> Case:
    authority = pki.csca(last=date(2025, 12, 31))
    return made(authority, pki.dsc(authority))


def _expired_dsc() -> Case:
    authority = pki.csca()
    return made(authority, pki.dsc(authority, last=date(2026, 5, 31)))


def _dsc_of_tomorrow() -> Case:
    authority = pki.csca()
    return made(authority, pki.dsc(authority, first=date(2026, 6, 2)))


def _same_name_other_key() -> Case:
    """A forger's own CSCA under the trusted name; the DSC names the forger's key."""
    forger, trusted = pki.csca(), pki.csca()
    return Case(pki.sod(GROUPS, forger, pki.dsc(forger)), (trusted.certificate,))


def _same_name_claimed_key() -> Case:
    """As before, but the DSC claims the trusted key's identifier."""
    forger, trusted = pki.csca(), pki.csca()
    claim = (pki.issuers_key(trusted.key),)
    signer = pki.dsc(forger, names_key=False, more=claim)
    return Case(pki.sod(GROUPS, forger, signer), (trusted.certificate,))


def _same_name_no_key() -> Case:
    forger, trusted = pki.csca(), pki.csca()
    signer = pki.dsc(forger, names_key=False)
    return Case(pki.sod(GROUPS, forger, signer), (trusted.certificate,))


def _other_authority() -> Case:
    authority, other = pki.csca(), pki.csca(common="CSCA Other")
    return Case(pki.sod(GROUPS, authority, pki.dsc(authority)), (other.certificate,))


def _no_certificate() -> Case:
    authority = pki.csca()
    return made(authority, pki.dsc(authority), Signing(certificates=()))


def _other_certificate() -> Case:
    """Inside is a certificate of the same CSCA, but not the signer's."""
    authority = pki.csca()
    inside = (pki.dsc(authority, serial=8).certificate,)
    return made(authority, pki.dsc(authority), Signing(certificates=inside))


def _exchanged_key() -> Case:
    """The certificate is the right DSC's, the signature another key's."""
    authority = pki.csca()
    right = pki.dsc(authority)
    forged = Authority("DSC 1", pki.ec_key(), right.certificate)
    return made(authority, forged)


def _changed_attribute() -> Case:
    case = _signing(Signing(signed_on=date(2023, 4, 1)))()
    changed = case.sod.replace(b"230401120000Z", b"230402120000Z")
    assert changed != case.sod
    return Case(changed, case.anchors)


def _changed_content() -> Case:
    case = _signing(pki.RIGHT)()
    at = case.sod.index(pki.security_object(GROUPS)) + len(pki.security_object(GROUPS)) - 1
    changed = bytearray(case.sod)
    changed[at] ^= 1
    return Case(bytes(changed), case.anchors)


REFUSED: dict[str, tuple[Callable[[], Case], Trust, str]] = {
    "flipped bit in the signature": (
        _signing(Signing(flip_signature=True)),
        Trust.FAILED,
        "signature",
    ),
    "changed signed attribute": (_changed_attribute, Trust.FAILED, "signature"),
    "changed content": (_changed_content, Trust.FAILED, "content-digest"),
    "digest of another content": (
        _signing(Signing(attested_digest=bytes(32))),
        Trust.FAILED,
        "content-digest",
    ),
    "another key's signature": (_exchanged_key, Trust.FAILED, "signature"),
    "expired DSC": (_expired_dsc, Trust.FAILED, "expired-dsc"),
    "DSC of tomorrow": (_dsc_of_tomorrow, Trust.FAILED, "dsc-not-yet-valid"),
    "expired CSCA": (_expired_csca, Trust.FAILED, "expired-csca"),
    "CSCA of the same name": (_same_name_other_key, Trust.NOT_VERIFIED, "no-trust-anchor"),
    "claimed key of the CSCA": (_same_name_claimed_key, Trust.FAILED, "dsc-signature"),
    "same name and no key named": (_same_name_no_key, Trust.NOT_VERIFIED, "no-trust-anchor"),
    "another CSCA": (_other_authority, Trust.NOT_VERIFIED, "no-trust-anchor"),
    "no certificate inside": (_no_certificate, Trust.NOT_VERIFIED, "no-certificate"),
    "another DSC inside": (_other_certificate, Trust.NOT_VERIFIED, "no-certificate"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_both_refuse(what: str, tmp_path: Path) -> None:
    build, state, reason = REFUSED[what]
    case = build()
    result = case.result()
    assert (result.signature.state, result.signature.reason) == (state, reason)
    assert not result.overall.is_verified
    assert not case.openssl_accepts(tmp_path)


def test_an_expired_dsc_was_good_before(tmp_path: Path) -> None:
    case = _expired_dsc()
    before = Case(case.sod, case.anchors, date(2026, 5, 30))
    assert before.result().overall.is_verified
    assert before.openssl_accepts(tmp_path)


def test_md5_is_not_verified_and_fails_nobody() -> None:
    """openssl of today takes no MD5 either; the kiosk says that it cannot tell."""
    authority = pki.csca()
    signer = pki.dsc(authority)
    result = made(authority, signer, Signing(digest="md5")).result()
    unsupported = Verdict.not_verified("unsupported-algorithm")
    assert result.signature == unsupported
    assert set(result.hashes.values()) == {unsupported}
    assert result.overall == unsupported


def test_an_unknown_signature_algorithm_is_not_verified() -> None:
    authority = pki.csca()
    unknown = Signing(algorithm=pki.algorithm("1.3.101.112", null=False))
    result = made(authority, pki.dsc(authority), unknown).result()
    assert result.signature == Verdict.not_verified("unsupported-algorithm")
    assert set(result.hashes.values()) == {VERIFIED}


@pytest.mark.parametrize("number", GROUPS)
def test_a_wrong_hash_is_told_for_its_group(number: int) -> None:
    authority = pki.csca()
    signed = sod.parse(pki.sod(GROUPS, authority, pki.dsc(authority)))
    trust = TrustStore.of([authority.certificate])
    result = check(signed, GROUPS | {number: b"forged"}, trust, TODAY)
    assert result.signature == VERIFIED
    assert result.hashes == dict.fromkeys(GROUPS, VERIFIED) | {
        number: Verdict.failed(f"hash-dg{number}")
    }
    assert result.overall == Verdict.failed(f"hash-dg{number}")


def test_a_group_without_a_hash_is_not_believed() -> None:
    authority = pki.csca()
    signed = sod.parse(pki.sod(GROUPS, authority, pki.dsc(authority)))
    result = check(signed, {1: GROUPS[1], 11: b"x"}, EMPTY, TODAY)
    assert result.hashes == {1: VERIFIED, 11: Verdict.failed("unsigned-dg11")}
    assert result.overall == Verdict.failed("unsigned-dg11")


def test_a_wrong_hash_outweighs_a_missing_anchor() -> None:
    authority = pki.csca()
    signed = sod.parse(pki.sod(GROUPS, authority, pki.dsc(authority)))
    assert check(signed, GROUPS, EMPTY, TODAY).overall == Verdict.not_verified("no-trust-anchor")
    forged = GROUPS | {1: b"forged"}
    assert check(signed, forged, EMPTY, TODAY).overall == Verdict.failed("hash-dg1")


def test_without_data_nothing_is_verified() -> None:
    authority = pki.csca()
    signed = sod.parse(pki.sod(GROUPS, authority, pki.dsc(authority)))
    result = check(signed, {}, TrustStore.of([authority.certificate]), TODAY)
    assert result.signature == VERIFIED
    assert result.overall == Verdict.not_verified("nothing-checked")


def test_what_an_unknown_authority_says_of_its_days_proves_nothing() -> None:
    authority = pki.csca()
    signer = pki.dsc(authority, last=date(2023, 1, 1))
    result = check(sod.parse(pki.sod(GROUPS, authority, signer)), GROUPS, EMPTY, TODAY)
    assert result.signature == Verdict.not_verified("no-trust-anchor")


@pytest.mark.parametrize(
    ("signed_on", "verdict"),
    [
        (date(2022, 1, 1), VERIFIED),
        (date(2021, 12, 31), VERIFIED),  # clocks differ by a day at most
        (date(2021, 12, 30), Verdict.failed("signing-time")),
        (date(2038, 1, 2), Verdict.failed("signing-time")),
    ],
)
def test_signing_within_the_days_of_the_dsc(signed_on: date, verdict: Verdict) -> None:
    assert _signing(Signing(signed_on=signed_on))().result().signature == verdict


@pytest.mark.parametrize(
    ("signer", "verdict"),
    [
        (lambda a: pki.dsc(a, key_usage=0x06), Verdict.failed("dsc-usage")),
        (
            lambda a: pki.dsc(
                a, more=(pki.extension("2.5.29.37", pki.sequence(pki.oid("2.23.136.1.1.3"))),)
            ),
            Verdict.failed("dsc-usage"),
        ),
        (
            lambda a: pki.dsc(a, more=(pki.extension("1.2.3.4", pki.octets(b"?"), critical=True),)),
            Verdict.not_verified("unknown-extension"),
        ),
        (lambda a: pki.dsc(a, more=(pki.extension("1.2.3.4", pki.octets(b"?")),)), VERIFIED),
        (
            lambda a: pki.dsc(
                a, more=(pki.extension("2.23.136.1.1.6.2", pki.set_of(), critical=True),)
            ),
            VERIFIED,
        ),
    ],
)
def test_what_a_dsc_is_for(signer: Callable[[Authority], Authority], verdict: Verdict) -> None:
    authority = pki.csca()
    assert made(authority, signer(authority)).result().signature == verdict


def test_the_newer_key_of_a_csca_is_found_beside_the_older() -> None:
    older, newer = pki.csca(), pki.csca()
    for names_key in (True, False):
        signer = pki.dsc(newer, names_key=names_key)
        anchors = (older.certificate, newer.certificate)
        assert Case(pki.sod(GROUPS, newer, signer), anchors).result().overall.is_verified


def test_a_valid_certificate_of_the_key_outweighs_an_expired_one() -> None:
    """A CSCA may have its key certified again, or linked by the next."""
    expired = pki.csca(last=date(2025, 1, 1))
    again = pki.csca(expired.key)
    case = Case(
        pki.sod(GROUPS, expired, pki.dsc(expired)), (expired.certificate, again.certificate)
    )
    assert case.result().overall.is_verified


def test_a_link_certificate_lends_the_new_key_its_name() -> None:
    old, new = pki.csca(common="CSCA Old"), pki.csca(common="CSCA New")
    link = pki.certificate(
        pki.name("CSCA New"),
        new.key,
        pki.name("CSCA Old"),
        old.key,
        extensions=(pki.is_authority(), pki.usage(0x06), pki.own_key(new.key)),
    )
    assert Case(pki.sod(GROUPS, new, pki.dsc(new)), (link,)).result().overall.is_verified


def test_names_are_compared_as_names() -> None:
    """The CSCA's name in PrintableString, the DSC's issuer in UTF8String, case and spaces aside."""
    key = pki.ec_key()
    authority = pki.csca(key, subject=pki.name("CSCA Test"))
    signer = pki.dsc(authority, issuer=pki.name("csca  TEST", country_tag=0x0C))
    case = Case(pki.sod(GROUPS, authority, signer), (authority.certificate,))
    assert case.result().overall.is_verified


def test_the_signer_is_found_by_key_identifier(tmp_path: Path) -> None:
    case = _signing(Signing(by_key_identifier=True))()
    assert case.result().overall.is_verified
    assert case.openssl_accepts(tmp_path)


def test_the_signer_is_found_by_serial_number_if_its_issuer_is_named_otherwise() -> None:
    """As Malaysia does. The key is put to the proof all the same."""
    assert _signing(Signing(issuer="CSCA, Test"))().result().overall.is_verified
    authority = pki.csca()
    forged = Authority("DSC 1", pki.ec_key(), pki.dsc(authority).certificate)
    forgery = made(authority, forged, Signing(issuer="CSCA, Test"))
    assert forgery.result().signature == Verdict.failed("signature")


@pytest.mark.parametrize("version", [1, 3])
def test_the_cms_version_does_not_matter(version: int) -> None:
    assert _signing(Signing(version=version))().result().overall.is_verified


@pytest.mark.parametrize("key", [lambda: pki.rsa_key("key-only"), pki.ec_key])
def test_a_signature_algorithm_that_names_the_key_only(key: Callable[[], Key]) -> None:
    authority = pki.csca()
    signer = pki.dsc(authority, key())
    named = Key(signer.key.private, "key-only")
    case = made(authority, Authority("DSC 1", named, signer.certificate))
    assert case.result().overall.is_verified


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.BrainpoolP384R1()])
def test_plain_ecdsa(curve: ec.EllipticCurve) -> None:
    authority = pki.csca(Key(ec.generate_private_key(curve), "plain"))
    signer = pki.dsc(authority, Key(ec.generate_private_key(curve), "plain"))
    assert made(authority, signer).result().overall.is_verified


@pytest.mark.parametrize(
    "how",
    [
        Signing(signers=2),
        Signing(signers=0),
        Signing(without_attributes=True),
        Signing(more_attributes=(pki.sequence(pki.oid("1.2.840.113549.1.9.4"), pki.set_of()),)),
        Signing(
            more_attributes=(
                pki.sequence(pki.oid("1.2.840.113549.1.9.4"), pki.set_of(pki.octets(bytes(32)))),
            )
        ),
    ],
)
def test_signed_data_of_another_shape_is_malformed(how: Signing) -> None:
    with pytest.raises(Malformed):
        _signing(how)().result()


def test_the_content_type_is_signed() -> None:
    case = _signing(Signing(attested_type="1.2.840.113549.1.7.1"))()
    assert case.result().signature == Verdict.failed("content-type")
