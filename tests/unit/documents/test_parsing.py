"""Documents by their published examples, and every way that they contradict themselves."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kiosk.documents import Patterns, parse
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex
from tests.examples import examples

TODAY = date(2026, 11, 22)
CCCD = (
    "079190012345|025123456|Trần Thị Thu Hà|15031990|Nữ"
    "|12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh|20042022"
)
BHYT = (
    "DN4797912345678|5472e1baa76e205468e1bb8b205468752048c3a0|15/03/1990|2|313220c490c6b0e1bb9d6e67"
    "|79 - 014|01/01/2025|31/12/2025|20/12/2024|7901791234567|-|4|01/01/2027|15b2a-7102|$"
)


def read(payload: bytes | str, patterns: Patterns | None = None) -> Document:
    return parse(payload, patterns or Patterns(), today=TODAY)


def reason(payload: bytes | str, patterns: Patterns | None = None) -> str:
    with pytest.raises(NotADocument) as refused:
        read(payload, patterns)
    assert str(refused.value)
    return refused.value.reason


def cccd(**changes: str) -> str:
    keys = ("number", "old", "name", "birth", "sex", "address", "issued")
    return "|".join((dict(zip(keys, CCCD.split("|"), strict=True)) | changes).values())


def bhyt(**changes: str) -> str:
    fields = BHYT.split("|")
    for at, key in enumerate(("number", "name", "birth", "sex", "address")):
        fields[at] = changes.get(key, fields[at])
    return "|".join(fields)


def test_the_citizen_identity_card() -> None:
    assert read(CCCD.encode()) == Document(
        kind=DocumentKind.CCCD,
        identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, "079190012345"),),
        name="Trần Thị Thu Hà",
        birth=BirthDate(1990, 3, 15),
        sex=Sex.FEMALE,
        address="12 Đường Số 3, Phường Thử Nghiệm, TP Hồ Chí Minh",
        issued=date(2022, 4, 20),
    )


@pytest.mark.parametrize(
    "payload",
    [
        CCCD + "|Trần Văn Cha|Lê Thị Mẹ|||",
        "\ufeff" + CCCD,
        CCCD + "\r\n",
        CCCD.replace("|", " | "),
        cccd(name="Trần  Thị\u00a0Thu Hà "),
        cccd(old=""),
        cccd(old="079190012345"),
        cccd(sex="NỮ"),
        cccd(sex="Nữ"),
    ],
)
def test_what_cards_differ_in_does_not_matter(payload: str) -> None:
    assert read(payload) == read(CCCD)


def test_old_people_may_have_only_a_year() -> None:
    for birth in ("1952", "00001952"):
        card = cccd(number="001052000001", sex="Nam", name="Lê Văn Cổ", birth=birth)
        assert read(card).birth == BirthDate(1952)


def test_the_centuries_of_the_number() -> None:
    card = cccd(number="001320012345", birth="01022020", name="Lê Thị Bé", issued="03022025")
    assert read(card).birth == BirthDate(2020, 2, 1)
    card = cccd(number="001220012345", birth="01022020", sex="Nam", issued="03022025")
    assert read(card).sex is Sex.MALE


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (CCCD.rpartition("|")[0], "cccd-field-count"),
        ("079190012345|", "cccd-field-count"),
        (cccd(number="07919001234"), "cccd-number"),
        (cccd(number="000190012345"), "cccd-number"),
        (cccd(number="0791900123456"), "cccd-number"),
        (cccd(birth="31021990"), "cccd-birth-date"),
        (cccd(birth="1531990"), "cccd-birth-date"),
        (cccd(birth="15/03/1990"), "cccd-birth-date"),
        (cccd(birth="15001990"), "cccd-birth-date"),
        (cccd(birth="00031990"), "cccd-birth-date"),
        (cccd(birth=""), "cccd-birth-date"),
        (cccd(birth="00000000"), "cccd-birth-date"),
        (cccd(birth="١٥٠٣١٩٩٠"), "cccd-birth-date"),
        (cccd(number="001326012345", birth="23112026"), "cccd-birth-date"),
        (cccd(birth="15031890"), "cccd-birth-date"),
        (cccd(birth="15031991"), "cccd-number-birth"),
        (cccd(number="079390012345"), "cccd-number-birth"),
        (cccd(number="079090012345"), "cccd-number-sex"),
        (cccd(sex="Nam"), "cccd-number-sex"),
        (cccd(sex="Khác"), "cccd-sex"),
        (cccd(sex=""), "cccd-sex"),
        (cccd(issued="14031990"), "cccd-issue-date"),
        (cccd(issued="23112026"), "cccd-issue-date"),
        (cccd(issued="31042022"), "cccd-issue-date"),
        (cccd(issued=""), "cccd-issue-date"),
        (cccd(name=""), "cccd-name"),
        (cccd(name="Trần 7hị Hà"), "cccd-name"),
        (cccd(name="Trần <b>"), "cccd-name"),
        (cccd(name="Тран"), "cccd-name"),
        (cccd(name="-"), "cccd-name"),
        (cccd(name="Hà" * 51), "cccd-name"),
        (cccd(address="Hà Nội " * 60), "cccd-address"),
        (cccd(address="Hà Nội 河内"), "cccd-address"),
        (cccd(name="Trần\x00Hà"), "control-characters"),
        (cccd(address="Hà\u202eNội"), "control-characters"),
        (CCCD + "|\x1b[2J", "control-characters"),
        (cccd(address="H Nội" * 700), "too-long"),
    ],
)
def test_a_card_that_contradicts_itself_is_refused(payload: str, why: str) -> None:
    assert reason(payload) == why
    assert reason(payload.encode()) == why


def test_today_decides_what_is_the_future() -> None:
    young = cccd(number="001326012345", birth="22112026", issued="22112026")
    assert read(young).birth == BirthDate(2026, 11, 22)
    with pytest.raises(NotADocument):
        parse(young, Patterns(), today=date(2026, 11, 21))


def test_the_insurance_card() -> None:
    assert read(BHYT) == Document(
        kind=DocumentKind.BHYT,
        identifiers=(
            Identifier(IdentifierKind.INSURANCE_NUMBER, "7912345678"),
            Identifier(IdentifierKind.INSURANCE_NUMBER, "DN4797912345678"),
        ),
        name="Trần Thị Thu Hà",
        birth=BirthDate(1990, 3, 15),
        sex=Sex.FEMALE,
        address="12 Đường",
    )


def test_insurance_numbers_have_three_forms() -> None:
    ten = read(bhyt(number="7912345678"))
    assert ten.identifiers == (Identifier(IdentifierKind.INSURANCE_NUMBER, "7912345678"),)
    twelve = read(bhyt(number="079190012345"))
    assert twelve.kind is DocumentKind.BHYT
    assert twelve.identifiers == (Identifier(IdentifierKind.PERSONAL_NUMBER, "079190012345"),)
    assert read(bhyt(number="dn4797912345678")) == read(BHYT)


def test_what_insurance_cards_may_leave_out() -> None:
    card = read(bhyt(birth="1952", sex="", address="-"))
    assert (card.birth, card.sex, card.address) == (BirthDate(1952), Sex.UNKNOWN, "")
    assert read("|".join(BHYT.split("|")[:8])) == read(BHYT)
    assert read(bhyt(name="5472e1baa76e".upper())).name == "Trần"
    nfd = "5472" + "61cc82cc80" + "6e"
    assert read(bhyt(name=nfd)).name == "Trần"


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ("|".join(BHYT.split("|")[:7]), "bhyt-field-count"),
        (bhyt(number="DN9797912345678"), "bhyt-number"),
        (bhyt(number="DN47979123456"), "bhyt-number"),
        (bhyt(number="000190012345"), "bhyt-number"),
        (bhyt(name="5472e1ba"), "bhyt-name"),
        (bhyt(name="5472e"), "bhyt-name"),
        (bhyt(name="Trần"), "bhyt-name"),
        (bhyt(name=""), "bhyt-name"),
        (bhyt(name="54724142430a"), "control-characters"),
        (bhyt(birth="30/02/1990"), "bhyt-birth-date"),
        (bhyt(birth="15031990"), "bhyt-birth-date"),
        (bhyt(birth="23/11/2026"), "bhyt-birth-date"),
        (bhyt(birth="2027"), "bhyt-birth-date"),
        (bhyt(sex="3"), "bhyt-sex"),
        (bhyt(address="zz"), "bhyt-address"),
        (bhyt(address="e6b2b3"), "bhyt-address"),
        (bhyt(number="079190012345", birth="15/03/1991"), "bhyt-number-birth"),
        (bhyt(number="079190012345", sex="1"), "bhyt-number-sex"),
    ],
)
def test_an_insurance_card_that_contradicts_itself_is_refused(payload: str, why: str) -> None:
    assert reason(payload) == why


def test_appointment_slip_and_patient_code() -> None:
    slip = read("HEN:2026-000123.a")
    assert (slip.kind, slip.appointment) == (DocumentKind.APPOINTMENT, "2026-000123.a")
    assert slip.identifiers == ()
    for code in ("12345678", "BN12345678", "BN:12345678", b"BN-12345678\n"):
        found = read(code)
        assert found.kind is DocumentKind.PATIENT_CODE
        assert found.identifiers == (Identifier(IdentifierKind.PATIENT_CODE, "12345678"),)


@pytest.mark.parametrize(
    "payload",
    [
        *("", " ", "|", "||||||", "HEN:", "HEN:a b", "HEN:" + "a" * 65, "1234567", "123456789"),
        *("https://example.org/thuc-don", "079190012345", "BN:1234567x", "a|b|c|d|e|f|g"),
        *("00020101021238570010A000000727", "１２３４５６７８", "HEN:\u0661"),
    ],
)
def test_other_codes_are_no_documents(payload: str) -> None:
    assert reason(payload) == "not-a-document"


def test_hospitals_have_their_own_forms() -> None:
    own = Patterns.of(
        appointment=r"https://hen\.example/(?P<appointment>\d+)\?bn=(?P<code>\d+)",
        patient_code=r"HS-(?P<code>[A-Z]\d{5})",
        vneid=r"VNEID:(?P<number>\d{12})(?:;(?P<name>[^;]+))?",
    )
    slip = read("https://hen.example/77?bn=12", own)
    assert slip.appointment == "77"
    assert slip.identifiers == (Identifier(IdentifierKind.PATIENT_CODE, "12"),)
    assert read("HS-A12345", own).identifier(IdentifierKind.PATIENT_CODE) == "A12345"
    assert reason("12345678", own) == "not-a-document"
    app = read("VNEID:079190012345", own)
    assert app.kind is DocumentKind.VNEID
    assert app.identifier(IdentifierKind.PERSONAL_NUMBER) == "079190012345"
    assert read("VNEID:079190012345;Trần Thị Hà", own).name == "Trần Thị Hà"
    assert reason("VNEID:000190012345", own) == "vneid-number"
    assert reason("VNEID:079490012345", own) == "vneid-number"
    assert reason("VNEID:079190012345;H4", own) == "vneid-name"
    assert reason("VNEID:079190012345;H\u200bà", own) == "control-characters"
    assert read(CCCD, own) == read(CCCD)


def test_vneid_with_all_fields_is_checked_as_the_card_is() -> None:
    own = Patterns.of(
        vneid=r"(?P<number>\d+);(?P<name>[^;]+);(?P<birth>\d+);(?P<sex>[^;]+);"
        r"(?P<address>[^;]+);(?P<issued>\d+)"
    )
    whole = "079190012345;Trần Thị Hà;15031990;Nữ;Hà Nội;20042022"
    person = read(whole, own)
    assert (person.kind, person.birth) == (DocumentKind.VNEID, BirthDate(1990, 3, 15))
    assert reason(whole.replace("Nữ", "Nam"), own) == "cccd-number-sex"


def test_patterns_match_whole_payloads_of_bounded_length() -> None:
    own = Patterns.of(patient_code="(?P<code>a+)")
    assert read("a" * 512, own).identifier(IdentifierKind.PATIENT_CODE) == "a" * 512
    assert reason("a" * 513, own) == "not-a-document"
    assert reason("ab", own) == "not-a-document"
    empty = Patterns.of(patient_code="(?P<code>)b", appointment="(?P<appointment>)a")
    assert reason("a", empty) == "not-a-document"
    assert reason("b", empty) == "not-a-document"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(?P<code>", "not a regular expression"),
        (r"\d{8}", "no group"),
        ("(?P<code>(a+)+)", "for ever"),
        ("(?P<code>a|b)*", "for ever"),
        ("(?P<code>(a?){40}a{40})", "for ever"),
        ("(?P<code>x)((ab?)c){2,}", "for ever"),
        ("(?P<code>" + "a" * 500 + ")", "longer"),
    ],
)
def test_patterns_that_are_wrong_or_dangerous_are_refused(pattern: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        Patterns.of(patient_code=pattern)
    assert str(refused.value).startswith("patient_code: ")


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<code>\d{4}(?:-\d{4})?)",
        r"(?P<code>[(a+)]+)",
        r"(?P<code>\(a+\)+)",
        r"(?P<code>(?:\d{2}){4})",
        r"(?:A|B)(?P<code>[]+*]{3,9})",
    ],
)
def test_patterns_that_only_look_dangerous_are_taken(pattern: str) -> None:
    assert Patterns.of(patient_code=pattern).patient_code.pattern == pattern


PIECES = st.sampled_from((*CCCD.split("|"), *BHYT.split("|"), "", "HEN:", "BN", "\x00", "|", "ữ"))
HOSTILE = st.one_of(
    st.text(max_size=200),
    st.text(st.characters(), max_size=60),
    st.binary(max_size=200),
    st.lists(PIECES, max_size=18).map("|".join),
    st.lists(PIECES | st.text(max_size=12), min_size=6, max_size=9).map("|".join),
    st.integers(min_value=2900, max_value=3000).map(lambda n: "1" * n),
)


def attempt(payload: bytes | str) -> Document | NotADocument:
    try:
        return read(payload)
    except NotADocument as refused:
        return refused


@settings(max_examples=examples(400), deadline=None)
@given(HOSTILE)
def test_whatever_comes_is_a_whole_document_or_a_reason(payload: bytes | str) -> None:
    found = attempt(payload)
    if isinstance(found, NotADocument):
        assert found.reason
        shown = payload if isinstance(payload, str) else payload.decode("latin-1")
        assert len(shown) < 12 or shown not in str(found)
        return
    assert found.identifiers or found.appointment
    if found.kind in (DocumentKind.CCCD, DocumentKind.BHYT):
        assert found.names_a_person
    if found.kind is DocumentKind.CCCD:
        assert found.issued
        assert found.sex is not Sex.UNKNOWN


@pytest.mark.parametrize("payload", [CCCD, BHYT])
def test_a_torn_code_is_never_read_differently(payload: str) -> None:
    """From the end of the number on: a scanner's cable may lose the rest of a code."""
    raw = payload.encode()
    for end in range(raw.index(b"|"), len(raw)):
        found = attempt(raw[:end])
        assert isinstance(found, NotADocument) or found == read(payload)


@given(st.binary(max_size=600))
def test_random_bytes_are_no_document_rather_than_a_damaged_one(payload: bytes) -> None:
    assume(payload.count(b"|") < 4 and not payload.isdigit())
    with pytest.raises(NotADocument) as refused:
        parse(payload, Patterns())
    assert refused.value.reason == "not-a-document"


def test_a_card_whose_bytes_are_broken_is_damaged() -> None:
    with pytest.raises(NotADocument) as refused:
        parse(CCCD.encode().replace(b"|", b"|\xff\x81", 1), Patterns())
    assert refused.value.reason == "encoding"
