"""What is asked for numbers ahead, and what of an answer is believed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.errors import HospitalGarbled
from kiosk.hospital import leases, requests
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.text import local

ASKED = LeaseRequest("key-1", "kiosk-1", (("TIM-MACH", 1),), ("A-007",))


def number(value: str = "T-042", service: str = "TIM-MACH", **parts: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "value": {"valueString": value},
        "service": {"valueCode": service},
        "room": {"valueString": "205"},
        "floor": {"valueString": "2"},
        "direction": {"valueString": "Thang máy A"},
        "ends": {"valueDateTime": "2026-11-23T17:00:00+07:00"},
    } | parts
    return {
        "name": "number",
        "part": [{"name": name, **said} for name, said in said.items() if said is not None],
    }


def answer(*parameters: dict[str, Any]) -> bytes:
    return json.dumps({"resourceType": "Parameters", "parameter": parameters}).encode()


def sent(body: bytes | None) -> list[dict[str, Any]]:
    assert body is not None
    found: list[dict[str, Any]] = json.loads(body)["parameter"]
    return found


def test_what_is_wanted_and_held_is_said() -> None:
    assert sent(leases.lease(ASKED).body) == [
        {"name": "kiosk", "valueString": "kiosk-1"},
        {"name": "key", "valueUuid": "urn:uuid:key-1"},
        {
            "name": "wanted",
            "part": [
                {"name": "service", "valueReference": {"reference": "HealthcareService/TIM-MACH"}},
                {"name": "count", "valueInteger": 1},
            ],
        },
        {"name": "held", "valueString": "A-007"},
    ]


def test_a_number_is_read_whole() -> None:
    english = {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                "extension": [
                    {"url": "lang", "valueCode": "en"},
                    {"url": "content", "valueString": "Lift A"},
                ],
            }
        ]
    }
    way = {"valueString": "Thang máy A", "_valueString": english}
    assert leases.leased(answer(number(direction=way)), ASKED) == (
        LeasedNumber(
            "T-042",
            "TIM-MACH",
            "205",
            "2",
            local("Thang máy A", "Lift A"),
            datetime(2026, 11, 23, 10, tzinfo=UTC),
        ),
    )
    assert leases.leased(b'{"resourceType": "Parameters"}', ASKED) == ()


@pytest.mark.parametrize(
    "parameters",
    [
        [number("T-042"), number("T-042")],
        [number("T-042"), number("T-043")],
        [number("A-009", "NOI")],
        [number("")],
        [number("T-" + "0" * 11)],
        [number(service="TIM MACH")],
        [number(room={"valueString": " "})],
        [number(room=None)],
        [number(ends=None)],
        [number(ends={"valueDateTime": "2026-11-23T17:00:00"})],
        [number(ends={"valueDateTime": "1970-11-23T17:00:00+07:00"})],
    ],
)
def test_what_was_not_asked_for_or_is_no_number_is_garbled(
    parameters: list[dict[str, Any]],
) -> None:
    with pytest.raises(HospitalGarbled) as garbled:
        leases.leased(answer(*parameters), ASKED)
    assert "042" not in str(garbled.value)


def test_one_that_was_held_may_be_of_any_service() -> None:
    found = leases.leased(answer(number("A-007", "NOI"), number()), ASKED)
    assert [one.number for one in found] == ["A-007", "T-042"]


def test_what_is_given_back_is_named() -> None:
    assert sent(leases.give_back("kiosk-1", ("T-042", "A-007")).body) == [
        {"name": "kiosk", "valueString": "kiosk-1"},
        {"name": "number", "valueString": "T-042"},
        {"name": "number", "valueString": "A-007"},
    ]
    leases.given_back(answer({"name": "returned", "valueInteger": 2}))
    with pytest.raises(HospitalGarbled):
        leases.given_back(answer())


def test_a_check_in_says_number_and_time() -> None:
    begun = datetime(2026, 11, 23, 2, 10, 30, 500_000, tzinfo=UTC)
    wish = CheckIn("key-2", "kiosk-1", "p-1", "TIM-MACH", leased="T-042", begun=begun)
    parts = sent(requests.check_in(wish).body)
    assert {"name": "leased", "valueString": "T-042"} in parts
    assert {"name": "begun", "valueDateTime": "2026-11-23T09:10:30+07:00"} in parts


TICKET = Ticket(
    "e-1", "T-042", local("", ""), "205", "2", local("", ""), 0, None, datetime.now(UTC)
)
TOLD = CheckIn("key-2", "kiosk-1", "p-1", "TIM-MACH", leased="T-042", begun=datetime.now(UTC))


def test_another_number_than_the_patient_has_is_not_believed() -> None:
    assert leases.checked(TICKET, TOLD) is TICKET
    before = replace(TICKET, number="T-003", reissued=True)
    assert leases.checked(before, TOLD) is before, "the patient had that already"
    with pytest.raises(HospitalGarbled):
        leases.checked(replace(TICKET, number="T-043"), TOLD)


def test_a_number_holds_on_its_day_until_its_end() -> None:
    at_five = LeasedNumber("T", "s", "1", "", local("", ""), datetime(2026, 11, 23, 10, tzinfo=UTC))
    midnight = LeasedNumber(
        "T", "s", "1", "", local("", ""), datetime(2026, 11, 23, 17, tzinfo=UTC)
    )
    assert at_five.day == midnight.day == date(2026, 11, 23)
    assert at_five.holds(datetime(2026, 11, 23, 9, 59, tzinfo=UTC))
    assert not at_five.holds(datetime(2026, 11, 23, 10, 0, tzinfo=UTC))
    assert midnight.holds(datetime(2026, 11, 23, 16, 59, tzinfo=UTC))
    assert not midnight.holds(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    assert not midnight.holds(datetime(2026, 11, 22, 16, 59, tzinfo=UTC)), "a clock set back"
