"""Fill the records with the demonstration hospital's people, and with each day's bookings."""

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


def load_people(store: Store, seed: int) -> None:
    """Load patients and coverages, once for a data folder.

    Newcomers are known to the insurer alone. Raises
    :class:`~kiosk.frontdesk.store.store.StoreError` if the folder holds another seed's people.
    """
    loaded = store.meta("seed")
    if loaded == str(seed):
        return
    if loaded is not None:
        raise StoreError(f"the records were filled with seed {loaded}, not {seed}")
    patients = generate.people(seed)
    insured = [(person, person.coverage) for person in (*patients, *generate.newcomers(seed))]
    store.people.fill([_patient(person) for person in patients])
    store.people.fill_coverages(
        [
            (
                Coverage(cover.id, cover.result, cover.percent, cover.valid_to.isoformat()),
                (Identifier(PERSONAL, person.personal_number), *_insurance_numbers(cover)),
            )
            for person, cover in insured
            if cover
        ]
    )
    store.set_meta("seed", str(seed))


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
