"""Passive authentication: every algorithm, every hash, and what is no signature at all."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds import sod
from kiosk.emrtd.passive_authentication import check
from kiosk.emrtd.trust import EMPTY, TrustStore
from kiosk.emrtd.verdict import VERIFIED, Verdict
from tests.unit.emrtd import pki, signing, written
from tests.unit.emrtd.passive_case import GROUPS, TODAY, Case, made, with_signing
from tests.unit.emrtd.pki import Authority, Key
from tests.unit.emrtd.signing import Signing

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
    unknown = Signing(algorithm=written.algorithm("1.3.101.112", null=False))
    result = made(authority, pki.dsc(authority), unknown).result()
    assert result.signature == Verdict.not_verified("unsupported-algorithm")
    assert set(result.hashes.values()) == {VERIFIED}


@pytest.mark.parametrize("number", GROUPS)
def test_a_wrong_hash_is_told_for_its_group(number: int) -> None:
    authority = pki.csca()
    signed = sod.parse(signing.sod(GROUPS, authority, pki.dsc(authority)))
    trust = TrustStore.of([authority.certificate])
    result = check(signed, GROUPS | {number: b"forged"}, trust, TODAY)
    assert result.signature == VERIFIED
    assert result.hashes == dict.fromkeys(GROUPS, VERIFIED) | {
        number: Verdict.failed(f"hash-dg{number}")
    }
    assert result.overall == Verdict.failed(f"hash-dg{number}")


def test_a_group_without_a_hash_is_not_believed() -> None:
    authority = pki.csca()
    signed = sod.parse(signing.sod(GROUPS, authority, pki.dsc(authority)))
    result = check(signed, {1: GROUPS[1], 11: b"x"}, EMPTY, TODAY)
    assert result.hashes == {1: VERIFIED, 11: Verdict.failed("unsigned-dg11")}
    assert result.overall == Verdict.failed("unsigned-dg11")


def test_a_wrong_hash_outweighs_a_missing_anchor() -> None:
    authority = pki.csca()
    signed = sod.parse(signing.sod(GROUPS, authority, pki.dsc(authority)))
    assert check(signed, GROUPS, EMPTY, TODAY).overall == Verdict.not_verified("no-trust-anchor")
    forged = GROUPS | {1: b"forged"}
    assert check(signed, forged, EMPTY, TODAY).overall == Verdict.failed("hash-dg1")


def test_without_data_nothing_is_verified() -> None:
    authority = pki.csca()
    signed = sod.parse(signing.sod(GROUPS, authority, pki.dsc(authority)))
    result = check(signed, {}, TrustStore.of([authority.certificate]), TODAY)
    assert result.signature == VERIFIED
    assert result.overall == Verdict.not_verified("nothing-checked")


def test_what_an_unknown_authority_says_of_its_days_proves_nothing() -> None:
    authority = pki.csca()
    signer = pki.dsc(authority, last=date(2023, 1, 1))
    result = check(sod.parse(signing.sod(GROUPS, authority, signer)), GROUPS, EMPTY, TODAY)
    assert result.signature == Verdict.not_verified("no-trust-anchor")


def test_names_are_compared_as_names() -> None:
    """The CSCA's name in PrintableString, the DSC's issuer in UTF8String, case and spaces aside."""
    key = pki.ec_key()
    authority = pki.csca(key, subject=pki.name("CSCA Test"))
    signer = pki.dsc(authority, issuer=pki.name("csca  TEST", country_tag=0x0C))
    case = Case(signing.sod(GROUPS, authority, signer), (authority.certificate,))
    assert case.result().overall.is_verified


def test_the_signer_is_found_by_key_identifier(tmp_path: Path) -> None:
    case = with_signing(Signing(by_key_identifier=True))()
    assert case.result().overall.is_verified
    assert case.openssl_accepts(tmp_path)


def test_the_signer_is_found_by_serial_number_if_its_issuer_is_named_otherwise() -> None:
    """As Malaysia does. The key is put to the proof all the same."""
    assert with_signing(Signing(issuer="CSCA, Test"))().result().overall.is_verified
    authority = pki.csca()
    forged = Authority("DSC 1", pki.ec_key(), pki.dsc(authority).certificate)
    forgery = made(authority, forged, Signing(issuer="CSCA, Test"))
    assert forgery.result().signature == Verdict.failed("signature")


@pytest.mark.parametrize("version", [1, 3])
def test_the_cms_version_does_not_matter(version: int) -> None:
    assert with_signing(Signing(version=version))().result().overall.is_verified


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
        Signing(two_digests=True),
        Signing(without_attributes=True),
        Signing(
            more_attributes=(
                written.sequence(written.oid("1.2.840.113549.1.9.4"), written.set_of()),
            )
        ),
        Signing(
            more_attributes=(
                written.sequence(
                    written.oid("1.2.840.113549.1.9.4"), written.set_of(written.octets(bytes(32)))
                ),
            )
        ),
    ],
)
def test_signed_data_of_another_shape_is_malformed(how: Signing) -> None:
    with pytest.raises(Malformed):
        with_signing(how)().result()


def test_the_content_type_is_signed() -> None:
    case = with_signing(Signing(attested_type="1.2.840.113549.1.7.1"))()
    assert case.result().signature == Verdict.failed("content-type")
