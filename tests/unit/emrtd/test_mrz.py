"""The machine-readable zone by the samples of Doc 9303 parts 4, 5, 6 and 11."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import mrz
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.mrz import Mrz, MrzFormat, MrzKey

TD1 = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
LONG_TD1 = (
    "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
)
LONG_TD2 = "I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8"
CCCD = (
    "IDVNM1900123457079190012345<<7\n9003152F3003150VNM<<<<<<<<<<<6\nTRAN<<THI<THU<HA<<<<<<<<<<<<<<"
)
SAMPLES = (TD1, TD2, TD3, LONG_TD1, LONG_TD2, CCCD)


def test_a_card_of_part_5() -> None:
    assert mrz.parse(TD1) == Mrz(
        format=MrzFormat.TD1,
        document_code="I",
        issuer="UTO",
        document_number="D23145890",
        optional="",
        optional2="",
        birth="740812",
        sex="F",
        expiry="120415",
        nationality="UTO",
        surname="ERIKSSON",
        given_names="ANNA MARIA",
    )


def test_a_card_of_part_6() -> None:
    read = mrz.parse(TD2)
    assert read.format is MrzFormat.TD2
    assert (read.document_number, read.nationality) == ("D23145890", "UTO")
    assert (read.birth, read.sex, read.expiry) == ("740812", "F", "120415")
    assert (read.surname, read.given_names) == ("ERIKSSON", "ANNA MARIA")


def test_a_passport_of_part_4() -> None:
    read = mrz.parse(TD3)
    assert read.format is MrzFormat.TD3
    assert (read.document_code, read.issuer) == ("P", "UTO")
    assert (read.document_number, read.optional) == ("L898902C3", "ZE184226B")
    assert (read.surname, read.given_names) == ("ERIKSSON", "ANNA MARIA")


def test_a_vietnamese_card() -> None:
    read = mrz.parse(CCCD)
    assert (read.document_code, read.issuer, read.nationality) == ("ID", "VNM", "VNM")
    assert (read.document_number, read.optional) == ("190012345", "079190012345<<7")
    assert (read.surname, read.given_names) == ("TRAN", "THI THU HA")
    assert read.key().information() == b"190012345790031523003150"


@pytest.mark.parametrize("zone", [LONG_TD1, LONG_TD2])
def test_a_long_document_number_goes_on_in_the_optional_data(zone: str) -> None:
    """Part 11, appendix D.2."""
    read = mrz.parse(zone)
    assert (read.document_number, read.optional) == ("D23145890734", "")
    assert read.key().information() == b"D23145890734934071279507122"
    assert read.key().secret()[:16].hex() == "b366ad857ddca2b08c0e299811714730"


def test_the_key_of_appendix_d() -> None:
    key = MrzKey("L898902C", "690806", "940623")
    assert key.information() == b"L898902C<369080619406236"
    assert key.secret()[:16].hex().upper() == "239AB9CB282DAF66231DC5A4DF6BFBAE"


def test_the_key_of_appendix_g() -> None:
    secret = MrzKey("T22000129", "640812", "101031").secret()
    assert secret.hex().upper() == "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD"


@pytest.mark.parametrize(
    ("text", "digit"),
    [("L898902C<", "3"), ("690806", "1"), ("940623", "6"), ("D23145890734", "9"), ("", "0")],
)
def test_check_digits(text: str, digit: str) -> None:
    assert mrz.check_digit(text) == digit


@pytest.mark.parametrize("text", ["a", " ", "Ａ", "٣"])
def test_check_digits_are_of_the_zone_s_characters_alone(text: str) -> None:
    with pytest.raises(ValueError, match="0-9"):
        mrz.check_digit(text)


@pytest.mark.parametrize("zone", SAMPLES)
def test_line_ends_do_not_matter(zone: str) -> None:
    read = mrz.parse(zone)
    assert mrz.parse(zone.replace("\n", "")) == read
    assert mrz.parse(zone.replace("\n", "\r\n") + "\r\n") == read


@pytest.mark.parametrize("zone", SAMPLES)
def test_no_wrong_digit_gets_through(zone: str) -> None:
    """In every field that a check digit covers, each digit changed by one is noticed."""
    flat = zone.replace("\n", "")
    names = {90: range(60, 90), 72: range(36), 88: range(44)}[len(flat)]
    for at, character in enumerate(flat):
        if character.isdigit() and at not in names:
            wrong = flat[:at] + str((int(character) + 1) % 10) + flat[at + 1 :]
            with pytest.raises(Malformed):
                mrz.parse(wrong)


def _digits(zone: str, *changes: tuple[int, str]) -> str:
    """The passport with other characters, all its check digits made right again."""
    flat = list(zone.replace("\n", ""))
    for at, text in changes:
        flat[at : at + len(text)] = text
    text = "".join(flat)
    second = text[44:]
    composite = mrz.check_digit(second[0:10] + second[13:20] + second[21:43])
    return text[:-1] + composite


def test_an_empty_personal_number_may_lack_its_check_digit() -> None:
    for digit in "<0":
        assert mrz.parse(_digits(TD3, (72, "<" * 14 + digit))).optional == ""
    with pytest.raises(Malformed, match="optional data"):
        mrz.parse(_digits(TD3, (72, "ZE184226B<<<<<<")))


@pytest.mark.parametrize(("written", "sex"), [("M", "M"), ("F", "F"), ("<", ""), ("X", "")])
def test_a_sex_may_be_unspecified(written: str, sex: str) -> None:
    assert mrz.parse(_digits(TD3, (64, written))).sex == sex


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ((64, "Q"), "the sex"),
        ((57, "74AB12" + mrz.check_digit("74AB12")), "a date"),
        ((44, "<<<<<<<<<0"), "no document number"),
        ((44, "L898902C3<"), "document number"),
    ],
)
def test_fields_hold_what_belongs_there(change: tuple[int, str], reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        mrz.parse(_digits(TD3, change))


def test_a_birth_may_be_known_in_part() -> None:
    read = mrz.parse(_digits(TD3, (57, "74<<<<" + mrz.check_digit("74<<<<"))))
    assert read.birth == "74<<<<"
    assert read.key().birth == "74<<<<"


@given(st.text(max_size=110) | st.text("<0123456789AMFX", min_size=72, max_size=90))
def test_anything_is_read_or_malformed(text: str) -> None:
    try:
        read = mrz.parse(text, "DG1")
    except Malformed:
        return
    assert len(read.key().secret()) == 20


@given(st.sampled_from(SAMPLES), st.data())
def test_a_damaged_zone_gives_a_key_or_is_malformed(zone: str, data: st.DataObject) -> None:
    flat = zone.replace("\n", "")
    at = data.draw(st.integers(0, len(flat) - 1))
    damaged = flat[:at] + data.draw(st.sampled_from("<09AZ a")) + flat[at + 1 :]
    try:
        read = mrz.parse(damaged)
    except Malformed:
        return
    assert len(read.key().secret()) == 20


@pytest.mark.parametrize(
    "fields",
    [
        ("", "690806", "940623"),
        ("<12", "690806", "940623"),
        ("L898902c", "690806", "940623"),
        ("L" * 24, "690806", "940623"),
        ("L898902C", "69080", "940623"),
        ("L898902C", "690806", "94O623"),
    ],
)
def test_a_key_holds_what_a_zone_can(fields: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match=r"document number|dates") as caught:
        MrzKey(*fields)
    assert "898902" not in str(caught.value)


def test_nothing_of_a_person_is_shown() -> None:
    read = mrz.parse(CCCD)
    for shown in (repr(read), str(read), repr(read.key()), str(read.key())):
        assert not any(part in shown for part in ("190012345", "TRAN", "900315", "300315"))
