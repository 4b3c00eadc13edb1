"""People in GNU Health's words."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.errors import HospitalGarbled
from kiosk.hospital.gnuhealth.persons import newcomer, number_domain, patient
from kiosk.hospital.gnuhealth.records import PatientRow
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex

PERSONAL, INSURANCE, CODE = (
    IdentifierKind.PERSONAL_NUMBER,
    IdentifierKind.INSURANCE_NUMBER,
    IdentifierKind.PATIENT_CODE,
)
INSURER = 3


def row(**party: object) -> PatientRow:
    whole = {"name": "Thị Thu Hà", "lastname": "Trần", "ref": "079190012345"} | party
    return msgspec.convert({"id": 5, "party.": whole}, PatientRow)


def test_a_patient_in_our_words() -> None:
    found = patient(
        row(
            gender="f",
            dob={"__class__": "date", "year": 1990, "month": 3, "day": 15},
            est_dob=0,
            **{
                "alternative_ids.": [
                    {"code": "BN-7", "alternative_id_type": "medical_record"},
                    {"code": "P123", "alternative_id_type": "passport"},
                ],
                "insurance.": [
                    {"id": 1, "number": "DN4797912345678", "company": INSURER},
                    {"id": 2, "number": "PRIVATE-1", "company": 9},
                ],
                "addresses.": [{"full_address": "12 Đường Số 3\nPhường Thử"}],
                "contact_mechanisms.": [
                    {"type": "email", "value": "a@b.example"},
                    {"type": "phone", "value": "0912345678"},
                ],
            },
        ),
        INSURER,
    )
    assert (found.id, found.name, found.sex) == ("5", "Trần Thị Thu Hà", Sex.FEMALE)
    assert found.birth == BirthDate(1990, 3, 15)
    assert (found.address, found.phone) == ("12 Đường Số 3, Phường Thử", "0912345678")
    assert set(found.identifiers) == {
        Identifier(PERSONAL, "079190012345"),
        Identifier(CODE, "BN-7"),
        Identifier(INSURANCE, "DN4797912345678"),
    }


def test_an_estimated_birth_is_its_year() -> None:
    dob = {"__class__": "date", "year": 1952, "month": 1, "day": 1}
    assert patient(row(dob=dob, est_dob=True), None).birth == BirthDate(1952)


def test_a_puid_that_gnu_health_invented_is_the_patient_code() -> None:
    found = patient(row(ref="ABC123DEF"), None)
    assert found.identifiers == (Identifier(CODE, "ABC123DEF"),)


def test_an_insurance_is_nobodys_without_an_insurer() -> None:
    insured = row(**{"insurance.": [{"id": 1, "number": "DN4797912345678", "company": None}]})
    assert patient(insured, None).identifier(INSURANCE) == ""


@pytest.mark.parametrize(
    "party",
    [
        {"name": None, "lastname": None},
        {"name": "\u202e ", "lastname": ""},
        {"dob": {"year": 1990, "month": 2, "day": 30}},
        {"dob": {"year": 99999, "month": 2, "day": 3}},
    ],
)
def test_what_makes_no_sense_is_garbled(party: dict[str, object]) -> None:
    with pytest.raises(HospitalGarbled):
        patient(row(**party), None)


def test_a_newcomer_has_the_personal_number_as_puid() -> None:
    document = Document(
        DocumentKind.CCCD,
        (Identifier(PERSONAL, "079190012345"), Identifier(INSURANCE, "7912345678")),
        "Trần Thị Thu Hà",
        BirthDate(1990),
        Sex.FEMALE,
        "Phường Thử",
    )
    values = newcomer(document, "0912345678", INSURER, {"fed_country": "VNM"})
    assert (values["ref"], values["lastname"], values["name"]) == (
        "079190012345",
        "Trần",
        "Thị Thu Hà",
    )
    assert values["dob"] == {"__class__": "date", "year": 1990, "month": 1, "day": 1}
    assert values["est_dob"] is True
    assert (values["gender"], values["fed_country"]) == ("f", "VNM")
    assert values["insurance"] == [
        ["create", [{"number": "7912345678", "company": 3, "insurance_type": "state"}]]
    ]
    assert "insurance" not in newcomer(document, "", None, {})


def test_one_word_is_a_given_name() -> None:
    document = Document(DocumentKind.CCCD, (Identifier(PERSONAL, "079190012345"),), "Hà")
    values = newcomer(document, "", None, {})
    assert (values["lastname"], values["name"]) == (None, "Hà")
    assert "dob" not in values


def test_a_card_is_searched_by_the_number_in_which_it_ends() -> None:
    (clause,) = number_domain(Identifier(INSURANCE, "DN4797912345678"), INSURER)
    assert clause == [
        "party.insurance",
        "where",
        [["company", "=", INSURER], ["number", "like", "%7912345678"]],
    ]


@given(st.text(st.sampled_from("%_\\abc0123456789"), min_size=1, max_size=20))
def test_no_number_is_a_pattern(value: str) -> None:
    """Only ten digits are searched for with ``like``: a sign of a pattern finds nobody else."""
    for kind in IdentifierKind:
        text = str(number_domain(Identifier(kind, value), INSURER))
        if "like" in text:
            assert value[-10:].isdigit()


def test_a_personal_number_is_no_patient_code() -> None:
    assert "party.ref" not in str(number_domain(Identifier(CODE, "079190012345"), None))
    assert "party.ref" in str(number_domain(Identifier(CODE, "abc123def"), None))
