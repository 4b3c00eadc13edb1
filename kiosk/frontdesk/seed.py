"""Fill records at one go: people, the day's appointments and, if asked, its tickets."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kiosk.frontdesk import generate
from kiosk.frontdesk.busy_day import BEGINS, MOST_VISITS, Day, play_day
from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.load import load_more_people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.address import open_database
from kiosk.frontdesk.store.database import Database, StoreError
from kiosk.frontdesk.store.day_copy import copy_beginning, copy_day
from kiosk.frontdesk.store.sqlite import SqliteDatabase


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
    Who waits from an earlier day has no part in the day that is made. Raises :class:`StoreError` if
    other people are there, or tickets of this day.
    """
    if seeds.tickets > seeds.patients * MOST_VISITS // 2:
        raise StoreError(f"{seeds.patients} patients do not need {seeds.tickets} tickets in a day")
    begins = datetime.combine(seeds.day, BEGINS, HOSPITAL_TIME)
    with closing(open_database(address)) as db:
        db.migrate()
        desk = Desk(db, premises, seeds.seed, lambda: begins)
        desk.found()
        with _transaction(db):
            load_more_people(desk.store, seeds.seed, seeds.patients)
        if seeds.tickets:
            _play(desk, premises, seeds)


def _play(desk: Desk, premises: Premises, seeds: Seeds) -> None:
    """Play the day beside the records, and bring it there in one transaction: all of it or nothing.

    A quarter of a million statements, most of which need the answer to the one before, take a
    database over the wire four times as long as a file.
    """
    _check_free(desk, seeds.day)
    patients = int(desk.store.meta("patients") or generate.PATIENTS)
    with (
        tempfile.TemporaryDirectory(prefix="kiosk-day-") as folder,
        closing(SqliteDatabase.open(Path(folder) / "day.sqlite3")) as beside,
    ):
        beside.migrate()
        with _transaction(beside):
            copy_beginning(desk.store.db, beside, seeds.day.isoformat())
            play_day(beside, premises, Day(seeds.day, seeds.seed, patients, seeds.tickets))
        with _transaction(desk.store.db):
            _check_free(desk, seeds.day)
            copy_day(beside, desk.store.db)


def _check_free(desk: Desk, day: date) -> None:
    if desk.store.encounters.has_tickets(day.isoformat()):
        raise StoreError(f"there are tickets of {day} already")


@contextmanager
def _transaction(db: Database) -> Iterator[None]:
    db.begin()
    try:
        yield
        db.commit()
    finally:
        db.rollback()
