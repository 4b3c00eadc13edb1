from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex

SID = "http://fhir.ehealth.gov.vn/core/sid/"
NUMBER = Identifier(IdentifierKind.PERSONAL_NUMBER, "079190012345")
INSURANCE = Identifier(IdentifierKind.INSURANCE_NUMBER, "DN4797912345678")
CODE = Identifier(IdentifierKind.PATIENT_CODE, "24000117")
CARD = Document(DocumentKind.CCCD, (NUMBER,), "Trần Thị Thu Hà", BirthDate(1990, 3, 15), Sex.FEMALE)
SLIP = Document(DocumentKind.APPOINTMENT, appointment="a-7")
SEARCH = "POST Patient/_search"

Bundle = Callable[..., dict[str, Any]]


def asked(script: Any) -> list[str]:
    """The identifiers of the searches, in order."""
    return [parse_qs(r.content.decode())["identifier"][0] for r in script.requests]


def test_a_card_finds_its_holder(script: Any, patient: dict[str, Any], bundle: Bundle) -> None:
    script.on(SEARCH, bundle(patient))
    assert script.ask(lambda h: h.find(CARD)) == Patient(
        id="p-1",
        name="Trần Thị Thu Hà",
        sex=Sex.FEMALE,
        birth=BirthDate(1990, 3, 15),
        identifiers=(NUMBER, Identifier(INSURANCE.kind, "7912345678"), CODE),
        address="12 Đường Số 3",
        phone="09",
    )
    assert asked(script) == [SID + "cccd|079190012345"]
    (request,) = script.requests
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["accept"] == "application/fhir+json"
    assert "079190012345" not in str(request.url)


def test_nobody_has_the_number(script: Any, bundle: Bundle) -> None:
    script.on(SEARCH, bundle())
    assert script.ask(lambda h: h.find(CARD)) is None


def test_a_document_that_says_nothing_finds_nobody_without_asking(script: Any) -> None:
    assert script.ask(lambda h: h.find(Document(DocumentKind.CCCD))) is None
    assert script.requests == []


def test_an_insurance_card_is_also_looked_up_by_the_number_it_ends_in(
    script: Any, patient: dict[str, Any], bundle: Bundle
) -> None:
    script.on(SEARCH, bundle(), bundle(patient), bundle())
    card = Document(DocumentKind.BHYT, (INSURANCE, NUMBER, INSURANCE))
    assert script.ask(lambda h: h.find(card)).id == "p-1"
    assert asked(script) == [
        SID + "insurance_number|DN4797912345678",
        SID + "insurance_number|7912345678",
        SID + "cccd|079190012345",
    ]


def test_the_same_patient_twice_is_one(
    script: Any, patient: dict[str, Any], bundle: Bundle
) -> None:
    script.on(SEARCH, bundle(patient, patient))
    assert script.ask(lambda h: h.find(Document(DocumentKind.CCCD, (NUMBER, CODE)))).id == "p-1"


@pytest.mark.parametrize("together", [True, False])
def test_several_patients_are_ambiguous(
    script: Any, patient: dict[str, Any], bundle: Bundle, together: bool
) -> None:
    other = {**patient, "id": "p-2"}
    if together:
        script.on(SEARCH, bundle(patient, other))
    else:
        script.on(SEARCH, bundle(patient), bundle(other))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(lambda h: h.find(Document(DocumentKind.BHYT, (NUMBER, CODE))))
    assert refused.value.reason == "ambiguous"


def test_a_server_that_ignores_the_search_shows_nobody(
    script: Any, patient: dict[str, Any], bundle: Bundle
) -> None:
    patient["identifier"][0]["value"] = "079190099999"
    script.on(SEARCH, bundle(patient))
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.find(CARD))


@pytest.mark.parametrize(
    ("name", "birth"),
    [
        ("TRAN THI THU HA", "1990-03-15"),
        ("trần thị thu hà", "1952"),
        ("Nguyễn Văn Đông", "1990"),
        ("Nguyễn Văn Đông", "1990-03"),
        ("Nguyễn Văn Đông", "1990-03-15"),
    ],
)
def test_one_difference_is_the_patients_to_judge(
    script: Any, patient: dict[str, Any], bundle: Bundle, name: str, birth: str
) -> None:
    script.on(SEARCH, bundle({**patient, "name": [{"text": name}], "birthDate": birth}))
    assert script.ask(lambda h: h.find(CARD)).name == name


