"""A hospital of invented people on a plain FHIR server, as :class:`HospitalUnderTest`."""

import itertools
from datetime import UTC, date, datetime, time, timedelta, timezone

from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance import Booking, OnFile
from kiosk.hospital.plain_fhir.adapter import PlainFhirHospital
from kiosk.hospital.site import Site
from kiosk.model.care import Appointment, Insurance
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.model.text import local
from tests.contract.plain_fhir.fhir_server import FhirServer
from tests.contract.plain_fhir.fhir_store import Json

SID = "http://fhir.ehealth.gov.vn/core/sid/"
HOSPITAL_TIME = timezone(timedelta(hours=7))
SERVICES = {
    "noi": ("A", "Nội tổng quát", "General medicine"),
    "mat": ("M", "Mắt", "Eyes"),
    "rang": ("R", "Răng Hàm Mặt", "Dentistry"),
}
CLOSED = "dem"


class PlainHospital:
    """Its data are as plain servers hold them: names in parts, rooms as Locations."""

    capabilities = frozenset(
        {Capability.REGISTRATION, Capability.APPOINTMENTS, Capability.HELD_TICKETS}
    )
    services = ("noi", "mat")
    closed_service = CLOSED

    def __init__(self, server: FhirServer, deadline: float = 3.5) -> None:
        self.server = server
        self.deadline = deadline
        self.endpoint = ("127.0.0.1", server.port)
        self._nth = itertools.count(1)
        lay_out(server)

    def connect(self, port: int | None = None, **options: str) -> Hospital:
        return PlainFhirHospital.at(self.site(port, **options))

    def site(self, port: int | None = None, **options: str) -> Site:
        address = f"http://127.0.0.1:{port or self.server.port}/fhir/"
        named = {name.replace("_", "-"): value for name, value in options.items()}
        return Site(address, deadline=self.deadline, options=named)

    def today(self) -> date:
        return datetime.now(UTC).astimezone(HOSPITAL_TIME).date()

    def patient(self) -> OnFile:
        nth = next(self._nth)
        patient = Patient(
            f"p-{nth}",
            f"Trần Thị Số {nth}",
            Sex.FEMALE,
            BirthDate(1980, 5, 17),
            (
                Identifier(IdentifierKind.PERSONAL_NUMBER, f"0011809{nth:05d}"),
                Identifier(IdentifierKind.PATIENT_CODE, f"26{nth:06d}"),
            ),
            f"{nth} Đường Thử Nghiệm, Quận Mẫu, Hà Nội",
            "0900000001",
        )
        self.server.store.put(resource_of(patient))
        holds = tuple(Document(DocumentKind.PATIENT_CODE, (one,)) for one in patient.identifiers)
        return OnFile(patient, (card_of(patient), *holds))

    def newcomer(self) -> Document:
        nth = next(self._nth)
        return Document(
            DocumentKind.CCCD,
            (Identifier(IdentifierKind.PERSONAL_NUMBER, f"0010759{nth:05d}"),),
            f"Lê Văn Mới {nth}",
            BirthDate(1975, 1, nth % 28 + 1),
            Sex.MALE,
            f"{nth} Ngõ Mẫu",
        )

    def insured(self) -> tuple[Patient, Insurance]:
        raise NotImplementedError("declared: without insurance")

    def uninsured(self) -> Patient:
        raise NotImplementedError("declared: without insurance")

    def booking(self) -> Booking:
        patient = self.patient().patient.id
        start = datetime.combine(self.today(), time(12), HOSPITAL_TIME)
        appointment = f"hen-{patient}"
        self.server.store.put(appointment_of(appointment, patient, start))
        expected = Appointment(
            appointment, start, "noi", local(*SERVICES["noi"][1:]), "BS. Lê Mẫu", "B-102"
        )
        return Booking(patient, expected)


def lay_out(server: FhirServer) -> None:
    """A service that is never open, beside those that always are."""
    server.store.put({"resourceType": "Location", "id": "floor", "name": "Tầng 1"})
    for nth, (code, (letter, vi, en)) in enumerate(SERVICES.items()):
        rooms = [f"{code}-{room}" for room in (1, 2)]
        for room, location in enumerate(rooms, 1):
            server.store.put(room_of(location, f"B-{nth + 1}0{room}"))
        server.store.put(service_of(code, vi, en, rooms))
        server.store.put(queue_of(code, letter, nth))
    shut = room_of("night-1", "N-1") | {"operationalStatus": {"code": "C"}}
    server.store.put(shut)
    server.store.put(service_of(CLOSED, "Khám đêm", "Night clinic", ["night-1"]))
    server.store.put(queue_of(CLOSED, "N", 9))


def room_of(location: str, name: str) -> Json:
    return {
        "resourceType": "Location",
        "id": location,
        "status": "active",
        "name": name,
        "description": "rẽ trái",
        "partOf": {"reference": "Location/floor"},
    }


def service_of(code: str, vi: str, en: str, rooms: list[str]) -> Json:
    translation = {
        "url": "http://hl7.org/fhir/StructureDefinition/translation",
        "extension": [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": en}],
    }
    return {
        "resourceType": "HealthcareService",
        "id": code,
        "active": True,
        "name": vi,
        "_name": {"extension": [translation]},
        "type": [{"coding": [{"system": "urn:hospital:service", "code": f"S-{code}"}]}],
        "location": [{"reference": f"Location/{room}"} for room in rooms],
    }


def queue_of(code: str, letter: str, order: int) -> Json:
    return {
        "resourceType": "Basic",
        "id": f"queue-{code}",
        "code": {"coding": [{"system": "urn:kiosk:resource", "code": "queue"}]},
        "subject": {"reference": f"HealthcareService/{code}"},
        "extension": [
            {"url": "urn:kiosk:queue-letter", "valueString": letter},
            {"url": "urn:kiosk:queue-order", "valueInteger": order},
        ],
    }


def resource_of(patient: Patient) -> Json:
    """With the name in parts, as most servers have it."""
    family, *given = patient.name.split(" ")
    street, district, city = patient.address.split(", ")
    assert patient.birth is not None
    systems = {
        IdentifierKind.PERSONAL_NUMBER: "cccd",
        IdentifierKind.PATIENT_CODE: "patient-internal-id",
    }
    return {
        "resourceType": "Patient",
        "id": patient.id,
        "active": True,
        "identifier": [
            {"system": SID + systems[one.kind], "value": one.value} for one in patient.identifiers
        ],
        "name": [{"use": "official", "family": family, "given": given}],
        "gender": patient.sex.value,
        "birthDate": patient.birth.iso(),
        "address": [{"line": [street], "district": district, "city": city}],
        "telecom": [{"system": "phone", "value": patient.phone}],
    }


def card_of(patient: Patient) -> Document:
    return Document(
        DocumentKind.CCCD, patient.identifiers[:1], patient.name, patient.birth, patient.sex
    )


def appointment_of(appointment: str, patient: str, start: datetime) -> Json:
    actors = [
        {"reference": f"Patient/{patient}"},
        {"reference": "Location/noi-2"},
        {"reference": "Practitioner/le", "display": "BS. Lê Mẫu"},
    ]
    service = {"system": "urn:hospital:service", "code": "S-noi"}
    return {
        "resourceType": "Appointment",
        "id": appointment,
        "status": "booked",
        "start": start.isoformat(),
        "serviceType": [{"coding": [service]}],
        "participant": [{"actor": actor, "status": "accepted"} for actor in actors],
    }
