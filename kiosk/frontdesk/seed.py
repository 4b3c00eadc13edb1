"""Fill records at one go: people, the day's appointments and, if asked, its tickets."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.frontdesk import generate
from kiosk.frontdesk.busy_day import BEGINS, MOST_VISITS, play_day
from kiosk.frontdesk.clock import HOSPITAL_TIME, stamp
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.load import load_more_people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.address import open_database
from kiosk.frontdesk.store.database import StoreError
from kiosk.frontdesk.store.store import NOBODY

_END = object()


@dataclass(frozen=True, slots=True)
class Seeds:
    day: date
    """Whose appointments and tickets are made."""
    seed: int = generate.SEED
    patients: int = generate.PATIENTS
    """From 500 to :data:`~kiosk.frontdesk.generate.MOST_PATIENTS`; records that have more keep
    them."""
    tickets: int = 0


def seed_records(address: str, premises: Premises, seeds: Seeds) -> None:
    """Bring the records at this address to what ``seeds`` says.

    The same rows each time, but for the ids and tokens of tickets, which are never to be guessed.
    Raises :class:`StoreError` if others are there, or tickets of this day: if this was broken off
    while it issued them, the records have to be made anew.
    """
    if seeds.tickets > seeds.patients * MOST_VISITS // 2:
        raise StoreError(f"{seeds.patients} patients do not need {seeds.tickets} tickets in a day")
    begins = datetime.combine(seeds.day, BEGINS, HOSPITAL_TIME)
    with closing(open_database(address)) as db:
        db.migrate()
        desk = Desk(db, premises, seeds.seed, lambda: begins)
        desk.found()
        with _transaction(desk):
            load_more_people(desk.store, seeds.seed, seeds.patients)
        if not seeds.tickets:
            return
        if desk.store.encounters.has_tickets(seeds.day.isoformat()):
            raise StoreError(f"there are tickets of {seeds.day} already")
        play = play_day(db, premises, seeds.seed, seeds.day, seeds.tickets)
        more = True
        while more:
            with _transaction(desk):
                more = next(play, _END) is not _END


@contextmanager
def _transaction(desk: Desk) -> Iterator[None]:
    db, store = desk.store.db, desk.store
    db.begin()
    try:
        store.who, store.at = NOBODY, stamp(desk.now())
        yield
        db.commit()
    finally:
        db.rollback()
