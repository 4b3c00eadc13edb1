"""The kiosk's FHIR adapter at the embedded hospital: what every adapter must do, and what only
this pair can show. Everything goes over HTTP."""

import copy
from datetime import timedelta
from typing import Any

import pytest

from kiosk.frontdesk import generate
from kiosk.hospital.base import Hospital
from kiosk.hospital.conformance import HospitalConformance, NetworkConformance
from kiosk.hospital.conformance.calls import ask, keep, slip, wish
from kiosk.model.care import Cover
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.insurance import RESULTS
from kiosk.model.person import IdentifierKind, Patient
from tests.contract.hospital_under_test import EmbeddedHospital, today


@pytest.fixture(scope="session")
def under_test(frontdesk: Any) -> EmbeddedHospital:
    return EmbeddedHospital(frontdesk.address)


class TestEmbeddedHospital(HospitalConformance):
    pass


@pytest.mark.slow
class TestEmbeddedHospitalOnABadNetwork(NetworkConformance):
    @pytest.fixture
    def under_test(self, under_test: EmbeddedHospital) -> EmbeddedHospital:
        """The same people, in less time."""
        hurried = copy.copy(under_test)
        hurried.deadline = 0.5
        return hurried


def test_says_who_it_is(under_test: EmbeddedHospital) -> None:
    assert ask(under_test, lambda h: h.ping()).startswith("kiosk.frontdesk ")


def test_a_newcomer_gets_a_patient_code(under_test: EmbeddedHospital) -> None:
    made = ask(under_test, lambda h: h.register(under_test.newcomer()))
    assert made.identifier(IdentifierKind.PATIENT_CODE)


def test_each_insurance_means_what_the_table_says(under_test: EmbeddedHospital) -> None:
    by_result = {p.coverage.result if p.coverage else "": p for p in generate.people()}
    patients = {code: Patient(person.id, person.name) for code, person in by_result.items()}

    async def all_of_them(hospital: Hospital) -> dict[str, Any]:
        return {code: await hospital.insurance(one, today()) for code, one in patients.items()}

    found = ask(under_test, all_of_them)
    assert found.pop("").cover is Cover.NONE
    assert set(found) == set(RESULTS)
    for code, insurance in found.items():
        # A sample card may have expired since it was invented.
        assert insurance.code in (code, "010")
        assert insurance.cover is RESULTS[insurance.code].cover
        coverage = by_result[code].coverage
        assert coverage is not None
        assert insurance.coverage in ("", coverage.id)
    assert found["000"].benefit_percent in (80, 95, 100)


def test_an_insurance_of_nobody_is_unverified(under_test: EmbeddedHospital) -> None:
    found = ask(under_test, lambda h: h.insurance(Patient("nobody", "x"), today()))
    assert found.cover is Cover.UNVERIFIED


def test_an_appointment_is_told_in_two_languages(under_test: EmbeddedHospital) -> None:
    booking = under_test.booking()

    async def scene(hospital: Hospital) -> tuple[Any, ...]:
        patient = await hospital.find(slip(booking.appointment.id))
        assert patient is not None
        before = await hospital.appointments(patient, today())
        return before, await hospital.check_in(keep(patient.id, booking.appointment.id))

    (appointment,), ticket = ask(under_test, scene)
    assert appointment == booking.appointment
    assert appointment.start.date() == today()
    assert ticket.service == appointment.service_name
    assert ticket.appointment is None or ticket.appointment - appointment.start == timedelta()


def test_services_in_the_hospitals_order_in_two_languages(under_test: EmbeddedHospital) -> None:
    services = ask(under_test, lambda h: h.services())
    assert [one.code for one in services] == [one.code for one in under_test.premises.public()]
    for one in services:
        assert set(one.name.by_language) == set(one.plain.by_language) == {"vi", "en"}
        assert one.open_rooms > 0


def test_a_ticket_tells_the_way_in_two_languages(under_test: EmbeddedHospital) -> None:
    person = next(one for one in under_test.persons if one.coverage)
    assert person.coverage is not None
    asked = CheckIn(
        wish("", "").key, "kiosk-1", person.id, service="MAT", coverage=person.coverage.id
    )
    ticket = ask(under_test, lambda h: h.check_in(asked))
    assert ticket.number.startswith("M")
    assert ticket.service.get("en") == "Ophthalmology"
    assert ticket.floor
    assert set(ticket.direction.by_language) == {"vi", "en"}
    assert ticket.follow_up.startswith("http://127.0.0.1:")


def test_a_place_of_another_service_is_given_back(under_test: EmbeddedHospital) -> None:
    patient = under_test.patient().patient.id

    async def scene(hospital: Hospital) -> list[Ticket]:
        taken = []
        for _ in range(2):
            taken.append(await hospital.check_in(wish(patient, "HO-HAP")))
            await hospital.cancel(taken[-1])
        return taken

    first, second = ask(under_test, scene)
    assert int(second.number[-3:]) == int(first.number[-3:]) + 1
