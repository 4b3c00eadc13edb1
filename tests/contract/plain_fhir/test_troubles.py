"""One thing goes wrong at one step: what is left, and what the same patient gets next."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused
from kiosk.hospital.base import Hospital
from kiosk.hospital.conformance.calls import ask, check_in, keep, key, reason, wish
from kiosk.model.checkin import CheckIn, Ticket
from tests.contract.plain_fhir.fhir_store import Json
from tests.contract.plain_fhir.hospital import PlainHospital
from tests.contract.plain_fhir.ward import check_sound, counted, encounters


def next_number(under_test: PlainHospital) -> str:
    return f"A-{counted(under_test.server.store).get('number', 0) + 1:03d}"


def status_of(under_test: PlainHospital, appointment: str) -> str:
    return str(under_test.server.store.read("Appointment", appointment)["status"])


def of_patient(under_test: PlainHospital, patient: str) -> list[Json]:
    found = encounters(under_test.server.store)
    return [one for one in found if one["subject"]["reference"] == f"Patient/{patient}"]


@pytest.mark.slow
@pytest.mark.parametrize("entry", [0, 1], ids=["encounter", "appointment"])
@pytest.mark.parametrize("success", [False, True], ids=["refused", "called a success"])
@pytest.mark.parametrize("rollback", [False, True], ids=["kept in part", "rolled back"])
def test_half_a_transaction_is_completed(
    under_test: PlainHospital, entry: int, success: bool, rollback: bool
) -> None:
    vices = under_test.server.vices
    vices.fail_entry, vices.calls_it_success, vices.rollback = [entry], success, rollback
    booking = under_test.booking()
    expected = next_number(under_test)
    asked = keep(booking.patient, booking.appointment.id)
    ticket = ask(under_test, check_in(asked))
    assert ticket.number == expected
    assert status_of(under_test, booking.appointment.id) == "arrived"
    (encounter,) = of_patient(under_test, booking.patient)
    assert encounter["id"] == ticket.encounter
    assert encounter["status"] == "arrived"
    again = ask(under_test, check_in(asked))
    assert (again.encounter, again.number) == (ticket.encounter, ticket.number)


@pytest.mark.slow
def test_an_appointment_that_is_cancelled_in_between_is_not_kept(
    under_test: PlainHospital,
) -> None:
    booking = under_test.booking()
    store = under_test.server.store
    cancelled = store.read("Appointment", booking.appointment.id) | {"status": "cancelled"}

    def meanwhile() -> None:
        store.put(cancelled)

    under_test.server.vices.meanwhile = meanwhile
    asked = keep(booking.patient, booking.appointment.id)
    assert reason(under_test, check_in(asked)) == "appointment-not-found"
    assert status_of(under_test, booking.appointment.id) == "cancelled"
    assert [one["status"] for one in of_patient(under_test, booking.patient)] == ["cancelled"]


@pytest.mark.slow
def test_a_number_whose_answer_was_lost_is_taken_once(under_test: PlainHospital) -> None:
    """The counter was raised and the kiosk never heard: its patient has that number, at this
    kiosk by its key and at another by the patient's own name."""
    for again in (lambda one: one, lambda one: wish(one.patient, "noi")):
        asked = wish(under_test.patient().patient.id, "noi")
        expected = next_number(under_test)
        under_test.server.vices.lost = ["504"]
        with pytest.raises(HospitalAway):
            ask(under_test, check_in(asked))
        assert of_patient(under_test, asked.patient) == []
        assert ask(under_test, check_in(again(asked))).number == expected
    check_sound(under_test.server.store)


@pytest.mark.parametrize("lost", ["504", "cut"])
def test_a_transaction_whose_answer_was_lost_is_found(under_test: PlainHospital, lost: str) -> None:
    expected = next_number(under_test)
    under_test.server.vices.lost = ["", lost]
    asked = wish(under_test.patient().patient.id, "noi")
    ticket = ask(under_test, check_in(asked))
    assert (ticket.number, ticket.reissued) == (expected, False)
    (encounter,) = of_patient(under_test, asked.patient)
    assert encounter["id"] == ticket.encounter