@pytest.mark.parametrize("birth", ["1990-03-16", "1991", None])
def test_a_record_that_shares_only_the_number_is_not_shown(
    script: Any, patient: dict[str, Any], bundle: Bundle, birth: str | None
) -> None:
    patient["name"] = [{"text": "Nguyễn Văn Đông"}]
    del patient["birthDate"]
    script.on(SEARCH, bundle(patient | ({"birthDate": birth} if birth else {})))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(lambda h: h.find(CARD))
    assert refused.value.reason == "ambiguous"


def test_dd_and_d_are_one_letter_to_a_desk_without_marks(
    script: Any, patient: dict[str, Any], bundle: Bundle
) -> None:
    card = Document(DocumentKind.CCCD, (NUMBER,), "Đặng Ưng", BirthDate(1980, 1, 1))
    script.on(SEARCH, bundle({**patient, "name": [{"text": "DANG UNG"}]}))
    assert script.ask(lambda h: h.find(card)).id == "p-1"


def test_an_appointment_slip_finds_whose_it_is(script: Any, patient: dict[str, Any]) -> None:
    appointment = {
        "resourceType": "Appointment",
        "id": "a-7",
        "status": "cancelled",
        "participant": [
            {"actor": {"reference": "Location/l-1", "display": "P. 204"}},
            {"actor": {"reference": "https://other.example/fhir/Patient/p-1"}},
        ],
    }
    script.on("GET Appointment/a-7", appointment)
    script.on("GET Patient/p-1", patient)
    assert script.ask(lambda h: h.find(SLIP)).id == "p-1"

    script.on("GET Patient/p-1", {**patient, "id": "p-2"})
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.find(SLIP))

    appointment["participant"] = []
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.find(SLIP))


def test_an_appointment_nobody_knows_finds_nobody(script: Any, refusal: Any) -> None:
    script.on("GET Appointment/a-7", refusal(404, "appointment-not-found"))
    assert script.ask(lambda h: h.find(SLIP)) is None
    script.on("GET Appointment/a-7", refusal(403, ""))
    with pytest.raises(HospitalRefused):
        script.ask(lambda h: h.find(SLIP))


@pytest.mark.parametrize("bad", ["..", ".", "../Patient/p-1", "a b", "x" * 65, "a\n", "ä"])
def test_a_slip_cannot_climb_in_the_address(script: Any, bad: str) -> None:
    assert script.ask(lambda h: h.find(Document(DocumentKind.APPOINTMENT, appointment=bad))) is None
    assert script.requests == []


def test_a_number_cannot_become_two_searches(script: Any, bundle: Bundle) -> None:
    tricky = Identifier(IdentifierKind.PATIENT_CODE, "1,a|2$&identifier=x")
    script.on(SEARCH, bundle())
    assert script.ask(lambda h: h.find(Document(DocumentKind.PATIENT_CODE, (tricky,)))) is None
    assert asked(script) == [SID + r"patient-internal-id|1\,a\|2\$&identifier=x"]


def test_texts_lose_what_no_eye_sees(script: Any, patient: dict[str, Any], bundle: Bundle) -> None:
    patient["name"] = [{}, {"text": " Tr\u00e2\u0300n\u202e \u200b\x07 Thi\u0323\n"}]
    script.on(SEARCH, bundle({"resourceType": "OperationOutcome"}, patient))
    assert script.ask(lambda h: h.find(CARD)).name == "Trần Thị"


@pytest.mark.parametrize(
    "change",
    [
        {"name": []},
        {"name": [{"text": "\u200b"}]},
        {"name": "Hà"},
        {"id": None},
        {"id": "../x"},
        {"gender": "nam"},
        {"birthDate": "15/03/1990"},
        {"birthDate": "1990-02-30"},
        {"birthDate": "0990-02-03"},
        {"birthDate": "१९९०"},
        {"address": [{"text": "x" * 3000}]},
    ],
)
def test_records_that_make_no_sense_are_garbled(
    script: Any, patient: dict[str, Any], bundle: Bundle, change: dict[str, Any]
) -> None:
    script.on(SEARCH, bundle(patient | change))
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.find(CARD))
