"""What a hospital's test suite must provide: a server, and invented people whom it has."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from kiosk.hospital.base import Capability, Hospital
from kiosk.model.care import Appointment, Insurance
from kiosk.model.document import Document
from kiosk.model.person import Patient


@dataclass(frozen=True, slots=True)
class OnFile:
    """A patient whom the server has."""

    patient: Patient
    """As ``find`` must answer it."""
    documents: tuple[Document, ...]
    """What the patient may hold, each leading to this patient alone. The first holds the
    personal number and says name and birth date."""


@dataclass(frozen=True, slots=True)
class Booking:
    """An appointment of today that can still be kept."""

    patient: str
    """``Patient.id``."""
    appointment: Appointment
    """As ``appointments`` must answer it, texts in Vietnamese at least."""


class HospitalUnderTest(Protocol):
    """One server with test data, and how its adapter is made.

    "Another each call" keeps tests apart: none sees the tickets of another. Nobody on the server
    may have the personal number ``001299000000``, the insurance number ``DN4790000000001`` or
    the patient code ``00000000``.
    """

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the hospital means to offer; the adapter must declare the same."""
        ...

    @property
    def endpoint(self) -> tuple[str, int]:
        """Host and port of the server."""
        ...

    @property
    def deadline(self) -> float:
        """Seconds that every call of an adapter has which :meth:`connect` made."""
        ...

    def connect(self, port: int | None = None) -> Hospital:
        """A new adapter, as one kiosk has it. The suite opens and closes it.

        With ``port`` it talks to ``127.0.0.1:port`` in plain TCP instead of :attr:`endpoint`: a
        network that fails on command leads from there to the endpoint.
        """
        ...

    def today(self) -> date:
        """The hospital's day, as its server counts it."""
        ...

    def patient(self) -> OnFile:
        """A grown-up without ticket and appointment today; another each call."""
        ...

    def newcomer(self) -> Document:
        """The ID card of a person whom the server does not know; another each call."""
        ...

    def insured(self) -> tuple[Patient, Insurance]:
        """A patient, and the answer of today's insurance check. Asked for with
        ``Capability.INSURANCE`` only."""
        ...

    def uninsured(self) -> Patient:
        """A patient of whom no insurance is known. Asked for with ``Capability.INSURANCE``
        only."""
        ...

    def booking(self) -> Booking:
        """An appointment of a patient who has no other today; another each call. Asked for with
        ``Capability.APPOINTMENTS`` only."""
        ...

    @property
    def services(self) -> tuple[str, str]:
        """Codes of two services that have an open room."""
        ...

    @property
    def closed_service(self) -> str:
        """Code of a service without an open room; ``""`` if the test data have none, and the
        report then says that this was not tried."""
        ...