@pytest.mark.slow
def test_a_number_that_nobody_holds_is_shown(under_test: PlainHospital) -> None:
    """The server refuses the encounter for good: the number is a gap, and the count says so."""
    under_test.server.vices.refuses = {"Encounter": 422}
    burnt = counted(under_test.server.store).get("number", 0) + 1
    asked = wish(under_test.patient().patient.id, "noi")
    assert reason(under_test, check_in(asked)) == "http-422"
    told = counted(under_test.server.store)
    assert burnt in told["void"]
    assert not [one for one in told["claim"] if asked.key in one]
    under_test.server.vices.refuses = {}
    assert ask(under_test, check_in(asked)).number == f"A-{burnt + 1:03d}"


def test_a_server_that_ignores_versions_gives_no_numbers(under_test: PlainHospital) -> None:
    under_test.server.vices.ignores_match = True
    before = counted(under_test.server.store)
    asked = wish(under_test.patient().patient.id, "noi")
    with pytest.raises(HospitalGarbled, match="If-Match"):
        ask(under_test, check_in(asked))
    assert counted(under_test.server.store) == before
    assert of_patient(under_test, asked.patient) == []


def test_an_encounter_that_a_server_wrote_twice_is_one_in_the_end(
    under_test: PlainHospital,
) -> None:
    """The kiosk holds the one that lost; paper and giving back reach the one that counts."""
    store = under_test.server.store
    asked = wish(under_test.patient().patient.id, "noi")
    ticket = ask(under_test, check_in(asked))
    store.put(store.read("Encounter", ticket.encounter) | {"id": "Aaa-first"})

    async def scene(hospital: Hospital) -> Ticket:
        await hospital.ticket_printed(ticket, True)
        return await hospital.check_in(asked)

    again = ask(under_test, scene)
    assert (again.encounter, again.number) == ("Aaa-first", ticket.number)
    assert store.read("Encounter", ticket.encounter)["status"] == "entered-in-error"
    (counts,) = of_patient(under_test, asked.patient)
    assert {"url": "urn:kiosk:ticket-printed", "valueCode": "printed"} in counts["extension"]
    ask(under_test, lambda h: h.cancel(ticket))
    assert store.read("Encounter", "Aaa-first")["status"] == "cancelled"


def test_what_staff_has_begun_is_not_an_error(under_test: PlainHospital) -> None:
    store = under_test.server.store
    asked = wish(under_test.patient().patient.id, "noi")
    ticket = ask(under_test, check_in(asked))
    begun = store.read("Encounter", ticket.encounter)
    store.put(begun | {"id": "Aaa-begun"})
    store.put(begun | {"status": "in-progress"})
    again = ask(under_test, check_in(asked))
    assert again.encounter == ticket.encounter
    assert store.read("Encounter", ticket.encounter)["status"] == "in-progress"
    assert store.read("Encounter", "Aaa-begun")["status"] == "entered-in-error"


def test_a_visit_that_has_ended_leaves_room_for_another(under_test: PlainHospital) -> None:
    store = under_test.server.store
    asked = wish(under_test.patient().patient.id, "noi")
    first = ask(under_test, check_in(asked))
    store.put(store.read("Encounter", first.encounter) | {"status": "finished"})
    second = ask(under_test, check_in(wish(asked.patient, "noi")))
    assert second.number != first.number
    assert not second.reissued
    late = ask(under_test, check_in(asked))
    assert late.number == first.number


