"""What every adapter of a hospital must do, against a real server.

The server's invented people are known here by its seed; everything else goes over HTTP.
"""

import asyncio
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

import pytest

from kiosk.errors import HospitalAway, HospitalRefused
from kiosk.frontdesk import generate
from kiosk.frontdesk.generate import Person
from kiosk.frontdesk.premises import Premises
from kiosk.hospital.base import Hospital
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.care import Cover, Priority
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document, DocumentKind
from kiosk.model.insurance import RESULTS
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex

T = TypeVar("T")
Ask = Callable[[Callable[[Hospital], Awaitable[T]]], T]
Adapter = Callable[[str], Hospital]

PERSONAL, INSURANCE, CODE = (
    IdentifierKind.PERSONAL_NUMBER,
    IdentifierKind.INSURANCE_NUMBER,
    IdentifierKind.PATIENT_CODE,
)


def today() -> date:
    return datetime.now(UTC).astimezone(timezone(timedelta(hours=7))).date()


@pytest.fixture(params=[pytest.param(FhirHospital, id="fhir")])
def adapter(request: pytest.FixtureRequest) -> Adapter:
    made: Adapter = request.param
    return made


@pytest.fixture
def ask(adapter: Adapter, frontdesk: Any) -> Ask[Any]:
    """Open the hospital, ask it something, close it."""

    def run(question: Callable[[Hospital], Awaitable[T]]) -> T:
        async def talk() -> T:
            async with adapter(frontdesk.address) as hospital:
                return await question(hospital)

        return asyncio.run(talk())

    return run


@pytest.fixture(scope="session")
def people() -> Iterator[Person]:
    """Insured patients; each test takes its own, so that no test sees another's tickets."""
    return (
        person
        for person in generate.people()
        if person.coverage and person.coverage.result == "000" and person.age >= 18
    )


@pytest.fixture(scope="session")
def newcomers() -> Iterator[Person]:
    return iter(generate.newcomers())


def number(kind: IdentifierKind, value: str) -> Document:
    return Document(DocumentKind.PATIENT_CODE, (Identifier(kind, value),))


def card(person: Person) -> Document:
    born = person.born
    return Document(
        DocumentKind.CCCD,
        (Identifier(PERSONAL, person.personal_number),),
        person.name,
        BirthDate(born.year) if person.year_only else BirthDate.of(born),
        Sex(person.sex),
        person.address,
    )


def wish(person: Person, service: str, **more: Any) -> CheckIn:
    return CheckIn(
        **{"key": str(uuid.uuid4()), "kiosk": "kiosk-1", "patient": person.id}
        | {"service": service}
        | more
    )


def reason(question: Callable[[], object]) -> str:
    with pytest.raises(HospitalRefused) as refused:
        question()
    return refused.value.reason


def test_says_who_it_is(ask: Ask[str]) -> None:
    assert ask(lambda h: h.ping()).startswith("kiosk.frontdesk ")


def test_finds_a_patient_by_each_of_their_numbers(ask: Ask[Any], people: Any) -> None:
    person = next(one for one in people if one.coverage.card)
    documents = [
        card(person),
        number(PERSONAL, person.personal_number),
        number(INSURANCE, person.coverage.number),
        number(INSURANCE, person.coverage.card),
        number(CODE, person.code),
    ]

    async def all_of_them(hospital: Hospital) -> list[Patient | None]:
        return [await hospital.find(one) for one in documents]

    found = ask(all_of_them)
    patient = found[0]
    assert found == [patient] * len(documents)
    assert (patient.id, patient.name, patient.sex.value) == (person.id, person.name, person.sex)
    assert patient.birth is not None
    assert patient.birth.iso() == person.birth
    assert patient.identifier(PERSONAL) == person.personal_number
    assert patient.identifier(CODE) == person.code
    assert (patient.address, patient.phone) == (person.address, person.phone)


def test_finds_nobody_by_numbers_that_nobody_has(ask: Ask[Any]) -> None:
    assert ask(lambda h: h.find(number(PERSONAL, "001299000000"))) is None
    assert ask(lambda h: h.find(number(INSURANCE, "DN4790000000001"))) is None
    assert ask(lambda h: h.find(number(CODE, "00000000"))) is None
    assert ask(lambda h: h.find(number(CODE, "1,2|$\\"))) is None
    slip = Document(DocumentKind.APPOINTMENT, appointment="no-such-slip")
    assert ask(lambda h: h.find(slip)) is None


