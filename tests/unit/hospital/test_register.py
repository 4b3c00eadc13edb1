import json
from typing import Any

import pytest

from kiosk.errors import HospitalGarbled, HospitalRefused
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Sex

SID = "http://fhir.ehealth.gov.vn/core/sid/"
NUMBER = Identifier(IdentifierKind.PERSONAL_NUMBER, "079190012345")
CARD = Document(
    DocumentKind.CCCD,
    (NUMBER,),
    "Trần Thị Thu Hà",
    BirthDate(1990, 3, 15),
    Sex.FEMALE,
    "12 Đường Số 3",
)
CREATE = "POST Patient"
SEARCH = "POST Patient/_search"


def test_creates_under_a_condition_and_looks_again(
    script: Any, patient: dict[str, Any], bundle: Any
) -> None:
    script.on(CREATE, patient)
    script.on(SEARCH, bundle(patient))
    assert script.ask(lambda h: h.register(CARD, "0912345678")).id == "p-1"
    by_phone, create, search = script.requests
    assert by_phone.url.path.endswith("/_search")
    assert by_phone.content == b"phone=0912345678&birthdate=1990-03-15"
    assert create.headers["if-none-exist"] == f"identifier={SID}cccd|079190012345"
    assert create.headers["content-type"] == "application/fhir+json"
    assert json.loads(create.content) == {
        "resourceType": "Patient",
        "identifier": [{"system": SID + "cccd", "value": "079190012345"}],
        "name": [{"text": "Trần Thị Thu Hà"}],
        "gender": "female",
        "birthDate": "1990-03-15",
        "address": [{"text": "12 Đường Số 3"}],
        "telecom": [{"system": "phone", "value": "0912345678"}],
    }
    assert search.url.path.endswith("/_search")


def known(patient: dict[str, Any], phone: str = "+84 912 345 678", **changed: Any) -> Any:
    """The same person as on the card, under other numbers."""
    return (
        patient
        | {
            "identifier": [{"system": SID + "patient-internal-id", "value": "24000117"}],
            "telecom": [{"system": "phone", "value": phone}],
        }
        | changed
    )


def test_who_is_known_by_phone_is_not_created_again(
    script: Any, patient: dict[str, Any], bundle: Any
) -> None:
    script.on(SEARCH, bundle(known(patient, name=[{"text": "TRAN THI THU HA"}])))
    assert script.ask(lambda h: h.register(CARD, "0912345678")).id == "p-1"
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"name": [{"text": "Trần Thị Thu Hằng"}]},
        {"birthDate": "1990-03-16"},
        {"birthDate": "1990"},
        {"telecom": [{"system": "phone", "value": "0912345679"}]},
        {"telecom": []},
        {"identifier": [{"system": SID + "cccd", "value": "079190099999"}]},
    ],
    ids=str,
)
def test_the_family_on_the_same_phone_are_others(
    script: Any, patient: dict[str, Any], bundle: Any, changed: dict[str, Any]
) -> None:
    script.on(SEARCH, bundle(known(patient, **changed) | {"id": "p-2"}), bundle())
    script.on(CREATE, patient)
    assert script.ask(lambda h: h.register(CARD, "0912345678")).id == "p-1"


def test_two_records_of_one_phone_name_and_birth_date_are_ambiguous(
    script: Any, patient: dict[str, Any], bundle: Any
) -> None:
    script.on(SEARCH, bundle(known(patient), known(patient) | {"id": "p-2"}))
    with pytest.raises(HospitalRefused, match="ambiguous"):
        script.ask(lambda h: h.register(CARD, "0912345678"))


def test_a_hospital_that_cannot_be_searched_by_phone_creates(
    script: Any, patient: dict[str, Any], refusal: Any, bundle: Any
) -> None:
    script.on(SEARCH, refusal(400, "invalid"), bundle(patient))
    script.on(CREATE, patient)
    assert script.ask(lambda h: h.register(CARD, "0912345678")).id == "p-1"


def test_says_only_what_is_known(script: Any, patient: dict[str, Any], bundle: Any) -> None:
    card = Identifier(IdentifierKind.INSURANCE_NUMBER, "DN4797912345678")
    document = Document(DocumentKind.BHYT, (card,), "Trần Thị Thu Hà", BirthDate(1990))
    script.on(CREATE, patient)
    script.on(SEARCH, bundle())
    assert script.ask(lambda h: h.register(document)).id == "p-1"
    system = SID + "insurance_number"
    assert json.loads(script.requests[0].content) == {
        "resourceType": "Patient",
        "identifier": [
            {"system": system, "value": "DN4797912345678"},
            {"system": system, "value": "7912345678"},
        ],
        "name": [{"text": "Trần Thị Thu Hà"}],
        "birthDate": "1990",
    }


@pytest.mark.parametrize("found", [["p-1", "p-2"], ["p-2"]])
def test_a_second_record_goes_to_the_desk(
    script: Any, patient: dict[str, Any], bundle: Any, found: list[str]
) -> None:
    script.on(CREATE, patient)
    script.on(SEARCH, bundle(*({**patient, "id": one} for one in found)))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(lambda h: h.register(CARD))
    assert refused.value.reason == "ambiguous"


@pytest.mark.parametrize("reason", ["ambiguous", ""])
def test_several_matches_of_the_condition_go_to_the_desk(
    script: Any, refusal: Any, reason: str
) -> None:
    script.on(CREATE, refusal(412, reason))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(lambda h: h.register(CARD))
    assert refused.value.reason == "ambiguous"


def test_another_refusal_keeps_its_reason(script: Any, refusal: Any) -> None:
    script.on(CREATE, refusal(400, "invalid"))
    with pytest.raises(HospitalRefused) as refused:
        script.ask(lambda h: h.register(CARD))
    assert refused.value.reason == "invalid"


def test_the_one_who_is_there_must_be_the_holder(
    script: Any, patient: dict[str, Any], bundle: Any
) -> None:
    somebody = {**patient, "name": [{"text": "Lê An"}], "birthDate": "1970-01-01"}
    script.on(CREATE, somebody)
    script.on(SEARCH, bundle(somebody))
    with pytest.raises(HospitalRefused):
        script.ask(lambda h: h.register(CARD))


def test_a_header_holds_one_condition(script: Any, patient: dict[str, Any], bundle: Any) -> None:
    tricky = Identifier(IdentifierKind.PATIENT_CODE, "é&identifier=1\r\nX: y")
    script.on(CREATE, patient)
    script.on(SEARCH, bundle())
    document = Document(DocumentKind.CCCD, (tricky,), "Trần Thị Thu Hà")
    with pytest.raises(HospitalGarbled):
        script.ask(lambda h: h.register(document))
    assert script.requests[0].headers["if-none-exist"] == (
        f"identifier={SID}patient-internal-id|%C3%A9%26identifier%3D1%0D%0AX:%20y"
    )


def test_nobody_is_registered_without_a_number(script: Any) -> None:
    with pytest.raises(ValueError, match="without a number"):
        script.ask(lambda h: h.register(Document(DocumentKind.CCCD, (), "Trần Thị Thu Hà")))
