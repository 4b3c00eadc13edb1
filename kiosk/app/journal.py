"""The journal as the settings have it, and who looks after it while the kiosk serves."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from pathlib import Path

from kiosk.app.state import state_folder
from kiosk.app.tidying import tidy
from kiosk.checkin.clock import Clock
from kiosk.checkin.equipment import Afterwards, Equipment
from kiosk.checkin.journal import Journal as AnyJournal
from kiosk.checkin.journal import MemoryJournal
from kiosk.checkin.keeping_ahead import KeepsAhead
from kiosk.checkin.reconciling import Reconciler
from kiosk.config import Settings
from kiosk.errors import HospitalError
from kiosk.hospital.base import Hospital
from kiosk.journal.health import Health
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from kiosk.journal.steerable import SteerableDisk
from kiosk.log import log


def places_of(settings: Settings, state: Path | None = None) -> KeyPlaces:
    """The folder of the journal, and where its key may be (systemd.exec(5), *Credentials*).
    ``state`` is the kiosk's state folder, if it is not the usual one."""
    folder = settings.journal.folder
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    return KeyPlaces(
        Path(folder) if folder else (state or state_folder()) / "journal",
        Path(settings.journal.key_file) if settings.journal.key_file else None,
        Path(credentials) if credentials else None,
    )


class JournalWatch:
    """Calls staff when something is wrong with the journal; once, until it is another thing."""

    def __init__(self, kiosk: str) -> None:
        self._kiosk = kiosk
        self._health = Health.OK
        self._told = Health.OK
        self._hospital: Hospital | None = None
        self._afterwards: Afterwards | None = None

    @contextmanager
    def by(self, hospital: Hospital, afterwards: Afterwards) -> Iterator[None]:
        """Inside, staff are called through this hospital; also for what happened before."""
        self._hospital, self._afterwards = hospital, afterwards
        self._call()
        try:
            yield
        finally:
            self._hospital = self._afterwards = None

    def health(self, health: Health) -> None:
        """The journal is so from now on. In the event loop."""
        self._health = health
        self._call()

    def _call(self) -> None:
        if self._hospital is None or self._afterwards is None or self._health is self._told:
            return
        self._told = self._health
        if self._health is not Health.OK:
            self._afterwards.start(self._tell(self._hospital, f"journal-{self._health.value}"))

    async def _tell(self, hospital: Hospital, page: str) -> None:
        sent = True
        try:
            await hospital.call_staff(self._kiosk, page)
        except HospitalError:
            sent = False
            self._told = Health.OK  # the next change, or the next look, calls again
        log("staff-called", page=page, sent=sent)

    async def again(self, seconds: float) -> None:
        """For ever: call again so often where a call did not reach anybody."""
        while True:
            await asyncio.sleep(seconds)
            self._call()


@asynccontextmanager
async def journal_of(
    settings: Settings,
    clock: Clock,
    state: Path | None,
    watch: JournalWatch,
    steered: SteerableDisk | None = None,
) -> AsyncIterator[AnyJournal]:
    """The journal of the kiosk that serves with this state folder; one in memory where there is
    none, for single visits and demonstrations. ``steered`` breaks its disk on command.

    Raises :class:`~kiosk.errors.JournalError`: another kiosk has it, or there can be none.
    """
    if state is None:
        yield MemoryJournal(clock)
        return
    places = places_of(settings, state)
    async with Journal.open(
        places, now=clock.now, on_health=watch.health, steered=steered
    ) as journal:
        tidying = asyncio.create_task(tidy(journal, settings, clock))
        try:
            yield journal
        finally:
            tidying.cancel()
            await asyncio.gather(tidying, return_exceptions=True)


@asynccontextmanager
async def reconciled(
    equipment: Equipment, settings: Settings, watch: JournalWatch
) -> AsyncIterator[None]:
    """Inside, the hospital is told what it is owed, and staff what is wrong with the journal; and
    the kiosk has numbers ahead."""
    hold = timedelta(minutes=settings.journal.hold_min)
    tasks = [
        asyncio.create_task(Reconciler(equipment, hold).run()),
        asyncio.create_task(
            equipment.owing.run(equipment.hospital, equipment.clock, equipment.link)
        ),
        asyncio.create_task(KeepsAhead(equipment, settings.hospital.numbers_ahead).run()),
        asyncio.create_task(watch.again(30.0)),
    ]
    try:
        with watch.by(equipment.hospital, equipment.afterwards):
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