def test_two_patients_on_one_document_go_to_the_desk(ask: Ask[Any], people: Any) -> None:
    one, other = next(people), next(people)
    numbers = (Identifier(PERSONAL, one.personal_number), Identifier(CODE, other.code))
    both = Document(DocumentKind.CCCD, numbers)
    assert reason(lambda: ask(lambda h: h.find(both))) == "ambiguous"


def test_somebody_elses_number_shows_nobody(ask: Ask[Any], people: Any) -> None:
    person = next(people)
    wrong = Document(
        DocumentKind.CCCD,
        (Identifier(PERSONAL, person.personal_number),),
        "Nguyễn Thử Nghiệm",
        BirthDate(1900, 1, 1),
    )
    assert reason(lambda: ask(lambda h: h.find(wrong))) == "ambiguous"


def test_registers_a_newcomer_once(ask: Ask[Any], newcomers: Any) -> None:
    person = next(newcomers)

    async def scene(hospital: Hospital) -> tuple[Patient | None, ...]:
        return (
            await hospital.find(card(person)),
            await hospital.register(card(person), "0912345678"),
            await hospital.register(card(person), "0987654321"),
            await hospital.register(card(person)),
            await hospital.find(card(person)),
        )

    before, made, *after = ask(scene)
    assert before is None
    assert made is not None
    assert (made.name, made.phone, made.address) == (person.name, "0912345678", person.address)
    assert made.identifier(CODE)
    for one in after:
        assert one is not None
        assert (one.id, one.phone) == (made.id, made.phone)
        assert set(one.identifiers) == set(made.identifiers)


def test_kiosks_that_register_at_once_make_one_patient(
    adapter: Adapter, frontdesk: Any, newcomers: Any
) -> None:
    document = card(next(newcomers))

    async def kiosk() -> str:
        async with adapter(frontdesk.address) as hospital:
            return (await hospital.register(document)).id

    async def all_kiosks() -> list[str]:
        return await asyncio.gather(*(kiosk() for _ in range(6)))

    assert len(set(asyncio.run(all_kiosks()))) == 1


def test_each_insurance_means_what_the_table_says(ask: Ask[Any]) -> None:
    by_result = {p.coverage.result if p.coverage else "": p for p in generate.people()}
    patients = {code: Patient(person.id, person.name) for code, person in by_result.items()}

    async def all_of_them(hospital: Hospital) -> dict[str, Any]:
        return {code: await hospital.insurance(one, today()) for code, one in patients.items()}

    found = ask(all_of_them)
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


def test_an_insurance_of_nobody_is_unverified(ask: Ask[Any]) -> None:
    assert ask(lambda h: h.insurance(Patient("nobody", "x"), today())).cover is Cover.UNVERIFIED


def test_appointments_lead_from_the_slip_to_the_ticket(ask: Ask[Any]) -> None:
    premises = Premises.load(always_open=True)
    booking = next(b for b in generate.bookings(premises, today()) if generate.is_regular(b))

    async def scene(hospital: Hospital) -> tuple[Any, ...]:
        patient = await hospital.find(Document(DocumentKind.APPOINTMENT, appointment=booking.id))
        assert patient is not None
        before = await hospital.appointments(patient, today())
        asked = CheckIn(str(uuid.uuid4()), "kiosk-1", patient.id, appointment=booking.id)
        ticket = await hospital.check_in(asked)
        after = await hospital.appointments(patient, today())
        far = await hospital.appointments(patient, today() + timedelta(days=400))
        return patient, before, ticket, after, far

    patient, before, ticket, after, far = ask(scene)
    assert patient.id == booking.patient
    (appointment,) = (one for one in before if one.id == booking.id)
    assert appointment.start.utcoffset() == timedelta(hours=7)
    assert appointment.start.date() == today()
    assert appointment.service == booking.service
    assert appointment.service_name.get("en")
    assert appointment.room == ticket.room == booking.room
    assert appointment.practitioner
    assert ticket.service == appointment.service_name
    assert booking.id not in [one.id for one in after]
    assert booking.id not in [one.id for one in far]


def test_services_in_the_hospitals_order_in_two_languages(ask: Ask[Any]) -> None:
    premises = Premises.load(always_open=True)
    services = ask(lambda h: h.services())
    assert [one.code for one in services] == list(premises.services)
    for one in services:
        assert set(one.name.by_language) == set(one.plain.by_language) == {"vi", "en"}
        assert one.open_rooms > 0
        assert one.waiting >= 0