@pytest.mark.slow
def test_an_index_that_is_behind_doubles_nobody(under_test: PlainHospital) -> None:
    """Not after a second key, a cancellation, or the same key again."""
    under_test.server.vices.behind = 6
    patient = under_test.patient().patient.id

    async def scene(hospital: Hospital) -> list[Ticket]:
        asked = wish(patient, "noi")
        first = [await hospital.check_in(one) for one in (asked, asked, wish(patient, "noi"))]
        await hospital.cancel(first[0])
        return [*first, await hospital.check_in(wish(patient, "noi"))]

    *same, after = ask(under_test, scene)
    assert len({one.number for one in same}) == 1
    assert [one.reissued for one in same] == [False, False, True]
    assert after.number != same[0].number
    under_test.server.vices.behind = 0
    ask(under_test, lambda h: h.ticket_printed(after, True))
    check_sound(under_test.server.store)


@pytest.mark.slow
def test_a_place_that_was_given_back_is_not_given_again_by_an_old_index(
    under_test: PlainHospital,
) -> None:
    """The index does not know the encounter yet, let alone that it is cancelled."""
    under_test.server.vices.behind = 1000
    patient = under_test.patient().patient.id

    async def scene(hospital: Hospital) -> list[Ticket]:
        first = await hospital.check_in(wish(patient, "noi"))
        await hospital.cancel(first)
        return [first, await hospital.check_in(wish(patient, "noi"))]

    first, second = ask(under_test, scene)
    assert second.number != first.number
    assert not second.reissued
    statuses = [one["status"] for one in of_patient(under_test, patient)]
    assert sorted(statuses) == ["arrived", "cancelled"]


def test_numbers_begin_again_at_the_servers_midnight_and_never_go_back(
    under_test: PlainHospital,
) -> None:
    """In a queue of its own: that its day is tomorrow is so for all further tests."""
    vices = under_test.server.vices

    def taken() -> tuple[str, str]:
        asked = wish(under_test.patient().patient.id, "rang")
        number = ask(under_test, check_in(asked)).number
        return str(counted(under_test.server.store, "rang")["day"]), number

    today, _ = taken()
    vices.clock_ahead = timedelta(days=1)
    tomorrow, first = taken()
    assert tomorrow > today
    assert first == "R-001"
    vices.clock_ahead = timedelta()
    assert taken() == (tomorrow, "R-002")


def test_a_rooms_load_sends_patients_to_the_other(under_test: PlainHospital) -> None:
    store = under_test.server.store
    rooms = [ask(under_test, check_in(a_wish(under_test))).room for _ in range(6)]
    assert {"B-101", "B-102"} == set(rooms)
    for one in encounters(store):
        if one["location"][0]["location"]["reference"] == "Location/noi-2":
            store.put(one | {"status": "finished"})
    assert ask(under_test, check_in(a_wish(under_test))).room == "B-102"


def a_wish(under_test: PlainHospital) -> CheckIn:
    return wish(under_test.patient().patient.id, "noi")


def test_a_queue_that_is_gone_takes_nobody(under_test: PlainHospital) -> None:
    store = under_test.server.store

    async def scene(hospital: Hospital) -> Any:
        await hospital.services()  # the house is remembered for a minute
        record = store._versions.pop(("Basic", "queue-noi"))
        try:
            return await hospital.check_in(a_wish(under_test))
        finally:
            store._versions["Basic", "queue-noi"] = record

    with pytest.raises(HospitalRefused, match="service-closed"):
        ask(under_test, scene)


@pytest.mark.slow
def test_nothing_of_a_patient_is_in_an_exception(under_test: PlainHospital) -> None:
    """They reach logs; keys, names and ids do not."""
    known = under_test.patient()
    asked = CheckIn(key(), "kiosk-1", known.patient.id, service="noi")
    spoil: list[Callable[[], None]] = [
        lambda: under_test.server.vices.refuses.update({"Encounter": 422}),
        lambda: setattr(under_test.server.vices, "ignores_match", True),
    ]
    for each in spoil:
        each()
        with pytest.raises((HospitalRefused, HospitalGarbled)) as error:
            ask(under_test, check_in(asked))
        told = f"{error.value!r} {error.value.__context__!r}"
        for secret in (known.patient.id, known.patient.name, asked.key):
            assert secret not in told
