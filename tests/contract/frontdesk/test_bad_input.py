"""Bad input, kind by kind: a refusal that the kiosk knows, and nothing half-written."""

import json
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from tests.contract.frontdesk.hospital import (
    BHYT,
    CCCD,
    CODE,
    FHIR_JSON,
    Answer,
    Hospital,
    check_in,
    new_key,
)

TABLES = (
    "patient", "identifier", "encounter", "counter", "request", "appointment", "staff_call",
    "audit", "room_move",
)  # fmt: skip
NUMBER = "079190012345"
CONDITION = f"identifier={CCCD}|{NUMBER}"
NEW: dict[str, Any] = {
    "resourceType": "Patient",
    "identifier": [{"system": CCCD, "value": NUMBER}],
    "name": [{"text": "Trần Thị Thu Hà"}],
    "birthDate": "1990-03-15",
}
KNOWN_TO_THE_KIOSK = {
    "invalid", "ambiguous", "key-reused", "patient-not-found", "encounter-not-found",
    "appointment-not-found", "appointment-not-today", "service-closed",
}  # fmt: skip
"""The reasons of docs/hospital-api that a request itself can earn."""


def everything(hospital: Hospital) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: sorted(hospital.records.query(f"SELECT * FROM {table}"), key=repr)
        for table in TABLES
    }


@pytest.fixture
def untouched(hospital: Hospital) -> Iterator[Hospital]:
    """Nothing is written by what the test sends."""
    assert hospital.get("/metadata").status == 200
    before = everything(hospital)
    yield hospital
    assert everything(hospital) == before


def register(hospital: Hospital, condition: str = CONDITION, **changed: Any) -> Answer:
    return hospital.post("/Patient", NEW | changed, If_None_Exist=condition)


def told(answer: Answer, status: int, reason: str) -> None:
    assert (answer.status, answer.refusal) == (status, reason)
    assert reason in KNOWN_TO_THE_KIOSK


PATHS = (
    "/Patient",
    "/CoverageEligibilityRequest/$submit",
    "/$check-in",
    "/Encounter/kb-0/$ticket-printed",
    "/CommunicationRequest",
)
OTHERS = (
    b'{"resourceType":"Observation","status":"final"}',
    b'{"resourceType":"Bundle","type":"transaction"}',
    b'{"resourceType":"patient"}',
    b'{"resourceType":["Patient"]}',
    b"{}",
    b"null",
    b'"Patient"',
    b"",
)


def test_another_resource_than_this_one(untouched: Hospital) -> None:
    for path, body in product(PATHS, OTHERS):
        told(sent(untouched, path, body), 400, "invalid")


def sent(hospital: Hospital, path: str, body: bytes) -> Answer:
    headers = {"Content-Type": FHIR_JSON, "If-None-Exist": CONDITION}
    return Answer(hospital.raw("POST", path, content=body, headers=headers))


def test_references_to_nothing(untouched: Hospital) -> None:
    patient = untouched.adult().id
    told(untouched.check_in("pt-0", service="MAT"), 404, "patient-not-found")
    told(untouched.check_in(patient, service="NONE"), 400, "invalid")
    told(untouched.check_in(patient, service="X-QUANG"), 400, "invalid")
    told(untouched.check_in(patient, appointment="hen-0"), 404, "appointment-not-found")
    told(untouched.check_in(patient, service="MAT", coverage="bh-0"), 400, "invalid")
    for path in ("$ticket-printed", "$cancel-check-in"):
        body = {
            "resourceType": "Parameters",
            "parameter": [{"name": "outcome", "valueCode": "printed"}],
        }
        told(untouched.post(f"/Encounter/kb-0/{path}", body), 404, "encounter-not-found")
    asked = {"resourceType": "CoverageEligibilityRequest", "patient": {"reference": "Patient/pt-0"}}
    told(untouched.post("/CoverageEligibilityRequest/$submit", asked), 404, "patient-not-found")


def test_references_of_another_form(untouched: Hospital) -> None:
    for reference in (
        "Patient/", "/pt-1", "pt-1", "Patient/../metadata", "patient/pt-1", "Patient/pt 1",
        "http://elsewhere.example/fhir/Patient/pt-1", "Patient/pt-1/_history/1", "#pt-1",
    ):  # fmt: skip
        body = check_in("pt-1", service="MAT")
        body["parameter"][0]["valueReference"]["reference"] = reference
        told(untouched.post("/$check-in", body), 400, "invalid")


