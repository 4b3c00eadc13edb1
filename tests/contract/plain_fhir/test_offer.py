"""What a plain server has to offer, as hospitals fill it; and the options of the adapter."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from kiosk.app.hospital_check import hospital_finding
from kiosk.app.kiosk import Kiosk
from kiosk.config import Settings, override
from kiosk.errors import HospitalGarbled, SettingsError
from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance.calls import KIOSK, ask, check_in, insurance, keep, reason, wish
from kiosk.hospital.plain_fhir.adapter import PlainFhirHospital
from kiosk.model.care import Cover, Insurance
from kiosk.model.consent import Consent, ConsentPurpose
from kiosk.model.person import Patient
from tests.contract.plain_fhir.fhir_store import Json
from tests.contract.plain_fhir.hospital import (
    HOSPITAL_TIME,
    PlainHospital,
    queue_of,
    room_of,
    service_of,
)

T = TypeVar("T")


def ask_with(
    under_test: PlainHospital, question: Callable[[Hospital], Awaitable[T]], **options: str
) -> T:
    async def talk() -> T:
        async with under_test.connect(None, **options) as hospital:
            return await question(hospital)

    return asyncio.run(talk())


def covered(under_test: PlainHospital, **more: Any) -> tuple[Patient, Insurance]:
    """What is said of a patient with this ``Coverage`` on file."""
    patient = under_test.patient().patient
    coverage: Json = {
        "resourceType": "Coverage",
        "id": f"cov-{patient.id}",
        "status": "active",
        "beneficiary": {"reference": f"Patient/{patient.id}"},
    }
    under_test.server.store.put(coverage | more)
    return patient, ask(under_test, insurance(patient, under_test.today()))


@pytest.mark.parametrize(
    ("period", "is_valid"),
    [
        ({}, True),
        ({"start": "2020-01-01", "end": "2090-12-31"}, True),
        ({"start": "2020"}, True),
        ({"end": "2090"}, True),
        ({"start": "2020-01-01", "end": "2021-12-31"}, False),
        ({"start": "2090-01-01"}, False),
        ({"end": "2021"}, False),
    ],
)
def test_insurance_on_file_is_unverified(
    under_test: PlainHospital, period: Json, is_valid: bool
) -> None:
    patient, found = covered(under_test, period=period)
    if is_valid:
        assert found == Insurance(Cover.UNVERIFIED, coverage=f"cov-{patient.id}")
    else:
        assert found == Insurance(Cover.NONE)


def test_this_very_day_is_covered(under_test: PlainHospital) -> None:
    today = under_test.today().isoformat()
    _, found = covered(under_test, period={"start": today, "end": today})
    assert found.cover is Cover.UNVERIFIED


def test_a_server_that_asks_the_insurer(under_test: PlainHospital) -> None:
    asked, unknown = under_test.patient().patient, under_test.patient().patient
    under_test.server.insured[f"Patient/{asked.id}"] = {
        "resourceType": "CoverageEligibilityResponse",
        "outcome": "complete",
        "extension": [{"url": "urn:kiosk:bhyt-result", "valueCode": "000"}],
        "insurance": [{"coverage": {"reference": "Coverage/c-1"}, "inforce": True}],
    }
    today = under_test.today()
    submit = {"eligibility": "submit"}
    found = ask_with(under_test, insurance(asked, today), **submit)
    assert found == Insurance(Cover.COVERED, "000", coverage="c-1")
    # It says that it does, and does not: the visit goes on.
    found = ask_with(under_test, insurance(unknown, today), **submit)
    assert found.cover is Cover.UNVERIFIED


def test_staff_that_watches_is_called(under_test: PlainHospital) -> None:
    before = len(under_test.server.store.all("CommunicationRequest"))
    ask_with(
        under_test, lambda h: h.call_staff(KIOSK, "Welcome"), staff_calls="communication-request"
    )
    *_, call = under_test.server.store.all("CommunicationRequest")
    assert call["payload"] == [{"contentString": "Welcome"}]
    assert len(under_test.server.store.all("CommunicationRequest")) == before + 1


def test_consents_are_kept_once(under_test: PlainHospital) -> None:
    patient = under_test.patient().patient.id
    given = Consent(
        patient,
        ConsentPurpose.FACE_VERIFICATION,
        "face-verification/1",
        "vi",
        datetime.now(UTC),
        KIOSK,
    )
    for _ in range(2):
        ask_with(under_test, lambda h: h.record_consent(given), consents="consent")
    [kept] = [
        one
        for one in under_test.server.store.all("Consent")
        if one["patient"] == {"reference": f"Patient/{patient}"}
    ]
    assert kept["status"] == "active"
    assert kept["category"][0]["coding"][0]["code"] == "face-verification"


@pytest.mark.parametrize(
    ("options", "more"),
    [
        ({}, set()),
        ({"eligibility": "submit"}, {Capability.INSURANCE}),
        ({"staff_calls": "communication-request"}, {Capability.CALL_STAFF}),
        ({"consents": "consent"}, {Capability.CONSENT}),
    ],
)
def test_options_declare_capabilities(
    under_test: PlainHospital, options: dict[str, str], more: set[Capability]
) -> None:
    assert under_test.connect(None, **options).capabilities == under_test.capabilities | more


@pytest.mark.parametrize("options", [{"eligibility": "yes"}, {"elegibility": "submit"}])
def test_a_wrong_option_stops_the_start(under_test: PlainHospital, options: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"hospital\.options"):
        PlainFhirHospital.at(under_test.site(None, **options))


def test_a_kept_appointment_has_the_hospitals_status(under_test: PlainHospital) -> None:
    booking = under_test.booking()
    asked = keep(booking.patient, booking.appointment.id)
    ticket = ask_with(under_test, check_in(asked), appointment_status="checked-in")
    stored = under_test.server.store.read("Appointment", booking.appointment.id)
    assert stored["status"] == "checked-in"
    assert ticket.room == "B-102"  # where it is booked, whatever waits there
    ask(under_test, lambda h: h.cancel(ticket))
    stored = under_test.server.store.read("Appointment", booking.appointment.id)
    assert stored["status"] == "booked"


def test_an_appointment_that_the_desk_has_checked_in_gets_its_number(
    under_test: PlainHospital,
) -> None:
    booking = under_test.booking()
    store = under_test.server.store
    stored = store.read("Appointment", booking.appointment.id)
    store.put(stored | {"status": "checked-in"})
    ask(under_test, check_in(keep(booking.patient, booking.appointment.id)))
    assert store.read("Appointment", booking.appointment.id)["status"] == "checked-in"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"status": "cancelled"}, "appointment-not-found"),
        ({"status": "noshow"}, "appointment-not-found"),
        ({"serviceType": []}, "invalid"),
    ],
)
def test_an_appointment_that_cannot_be_kept(
    under_test: PlainHospital, change: Json, why: str
) -> None:
    booking = under_test.booking()
    store = under_test.server.store
    store.put(store.read("Appointment", booking.appointment.id) | change)
    patient = Patient(booking.patient, "x")
    assert ask(under_test, lambda h: h.appointments(patient, under_test.today())) == ()
    asked = keep(booking.patient, booking.appointment.id)
    assert reason(under_test, check_in(asked)) == why


def test_an_appointment_of_tomorrow_is_not_kept_today(under_test: PlainHospital) -> None:
    booking = under_test.booking()
    store = under_test.server.store
    later = (booking.appointment.start + timedelta(days=1)).astimezone(HOSPITAL_TIME)
    stored = store.read("Appointment", booking.appointment.id)
    store.put(stored | {"start": later.isoformat()})
    asked = keep(booking.patient, booking.appointment.id)
    assert reason(under_test, check_in(asked)) == "appointment-not-today"


def test_services_are_those_with_a_queue_in_their_order(under_test: PlainHospital) -> None:
    store = under_test.server.store
    store.put(service_of("no-queue", "Không có hàng", "Without queue", ["noi-1"]))
    gone = service_of("gone", "Đã đóng", "Gone", ["noi-1"]) | {"active": False}
    store.put(gone)
    store.put(queue_of("gone", "G", 0))
    services = ask(under_test, lambda h: h.services())
    assert [one.code for one in services] == ["noi", "mat", "rang", "dem"]
    assert services[0].name.get("en") == "General medicine"
    assert [one.open_rooms for one in services] == [2, 2, 2, 0]
    assert {one.wait_minutes for one in services} == {None}


def test_who_waits_is_counted(under_test: PlainHospital) -> None:
    async def scene(hospital: Hospital) -> list[int]:
        def mine() -> Awaitable[Any]:
            return hospital.services()

        counts = [(await mine())[1].waiting]
        ticket = await hospital.check_in(wish(under_test.patient().patient.id, "mat"))
        counts.append((await mine())[1].waiting)
        await hospital.cancel(ticket)
        return [*counts, (await mine())[1].waiting]

    before, while_waiting, after = ask(under_test, scene)
    assert (while_waiting, after) == (before + 1, before)


@pytest.mark.parametrize(
    ("queue", "why"),
    [
        (queue_of("noi", "Z", 5) | {"id": "second"}, "two queues of one service"),
        (queue_of("twin", "A", 5), "share a letter"),
    ],
)
def test_queues_that_would_give_a_number_twice(
    under_test: PlainHospital, queue: Json, why: str
) -> None:
    store = under_test.server.store
    store.put(service_of("twin", "Đôi", "Twin", []))
    store.put(queue)
    try:
        with pytest.raises(HospitalGarbled, match=why):
            ask(under_test, lambda h: h.services())
    finally:
        store.put(queue | {"code": {"coding": [{"system": "urn:other", "code": "x"}]}})


def test_a_room_that_nobody_lists_is_found_for_its_appointment(
    under_test: PlainHospital,
) -> None:
    booking = under_test.booking()
    store = under_test.server.store
    store.put(room_of("special", "S-9"))
    stored = store.read("Appointment", booking.appointment.id)
    actors = [one["actor"] for one in stored["participant"]]
    actors[1] = {"reference": "Location/special"}
    store.put(stored | {"participant": [{"actor": actor} for actor in actors]})
    asked = keep(booking.patient, booking.appointment.id)
    assert ask(under_test, check_in(asked)).room == "S-9"


def test_a_record_that_was_merged_is_not_shown(under_test: PlainHospital) -> None:
    known = under_test.patient()
    store = under_test.server.store
    store.put(store.read("Patient", known.patient.id) | {"active": False})
    assert ask(under_test, lambda h: h.find(known.documents[0])) is None
    # It has the number all the same, so the desk must look.
    assert reason(under_test, lambda h: h.register(known.documents[0])) == "ambiguous"


def test_fields_that_nobody_here_knows_stay(under_test: PlainHospital) -> None:
    """Of an appointment that is kept."""
    booking = under_test.booking()
    store = under_test.server.store
    price = {"url": "urn:hospital:price", "valueDecimal": 1.25}
    stored = store.read("Appointment", booking.appointment.id) | {
        "extension": [price],
        "comment": "ăn sáng trước",
    }
    store.put(stored)
    ask(under_test, check_in(keep(booking.patient, booking.appointment.id)))
    after = store.read("Appointment", booking.appointment.id)
    assert {**after, "meta": None, "status": None} == {**stored, "meta": None, "status": None}


def test_doctor_says_what_this_hospital_does_without(
    under_test: PlainHospital, tmp_path: Path
) -> None:
    settings = override(
        Settings(),
        {"hospital.address": under_test.site().address, "hospital.kind": "plain-fhir"},
    )
    kiosk = Kiosk(settings, tmp_path)
    try:
        finding = asyncio.run(hospital_finding(kiosk))
    finally:
        kiosk.close()
    assert finding.well
    assert finding.state == "plain 1 (without call-staff, consent, faces, insurance, numbers-ahead)"
