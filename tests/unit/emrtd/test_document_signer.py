"""Who signed: chains that are refused, with the openssl program's opinion, and that are not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.emrtd.verdict import VERIFIED, Trust, Verdict
from tests.unit.emrtd import pki, signing, written
from tests.unit.emrtd.passive_case import GROUPS, Case, made, with_signing
from tests.unit.emrtd.pki import Authority, Key
from tests.unit.emrtd.signing import Signing


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
    return Case(signing.sod(GROUPS, forger, pki.dsc(forger)), (trusted.certificate,))


def _same_name_claimed_key() -> Case:
    """As before, but the DSC claims the trusted key's identifier."""
    forger, trusted = pki.csca(), pki.csca()
    claim = (pki.issuers_key(trusted.key),)
    signer = pki.dsc(forger, names_key=False, more=claim)
    return Case(signing.sod(GROUPS, forger, signer), (trusted.certificate,))


def _same_name_no_key() -> Case:
    forger, trusted = pki.csca(), pki.csca()
    signer = pki.dsc(forger, names_key=False)
    return Case(signing.sod(GROUPS, forger, signer), (trusted.certificate,))


def _other_authority() -> Case:
    authority, other = pki.csca(), pki.csca(common="CSCA Other")
    return Case(signing.sod(GROUPS, authority, pki.dsc(authority)), (other.certificate,))


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
    case = with_signing(Signing(signed_on=date(2023, 4, 1)))()
    changed = case.sod.replace(b"230401120000Z", b"230402120000Z")
    assert changed != case.sod
    return Case(changed, case.anchors)


def _changed_content() -> Case:
    case = with_signing(signing.RIGHT)()
    at = case.sod.index(signing.security_object(GROUPS)) + len(signing.security_object(GROUPS)) - 1
    changed = bytearray(case.sod)
    changed[at] ^= 1
    return Case(bytes(changed), case.anchors)


REFUSED: dict[str, tuple[Callable[[], Case], Trust, str]] = {
    "flipped bit in the signature": (
        with_signing(Signing(flip_signature=True)),
        Trust.FAILED,
        "signature",
    ),
    "changed signed attribute": (_changed_attribute, Trust.FAILED, "signature"),
    "changed content": (_changed_content, Trust.FAILED, "content-digest"),
    "digest of another content": (
        with_signing(Signing(attested_digest=bytes(32))),
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
    assert with_signing(Signing(signed_on=signed_on))().result().signature == verdict


@pytest.mark.parametrize(
    ("signer", "verdict"),
    [
        (lambda a: pki.dsc(a, key_usage=0x06), Verdict.failed("dsc-usage")),
        (
            lambda a: pki.dsc(
                a,
                more=(pki.extension("2.5.29.37", written.sequence(written.oid("2.23.136.1.1.3"))),),
            ),
            Verdict.failed("dsc-usage"),
        ),
        (
            lambda a: pki.dsc(
                a, more=(pki.extension("1.2.3.4", written.octets(b"?"), critical=True),)
            ),
            Verdict.not_verified("unknown-extension"),
        ),
        (lambda a: pki.dsc(a, more=(pki.extension("1.2.3.4", written.octets(b"?")),)), VERIFIED),
        (
            lambda a: pki.dsc(
                a, more=(pki.extension("2.23.136.1.1.6.2", written.set_of(), critical=True),)
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
        assert Case(signing.sod(GROUPS, newer, signer), anchors).result().overall.is_verified


def test_a_valid_certificate_of_the_key_outweighs_an_expired_one() -> None:
    """A CSCA may have its key certified again, or linked by the next."""
    expired = pki.csca(last=date(2025, 1, 1))
    again = pki.csca(expired.key)
    case = Case(
        signing.sod(GROUPS, expired, pki.dsc(expired)), (expired.certificate, again.certificate)
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
    assert Case(signing.sod(GROUPS, new, pki.dsc(new)), (link,)).result().overall.is_verified


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2021, 12, 31), "dsc-not-yet-valid"),
        (date(2022, 1, 1), ""),
        (date(2037, 12, 31), ""),
        (date(2038, 1, 1), "expired-dsc"),
        (date(2020, 12, 31), "csca-not-yet-valid"),
        (date(2041, 1, 1), "expired-csca"),
    ],
)
def test_first_and_last_day_are_valid(day: date, reason: str) -> None:
    case = with_signing(signing.RIGHT)()
    assert Case(case.sod, case.anchors, day).result().signature.reason == reason


def test_certificates_that_never_end() -> None:
    """RFC 5280, 4.1.2.5: 99991231235959Z where there is no last day."""
    authority = pki.csca(last=date.max)
    signer = pki.dsc(authority, first=date(1, 1, 1), last=date.max)
    case = made(authority, signer, Signing(signed_on=date(2023, 1, 1)))
    assert case.result().signature == VERIFIED
    assert Case(case.sod, case.anchors, date.max).result().signature == VERIFIED


def test_an_expired_dsc_is_told_before_its_signing_time() -> None:
    authority = pki.csca()
    signer = pki.dsc(authority, last=date(2023, 1, 1))
    case = made(authority, signer, Signing(signed_on=date(2024, 1, 1)))
    assert case.result().signature == Verdict.failed("expired-dsc")
    before = Case(case.sod, case.anchors, date(2022, 6, 1))
    assert before.result().signature == Verdict.failed("signing-time")


def test_a_document_signer_issues_nobody() -> None:
    """Whoever holds a DSC's key could otherwise sign further DSCs, were it taken for an anchor."""
    authority = pki.csca()
    signer = pki.dsc(authority)
    below = pki.dsc(signer)
    assert made(signer, below).result().signature == Verdict.failed("csca-usage")


def test_a_dsc_whose_key_is_none_proves_nothing() -> None:
    authority = pki.csca()
    right = pki.ec_key()

    class OffCurve(Key):
        @property
        def public(self) -> bytes:
            return right.public[:-1] + bytes([right.public[-1] ^ 1])

    signer = pki.dsc(authority, OffCurve(right.private))
    assert made(authority, signer).result().signature == Verdict.failed("malformed-certificate")
