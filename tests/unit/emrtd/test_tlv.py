"""BER-TLV: what is well-formed comes back, everything else is Malformed, quickly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.tlv import Tlv

TAGS = st.sampled_from([0x04, 0x30, 0x5F1F, 0x7F2E, 0x7F4E, 0x87, 0xBF8101])


@pytest.mark.parametrize(
    ("tag", "size", "header"),
    [
        (0x87, 0, "8700"),
        (0x87, 0x7F, "877F"),
        (0x87, 0x80, "878180"),
        (0x5F1F, 0xFF, "5F1F81FF"),
        (0x7F2E, 0x100, "7F2E820100"),
        (0x7F2E, 0xFFFF, "7F2E82FFFF"),
        (0x75, 0x10000, "7583010000"),
    ],
)
def test_lengths_are_written_in_the_fewest_bytes(tag: int, size: int, header: str) -> None:
    encoded = tlv.encode(tag, bytes(size))
    assert encoded.hex().upper() == header + "00" * size
    assert tlv.header(encoded[: len(header) // 2], "x") == (tag, len(header) // 2, size)


@given(st.lists(st.tuples(TAGS, st.binary(max_size=300)), max_size=20))
def test_what_is_encoded_is_parsed(objects: list[tuple[int, bytes]]) -> None:
    data = b"".join(tlv.encode(tag, value) for tag, value in objects)
    assert tlv.parse(data, "x") == tuple(Tlv(tag, value) for tag, value in objects)


@given(st.binary(max_size=200))
def test_anything_is_parsed_or_malformed(data: bytes) -> None:
    try:
        objects = tlv.parse(data, "DG2")
    except Malformed:
        return
    assert sum(len(one.value) for one in objects) <= len(data)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "no object"),
        ("5F", "a tag is cut short"),
        ("5F81818101", "a tag is too long"),
        ("30", "a length is missing"),
        ("3080", "a length is indefinite or too long"),
        ("3080040101" + "0000", "a length is indefinite or too long"),
        ("308501000000000000", "a length is indefinite or too long"),
        ("3082FF", "a length is cut short"),
        ("300401", "an object is longer than what holds it"),
        ("7584BFFFFFFF00", "an object is longer than what holds it"),
        ("040100FF", "bytes behind the object"),
    ],
)
def test_why_it_is_malformed(data: str, reason: str) -> None:
    with pytest.raises(Malformed) as caught:
        tlv.parse_one(bytes.fromhex(data), "DG2")
    assert caught.value.reason == reason


def test_a_header_tells_of_3_gb_without_having_them() -> None:
    assert tlv.header(bytes.fromhex("7584BFFFFFFF"), "DG2") == (0x75, 6, 0xBFFFFFFF)


def test_many_empty_objects_are_refused_before_they_are_many() -> None:
    assert len(tlv.parse(b"\x04\x00" * tlv.MOST_SIBLINGS, "x")) == tlv.MOST_SIBLINGS
    with pytest.raises(Malformed, match="too many"):
        tlv.parse(b"\x04\x00" * (tlv.MOST_SIBLINGS + 1), "x")


def test_deep_nesting_costs_nothing_that_was_not_asked_for() -> None:
    data = b""
    for _ in range(5000):
        data = tlv.encode(0x30, data)
    assert len(tlv.parse(data, "x")) == 1


def test_one_object_of_a_certain_tag() -> None:
    data = bytes.fromhex("040101")
    assert tlv.parse_one(data, "x", 0x04) == Tlv(0x04, b"\x01")
    with pytest.raises(Malformed, match="tag 4 where 30 belongs"):
        tlv.parse_one(data, "x", 0x30)
    assert tlv.parse_one(data + b"\x00\x00", "x", more=True).value == b"\x01"


def test_an_object_is_found_by_its_tag_or_missed() -> None:
    objects = tlv.parse(bytes.fromhex("040101" + "040102" + "0500"), "x")
    assert tlv.find(objects, 0x04) == b"\x01"
    assert tlv.find(objects, 0x30) is None
    assert tlv.need(objects, 0x05, "x") == b""
    with pytest.raises(Malformed, match="no object of tag 30"):
        tlv.need(objects, 0x30, "x")


def test_values_are_not_shown() -> None:
    assert "secret" not in repr(Tlv(0x04, b"secret"))