def test_a_ticket_is_whole(ask: Ask[Any], people: Any) -> None:
    person = next(people)
    asked = wish(person, "MAT", coverage=person.coverage.id, priority=(Priority.PREGNANT,))
    begun = datetime.now(UTC)
    ticket = ask(lambda h: h.check_in(asked))
    assert ticket.number.startswith("M")
    assert ticket.service.get("en") == "Ophthalmology"
    assert ticket.room
    assert ticket.floor
    assert set(ticket.direction.by_language) == {"vi", "en"}
    assert ticket.people_ahead >= 0
    assert ticket.follow_up.startswith("http://127.0.0.1:")
    assert abs(ticket.issued_at - begun) < timedelta(minutes=1)
    assert ticket.priority
    assert not ticket.reissued


def test_a_key_gives_one_ticket(ask: Ask[Any], people: Any) -> None:
    asked = wish(next(people), "DA-LIEU")

    async def again(hospital: Hospital) -> tuple[Ticket, Ticket]:
        return await hospital.check_in(asked), await hospital.check_in(asked)

    first, second = ask(again)
    assert (second.encounter, second.number) == (first.encounter, first.number)
    another = CheckIn(asked.key, "kiosk-1", asked.patient, service="MAT")
    assert reason(lambda: ask(lambda h: h.check_in(another))) == "key-reused"


def test_a_patient_has_one_open_ticket_for_a_service(ask: Ask[Any], people: Any) -> None:
    person = next(people)
    first = ask(lambda h: h.check_in(wish(person, "RANG-HAM-MAT")))
    second = ask(lambda h: h.check_in(wish(person, "RANG-HAM-MAT")))
    assert (second.number, second.reissued, first.reissued) == (first.number, True, False)


def test_kiosks_at_once_never_give_a_number_twice(
    adapter: Adapter, frontdesk: Any, people: Any
) -> None:
    crowd = [next(people) for _ in range(12)]

    async def kiosk(mine: list[Person]) -> list[str]:
        async with adapter(frontdesk.address) as hospital:
            return [(await hospital.check_in(wish(one, "TAI-MUI-HONG"))).number for one in mine]

    async def all_kiosks() -> list[list[str]]:
        return await asyncio.gather(*(kiosk(crowd[nth::4]) for nth in range(4)))

    given = Counter(one for mine in asyncio.run(all_kiosks()) for one in mine)
    assert len(given) == len(crowd)


def test_refusals_of_a_check_in(ask: Ask[Any], people: Any) -> None:
    person = next(people)
    nobody = CheckIn(str(uuid.uuid4()), "kiosk-1", "nobody", service="MAT")
    assert reason(lambda: ask(lambda h: h.check_in(nobody))) == "patient-not-found"
    slip = CheckIn(str(uuid.uuid4()), "kiosk-1", person.id, appointment="no-such-slip")
    assert reason(lambda: ask(lambda h: h.check_in(slip))) == "appointment-not-found"
    assert reason(lambda: ask(lambda h: h.check_in(wish(person, "NO-SUCH")))) == "invalid"


def test_paper_and_giving_back_may_be_said_twice(ask: Ask[Any], people: Any) -> None:
    person = next(people)

    async def scene(hospital: Hospital) -> tuple[Ticket, Ticket]:
        ticket = await hospital.check_in(wish(person, "HO-HAP"))
        for printed in (False, True, True):
            await hospital.ticket_printed(ticket, printed)
        for _ in range(2):
            await hospital.cancel(ticket)
        return ticket, await hospital.check_in(wish(person, "HO-HAP"))

    first, second = ask(scene)
    assert second.number != first.number
    assert not second.reissued


def test_staff_is_called(ask: Ask[Any]) -> None:
    assert ask(lambda h: h.call_staff("kiosk-1", "ConfirmIdentity")) is None


def test_what_a_visit_asks_at_once(ask: Ask[Any], people: Any) -> None:
    person = next(people)

    async def scene(hospital: Hospital) -> Any:
        patient = await hospital.find(card(person))
        assert patient is not None
        return await asyncio.gather(
            hospital.insurance(patient, today()),
            hospital.appointments(patient, today()),
            hospital.services(),
        )

    insurance, _, services = ask(scene)
    assert insurance.coverage == person.coverage.id
    assert services


def test_a_hospital_that_is_not_there(adapter: Adapter) -> None:
    async def scene() -> None:
        async with adapter("http://127.0.0.1:1/fhir") as hospital:
            await hospital.ping()

    with pytest.raises(HospitalAway):
        asyncio.run(scene())
