"""Fill records at one go: people, the day's appointments and, if asked, its tickets."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

from kiosk.frontdesk import generate
from kiosk.frontdesk.busy_day import BEGINS, MOST_VISITS, play_day
from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House, open_house
from kiosk.frontdesk.load import load_more_people
from kiosk.frontdesk.premises import Premises
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
    with closing(open_house(address, premises, seeds.seed, lambda: begins)) as house:
        asyncio.run(_fill(house, seeds))


async def _fill(house: House, seeds: Seeds) -> None:
    def prepare(desk: Desk) -> Iterator[None]:
        load_more_people(desk.store, seeds.seed, seeds.patients)
        if not seeds.tickets:
            return iter(())
        if desk.store.encounters.has_tickets(seeds.day.isoformat()):
            raise StoreError(f"there are tickets of {seeds.day} already")
        return play_day(desk.store.db, house.premises, seeds.seed, seeds.day, seeds.tickets)

    play = await house.write(NOBODY, prepare)
    while await house.write(NOBODY, lambda _desk: next(play, _END)) is not _END:
        pass
