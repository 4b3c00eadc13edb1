"""EF.SOD: the hashes of versions 0 and 1, and what a hostile card puts there."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emrtd.errors import EmrtdError, Malformed, Unsupported
from kiosk.emrtd.lds import sod
from kiosk.emrtd.passive_authentication import check
from kiosk.emrtd.trust import TrustStore
from tests.examples import examples
from tests.unit.emrtd import pki, signing, written
from tests.unit.emrtd.signing import Signing
from tests.unit.emrtd.written import integer, octets, sequence, tlv

GROUPS = {1: b"one", 2: b"two", 13: b"thirteen"}
AUTHORITY = pki.csca()
SIGNER = pki.dsc(AUTHORITY)
TRUST = TrustStore.of([AUTHORITY.certificate])
SHA256 = written.algorithm(written.SHA256)


def with_content(content: bytes, how: Signing = signing.RIGHT) -> bytes:
    return signing.sod(GROUPS, AUTHORITY, SIGNER, how, content=content)


def hashed(number: int, value: bytes = bytes(32)) -> bytes:
    return sequence(integer(number), octets(value))


@pytest.mark.parametrize(("lds_version", "unicode"), [("", ""), ("0108", "040000")])
def test_the_hashes_of_both_versions(lds_version: str, unicode: str) -> None:
    read = sod.parse(signing.sod(GROUPS, AUTHORITY, SIGNER, lds_version=lds_version))
    assert read.hashes == {n: hashlib.sha256(data).digest() for n, data in GROUPS.items()}
    assert (read.hash_algorithm, read.lds_version) == (written.SHA256, lds_version)
    assert check(read, GROUPS, TRUST, date(2026, 6, 1)).overall.is_verified


@pytest.mark.parametrize(
    "content_type", ["1.3.27.1.1.1", "1.2.528.1.1006.1.20.1", "1.2.840.113549.1.7.1"]
)
def test_content_types_of_single_states(content_type: str) -> None:
    read = sod.parse(signing.sod(GROUPS, AUTHORITY, SIGNER, Signing(content_type=content_type)))
    assert check(read, GROUPS, TRUST, date(2026, 6, 1)).overall.is_verified


def test_hashes_cannot_be_changed_afterwards() -> None:
    read = sod.parse(signing.sod(GROUPS, AUTHORITY, SIGNER))
    with pytest.raises(TypeError):
        read.hashes[1] = b""  # type: ignore[index]  # that it is read-only is the point


def test_indefinite_lengths_are_read() -> None:
    """As Bouncy Castle writes CMS by default: the outer levels without lengths."""
    whole = signing.sod(GROUPS, AUTHORITY, SIGNER)[4:]
    inside = whole[4:]
    kind, rest = inside[:11], inside[11:]
    signed = rest[8:]
    streamed = b"\x30\x80" + kind + b"\xa0\x80\x30\x80" + signed + bytes(6)
    read = sod.parse(tlv(0x77, streamed))
    assert check(read, GROUPS, TRUST, date(2026, 6, 1)).overall.is_verified


@pytest.mark.parametrize(
    "content",
    [
        b"",
        octets(b"hashes"),
        sequence(integer(0), SHA256),
        sequence(integer(0), SHA256, sequence()),
        sequence(integer(0), SHA256, sequence(hashed(0))),
        sequence(integer(0), SHA256, sequence(hashed(17))),
        sequence(integer(0), SHA256, sequence(hashed(1), hashed(1))),
        sequence(integer(0), SHA256, sequence(sequence(integer(1)))),
        sequence(integer(0), SHA256, sequence(sequence(integer(1), integer(1)))),
        sequence(integer(0), sequence(), sequence(hashed(1))),
        sequence(integer(1), SHA256, sequence(hashed(1)), sequence()),
        sequence(integer(1), SHA256, sequence(hashed(1)), sequence(tlv(0x13, b"1" * 99))),
        signing.security_object(GROUPS) + b"\0",
    ],
    ids=range(13),
)
def test_what_holds_no_hashes_is_malformed(content: bytes) -> None:
    with pytest.raises(Malformed):
        sod.parse(with_content(content))


@pytest.mark.parametrize(
    "data",
    [
        lambda: with_content(sequence(integer(2), SHA256, sequence(hashed(1)))),
        lambda: with_content(
            signing.security_object(GROUPS), Signing(content_type="2.23.136.1.1.2")
        ),
    ],
)
def test_other_security_objects_are_not_supported(data: Callable[[], bytes]) -> None:
    with pytest.raises(Unsupported):
        sod.parse(data())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x77\x00",
        tlv(0x30, b""),
        tlv(0x77, SIGNER.certificate),
        tlv(0x77, b"\x30\x80" * 10_000),
        tlv(0x77, b"\x24\x80" * 30_000),
        tlv(0x77, sequence(bytes(sod.LONGEST))),
        with_content(
            signing.security_object(GROUPS), Signing(certificates=[SIGNER.certificate] * 17)
        ),
        with_content(signing.security_object(GROUPS), Signing(certificates=[sequence()])),
        signing.sod(GROUPS, AUTHORITY, SIGNER)[:-1],
        signing.sod(GROUPS, AUTHORITY, SIGNER) + b"\0",
    ],
    ids=range(11),
)
def test_what_is_no_signed_data_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        sod.parse(data)


def test_nothing_read_is_shown() -> None:
    read = sod.parse(signing.sod(GROUPS, AUTHORITY, SIGNER))
    shown = repr(read)
    assert hashlib.sha256(b"one").hexdigest() not in shown
    assert repr(read.hashes[1]) not in shown


GOOD = (
    signing.sod(GROUPS, AUTHORITY, SIGNER, replace(signing.RIGHT, signed_on=date(2024, 1, 1))),
    signing.sod(GROUPS, AUTHORITY, pki.dsc(AUTHORITY, pki.rsa_key("pss"))),
)


@settings(max_examples=examples(300))
@given(st.data())
def test_damage_is_told_or_harmless(data: st.DataObject) -> None:
    """Only the library's own errors, and no damage to what is signed stays unseen."""
    good = data.draw(st.sampled_from(GOOD))
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        read = sod.parse(bytes(damaged))
        result = check(read, GROUPS, TRUST, date(2026, 6, 1))
    except EmrtdError:
        return
    if result.overall.is_verified:
        assert read.hashes == sod.parse(good).hashes
