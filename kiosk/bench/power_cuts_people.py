"""Invented people who come to a kiosk whose power is cut, each for one thing."""

from collections.abc import Iterator
from itertools import count, islice, zip_longest

from kiosk.frontdesk.generate import MOST_PATIENTS, PATIENTS, SEED, Person, later_people, people
from kiosk.frontdesk.sample_documents import cccd_qr

_AT_A_TIME = 100


class Crowd:
    """So many people as are asked for, by number from 0; the same each time.

    Every other one is known to the hospital, as long as there are such; it registers the rest
    from their ID cards.
    """

    def __init__(self) -> None:
        self._coming = _all_of_them()
        self._came: list[Person] = []

    def __getitem__(self, number: int) -> Person:
        missing = number + 1 - len(self._came)
        self._came.extend(islice(self._coming, max(0, missing)))
        return self._came[number]

    def document(self, number: int) -> str:
        """What the code on their ID card says."""
        return cccd_qr(self[number])

    def numbers(self) -> dict[str, int]:
        """Of all who were asked for, by their personal numbers."""
        return {person.personal_number: number for number, person in enumerate(self._came)}


def _all_of_them() -> Iterator[Person]:
    known = (person for person in people() if person.card_issued)
    for two in zip_longest(known, _unknown()):
        yield from (person for person in two if person is not None)


def _unknown() -> Iterator[Person]:
    """Past the hospital's patients: those of a larger one, which this one has never seen."""
    for first in count(PATIENTS, _AT_A_TIME):
        some = later_people(SEED, first, min(first + _AT_A_TIME, MOST_PATIENTS))
        yield from (person for person in some if person.card_issued)
