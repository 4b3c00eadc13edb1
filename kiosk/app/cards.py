"""Chip cards of the invented people."""

from datetime import date
from pathlib import Path
from typing import Literal

from kiosk.app.portraits import portrait
from kiosk.app.state import state_folder
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.frontdesk.generate import CARD_CHANGES, Person, newcomers, people

PORTRAIT_BYTES = 15_000
"""As on real cards: 10 to 20 KB."""


def issuer_folder() -> Path:
    """Where the invented country keeps its CSCA on this machine: also a trust folder."""
    return state_folder() / "simulated-cards"


def person_with_card(personal_number: str) -> Person | None:
    """The seeded patient or newcomer whose card has this number; ``None`` if there is none."""
    for person in (*people(), *newcomers()):
        if person.personal_number == personal_number and person.card_issued is not None:
            return person
    return None


def nobodys_number() -> str:
    """What to say of a number that is on no card, with one that is: the people are invented."""
    somebodys = next(person.personal_number for person in people() if person.card_issued)
    return f"no invented patient has a card with this number; {somebodys} is on one"


def holder_of(
    person: Person, *, portrait_bytes: int = PORTRAIT_BYTES, jpeg: bool = False
) -> CardHolder:
    """What is on this person's card, with a drawn face of about ``portrait_bytes``; 0 for none.

    Raises ``ValueError`` for who has no card.
    """
    if person.card_issued is None:
        raise ValueError("this person has no identity card")
    sex: Literal["M", "F"] = "M" if person.sex == "male" else "F"
    face = b""
    if portrait_bytes:
        face = portrait(
            person.personal_number,
            sex,
            person.born,
            taken=person.card_issued,
            jpeg=jpeg,
            size=portrait_bytes,
        )
    return CardHolder(
        personal_number=person.personal_number,
        name=person.name,
        birth=person.born,
        sex=sex,
        issued=person.card_issued,
        expires=expiry(person.born, person.card_issued),
        residence=person.address,
        origin=", ".join(person.address.split(", ")[1:]),
        old_number=person.old_number,
        face=face,
        birth_year_only=person.year_only,
    )


def card_of(
    person: Person,
    issuer: Issuer,
    profile: Profile = Profile(),
    faults: Faults = Faults(),
) -> SimulatedCard:
    """This person's card, off any reader. Raises ``ValueError`` for who has none."""
    return SimulatedCard(personalise(holder_of(person), issuer, profile, faults), faults)


def expiry(born: date, issued: date) -> date | None:
    """When a card has to be changed; ``None`` for never.

    At the first of the law's ages that is more than two years away: a card issued within the
    two years before one lasts to the next.
    """
    for age in CARD_CHANGES:
        if issued < _birthday(born, age - 2):
            return _birthday(born, age)
    return None


def _birthday(born: date, age: int) -> date:
    """Of who is born on 29 February, in other years the day before March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 2, 28)
