from typing import Any

import pytest

from tests.contract.frontdesk.hospital import BHYT, CCCD, CODE, Answer, Hospital

NEW: dict[str, Any] = {
    "resourceType": "Patient",
    "identifier": [
        {"system": CCCD, "value": "079190012345"},
        {"system": BHYT, "value": "DN4797912345678"},
    ],
    "name": [{"text": "Trần Thị Thu Hà"}],
    "gender": "female",
    "birthDate": "1990-03-15",
    "address": [{"text": "12 Đường Số 3"}],
    "telecom": [{"system": "phone", "value": "0900 001 234"}],
}
CONDITION = f"identifier={CCCD}|079190012345"


def register(hospital: Hospital, condition: str = CONDITION, **changes: Any) -> Answer:
    return hospital.post("/Patient", NEW | changes, If_None_Exist=condition)


def test_every_identifier_finds_its_holder(hospital: Hospital) -> None:
    person = next(p for p in hospital.people if p.coverage and p.coverage.card and p.phone)
    assert person.coverage
    for token in (
        f"{CCCD}|{person.personal_number}",
        f"{BHYT}|{person.coverage.number}",
        f"{BHYT}|{person.coverage.card}",
        f"{CODE}|{person.code}",
    ):
        [patient] = hospital.search(token).entries
        assert patient["id"] == person.id
    assert hospital.get(f"/Patient/{person.id}").body == patient
    assert patient["name"] == [{"text": person.name}]
    assert patient["gender"] == person.sex
    assert patient["birthDate"] == person.birth
    assert patient["address"] == [{"text": person.address}]
    assert patient["telecom"] == [{"system": "phone", "value": person.phone}]
    assert {(one["system"], one["value"]) for one in patient["identifier"]} == {
        (CCCD, person.personal_number),
        (CODE, person.code),
        (BHYT, person.coverage.number),
        (BHYT, person.coverage.card),
    }


def test_a_number_of_nobody_and_a_foreign_system_find_nobody(hospital: Hospital) -> None:
    assert hospital.search(f"{CCCD}|000000000000").entries == []
    assert hospital.search("urn:other|1").body["total"] == 0
    assert hospital.search(f"{CODE}|1\\,2").entries == []


def test_numbers_of_two_people_find_both(hospital: Hospital) -> None:
    one, two = hospital.people[:2]
    tokens = f"{CCCD}|{one.personal_number},{CODE}|{two.code}"
    assert [patient["id"] for patient in hospital.search(tokens).entries] == [one.id, two.id]


def test_a_search_by_get_is_refused_so_that_no_log_has_the_number(hospital: Hospital) -> None:
    answer = hospital.get("/Patient", ("identifier", f"{CCCD}|{hospital.people[0].code}"))
    assert answer.status == 405


@pytest.mark.parametrize("token", ["", "079190012345", "|079190012345", f"{CCCD}|", ",".join("ab")])
def test_a_search_without_system_and_value_is_invalid(hospital: Hospital, token: str) -> None:
    answer = hospital.search(token)
    assert (answer.status, answer.refusal) == (400, "invalid")


def test_a_new_patient_gets_an_id_and_a_code_of_eight_digits(hospital: Hospital) -> None:
    answer = register(hospital)
    assert answer.status == 201
    patient = answer.body
    numbers = {one["system"]: one["value"] for one in patient["identifier"]}
    assert len(numbers[CODE]) == 8
    assert numbers[CODE].isdecimal()
    assert patient["telecom"] == [{"system": "phone", "value": "0900001234"}]
    assert hospital.search(f"{CODE}|{numbers[CODE]}").entries == [patient]
    again = register(
        hospital,
        f"identifier={CCCD}|001190000001",
        identifier=[{"system": CCCD, "value": "001190000001"}],
    )
    assert again.status == 201
    assert again.body["identifier"] != patient["identifier"]


def test_a_rescan_answers_the_patient_and_changes_nothing(hospital: Hospital) -> None:
    first = register(hospital).body
    again = register(hospital, name=[{"text": "Trần Thị Hà"}], telecom=[], address=[])
    assert (again.status, again.body) == (200, first)


def test_a_patient_who_is_there_under_another_number_is_not_made_twice(hospital: Hospital) -> None:
    first = register(hospital).body
    answer = register(
        hospital,
        f"identifier={CCCD}|001190000001",
        identifier=[
            {"system": CCCD, "value": "001190000001"},
            {"system": BHYT, "value": "DN4797912345678"},
        ],
    )
    assert (answer.status, answer.body) == (200, first)


def test_numbers_of_several_patients_are_the_desk_s(hospital: Hospital) -> None:
    one, two = hospital.people[:2]
    answer = register(
        hospital,
        identifier=[
            {"system": CCCD, "value": one.personal_number},
            {"system": CCCD, "value": two.personal_number},
        ],
    )
    assert (answer.status, answer.refusal) == (412, "ambiguous")


def test_a_birth_year_alone_is_enough(hospital: Hospital) -> None:
    assert register(hospital, birthDate="1938").body["birthDate"] == "1938"


def test_names_are_kept_composed(hospital: Hospital) -> None:
    decomposed = "Trâ\u0300n Thi\u0323 Ha\u0300"
    assert register(hospital, name=[{"text": decomposed}]).body["name"] == [{"text": "Trần Thị Hà"}]


@pytest.mark.parametrize(
    "change",
    [
        {"identifier": []},
        {"identifier": [{"system": "urn:other", "value": "1"}]},
        {"identifier": [{"system": CCCD, "value": "07919001234"}]},
        {"identifier": [{"system": CCCD, "value": "٠٧٩١٩٠٠١٢٣٤٥"}]},
        {"identifier": [{"system": CODE, "value": "12345678"}]},
        {"identifier": [{"system": BHYT, "value": "dn4797912345678"}]},
        {"name": []},
        {"name": [{"text": " "}]},
        {"name": [{"text": "x" * 101}]},
        {"name": [{"text": "Hà\u0000"}]},
        {"name": [{"text": "Hà\nHà"}]},
        {"birthDate": "1990-02-30"},
        {"birthDate": "1990-03"},
        {"birthDate": "90"},
        {"birthDate": "0001"},
        {"gender": "nữ"},
        {"telecom": [{"system": "phone", "value": "gọi tôi"}]},
        {"address": [{"text": "x" * 301}]},
    ],
    ids=str,
)
def test_a_patient_who_cannot_be_is_invalid(hospital: Hospital, change: dict[str, Any]) -> None:
    answer = register(hospital, **change)
    assert (answer.status, answer.refusal) == (400, "invalid")
    assert hospital.search(f"{CCCD}|079190012345").entries == []


@pytest.mark.parametrize("condition", ["", f"?{CONDITION}", f"Patient?{CONDITION}", "identifier="])
def test_the_condition_has_its_bare_form(hospital: Hospital, condition: str) -> None:
    answer = register(hospital, condition)
    assert (answer.status, answer.refusal) == (400, "invalid")


def test_registered_at_the_same_instant_there_is_one(hospital: Hospital) -> None:
    answers = hospital.all_at_once("/Patient", [NEW] * 8, If_None_Exist=CONDITION)
    assert sorted(answer.status for answer in answers) == [200] * 7 + [201]
    assert len({answer.body["id"] for answer in answers}) == 1


def test_an_unknown_patient(hospital: Hospital) -> None:
    answer = hospital.get("/Patient/pt-0")
    assert (answer.status, answer.refusal) == (404, "patient-not-found")
