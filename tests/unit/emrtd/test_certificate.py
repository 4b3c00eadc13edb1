"""Certificates: everything is read at once, or the certificate is malformed."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import certificate, signatures
from kiosk.emrtd.certificate import DIGITAL_SIGNATURE, KEY_CERT_SIGN
from kiosk.emrtd.errors import EmrtdError, Malformed, Unsupported
from kiosk.emrtd.signatures import Digest, Kind, Scheme
from tests.unit.emrtd import pki, written

NULL = written.tlv(0x05)
MGF1 = written.oid("1.2.840.113549.1.1.8")


def test_a_csca_says_what_it_is() -> None:
    authority = pki.csca(first=date(2021, 1, 1), last=date(2055, 6, 30))
    read = certificate.parse(authority.certificate)
    assert read.subject == read.issuer
    assert (read.serial, read.is_authority) == (1, True)
    assert read.key_usage == frozenset({KEY_CERT_SIGN, "crl_sign"})
    assert (read.not_before, read.not_after) == (date(2021, 1, 1), date(2055, 6, 30))
    assert read.key_identifier == authority.key.identifier
    assert read.authority_key_identifier is None
    assert read.public_key == authority.key.public
    assert read.is_signed_by(read)


def test_a_dsc_says_who_issued_it() -> None:
    authority = pki.csca()
    read = certificate.parse(pki.dsc(authority).certificate)
    issuer = certificate.parse(authority.certificate)
    assert read.issuer == issuer.subject != read.subject
    assert read.authority_key_identifier == issuer.key_identifier
    assert read.is_authority is None
    assert read.key_usage == frozenset({DIGITAL_SIGNATURE})
    assert read.may_sign(DIGITAL_SIGNATURE) and not read.may_sign(KEY_CERT_SIGN)
    assert read.is_signed_by(issuer) and not issuer.is_signed_by(read)


def test_what_is_not_said_is_none() -> None:
    key = pki.ec_key()
    read = certificate.parse(pki.certificate(pki.name("A"), key, pki.name("A"), key))
    assert (read.is_authority, read.key_usage, read.key_identifier) == (None, None, None)
    assert read.extended_key_usage == read.unknown_critical == frozenset()
    assert read.may_sign(KEY_CERT_SIGN)


def with_extensions(*extensions: bytes) -> bytes:
    key = pki.ec_key()
    return pki.certificate(pki.name("A"), key, pki.name("A"), key, extensions=extensions)


def with_other_algorithm_outside() -> bytes:
    key = pki.ec_key()
    whole = pki.certificate(pki.name("A"), key, pki.name("A"), key)
    at = whole.rindex(key.algorithm)
    other = pki.ec_key(digest="sha384").algorithm
    assert len(other) == len(key.algorithm)
    return whole[:at] + other + whole[at + len(other) :]


@pytest.mark.parametrize(
    "broken",
    [
        lambda: with_extensions(pki.is_authority(), pki.is_authority()),
        lambda: with_extensions(pki.extension("2.5.29.15", b"\x03\x05\x00")),
        lambda: with_extensions(pki.extension("2.5.29.19", written.octets(b""))),
        lambda: with_extensions(pki.extension("2.5.29.37", b"\x30\x80" * 5000)),
        with_other_algorithm_outside,
        lambda: pki.csca().certificate + b"\x00",
        lambda: pki.csca().certificate.replace(b"210101120000Z", b"211301120000Z"),
        lambda: written.sequence(written.octets(bytes(certificate.LONGEST))),
    ],
)
def test_what_is_no_certificate_is_malformed(broken: Callable[[], bytes]) -> None:
    with pytest.raises(Malformed):
        certificate.parse(broken())


@given(st.data())
def test_a_damaged_certificate_is_read_or_malformed(data: st.DataObject) -> None:
    damaged = bytearray(CERTIFICATE)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = certificate.parse(bytes(damaged))
        read.is_signed_by(read)
    except EmrtdError:
        return


CERTIFICATE = pki.dsc(pki.csca(), pki.rsa_key("pss")).certificate


def pss(*members: bytes) -> bytes:
    return written.sequence(written.oid("1.2.840.113549.1.1.10"), written.sequence(*members))


@pytest.mark.parametrize(
    ("algorithm", "scheme"),
    [
        (pss(), Scheme(Kind.RSA_PSS, Digest.SHA1, Digest.SHA1, 20)),
        (
            pss(
                written.tlv(0xA0, written.algorithm(written.SHA256)),
                written.tlv(0xA2, written.integer(48)),
            ),
            Scheme(Kind.RSA_PSS, Digest.SHA256, Digest.SHA1, 48),
        ),
        (
            pss(
                written.tlv(
                    0xA1, written.sequence(MGF1, written.algorithm(written.SHA256, null=False))
                ),
                written.tlv(0xA3, written.integer(1)),
            ),
            Scheme(Kind.RSA_PSS, Digest.SHA1, Digest.SHA256, 20),
        ),
        (pki.rsa_key("pkcs1", "sha512").algorithm, Scheme(Kind.RSA_PKCS1, Digest.SHA512)),
    ],
)
def test_signature_algorithms_with_their_defaults(algorithm: bytes, scheme: Scheme) -> None:
    assert signatures.scheme(algorithm, "x") == scheme


@pytest.mark.parametrize(
    ("algorithm", "error"),
    [
        (written.algorithm("1.2.840.113549.1.1.10", null=False), Malformed),
        (written.algorithm("1.2.840.113549.1.1.4"), Unsupported),
        (written.algorithm("1.2.840.113549.1.1.1"), Unsupported),
        (pss(written.tlv(0xA0, written.algorithm("1.2.840.113549.2.5"))), Unsupported),
        (pss(written.tlv(0xA1, written.sequence(MGF1))), Unsupported),
        (pss(written.tlv(0xA1, written.algorithm("2.16.840.1.101.3.4.2.12"))), Unsupported),
        (pss(written.tlv(0xA2, written.integer(1 << 40))), Malformed),
        (pss(written.tlv(0xA3, written.integer(2))), Unsupported),
        (NULL, Malformed),
    ],
)
def test_other_signature_algorithms(algorithm: bytes, error: type[EmrtdError]) -> None:
    with pytest.raises(error):
        signatures.scheme(algorithm, "x")


def test_a_key_for_pss_signs_by_pss_only() -> None:
    """RFC 4055, 1.2: id-RSASSA-PSS in the key forbids PKCS #1 v1.5."""
    key = pki.rsa_key("pss")
    restricted = key.public.replace(
        written.algorithm("1.2.840.113549.1.1.1"),
        written.algorithm("1.2.840.113549.1.1.10", null=False),
    )
    restricted = written.sequence(*_children(restricted))
    by_pss = signatures.scheme(key.algorithm, "x")
    assert signatures.verify(restricted, by_pss, key.sign(b"message"), b"message", "x")
    plain = pki.rsa_key("pkcs1")
    by_pkcs1 = signatures.scheme(plain.algorithm, "x")
    assert signatures.verify(plain.public, by_pkcs1, plain.sign(b"message"), b"message", "x")
    assert not signatures.verify(restricted, by_pkcs1, plain.sign(b"message"), b"message", "x")


def _children(public: bytes) -> tuple[bytes, bytes]:
    """Algorithm and key of a SubjectPublicKeyInfo whose outer length is no longer right."""
    at = 4
    size = 2 + public[at + 1]
    return public[at : at + size], public[at + size :]


@pytest.mark.parametrize("key", [pki.ec_key, pki.rsa_key])
def test_a_signature_of_another_kind_is_wrong(key: Callable[[], pki.Key]) -> None:
    one = key()
    for other in (pki.ec_key(), pki.rsa_key("pkcs1"), pki.rsa_key("pss")):
        scheme = signatures.scheme(other.algorithm, "x")
        if other.algorithm != one.algorithm:
            assert not signatures.verify(one.public, scheme, one.sign(b"m"), b"m", "x")


def test_half_a_plain_signature_is_wrong() -> None:
    key = pki.Key(pki.ec_key().private, "plain")
    scheme = signatures.scheme(key.algorithm, "x")
    signature = key.sign(b"m")
    assert signatures.verify(key.public, scheme, signature, b"m", "x")
    for wrong in (signature[:-1], b"", b"\x00" + signature, bytes(64)):
        assert not signatures.verify(key.public, scheme, wrong, b"m", "x")
