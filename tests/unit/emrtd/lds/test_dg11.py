"""DG11: names in national characters, and dates in both of their forms."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.errors import EmrtdError, Malformed
from kiosk.emrtd.lds import dg11
from kiosk.emrtd.lds.dg11 import PersonalDetails
from tests.unit.emrtd.written import tlv


def group(*objects: bytes) -> bytes:
    return tlv(0x6B, tlv(0x5C, bytes.fromhex("5F0E5F105F2B5F42")), *objects)


WHOLE = group(
    tlv(0x5F0E, "Trần<<Thị<Thu<Hà".encode()),
    tlv(0xA0, tlv(0x02, b"\x01"), tlv(0x5F0F, b"OTHER<<NAME")),
    tlv(0x5F10, b"079190012345"),
    tlv(0x5F2B, b"19900315"),
    tlv(0x5F42, "12 Đường Số 3<Phường Thử Nghiệm".encode()),
    tlv(0x5F12, b"0900000000"),
    tlv(0x5F13, b"TESTER"),
)


def test_the_holder() -> None:
    details = dg11.parse(WHOLE)
    assert details == PersonalDetails(
        name="Trần Thị Thu Hà",
        personal_number="079190012345",
        birth=date(1990, 3, 15),
        address="12 Đường Số 3 Phường Thử Nghiệm",
    )
    assert repr(details) == "PersonalDetails()"


def test_names_are_composed() -> None:
    decomposed = unicodedata.normalize("NFD", "Trần<<Thị<Hà")
    assert dg11.parse(group(tlv(0x5F0E, decomposed.encode()))).name == "Trần Thị Hà"


def test_without_national_characters_there_is_nothing() -> None:
    assert dg11.parse(group()) == PersonalDetails()
    assert dg11.parse(group(tlv(0x5F0E, b""), tlv(0x5F2B, b""))) == PersonalDetails()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (b"19900315", date(1990, 3, 15)),
        (bytes.fromhex("19900315"), date(1990, 3, 15)),
        (b"19900000", None),
        (bytes.fromhex("19900300"), None),
    ],
)
def test_births(written: bytes, day: date | None) -> None:
    assert dg11.parse(group(tlv(0x5F2B, written))).birth == day


@pytest.mark.parametrize(
    "data",
    [
        b"",
        WHOLE[:-1],
        WHOLE + b"\0",
        tlv(0x6D, WHOLE[3:]),
        group(tlv(0x5F0E, b"\xc3")),
        group(tlv(0x5F0E, b"A" * 5000)),
        group(tlv(0x5F2B, b"19901332")),
        group(tlv(0x5F2B, b"00000101")),
        group(tlv(0x5F2B, b"1990315")),
        group(tlv(0x5F2B, bytes.fromhex("1990031f"))),
    ],
    ids=range(10),
)
def test_what_is_no_dg11_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        dg11.parse(data)


@given(st.data())
def test_damage_is_read_or_malformed(data: st.DataObject) -> None:
    damaged = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        dg11.parse(bytes(damaged))
    except EmrtdError:
        return
