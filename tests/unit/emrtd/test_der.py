"""The few ASN.1 types: what DER allows, and what a hostile chip makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import der, tlv
from kiosk.emrtd.errors import EmrtdError, Malformed
from kiosk.emrtd.tlv import Tlv


def test_integers_are_unsigned_and_bounded() -> None:
    assert der.integer(Tlv(der.INTEGER, b"\x00\xff"), "test") == 255
    assert der.integer(Tlv(der.INTEGER, b"\x00" + b"\xff" * 1024), "test") == (1 << 8192) - 1
    for bad in (b"", b"\x80", b"\xff\x00", b"\x00" + b"\xff" * 1025):
        with pytest.raises(Malformed):
            der.integer(Tlv(der.INTEGER, bad), "test")
    with pytest.raises(Malformed):
        der.integer(Tlv(der.OCTET_STRING, b"\x01"), "test")


def test_bit_strings_are_of_whole_bytes() -> None:
    assert der.bits(Tlv(der.BIT_STRING, b"\x00\x01\x02"), "test") == b"\x01\x02"
    for bad in (b"", b"\x01\x02", b"\x07\x80"):
        with pytest.raises(Malformed):
            der.bits(Tlv(der.BIT_STRING, bad), "test")


@pytest.mark.parametrize(
    "dotted", ["0.4.0.127.0.7.2.2.4.2.2", "1.2.840.10045.3.1.7", "2.23.136.1.1.5", "2.999.3"]
)
def test_object_identifiers_go_both_ways(dotted: str) -> None:
    element = Tlv(der.OBJECT_IDENTIFIER, der.encode_object_identifier(dotted))
    assert der.object_identifier(element, "test") == dotted


def test_object_identifiers_that_are_none_are_refused() -> None:
    for bad in (b"", b"\x2a\x86", b"\x2a" * 33):
        with pytest.raises(Malformed):
            der.object_identifier(Tlv(der.OBJECT_IDENTIFIER, bad), "test")


def test_members_have_a_tag_and_a_least_number() -> None:
    data = tlv.encode(der.SEQUENCE, b"\x02\x01\x05")
    assert der.children(data, der.SEQUENCE, "test", least=1) == (Tlv(der.INTEGER, b"\x05"),)
    with pytest.raises(Malformed):
        der.children(data, der.SEQUENCE, "test", least=2)
    with pytest.raises(Malformed):
        der.children(data, der.SET, "test")


@given(st.sampled_from([der.integer, der.bits, der.object_identifier, der.octets]), st.binary())
def test_noise_gives_only_the_librarys_errors(read: object, value: bytes) -> None:
    assert callable(read)
    for tag in (der.INTEGER, der.BIT_STRING, der.OCTET_STRING, der.OBJECT_IDENTIFIER):
        try:
            read(Tlv(tag, value), "test")
        except EmrtdError:
            continue
