"""GNU Health as the conformance suite sees it."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import httpx

from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance import Booking, OnFile
from kiosk.hospital.gnuhealth.adapter import GnuHealthHospital
from kiosk.hospital.gnuhealth.options import Options
from kiosk.hospital.site import Site
from kiosk.model.care import Appointment, Insurance
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.model.text import LocalText
from tests.contract.gnuhealth.server import Server

HOSPITAL_TIME = timezone(timedelta(hours=7))


class GnuHealthUnderTest:
    """:class:`~kiosk.hospital.conformance.HospitalUnderTest`."""

    capabilities = frozenset({Capability.REGISTRATION, Capability.APPOINTMENTS})
    services = ("CARDIO", "DS")
    closed_service = "LAB"

    def __init__(self, server: Server, deadline: float = 10.0) -> None:
        """The deadline is longer than a kiosk's: several kiosks that begin at the same instant
        share one core with their server here."""
        self.server = server
        self.deadline = deadline
        self.endpoint = ("127.0.0.1", server.port)
        self._visitors: Iterator[dict[str, Any]] = iter(server.facts["visitors"])
        self._booked: Iterator[dict[str, Any]] = iter(server.facts["booked"])
        self._newcomers = itertools.count(1)

    def connect(self, port: int | None = None) -> Hospital:
        return self.adapter(port)

    def adapter(
        self, port: int | None = None, transport: httpx.AsyncBaseTransport | None = None
    ) -> GnuHealthHospital:
        return GnuHealthHospital(
            f"http://127.0.0.1:{port or self.server.port}",
            self.options(),
            deadline=self.deadline,
            insurance_deadline=self.deadline,
            transport=transport,
        )

    def options(self, **more: str) -> Options:
        return Options.of(self.site(**more))

    def site(self, **more: str) -> Site:
        options = {"password-file": str(self.server.password_file)} | more
        return Site(self.server.address, options=options)

    def today(self) -> date:
        return datetime.now(UTC).astimezone(HOSPITAL_TIME).date()

    def visitor(self) -> dict[str, Any]:
        """What the seed told of a patient without an appointment; another each call."""
        return next(self._visitors)

    def booked(self) -> dict[str, Any]:
        """The same with an appointment."""
        return next(self._booked)

    def patient(self) -> OnFile:
        facts = self.visitor()
        mine = (
            Identifier(IdentifierKind.PERSONAL_NUMBER, facts["number"]),
            Identifier(IdentifierKind.PATIENT_CODE, facts["code"]),
            Identifier(IdentifierKind.INSURANCE_NUMBER, facts["card"]),
        )
        shorter = Identifier(IdentifierKind.INSURANCE_NUMBER, facts["card"][-10:])
        patient = Patient(
            str(facts["patient"]),
            facts["name"],
            Sex(facts["sex"]),
            BirthDate.of(date.fromisoformat(facts["born"])),
            mine,
            "12 Đường Số 3, Phường Thử Nghiệm",
            facts["phone"],
        )
        numbers = (Document(DocumentKind.PATIENT_CODE, (one,)) for one in (*mine, shorter))
        return OnFile(patient, (card(facts), *numbers))

    def newcomer(self) -> Document:
        nth = next(self._newcomers)
        return Document(
            DocumentKind.CCCD,
            (Identifier(IdentifierKind.PERSONAL_NUMBER, f"098{nth:09d}"),),
            "Đỗ Thị Người Mới",
            BirthDate(1990, 3, 15),
            Sex.FEMALE,
            "7 Ngõ Thử, Phường Mẫu",
        )

    def insured(self) -> tuple[Patient, Insurance]:
        raise AssertionError("GNU Health asks no insurer")

    def uninsured(self) -> Patient:
        raise AssertionError("GNU Health asks no insurer")

    def booking(self) -> Booking:
        facts, today = self.booked(), self.today()
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=HOSPITAL_TIME)
        expected = Appointment(
            str(facts["appointment"]),
            noon,
            "CARDIO",
            LocalText({"vi": "Tim mạch", "en": "Cardiology"}),
            "Nguyễn Văn Bác Sĩ",
            "Phòng 203",
        )
        return Booking(str(facts["patient"]), expected)


def card(facts: dict[str, Any]) -> Document:
    """The ID card of somebody whom the seed made."""
    return Document(
        DocumentKind.CCCD,
        (Identifier(IdentifierKind.PERSONAL_NUMBER, facts["number"]),),
        facts["name"],
        BirthDate.of(date.fromisoformat(facts["born"])),
        Sex(facts["sex"]),
    )
