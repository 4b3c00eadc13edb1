"""The embedded hospital as the conformance suite sees it, over HTTP alone.

The server's invented people are known here by its seed.
"""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from urllib.parse import urlsplit
from urllib.request import urlopen

from kiosk.frontdesk import generate
from kiosk.frontdesk.generate import Person
from kiosk.frontdesk.premises import Premises
from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance import Booking, OnFile
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.care import Appointment, Cover, Insurance
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.model.text import local

PERSONAL, INSURANCE, CODE = (
    IdentifierKind.PERSONAL_NUMBER,
    IdentifierKind.INSURANCE_NUMBER,
    IdentifierKind.PATIENT_CODE,
)
LAST = 300
"""Those after them belong to the tests on a bad network."""
HOSPITAL_TIME = timezone(timedelta(hours=7))


def today() -> date:
    return datetime.now(UTC).astimezone(HOSPITAL_TIME).date()


class EmbeddedHospital:
    """:class:`~kiosk.hospital.conformance.HospitalUnderTest`, and what only our tests ask."""

    capabilities = frozenset(Capability)
    services = ("MAT", "DA-LIEU")
    closed_service = ""
    """The server is started so that no room ever closes."""

    def __init__(self, address: str, deadline: float = 3.5) -> None:
        self.address = address
        self.deadline = deadline
        self.endpoint = ("127.0.0.1", urlsplit(address).port or 0)
        self.premises = Premises.load(always_open=True)
        bookings = generate.bookings(self.premises, today())
        booked = {booking.patient for booking in bookings}
        self.persons = (
            person
            for person in generate.people()[:LAST]
            if person.age >= 18 and person.id not in booked
        )
        """Grown-ups without appointment; whoever takes one keeps it."""
        self.newcomers = iter(generate.newcomers())
        self._bookings = (booking for booking in bookings if generate.is_regular(booking))

    def connect(self, port: int | None = None) -> Hospital:
        _, own = self.endpoint
        address = self.address.replace(f":{own}/", f":{port or own}/")
        return FhirHospital(address, deadline=self.deadline, insurance_deadline=self.deadline / 2)

    def today(self) -> date:
        return today()

    def patient(self) -> OnFile:
        person = next(self.persons)
        return OnFile(_patient(person), documents(person))

    def newcomer(self) -> Document:
        return card(next(self.newcomers))

    def insured(self) -> tuple[Patient, Insurance]:
        person = next(
            one for one in generate.people() if one.coverage and one.coverage.result == "000"
        )
        assert person.coverage is not None
        answer = Insurance(Cover.COVERED, "000", person.coverage.percent, person.coverage.id)
        return _patient(person), answer

    def uninsured(self) -> Patient:
        return _patient(next(one for one in generate.people() if one.coverage is None))

    def booking(self) -> Booking:
        booking = next(self._bookings)
        service = self.premises.services[booking.service]
        room = self.premises.rooms[booking.room]
        expected = Appointment(
            booking.id,
            self._start(booking),
            booking.service,
            local(service.name.vi, service.name.en),
            room.doctor.name,
            booking.room,
        )
        return Booking(booking.patient, expected)

    def _start(self, booking: generate.Booking) -> datetime:
        """The server lays the day's appointments around the hour at which it starts."""
        with urlopen(f"{self.address}/Appointment/{booking.id}", timeout=5) as answer:
            return datetime.fromisoformat(json.load(answer)["start"])


def card(person: Person) -> Document:
    return Document(
        DocumentKind.CCCD,
        (Identifier(PERSONAL, person.personal_number),),
        person.name,
        _birth(person),
        Sex(person.sex),
        person.address,
    )


def documents(person: Person) -> tuple[Document, ...]:
    """All that the person may hold."""
    numbers = [Identifier(PERSONAL, person.personal_number), Identifier(CODE, person.code)]
    numbers += _insurance_numbers(person)
    return (card(person), *(Document(DocumentKind.PATIENT_CODE, (one,)) for one in numbers))


def _patient(person: Person) -> Patient:
    return Patient(
        person.id,
        person.name,
        Sex(person.sex),
        _birth(person),
        (
            Identifier(PERSONAL, person.personal_number),
            Identifier(CODE, person.code),
            *_insurance_numbers(person),
        ),
        person.address,
        person.phone,
    )


def _insurance_numbers(person: Person) -> list[Identifier]:
    if person.coverage is None:
        return []
    return [
        Identifier(INSURANCE, value)
        for value in (person.coverage.number, person.coverage.card)
        if value
    ]


def _birth(person: Person) -> BirthDate:
    return BirthDate(person.born.year) if person.year_only else BirthDate.of(person.born)
