"""DG13 of the Vietnamese card: entries by number, in every order and form that was seen."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.errors import EmrtdError, Malformed
from kiosk.emrtd.lds import dg13
from kiosk.emrtd.lds.dg13 import VietnamPerson
from tests.unit.emrtd.written import integer, octets, oid, sequence, tlv

PRINTABLE, UTF8 = 0x13, 0x0C


def entry(number: int, text: str, tag: int = UTF8) -> bytes:
    return sequence(integer(number), tlv(tag, text.encode()))


def group(*entries: bytes) -> bytes:
    return tlv(0x6D, sequence(integer(1), oid("1.0.10646.1.0.8"), tlv(0x31, *entries)))


ENTRIES = (
    entry(1, "079190012345", PRINTABLE),
    entry(2, "Trần Thị Thu Hà"),
    entry(3, "15/03/1990", PRINTABLE),
    entry(4, "Nữ"),
    entry(5, "Việt Nam"),
    entry(6, "Kinh"),
    entry(7, "Không rõ"),
    entry(8, "Xã Thử, Tỉnh Nghiệm"),
    entry(9, "12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh"),
    entry(10, "Sẹo chấm"),
    entry(11, "20/04/2022", PRINTABLE),
    entry(12, "15/03/2030", PRINTABLE),
    sequence(integer(13), sequence(tlv(UTF8, "Trần Văn Cha".encode()), tlv(UTF8, b"Me"))),
    sequence(integer(14), sequence(tlv(UTF8, "Nguyễn Văn Chồng".encode()))),
    entry(15, "025123456", PRINTABLE),
    entry(16, "0011223344556677", PRINTABLE),
)
PERSON = VietnamPerson(
    number="079190012345",
    name="Trần Thị Thu Hà",
    birth=date(1990, 3, 15),
    birth_year=1990,
    sex="F",
    nationality="Việt Nam",
    origin="Xã Thử, Tỉnh Nghiệm",
    residence="12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh",
    issued=date(2022, 4, 20),
    expires=date(2030, 3, 15),
    other_number="025123456",
)


def test_the_person() -> None:
    assert dg13.parse(group(*ENTRIES)) == PERSON


def test_the_order_says_nothing() -> None:
    assert dg13.parse(group(*reversed(ENTRIES))) == PERSON


def test_what_nobody_needs_is_not_kept_and_nothing_is_shown() -> None:
    person = dg13.parse(group(*ENTRIES))
    kept = " ".join(str(getattr(person, name)) for name in VietnamPerson.__slots__)
    for unwanted in ("Kinh", "Không rõ", "Sẹo", "Cha", "Me", "Chồng", "00112233"):
        assert unwanted not in kept
    assert repr(person) == "VietnamPerson()"


def test_entries_may_be_missing_empty_or_unknown() -> None:
    strange = (
        sequence(integer(9)),
        sequence(),
        entry(8, ""),
        entry(17, "new"),
        entry(1000, "newer"),
        sequence(integer(5), octets(b"\xff\xfe")),
        sequence(integer(4), sequence(tlv(UTF8, b"Nam"))),
        octets(b"between"),
    )
    assert dg13.parse(group(ENTRIES[1], *strange)) == VietnamPerson(name="Trần Thị Thu Hà")
    assert dg13.parse(group()) == VietnamPerson()


def test_texts_are_composed_and_tidy() -> None:
    decomposed = unicodedata.normalize("NFD", "  Trần \n Thị\u200b Thu\u202e Hà\0 ")
    assert dg13.parse(group(entry(2, decomposed))).name == "Trần Thị Thu Hà"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("15/03/1990", date(1990, 3, 15)),
        ("5/3/1990", date(1990, 3, 5)),
        ("15-03-1990", date(1990, 3, 15)),
        ("15.03.1990", date(1990, 3, 15)),
        ("15031990", date(1990, 3, 15)),
        ("19900315", date(1990, 3, 15)),
        ("1990-03-15", date(1990, 3, 15)),
        ("20122012", date(2012, 12, 20)),
        ("19101120", date(1910, 11, 20)),
        ("20111120", date(2011, 11, 20)),
        ("31/02/1990", None),
        ("Không thời hạn", None),
        ("1990", None),
        ("00/00/1990", None),
        ("99999999", None),
        ("", None),
        ("١٥/٠٣/١٩٩٠", None),
    ],
)
def test_dates(written: str, day: date | None) -> None:
    person = dg13.parse(group(entry(3, written), entry(11, written), entry(12, written)))
    assert person.birth == person.issued == person.expires == day


def test_no_eight_digits_are_two_dates() -> None:
    """Both readings of a day between 1850 and 2199 would need a month of 18 to 21."""
    for year, month, day in ((2012, 10, 11), (1919, 11, 19), (2021, 12, 20), (1901, 1, 1)):
        moment = date(year, month, day)
        for written in (f"{moment:%d%m%Y}", f"{moment:%Y%m%d}"):
            assert dg13.parse(group(entry(3, written))).birth == moment


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("1950", 1950),
        ("00/00/1950", 1950),
        ("00001950", 1950),
        ("0195", None),
        ("15/03/1950", 1950),
    ],
)
def test_old_people_may_know_the_year_only(written: str, year: int | None) -> None:
    person = dg13.parse(group(entry(3, written)))
    assert person.birth_year == year


@pytest.mark.parametrize(("written", "sex"), [("Nam", "M"), ("NỮ", "F"), ("nữ", "F"), ("?", "")])
def test_sexes(written: str, sex: str) -> None:
    decomposed = unicodedata.normalize("NFD", written)
    assert dg13.parse(group(entry(4, decomposed))).sex == sex


@pytest.mark.parametrize(
    "data",
    [
        b"",
        tlv(0x6E, group(*ENTRIES)[2:]),
        tlv(0x6D, b""),
        tlv(0x6D, sequence(integer(1))),
        tlv(0x6D, octets(b"another country's")),
        group(*ENTRIES)[:-1],
        group(*ENTRIES) + b"\0",
        group(entry(1, "07919001234")),
        group(entry(1, "07919001234٥")),
        group(ENTRIES[1], ENTRIES[1]),
        group(sequence(integer(2), tlv(UTF8, b"\xff\xfe"))),
        group(entry(2, "a" * 1001)),
        group(entry(2, "ắ" * 100_000)),
        group(*[sequence()] * 5000),
        group(tlv(0x30, b"\x02\x05\x01")),
    ],
    ids=range(15),
)
def test_what_is_no_dg13_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        dg13.parse(data)


@given(st.data())
def test_damage_is_read_or_malformed(data: st.DataObject) -> None:
    damaged = bytearray(group(*ENTRIES))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        person = dg13.parse(bytes(damaged))
    except EmrtdError:
        return
    assert unicodedata.is_normalized("NFC", person.name + person.residence)
