"""Who has forgotten every number but their phone's."""

from typing import Any

from kiosk.frontdesk.generate import Person
from tests.contract.frontdesk.hospital import CCCD, Answer, Hospital


def find(hospital: Hospital, **asked: str) -> Answer:
    return hospital.form("/Patient/_search", asked)


def with_phone(hospital: Hospital) -> Person:
    return next(person for person in hospital.people if person.phone and not person.year_only)


def newcomer(hospital: Hospital, number: str, phone: str, birth: str) -> Answer:
    body = {
        "resourceType": "Patient",
        "identifier": [{"system": CCCD, "value": number}],
        "name": [{"text": "Lê Thị Thử"}],
        "birthDate": birth,
        "telecom": [{"system": "phone", "value": phone}],
    }
    return hospital.post("/Patient", body, If_None_Exist=f"identifier={CCCD}|{number}")


def test_phone_and_birth_date_find_the_patient(hospital: Hospital) -> None:
    person = with_phone(hospital)
    for written in (person.phone, f"+84{person.phone[1:]}", f"+84 (0){person.phone[1:]}"):
        answer = find(hospital, phone=written, birthdate=person.birth)
        assert [one["id"] for one in answer.entries] == [person.id]
    assert find(hospital, phone=person.phone, birthdate=f"eq{person.birth}").entries
    assert find(hospital, phone=person.phone, birthdate=person.birth[:4]).entries
    assert find(hospital, phone=person.phone, birthdate="1901-01-01").entries == []
    assert find(hospital, phone="0999999999", birthdate=person.birth).entries == []


def test_several_are_all_answered_but_only_a_few(hospital: Hospital) -> None:
    for nth in range(10):
        assert newcomer(hospital, f"07919001{nth:04}", "0912 000 111", "2019-05-05").status == 201
        if nth == 1:
            assert len(find(hospital, phone="0912000111", birthdate="2019-05-05").entries) == 2
    assert len(find(hospital, phone="0912000111", birthdate="2019-05-05").entries) == 8


WRONG: tuple[dict[str, Any], ...] = (
    {"name": "Hà"},
    {"phone": "0912000111"},
    {"birthdate": "1990-03-15"},
    {"phone": "", "birthdate": "1990-03-15"},
    {"phone": "0912000111", "birthdate": ""},
    {"phone": "gọi tôi", "birthdate": "1990-03-15"},
    {"phone": "1" * 16, "birthdate": "1990-03-15"},
    {"phone": "0912000111", "birthdate": "gt1990"},
    {"phone": "0912000111", "birthdate": "2999-01-01"},
    {"phone": ["0912000111", "0912000112"], "birthdate": "1990-03-15"},
    {"phone": "0912000111", "birthdate": ["1990-03-15", "1990-03-16"]},
    {"phone": "0912000111", "birthdate": "1990-03-15", "identifier": f"{CCCD}|079190012345"},
    {"identifier": f"{CCCD}|079190012345", "birthdate": "1990-03-15"},
)


def test_one_phone_and_one_birth_date_are_needed(hospital: Hospital) -> None:
    for asked in WRONG:
        answer = Answer(hospital.raw("POST", "/Patient/_search", data=asked))
        assert (answer.status, answer.refusal) == (400, "invalid"), asked
