"""The invented hospital with software of its own, as :class:`HospitalUnderTest`."""

import itertools
from datetime import UTC, date, datetime, timedelta, timezone

from kiosk.hospital.adapters import Adapter
from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance import Booking, OnFile
from kiosk.hospital.site import Site
from kiosk.model.care import Insurance
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from tests.contract.adapters.own_server import OwnServer

HOSPITAL_TIME = timezone(timedelta(hours=7))


class OwnHospital:
    capabilities: frozenset[Capability] = frozenset()
    services = ("eye", "skin")
    closed_service = "night"

    def __init__(self, server: OwnServer, adapter: Adapter, deadline: float = 3.5) -> None:
        self.deadline = deadline
        self.endpoint = ("127.0.0.1", server.port)
        self._server = server
        self._adapter = adapter
        self._nth = itertools.count(1)

    def connect(self, port: int | None = None) -> Hospital:
        address = f"http://127.0.0.1:{port or self._server.port}/api/"
        options = {"branch": "west"}
        return self._adapter(Site(address, deadline=self.deadline, options=options))

    def today(self) -> date:
        return datetime.now(UTC).astimezone(HOSPITAL_TIME).date()

    def patient(self) -> OnFile:
        nth = next(self._nth)
        number = Identifier(IdentifierKind.PERSONAL_NUMBER, f"0011859{nth:05d}")
        patient = Patient(
            f"own-{nth}", f"Phạm Thị Số {nth}", Sex.FEMALE, BirthDate(1985, 2, 3), (number,)
        )
        self._server.people[patient.id] = {
            "id": patient.id,
            "name": patient.name,
            "sex": "female",
            "born": "1985-02-03",
            "numbers": {number.kind.value: number.value, "staff": "7"},
        }
        return OnFile(patient, (card_of(patient), Document(DocumentKind.CCCD, (number,))))

    def newcomer(self) -> Document:
        nth = next(self._nth)
        number = Identifier(IdentifierKind.PERSONAL_NUMBER, f"0010859{nth:05d}")
        return card_of(Patient("", "Phạm Mới", Sex.MALE, BirthDate(1985, 2, 3), (number,)))

    def insured(self) -> tuple[Patient, Insurance]:
        raise NotImplementedError("declared: without insurance")

    def uninsured(self) -> Patient:
        raise NotImplementedError("declared: without insurance")

    def booking(self) -> Booking:
        raise NotImplementedError("declared: without appointments")


def card_of(patient: Patient) -> Document:
    return Document(
        DocumentKind.CCCD, patient.identifiers, patient.name, patient.birth, patient.sex
    )
