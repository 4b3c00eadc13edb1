"""From a chip's files to a document, and whether a QR code says the same."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kiosk.checkin.holder import disagreement, holder_of, keys_of
from kiosk.documents import Patterns, parse, typed
from kiosk.emrtd.identity import Identity
from kiosk.emrtd.verdict import Verdict
from kiosk.errors import NotADocument
from kiosk.model.document import DocumentKind
from kiosk.model.person import BirthDate, IdentifierKind, Sex
from tests.flow.cards import CODE, IDENTITY, MRZ, PERSON
from tests.flow.stand import CODE_ONLY

TODAY = date(2026, 11, 23)


def chip(**person: Any) -> Identity:
    return replace(IDENTITY, person=replace(PERSON, **person))


def zone(**fields: Any) -> Identity:
    """A chip without DG13."""
    return replace(IDENTITY, mrz=replace(MRZ, **fields), person=None)


def test_a_card_s_code_opens_its_chip() -> None:
    code = parse(
        "079190012345|025123456|Trần Thị Thu Hà|15031990|Nữ|12 Đường Số 3|20042022".encode(),
        Patterns(),
        today=TODAY,
    )
    keys = keys_of(code)
    assert keys is not None and keys.can is not None
    assert keys.can.value == "012345"
    assert keys.mrz[0].document_number == "190012345"
    assert (keys.mrz[0].birth, keys.mrz[0].expiry) == ("900315", "300315")


def test_a_year_alone_gives_the_can_alone() -> None:
    keys = keys_of(replace(CODE, birth=BirthDate(1952)))
    assert keys is not None and keys.can is not None
    assert keys.mrz == ()


@pytest.mark.parametrize(
    "document",
    [CODE_ONLY, replace(CODE, kind=DocumentKind.BHYT), typed("079152012345", today=TODAY)],
    ids=["patient code", "insurance card", "typed number"],
)
def test_other_documents_open_no_chip(document: Any) -> None:
    assert keys_of(document) is None


def test_twelve_digits_of_another_country_are_nobody_s_here() -> None:
    """Kazakhstan's number begins with the birth date: some look like one of a Vietnamese."""
    foreign = zone(issuer="KAZ", nationality="KAZ", document_number="012345678")
    assert foreign.number == MRZ.optional
    for chip_of_another in (foreign, replace(foreign, person=PERSON)):
        with pytest.raises(NotADocument) as refused:
            holder_of(chip_of_another, None, TODAY)
        assert refused.value.reason == "card-number"


def test_the_chip_tells_all_that_its_code_does() -> None:
    holder = holder_of(IDENTITY, None, TODAY)
    assert holder.kind is DocumentKind.CCCD
    assert holder.identifier(IdentifierKind.PERSONAL_NUMBER) == "079152012345"
    assert (holder.name, holder.birth) == ("Trần Thị Thu Hà", BirthDate(1952, 3, 15))
    assert holder.sex is Sex.FEMALE
    assert holder.address == PERSON.residence
    assert holder.issued == PERSON.issued
    assert holder.verified


@pytest.mark.parametrize(
    ("identity", "verified"),
    [
        (IDENTITY, True),
        (replace(IDENTITY, chip=Verdict.not_verified("not-offered")), True),
        (replace(IDENTITY, passive=Verdict.not_verified("no-trust-anchor")), False),
        (replace(IDENTITY, chip=Verdict.not_verified("unsupported-algorithm")), False),
    ],
)
def test_only_a_genuine_card_is_verified(identity: Identity, verified: bool) -> None:
    assert holder_of(identity, None, TODAY).verified is verified


def test_without_dg13_the_zone_names_the_holder() -> None:
    holder = holder_of(zone(), None, TODAY)
    assert (holder.name, holder.birth) == ("Tran Thi Thu Ha", BirthDate(1952, 3, 15))
    assert (holder.address, holder.issued) == ("", None)
    assert holder.names_a_person


