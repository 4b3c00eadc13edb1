"""Invented people who come to a kiosk that breaks, each for one thing."""

from collections.abc import Mapping

from kiosk.bench.power_cuts_people import Crowd
from kiosk.frontdesk.clock import hospital_now
from kiosk.frontdesk.generate import Person, bookings
from kiosk.frontdesk.premises import Premises

_NOT_FOR_ALL = {"NHI", "PHU-SAN"}
"""Services that a doctor would send some of them away from."""


class People:
    """So many, made at once: whoever is measured later grows no more by them.

    Nobody has an appointment, of which a kiosk without its hospital knows nothing.
    """

    def __init__(self, count: int) -> None:
        premises = Premises.load(always_open=True)
        booked = {booking.patient for booking in bookings(premises, hospital_now().date())}
        crowd = Crowd()
        self._people: list[Person] = []
        self._documents: list[str] = []
        number = 0
        while len(self._people) < count:
            if crowd[number].id not in booked:
                self._people.append(crowd[number])
                self._documents.append(crowd.document(number))
            number += 1
        codes = (one.code for one in premises.public() if one.code not in _NOT_FOR_ALL)
        self._services = tuple(codes)

    def __getitem__(self, number: int) -> Person:
        return self._people[number]

    def document(self, number: int) -> str:
        """What the code on their ID card says."""
        return self._documents[number]

    def service(self, number: int) -> str:
        """The code of the one thing they come for."""
        return self._services[number % len(self._services)]

    def numbers(self) -> Mapping[str, int]:
        """Everybody by their personal number."""
        return {one.personal_number: number for number, one in enumerate(self._people)}
