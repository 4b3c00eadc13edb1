"""The hospital's appointments."""

from kiosk.frontdesk import refusals
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.load import load_bookings
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.records import Appointment
from kiosk.frontdesk.store.store import Store


class Diary:
    """Appointments; those of invented people are made when the day begins."""

    def __init__(self, store: Store, premises: Premises, seed: int | None, now: Clock) -> None:
        self._store = store
        self._premises = premises
        self._seed = seed
        self._now = now

    def fill(self) -> None:
        """See to it that today's appointments are there; repeating it changes nothing."""
        if self._seed is not None:
            load_bookings(self._store, self._premises, self._seed, self._now())

    def of_patient(self, patient: str, since: str, until: str) -> tuple[Appointment, ...]:
        """By start, from ``since`` to before ``until`` (ISO, +07:00)."""
        return self._store.diary.of_patient(patient, since, until)

    def appointment(self, appointment: str) -> Appointment:
        """Refuses with ``appointment-not-found``."""
        found = self._store.diary.appointment(appointment)
        if found is None:
            raise refusals.appointment_not_found("no appointment has this id")
        return found
