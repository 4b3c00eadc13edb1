"""What tells who a patient is, of the invented patients, as plain texts."""

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.frontdesk.generate import Booking, Person
from kiosk.model.mask import short_name
from tests.flow.privacy.folding import fold

WORD = 4
"""Letters of a part of a name that is looked for by itself."""

WORDS_OF_THE_PROGRAM = frozenset({"long", "hung"})
"""Parts of names that are English, and stand in events: eyes hung, and took too long."""


class Apart(enum.Enum):
    """Where a secret counts: by chance, short ones stand within longer words and numbers."""

    ANYWHERE = "anywhere"
    NUMBER = "number"
    """Not within a longer number."""
    WORD = "word"
    """Only by itself."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that may stand nowhere."""

    kind: str
    text: str
    """As on paper."""
    apart: Apart = Apart.ANYWHERE


def secrets_of(person: Person, bookings: Iterable[Booking] = ()) -> Iterator[Secret]:
    """All of one person's. Of dates the year-only ones are left out: they are years."""
    yield Secret("name", person.name)
    yield Secret("short name", short_name(person.name), Apart.WORD)
    for word in person.name.split():
        if len(fold(word)) >= WORD and fold(word) not in WORDS_OF_THE_PROGRAM:
            yield Secret("word of a name", word, Apart.WORD)
    yield Secret("address", person.address)
    yield Secret("personal number", person.personal_number)
    if person.card_issued is not None:
        yield Secret("document number", person.personal_number[3:])
        yield Secret("CAN", person.personal_number[-6:], Apart.WORD)
        yield from _dates("date of issue", person.card_issued)
    if person.coverage is not None:
        yield Secret("insurance number", person.coverage.number)
        if person.coverage.card:
            yield Secret("insurance card", person.coverage.card)
    for kind, text in (
        ("old number", person.old_number),
        ("phone", person.phone),
        ("hospital's id", person.id),
    ):
        if text:
            yield Secret(kind, text)
    if person.code:
        yield Secret("patient code", person.code, Apart.NUMBER)
    if not person.year_only:
        yield from _dates("birth date", person.born)
    for booking in bookings:
        yield Secret("appointment", booking.id)


def _dates(kind: str, day: date) -> Iterator[Secret]:
    """As documents, the wire, chips (YYMMDD, ICAO 9303-3, 4.7) and people write them."""
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d%m%Y", "%Y%m%d"):
        yield Secret(kind, day.strftime(form), Apart.NUMBER)
    yield Secret(kind, f"{day.day}/{day.month}/{day.year}", Apart.NUMBER)
    yield Secret(kind, day.strftime("%y%m%d"), Apart.WORD)