def test_a_body_of_many_megabytes_is_not_read(untouched: Hospital) -> None:
    """Neither one that says so nor one that does not."""
    taken = 0

    async def endless() -> Any:
        nonlocal taken
        for _ in range(50):
            taken += 1 << 20
            yield b" " * (1 << 20)

    headers = {"Content-Type": FHIR_JSON}
    told(
        Answer(untouched.raw("POST", "/$check-in", content=endless(), headers=headers)),
        413,
        "invalid",
    )
    announced = headers | {"Content-Length": str(50 << 20)}
    told(
        Answer(untouched.raw("POST", "/$check-in", content=endless(), headers=announced)),
        413,
        "invalid",
    )


def test_a_deep_nest(untouched: Hospital) -> None:
    for path, depth in product(("/Patient", "/$check-in"), (100, 2_000, 100_000)):
        inner = b"[" * depth + b"]" * depth
        whole = b'{"resourceType":"Patient","identifier":[],"extension":' + inner + b"}"
        told(sent(untouched, path, whole), 400, "invalid")


def test_birth_dates_that_cannot_be(untouched: Hospital) -> None:
    today = untouched.clock().date()
    tomorrow, next_year = today + timedelta(days=1), str(today.year + 1)
    for birth in (
        tomorrow.isoformat(), next_year, "2200-01-01", "9999", "1899-12-31", "1899", "0000",
        "1990-13-01", "1990-1-1", "15/03/1990", "1990-03-15T00:00:00+07:00", "١٩٩٠", " 1990", "",
    ):  # fmt: skip
        told(register(untouched, birthDate=birth), 400, "invalid")


def test_who_was_born_today_or_in_1900_is_registered(hospital: Hospital) -> None:
    for nth, birth in enumerate((hospital.clock().date().isoformat(), "1900", "1900-01-01")):
        number = f"07919001234{nth}"
        told_apart = [{"system": CCCD, "value": number}]
        answer = register(
            hospital, f"identifier={CCCD}|{number}", birthDate=birth, identifier=told_apart
        )
        assert (answer.status, answer.body["birthDate"]) == (201, birth)


WRONG_NUMBERS = [
    (CCCD, "079 190 012 345"),
    (CCCD, " 079190012345"),
    (CCCD, "079190012345\u00a0"),
    (CCCD, "079190012345\u0301"),
    (CCCD, "０７９１９００１２３４５"),
    (CCCD, "079190012345\u200b"),
    (CCCD, "079190012345\x00"),
    (BHYT, "DN 479 79 1234 5678"),
    (BHYT, unicodedata.normalize("NFD", "Đ" + "N479791234567")),
    (BHYT, unicodedata.normalize("NFD", "ÂN47979123456")),
    (CODE, " 10000001"),
    (CODE, unicodedata.normalize("NFD", "BÉ000001")),
]


def test_an_identifier_with_a_space_or_in_decomposed_unicode(untouched: Hospital) -> None:
    """Nothing is mended: a number is stored as it is printed, or not at all."""
    for system, value in WRONG_NUMBERS:
        told(register(untouched, identifier=[{"system": system, "value": value}]), 400, "invalid")
        told(untouched.search(f"{system}|{value}"), 400, "invalid")
        header = f"identifier={system}|{value}".encode().decode("latin-1")
        if header.isprintable():
            told(register(untouched, header), 400, "invalid")


def test_names_in_decomposed_unicode_are_composed(hospital: Hospital) -> None:
    name = "Nguyễn Thị Thuỳ Dương"
    decomposed = unicodedata.normalize("NFD", name)
    assert decomposed != name
    answer = register(
        hospital,
        name=[{"text": f" {decomposed} "}],
        address=[{"text": unicodedata.normalize("NFD", "Phường Hồ Sen, Hà Nội")}],
    )
    assert answer.body["name"] == [{"text": name}]
    assert answer.body["address"] == [{"text": "Phường Hồ Sen, Hà Nội"}]


def test_control_characters(untouched: Hospital) -> None:
    for character in ("\x00", "\x1b", "\x7f", "\n", "\u2028", "\u202e", "\ufeff"):
        text = f"Trần{character}Hà"
        told(register(untouched, name=[{"text": text}]), 400, "invalid")
        told(register(untouched, address=[{"text": text}]), 400, "invalid")
        told(untouched.check_in(untouched.adult().id, service="MAT", kiosk=text), 400, "invalid")


