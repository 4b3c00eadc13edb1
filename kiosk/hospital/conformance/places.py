"""Taking a place in a queue, once, and giving it back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance.calls import ask, check_in, keep, key, needs, reason, slip, wish
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.model.care import Appointment, Priority
from kiosk.model.checkin import Ticket
from kiosk.model.text import VIETNAMESE

CLOCKS_DIFFER = timedelta(minutes=5)
"""Between the server and the machine of the tests."""
LONGEST_NUMBER = 12
"""Characters that fit on the ticket in its largest type."""


class PlacesConformance:
    """``check_in``, ``ticket_printed`` and ``cancel``."""

    def test_who_lost_a_ticket_is_found_to_hold_it(self, under_test: HospitalUnderTest) -> None:
        known, other = under_test.patient().patient, under_test.patient().patient
        first, second = under_test.services

        async def scene(hospital: Hospital) -> None:
            assert await hospital.held_tickets(known) == ()
            tickets = {one: await hospital.check_in(wish(known.id, one)) for one in (first, second)}
            held = {one.service: one for one in await hospital.held_tickets(known)}
            if Capability.HELD_TICKETS not in under_test.capabilities:
                assert held == {}
                return
            assert held.keys() == tickets.keys()
            for service, ticket in tickets.items():
                one = held[service]
                assert (one.number, one.room) == (ticket.number, ticket.room)
                assert one.service_name.get(VIETNAMESE) == ticket.service.get(VIETNAMESE)
                again = await hospital.check_in(wish(known.id, service))
                assert (again.number, again.reissued) == (ticket.number, True)
            await hospital.cancel(tickets[first])
            assert [one.service for one in await hospital.held_tickets(known)] == [second]
            assert await hospital.held_tickets(other) == ()

        ask(under_test, scene)

    def test_a_ticket_is_whole(self, under_test: HospitalUnderTest) -> None:
        known, service = under_test.patient(), under_test.services[0]

        async def scene(hospital: Hospital) -> tuple[Ticket, dict[str, str]]:
            offered = {one.code: one.name.get(VIETNAMESE) for one in await hospital.services()}
            asked = wish(known.patient.id, service, Priority.PREGNANT)
            return await hospital.check_in(asked), offered

        ticket, offered = ask(under_test, scene)
        assert ticket.encounter
        assert 0 < len(ticket.number) <= LONGEST_NUMBER
        assert ticket.number.isprintable()
        assert ticket.service.get(VIETNAMESE) == offered[service]
        assert ticket.room
        assert ticket.people_ahead >= 0
        assert ticket.wait_minutes is None or ticket.wait_minutes >= 0
        assert abs(ticket.issued_at - datetime.now(UTC)) < CLOCKS_DIFFER
        assert ticket.follow_up == "" or ticket.follow_up.startswith(("http://", "https://"))
        assert ticket.priority
        assert not ticket.reissued

    def test_a_key_gives_one_ticket(self, under_test: HospitalUnderTest) -> None:
        asked = wish(under_test.patient().patient.id, under_test.services[0])

        async def again(hospital: Hospital) -> list[Ticket]:
            return [await hospital.check_in(asked) for _ in range(2)]

        first, second = ask(under_test, again)
        restarted = ask(under_test, lambda h: h.check_in(asked))
        for one in (second, restarted):
            assert (one.encounter, one.number, one.room) == (
                first.encounter,
                first.number,
                first.room,
            )

    def test_a_key_is_not_taken_for_something_else(self, under_test: HospitalUnderTest) -> None:
        one, another = under_test.services
        asked = wish(under_test.patient().patient.id, one)
        ask(under_test, lambda h: h.check_in(asked))
        reused = replace(asked, service=another)
        assert reason(under_test, lambda h: h.check_in(reused)) == "key-reused"
        stranger = replace(asked, patient=under_test.patient().patient.id)
        assert reason(under_test, lambda h: h.check_in(stranger)) == "key-reused"

    def test_a_patient_has_one_open_ticket_for_a_service(
        self, under_test: HospitalUnderTest
    ) -> None:
        patient = under_test.patient().patient.id
        one, another = under_test.services
        first = ask(under_test, lambda h: h.check_in(wish(patient, one)))
        second = ask(under_test, lambda h: h.check_in(wish(patient, one)))
        third = ask(under_test, lambda h: h.check_in(wish(patient, another)))
        assert (second.encounter, second.number) == (first.encounter, first.number)
        assert (first.reissued, second.reissued, third.reissued) == (False, True, False)
        assert third.encounter != first.encounter

    def test_who_does_not_exist_gets_no_place(self, under_test: HospitalUnderTest) -> None:
        patient, service = under_test.patient().patient.id, under_test.services[0]
        asked = {
            "patient-not-found": [wish(who, service) for who in ("nobody", "0")],
            "invalid": [wish(patient, "NO-SUCH")],
            "appointment-not-found": [keep(patient, "no-such-slip")],
        }
        for why, requests in asked.items():
            for request in requests:
                assert reason(under_test, check_in(request)) == why

    def test_a_closed_service_takes_nobody(self, under_test: HospitalUnderTest) -> None:
        if not under_test.closed_service:
            pytest.skip("the test data have no closed service")
        asked = wish(under_test.patient().patient.id, under_test.closed_service)
        assert reason(under_test, lambda h: h.check_in(asked)) == "service-closed"

    def test_an_appointment_is_kept_by_its_patient_alone(
        self, under_test: HospitalUnderTest
    ) -> None:
        needs(under_test, Capability.APPOINTMENTS)
        booking, stranger = under_test.booking(), under_test.patient().patient.id
        asked = keep(stranger, booking.appointment.id)
        assert reason(under_test, lambda h: h.check_in(asked)) == "appointment-not-found"

    def test_paper_and_giving_back_may_be_said_twice(self, under_test: HospitalUnderTest) -> None:
        patient, service = under_test.patient().patient.id, under_test.services[0]

        async def scene(hospital: Hospital) -> tuple[Ticket, Ticket]:
            ticket = await hospital.check_in(wish(patient, service))
            for printed in (False, True, True):
                await hospital.ticket_printed(ticket, printed)
            for _ in range(2):
                await hospital.cancel(ticket)
            return ticket, await hospital.check_in(wish(patient, service))

        first, second = ask(under_test, scene)
        assert second.number != first.number
        assert second.encounter != first.encounter
        assert not second.reissued

    def test_an_appointment_that_is_given_back_can_be_kept_again(
        self, under_test: HospitalUnderTest
    ) -> None:
        needs(under_test, Capability.APPOINTMENTS)
        booking, today = under_test.booking(), under_test.today()

        async def scene(
            hospital: Hospital,
        ) -> tuple[Ticket, tuple[Appointment, ...], Ticket]:
            asked = keep(booking.patient, booking.appointment.id)
            patient = await hospital.find(slip(booking.appointment.id))
            assert patient is not None
            first = await hospital.check_in(asked)
            await hospital.cancel(first)
            free = await hospital.appointments(patient, today)
            return first, free, await hospital.check_in(replace(asked, key=key()))

        first, free, second = ask(under_test, scene)
        assert [one.id for one in free] == [booking.appointment.id]
        assert second.number != first.number
