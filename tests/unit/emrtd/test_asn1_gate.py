"""The gate in front of asn1crypto: bounded in depth, number, size and time."""

import time
from datetime import date

import pytest
from asn1crypto import parser, x509
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import asn1_gate
from kiosk.emrtd.errors import Malformed
from tests.unit.emrtd import pki, written

LIMIT = 1 << 16


def nested(depth: int) -> bytes:
    data = b"\x05\x00"
    for _ in range(depth):
        data = written.tlv(0x30, data)
    return data


@pytest.mark.parametrize(
    "data",
    [
        written.integer(5),
        written.sequence(),
        pki.csca().certificate,
        nested(asn1_gate.DEEPEST - 1),
        bytes.fromhex("3080 0201 05 0000"),
        bytes.fromhex("3080 3080 0000 0201 05 0000"),
        bytes.fromhex("3006 3080 0500 0000"),
        bytes.fromhex("3F8101 00"),
        bytes.fromhex("3F1F 00"),
        written.tlv(0x02, bytes(asn1_gate.LONGEST_INTEGER)),
    ],
)
def test_what_is_whole_passes(data: bytes) -> None:
    assert asn1_gate.checked(data, "x", limit=LIMIT) is data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x01",
        b"\x30\x03\x02\x02\x00",
        b"\x05\x00\x05\x00",
        b"\x02\x80\x00\x00",  # a primitive of indefinite length
        b"\x30\x80\x05\x00",  # never ended
        b"\x30\x80\x05\x00\x00",
        bytes.fromhex("3005 3080 0500 0000"),  # ends behind what holds it
        b"\x1f" + b"\x81" * 20 + b"\x01\x00",  # a tag of 21 bytes
        bytes.fromhex("1F1E 00"),  # a tag below 31 in the long form
        bytes.fromhex("1F8021 00"),
        b"\x30\x89" + b"\x00" * 8 + b"\x01\x05",
        b"\x04\x84\xff\xff\xff\xff",
        nested(asn1_gate.DEEPEST + 1),
        nested(10_000),
        b"\x30\x80" * 20_000,
        written.sequence(b"\x05\x00" * (asn1_gate.MOST_ELEMENTS + 1)),
        written.tlv(0x06, b"\x81" * 1000 + b"\x01"),
        written.tlv(0x02, bytes(asn1_gate.LONGEST_INTEGER + 1)),
        bytes(LIMIT + 1),
    ],
    ids=range(21),
)
def test_the_rest_is_malformed_at_once(data: bytes) -> None:
    started = time.process_time()
    with pytest.raises(Malformed):
        asn1_gate.checked(data, "x", limit=LIMIT)
    assert time.process_time() - started < 0.5


@given(st.binary(max_size=64))
def test_what_passes_is_one_element_for_asn1crypto_too(data: bytes) -> None:
    try:
        asn1_gate.checked(data, "x", limit=LIMIT)
    except Malformed:
        return
    assert parser.peek(data) == len(data)


@pytest.mark.parametrize(
    "error",
    [ValueError(), UnicodeDecodeError("utf-8", b"", 0, 1, "x"), TypeError(), KeyError(),
     IndexError(), AttributeError(), OverflowError(), RecursionError()],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_what_parsers_raise_is_malformed_and_quotes_nothing(error: Exception) -> None:
    with pytest.raises(Malformed) as caught, asn1_gate.reading("SOD"):
        raise error
    assert caught.value.where == "SOD"
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_what_is_no_parser_error_passes() -> None:
    with pytest.raises(MemoryError), asn1_gate.reading("SOD"):
        raise MemoryError


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (written.tlv(0x17, b"260601235959Z"), date(2026, 6, 1)),
        (written.tlv(0x17, b"260601235959-0100"), date(2026, 6, 2)),
        (written.tlv(0x18, b"20990101000000Z"), date(2099, 1, 1)),
    ],
)
def test_days_are_in_utc(written: bytes, day: date) -> None:
    assert asn1_gate.day(x509.Time.load(written)) == day


def test_the_year_zero_is_no_day() -> None:
    with pytest.raises(Malformed), asn1_gate.reading("x"):
        asn1_gate.day(x509.Time.load(written.tlv(0x18, b"00000101000000Z")))