def test_what_the_chip_leaves_open_the_code_fills_in() -> None:
    holder = holder_of(zone(), CODE, TODAY)
    assert (holder.name, holder.address) == (CODE.name, CODE.address)
    assert holder.issued == CODE.issued


@pytest.mark.parametrize("name", ["", "Hà\u202eart", "Hà\x07", "x" * 200, "<b>"])
def test_a_name_that_no_code_may_hold_is_not_taken_from_a_chip(name: str) -> None:
    assert holder_of(chip(name=name), None, TODAY).name == "Tran Thi Thu Ha"


def test_an_address_that_no_code_may_hold_is_not_taken_from_a_chip() -> None:
    assert holder_of(chip(residence="x" * 500), None, TODAY).address == ""


@pytest.mark.parametrize(
    ("number", "written", "born"),
    [
        ("079152012345", "520315", BirthDate(1952, 3, 15)),
        ("079352012345", "520315", None),  # 2052 is still to come
        ("079220012345", "200229", BirthDate(2020, 2, 29)),
        ("079152012345", "520000", BirthDate(1952)),
        ("079152012345", "52<<<<", BirthDate(1952)),
        ("079152012345", "520230", None),
        ("079152012345", "<<<<<<", None),
        ("079152012345", "530315", None),
    ],
)
def test_the_number_gives_the_zone_s_birth_year_its_century(
    number: str, written: str, born: BirthDate | None
) -> None:
    identity = zone(optional=number, birth=written)
    if born is None:
        with pytest.raises(NotADocument) as refused:
            holder_of(identity, None, TODAY)
        assert refused.value.reason == "card-birth-date"
    else:
        assert holder_of(identity, None, TODAY).birth == born


def test_a_chip_of_another_country_names_nobody_here() -> None:
    with pytest.raises(NotADocument) as refused:
        holder_of(zone(optional="", document_number="C01X00T47", issuer="UTO"), None, TODAY)
    assert refused.value.reason == "card-number"


def test_a_zone_without_names_is_refused() -> None:
    with pytest.raises(NotADocument) as refused:
        holder_of(zone(surname="", given_names=""), None, TODAY)
    assert refused.value.reason == "card-name"


@pytest.mark.parametrize(
    ("identity", "code", "what"),
    [
        (IDENTITY, CODE, ""),
        (chip(name="TRẦN THỊ THU HÀ"), CODE, ""),
        (chip(name="Trần  Thị Thu Ha"), CODE, ""),
        (zone(), CODE, ""),
        (chip(birth=date(1952, 3, 16)), CODE, "birth"),
        (IDENTITY, replace(CODE, birth=BirthDate(1952)), ""),
        (IDENTITY, replace(CODE, birth=BirthDate(1953)), "birth"),
        (chip(name="Trần Thị Thu"), CODE, "name"),
        (zone(given_names="THI THU"), CODE, "name"),
        (chip(number="079152012346"), CODE, "number"),
    ],
)
def test_chip_and_code_are_compared_as_a_zone_writes_names(
    identity: Identity, code: Any, what: str
) -> None:
    assert disagreement(identity, holder_of(identity, code, TODAY), code) == what


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("Đỗ Ưng Ơn", "DO", "UNG ON"),
        ("H'Hen Niê", "HHEN", "NIE"),
        ("Y-Moan Ênuôl", "Y MOAN", "ENUOL"),
        ("Nguyễn Thị Hoàng Phương Thảo Uyên", "NGUYEN", "THI HOANG PHUONG THAO"),
        ("Nguyễn Thị Hoàng Phương Thanh Vy", "NGUYEN", "THI HOANG PHUONG THANH"),
    ],
)
def test_marks_signs_and_a_cut_name_are_no_difference(name: str, surname: str, given: str) -> None:
    identity, code = zone(surname=surname, given_names=given), replace(CODE, name=name)
    assert disagreement(identity, holder_of(identity, code, TODAY), code) == ""


def test_nothing_of_the_holder_is_in_what_may_be_printed() -> None:
    shown = repr(IDENTITY)
    assert not any(word in shown for word in ("Trần", "TRAN", "079152012345", "520315"))
