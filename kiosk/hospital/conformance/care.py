"""What the hospital offers: itself, services, insurance, appointments, a call for staff."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from kiosk.errors import HospitalAway
from kiosk.hospital.base import NOT_OFFERED, Capability, Hospital
from kiosk.hospital.conformance.calls import (
    KIOSK,
    TEST_TAKES,
    ask,
    insurance,
    keep,
    needs,
    reason,
    slip,
)
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.model.care import Cover
from kiosk.model.person import Patient
from kiosk.model.text import VIETNAMESE

NOBODYS_PORT = 1
"""tcpmux: nothing listens there."""


class CareConformance:
    """``ping``, ``services``, ``insurance``, ``appointments`` and ``call_staff``."""

    def test_it_declares_what_it_offers(self, under_test: HospitalUnderTest) -> None:
        assert under_test.connect().capabilities == under_test.capabilities

    def test_it_says_who_it_is(self, under_test: HospitalUnderTest) -> None:
        name = ask(under_test, lambda h: h.ping())
        assert name.strip()
        assert name.isprintable()

    def test_a_hospital_that_is_not_there(self, under_test: HospitalUnderTest) -> None:
        async def scene() -> None:
            hospital = under_test.connect(NOBODYS_PORT)
            async with asyncio.timeout(TEST_TAKES), hospital:
                await hospital.ping()

        with pytest.raises(HospitalAway):
            asyncio.run(scene())

    def test_services_are_listed_with_their_load(self, under_test: HospitalUnderTest) -> None:
        services = ask(under_test, lambda h: h.services())
        by_code = {one.code: one for one in services}
        assert len(by_code) == len(services)
        for one in services:
            assert one.name.by_language[VIETNAMESE]
            assert one.plain.by_language[VIETNAMESE]
            assert one.waiting >= 0
            assert one.wait_minutes is None or one.wait_minutes >= 0
        for code in under_test.services:
            assert by_code[code].open_rooms > 0
        if under_test.closed_service:
            assert by_code[under_test.closed_service].open_rooms == 0

    def test_the_insured_are_told_from_the_uninsured(self, under_test: HospitalUnderTest) -> None:
        needs(under_test, Capability.INSURANCE)
        patient, expected = under_test.insured()
        nobodys = under_test.uninsured()
        today = under_test.today()
        assert ask(under_test, insurance(patient, today)) == expected
        assert ask(under_test, insurance(nobodys, today)).cover is Cover.NONE

    def test_an_insurance_that_nobody_was_asked_for_is_no_cover(
        self, under_test: HospitalUnderTest
    ) -> None:
        """And it is no error: who cannot be checked gets a ticket, and the desk looks."""
        asked = [Patient("nobody", "x"), Patient("0", "x")]
        if Capability.INSURANCE not in under_test.capabilities:
            asked.append(under_test.patient().patient)
        for patient in asked:
            found = ask(under_test, insurance(patient, under_test.today()))
            assert found.cover in (Cover.UNVERIFIED, Cover.NONE)

    def test_appointments_lead_from_the_slip_to_the_ticket(
        self, under_test: HospitalUnderTest
    ) -> None:
        needs(under_test, Capability.APPOINTMENTS)
        booking = under_test.booking()
        today = under_test.today()

        async def scene(hospital: Hospital) -> tuple[Any, ...]:
            patient = await hospital.find(slip(booking.appointment.id))
            assert patient is not None
            before = await hospital.appointments(patient, today)
            far = await hospital.appointments(patient, today + timedelta(days=400))
            ticket = await hospital.check_in(keep(patient.id, booking.appointment.id))
            return patient, before, far, ticket, await hospital.appointments(patient, today)

        patient, before, far, ticket, after = ask(under_test, scene)
        assert patient.id == booking.patient
        (found,) = before
        expected = booking.appointment
        assert (found.id, found.service) == (expected.id, expected.service)
        assert found.start == expected.start
        assert found.start.utcoffset() == timedelta(hours=7)
        assert found.service_name.get(VIETNAMESE) == expected.service_name.get(VIETNAMESE)
        assert (found.room, found.practitioner) == (expected.room, expected.practitioner)
        assert far == ()
        assert ticket.service.get(VIETNAMESE) == expected.service_name.get(VIETNAMESE)
        assert not expected.room or ticket.room == expected.room
        assert after == ()

    def test_without_appointments_it_lists_none(self, under_test: HospitalUnderTest) -> None:
        """Nor has a patient without one."""
        patient, today = under_test.patient().patient, under_test.today()
        assert ask(under_test, lambda h: h.appointments(patient, today)) == ()

    def test_staff_is_called_or_the_patient_is_told(self, under_test: HospitalUnderTest) -> None:
        if Capability.CALL_STAFF in under_test.capabilities:
            ask(under_test, lambda h: h.call_staff(KIOSK, "ConfirmIdentity"))
        else:
            asked = reason(under_test, lambda h: h.call_staff(KIOSK, "ConfirmIdentity"))
            assert asked == NOT_OFFERED

    def test_what_a_visit_asks_at_once(self, under_test: HospitalUnderTest) -> None:
        known, today = under_test.patient(), under_test.today()

        async def scene(hospital: Hospital) -> tuple[Any, ...]:
            patient = await hospital.find(known.documents[0])
            assert patient is not None
            return await asyncio.gather(
                hospital.insurance(patient, today),
                hospital.appointments(patient, today),
                hospital.services(),
            )

        insured, appointments, services = ask(under_test, scene)
        assert insured.cover in Cover
        assert appointments == ()
        assert set(under_test.services) <= {one.code for one in services}
