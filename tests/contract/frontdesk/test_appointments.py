from datetime import timedelta

import pytest

from kiosk.frontdesk.generate import is_regular
from tests.contract.frontdesk.hospital import MONDAY, Answer, Hospital


def of_day(hospital: Hospital, patient: str) -> Answer:
    begin = hospital.clock.time.replace(hour=0)
    return hospital.get(
        "/Appointment",
        ("patient", patient),
        ("date", f"ge{begin.isoformat()}"),
        ("date", f"lt{(begin + timedelta(days=1)).isoformat()}"),
    )


def test_the_day_s_appointments_by_time(hospital: Hospital) -> None:
    booked = hospital.booked()
    patient = next(
        one.patient for one in booked if [other.patient for other in booked].count(one.patient) == 2
    )
    mine = [one for one in booked if one.patient == patient]
    found = of_day(hospital, patient).entries
    assert [one["id"] for one in found] == [one.id for one in mine]
    assert [one["start"] for one in found] == [one.start.isoformat() for one in mine]
    first, booking = found[0], mine[0]
    service = hospital.premises.services[booking.service]
    room = hospital.premises.rooms[booking.room]
    assert first["status"] == "booked"
    [coding] = first["serviceType"][0]["coding"]
    assert coding["code"] == booking.service
    assert coding["display"] == service.name.vi
    assert coding["_display"] == {
        "extension": [
            {
                "url": "http://hl7.org/fhir/StructureDefinition/translation",
                "extension": [
                    {"url": "lang", "valueCode": "en"},
                    {"url": "content", "valueString": service.name.en},
                ],
            }
        ]
    }
    assert [one["actor"] for one in first["participant"]] == [
        {"reference": f"Patient/{patient}"},
        {"reference": f"Practitioner/{room.doctor.id}", "display": room.doctor.name},
        {"reference": f"Location/{room.number}", "display": room.number},
    ]
    assert hospital.get(f"/Appointment/{booking.id}").body == first


def test_bounds_hold_whatever_zone_they_are_in(hospital: Hospital) -> None:
    booking = hospital.booked()[0]
    utc = booking.start.isoformat().replace("+07:00", "")
    at = f"{int(utc[11:13]) - 7:02d}{utc[13:]}Z"
    start = f"{utc[:11]}{at}"
    same = hospital.get("/Appointment", ("patient", booking.patient), ("date", f"ge{start}"))
    assert booking.id in [one["id"] for one in same.entries]
    before = hospital.get("/Appointment", ("patient", booking.patient), ("date", f"lt{start}"))
    assert before.entries == []


def test_a_plus_that_was_not_encoded_is_understood(hospital: Hospital) -> None:
    booking = hospital.booked()[0]
    query = f"patient=Patient/{booking.patient}&date=ge2026-11-23T00:00:00+07:00&date=lt2026-11-24"
    found = Answer(hospital.raw("GET", f"/Appointment?{query}")).entries
    assert booking.id in [one["id"] for one in found]


def test_tomorrow_has_its_own_appointments_and_the_regulars_come_again(hospital: Hospital) -> None:
    today = hospital.booked()
    hospital.pass_time(days=1)
    for booking in hospital.booked():
        found = hospital.get(f"/Appointment/{booking.id}").body
        assert found["start"] == booking.start.isoformat()
        assert found["status"] == "booked"
    old = next(one for one in today if not is_regular(one))
    assert hospital.get(f"/Appointment/{old.id}").body["start"].startswith("2026-11-23")


def test_an_appointment_that_was_kept_yesterday_is_booked_again_today(hospital: Hospital) -> None:
    regular = next(one for one in hospital.booked() if is_regular(one))
    hospital.check_in(regular.patient, appointment=regular.id)
    assert hospital.get(f"/Appointment/{regular.id}").body["status"] == "arrived"
    hospital.pass_time(days=1)
    assert hospital.get(f"/Appointment/{regular.id}").body["status"] == "booked"


def test_the_day_begins_at_midnight_in_hanoi(hospital: Hospital) -> None:
    hospital.clock.time = MONDAY.replace(hour=23, minute=59)
    monday = hospital.booked()[0]
    assert hospital.get(f"/Appointment/{monday.id}").status == 200
    hospital.pass_time(minutes=2)
    tuesday = hospital.booked()[0]
    assert hospital.get(f"/Appointment/{tuesday.id}").body["start"].startswith("2026-11-24")


def test_an_unknown_appointment(hospital: Hospital) -> None:
    answer = hospital.get("/Appointment/0")
    assert (answer.status, answer.refusal) == (404, "appointment-not-found")


@pytest.mark.parametrize(
    "params",
    [
        [],
        [("patient", "a"), ("patient", "b")],
        [("patient", "a b")],
        [("patient", "a"), ("date", "2026-11-23")],
        [("patient", "a"), ("date", "ge")],
        [("patient", "a"), ("date", "ge2026-13-01")],
        [("patient", "a"), ("date", "ge0001-01-01T00:00:00+14:00")],
        [("patient", "a")] * 33,
    ],
    ids=str,
)
def test_a_search_that_is_wrong(hospital: Hospital, params: list[tuple[str, str]]) -> None:
    answer = hospital.get("/Appointment", *params)
    assert (answer.status, answer.refusal) == (400, "invalid")