def test_numbers_of_two_patients(untouched: Hospital) -> None:
    """One card with the numbers of two records: the desk must look, and nobody is added."""
    one, two = untouched.people[:2]
    both = [
        {"system": CCCD, "value": one.personal_number},
        {"system": CCCD, "value": two.personal_number},
    ]
    told(register(untouched, identifier=both), 412, "ambiguous")
    mixed = [{"system": CCCD, "value": one.personal_number}]
    condition = f"identifier={CCCD}|{two.personal_number}"
    told(register(untouched, condition, identifier=mixed), 412, "ambiguous")


def test_records_hold_no_number_of_two_patients(hospital: Hospital) -> None:
    """So no search by one number can ever be ambiguous here."""
    one, two = hospital.people[:2]
    with pytest.raises(Exception, match=r"(?i)unique"):
        hospital.records.query(
            "INSERT INTO identifier (kind, value, patient) VALUES ('personal', ?, ?)",
            [one.personal_number, two.id],
        )


def test_a_key_that_comes_with_another_body(hospital: Hospital) -> None:
    key, patient = new_key(), hospital.adult().id
    assert hospital.check_in(patient, service="MAT", key=key).status == 201
    before = everything(hospital)
    for other in (
        check_in(patient, service="TIM-MACH", key=key),
        check_in(hospital.adult(1).id, service="MAT", key=key),
        check_in(patient, service="MAT", key=key, priority=("merit",)),
        check_in(patient, service="MAT", key=key, kiosk="k2"),
    ):
        told(hospital.post("/$check-in", other), 422, "key-reused")
    assert everything(hospital) == before


NO_JSON = (
    b'{"resourceType":"Parameters","parameter":[{"name":"key\xff"}]}',
    '{"resourceType":"Parameters"}'.encode("utf-16"),
    '{"resourceType":"Parameters"}'.encode("utf-8-sig"),
    b'{"resourceType":"Parameters","x":"\xed\xa0\x80","parameter":[]}',
    b'{"resourceType":"Parameters","x":"\\ud800","parameter":[]}',
    b'{"resourceType":"Parameters","x":NaN,"parameter":[]}',
    b'{"resourceType":"Parameters","x":1,"parameter":[]} {}',
)


def test_what_is_no_utf8_or_no_json(untouched: Hospital) -> None:
    for body in NO_JSON:
        told(sent(untouched, "/$check-in", body), 400, "invalid")


def test_an_element_that_is_there_twice(untouched: Hospital) -> None:
    """A proxy that reads the first and a server that reads the last would mean two patients."""
    one, two = untouched.adult(0).id, untouched.adult(1).id
    whole = json.dumps(check_in(one, service="MAT"))
    once = f'"reference": "Patient/{one}"'
    assert once in whole
    for twice in (
        whole.replace(once, f'"reference": "Patient/{two}", {once}'),
        whole.replace('"resourceType"', '"resourceType": "Parameters", "resourceType"'),
        whole[:-1] + ', "x": {"y": [{"a": 1, "a": 1}]}}',
    ):
        told(sent(untouched, "/$check-in", twice.encode()), 400, "invalid")


def test_a_huge_query(untouched: Hospital) -> None:
    for query in ("patient=" + "a" * 60_000, "&".join(f"date=ge{n}" for n in range(4_000))):
        told(Answer(untouched.raw("GET", f"/Appointment?{query}")), 400, "invalid")


def test_a_clock_that_jumps_back_repeats_no_number(hospital: Hospital) -> None:
    numbers = []
    for nth, hours in enumerate((0, -1, -12, 26, -26, 20_000 * 24, -20_000 * 24)):
        hospital.pass_time(hours=hours)
        hospital.clock.time = hospital.clock.time.replace(hour=9)
        ticket = hospital.check_in(hospital.adult(nth).id, service="NOI-TONG-QUAT")
        if ticket.status == 201:
            day = ticket.parts["issued"][:10]
            numbers.append((day, ticket.parts["number"]))
        else:
            told(ticket, 409, "service-closed")
    assert len(numbers) >= 4
    assert len(set(numbers)) == len(numbers)
    [(held,)] = hospital.records.query("SELECT count(*) FROM encounter")
    assert held == len(numbers)
