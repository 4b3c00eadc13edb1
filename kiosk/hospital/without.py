"""The newer calls of :class:`~kiosk.hospital.base.Hospital`, for adapters that do without them."""

from kiosk.errors import HospitalRefused
from kiosk.hospital.base import NOT_OFFERED
from kiosk.model.consent import Consent
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.person import Patient


class WithoutConsent:
    """An adapter without :attr:`~kiosk.hospital.base.Capability.CONSENT`."""

    async def record_consent(self, consent: Consent) -> None:
        raise HospitalRefused(NOT_OFFERED)


class WithoutFaces:
    """An adapter without :attr:`~kiosk.hospital.base.Capability.FACES`."""

    async def match_face(self, descriptor: bytes) -> Patient | None:
        raise HospitalRefused(NOT_OFFERED)

    async def enroll_face(self, consent: Consent, descriptor: bytes) -> None:
        raise HospitalRefused(NOT_OFFERED)

    async def forget_face(self, patient: Patient) -> None:
        raise HospitalRefused(NOT_OFFERED)


class WithoutNumbersAhead:
    """An adapter without :attr:`~kiosk.hospital.base.Capability.NUMBERS_AHEAD`."""

    async def lease_numbers(self, asked: LeaseRequest) -> tuple[LeasedNumber, ...]:
        raise HospitalRefused(NOT_OFFERED)

    async def return_numbers(self, kiosk: str, numbers: tuple[str, ...]) -> None:
        raise HospitalRefused(NOT_OFFERED)
