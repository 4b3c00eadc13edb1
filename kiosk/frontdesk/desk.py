"""The hospital's methods over one connection to its records."""

from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.consents import Consents
from kiosk.frontdesk.diary import Diary
from kiosk.frontdesk.faces.enrolment import Enrolment
from kiosk.frontdesk.load import load_people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.leases import Leases
from kiosk.frontdesk.queue.overview import Views
from kiosk.frontdesk.queue.rooms import Rooms
from kiosk.frontdesk.queue.standings import Standings
from kiosk.frontdesk.queue.tickets import Tickets
from kiosk.frontdesk.registry import Registry
from kiosk.frontdesk.store.database import Database
from kiosk.frontdesk.store.store import Store


class Desk:
    """Used by one thread at a time; nothing in it waits."""

    def __init__(self, db: Database, premises: Premises, seed: int | None, now: Clock) -> None:
        self.store = Store(db)
        self._seed = seed
        self.premises = premises
        self.now = now
        self.registry = Registry(self.store, now)
        self.consents = Consents(self.store)
        self.enrolment = Enrolment(self.store, self.consents)
        self.diary = Diary(self.store, premises, seed, now)
        self.queues = Standings(self.store, premises, now)
        self.leases = Leases(self.store, premises, self.queues, now)
        self.tickets = Tickets(self.store, premises, self.diary, self.queues, self.leases, now)
        self.rooms = Rooms(self.store, premises, self.queues, now)
        self.views = Views(self.store, premises, self.queues, now)

    def found(self) -> None:
        """Fill empty records with the seed's people, and the day with their appointments."""
        db = self.store.db
        db.begin()
        try:
            load_people(self.store, self._seed)
            self.begin_day()
            if self.premises.faces:
                self.store.faces.take_vectors()
            db.commit()
        finally:
            db.rollback()

    def begin_day(self) -> None:
        """Write what a day begins with, unless that is done. Inside a transaction."""
        self.diary.fill()
        self.leases.lapse()
