"""Fill the records with the demonstration hospital's people, and with each day's bookings."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kiosk.frontdesk import generate
from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.records import (
    CODE,
    INSURANCE,
    PERSONAL,
    Appointment,
    Coverage,
    Identifier,
    Patient,
)
from kiosk.frontdesk.store.database import StoreError
from kiosk.frontdesk.store.store import Store

_NOBODY = "nobody"
_AT_A_TIME = 20_000
"""So many people are in memory at once."""


def load_people(store: Store, seed: int | None) -> None:
    """Load patients and coverages, once for all; inside a transaction. ``None`` loads nobody.

    Newcomers are known to the insurer alone. Raises
    :class:`~kiosk.frontdesk.store.database.StoreError` if others are there: invented people never
    come among a hospital's own.
    """
    wanted, loaded = _NOBODY if seed is None else str(seed), store.meta("seed")
    if loaded == wanted:
        return
    if loaded == _NOBODY:
        raise StoreError("the records began with nobody invented (--empty), and stay so")
    if seed is None and loaded is not None:
        raise StoreError(f"the records are full of invented people (seed {loaded}), not empty")
    if loaded is not None:
        raise StoreError(f"the records were filled with seed {loaded}, not {wanted}")
    store.set_meta("seed", wanted)
    if seed is None:
        return
    _fill(store, generate.people(seed))
    _insure(store, generate.newcomers(seed))


def load_more_people(store: Store, seed: int, patients: int) -> None:
    """Let a hospital that was filled with this seed have so many patients, if it has fewer.

    Inside a transaction. Who is there stays as they are.
    """
    loaded = int(store.meta("patients") or generate.PATIENTS)
    for first in range(loaded, patients, _AT_A_TIME):
        end = min(first + _AT_A_TIME, patients)
        _fill(store, tuple(generate.later_people(seed, first, end)))
        store.set_meta("patients", str(end))


def _fill(store: Store, people: Sequence[generate.Person]) -> None:
    store.people.fill([_patient(person) for person in people])
    _insure(store, people)


def _insure(store: Store, people: Iterable[generate.Person]) -> None:
    store.people.fill_coverages(
        [
            (
                Coverage(cover.id, cover.result, cover.percent, cover.valid_to.isoformat()),
                (Identifier(PERSONAL, person.personal_number), *_insurance_numbers(cover)),
            )
            for person, cover in ((person, person.coverage) for person in people)
            if cover
        ]
    )


def load_bookings(store: Store, premises: Premises, seed: int, now: datetime) -> None:
    """Load the appointments of the day; those that are there already stay as they are.

    The regulars' appointments of an earlier day are moved to this one. Inside a transaction.
    """
    made = generate.bookings(
        premises, now.date(), seed, around=now.time() if premises.always_open else None
    )
    store.diary.add(
        Appointment(
            booking.id,
            booking.patient,
            stamp(booking.start),
            booking.service,
            booking.room,
            "booked",
            None,
        )
        for booking in made
    )


def _patient(person: generate.Person) -> Patient:
    cover = person.coverage
    return Patient(
        person.id,
        person.name,
        person.sex,
        person.birth,
        person.address,
        person.phone,
        (
            Identifier(CODE, person.code),
            Identifier(PERSONAL, person.personal_number),
            *(_insurance_numbers(cover) if cover else ()),
        ),
    )


def _insurance_numbers(cover: generate.Coverage) -> tuple[Identifier, ...]:
    numbers = (cover.number, cover.card) if cover.card else (cover.number,)
    return tuple(Identifier(INSURANCE, number) for number in numbers)
