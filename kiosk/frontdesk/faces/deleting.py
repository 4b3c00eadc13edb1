"""Faces that are deleted by command, beside the servers; each patient's in the audit."""

from kiosk.errors import KioskError
from kiosk.frontdesk.consents import Consents
from kiosk.frontdesk.faces.enrolment import Enrolment
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.store.store import Store


class UnknownPatient(KioskError):
    """Nobody has this id."""


def delete_of(store: Store, patient: str) -> int:
    """How many descriptors were deleted. Raises :class:`UnknownPatient`."""
    try:
        return Enrolment(store, Consents(store)).forget(patient)
    except Refusal:
        raise UnknownPatient("no patient has this id") from None


def delete_all(store: Store) -> int:
    """The same of everybody who is enrolled."""
    enrolment = Enrolment(store, Consents(store))
    return sum(enrolment.forget(patient) for patient in store.faces.enrolled())
