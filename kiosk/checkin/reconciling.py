"""Beside the visits: the hospital is told what it is owed, as soon as it can be reached."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

from kiosk.checkin.asking import failure_of
from kiosk.checkin.calling import call_staff
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.hospital_link import changed_within
from kiosk.checkin.printing import NO_PAPER
from kiosk.checkin.records import list_services
from kiosk.checkin.settling import leave_to_staff, settle
from kiosk.checkin.sharing import on_paper_beside
from kiosk.errors import HospitalAway, HospitalError, JournalError
from kiosk.hospital.circuit import LinkState
from kiosk.journal.entry import Debt, Entry, State
from kiosk.log import log, unexpected

AT_ONCE = 6
"""Check-ins that the hospital is asked about at the same time: of the eight connections of a
client, two are left for probes."""
LOOK_S = 1.0
"""So often it is looked whether something is owed; a hospital that is back is noticed at once."""
LONGEST_PAUSE_S = 60.0
"""Between two tries of the same check-in, which begin a second apart and then twice that."""
GARBLED = "answer-garbled"
"""Why staff look at a check-in that the hospital never answers so that it can be understood."""
MOST_GARBLED = 6
"""Tries until then."""
STAFF_PAGE = "journal"
"""Named in the call for staff to a kiosk whose journal has something for them."""
HOLD = timedelta(minutes=15)
_THE_VISITS = frozenset({Debt.CHECK_IN, Debt.NOT_PRINTED})
"""Debts that a visit which has a check-in in hand tells by itself, when it knows."""


class Reconciler:
    """Asks for one check-in after the other, in the order in which they began.

    A check-in that a visit has in hand is left to it, except for what was done already. A
    number without paper is held for its patient, then given back. What the hospital refuses is
    ``rejected``, and staff are called.
    """

    def __init__(self, equipment: Equipment, hold: timedelta = HOLD) -> None:
        self._equipment = equipment
        self._journal = equipment.journal
        self._hold = hold
        self._calls_due = False
        self._was_away = False
        self._perhaps_on_paper: set[str] = set()

    async def run(self) -> None:
        """For ever, until cancelled. Call it before the first visit begins."""
        await self._resume()
        while True:
            try:
                await self.round()
            except Exception as error:  # without it nobody would be told any more
                unexpected(error)
            link = self._equipment.link
            await changed_within(link, link.state, LOOK_S, self._equipment.clock)

    async def finish(self, within: float) -> None:
        """Until nothing is owed, for so many seconds at most."""
        clock = self._equipment.clock
        end = clock.monotonic() + within
        while self._journal.owed() and clock.monotonic() < end:
            await self.round()
            if self._journal.owed():
                await clock.sleep(LOOK_S)

    async def round(self) -> None:
        """All that can be told now, once."""
        await self._give_back()
        if self._is_away():
            self._was_away = True
            return
        # What failed because nobody was there need not wait now that somebody is.
        due = self._due(self._equipment.clock.now(), at_once=self._was_away)
        await self._tell(due)
        self._was_away = self._is_away()
        if self._calls_due:
            self._calls_due = not await call_staff(self._equipment, STAFF_PAGE)
        if not self._equipment.lately.services and self._equipment.link.state is LinkState.UP:
            await self._learn_services()

    def _is_away(self) -> bool:
        return self._equipment.link.state is LinkState.AWAY

    async def _resume(self) -> None:
        """What was never asked when the machine stopped never happened. What was being printed may
        be on paper."""
        for entry in self._journal.unfinished():
            if entry.state is State.PENDING and not entry.provisional:
                await self._moved(entry.key, Debt.NONE)
            if entry.state is State.TICKETED and entry.debt is Debt.NOT_PRINTED:
                self._perhaps_on_paper.add(entry.key)

    async def _give_back(self) -> None:
        """Numbers that have waited long enough for their patients.

        One that the patient was told, or that may be on paper, is not given back, also after a
        restart: somebody may sit there with it. Staff look.
        """
        now = self._equipment.clock.now()
        for entry in self._journal.unfinished():
            # Also of a clock that was ahead: for so long nobody would get the place.
            waited = abs(now - entry.changed_at) > self._hold
            held = entry.state is State.TICKETED and waited
            # Without its details it is not known whether the number is older, and on paper.
            if held and entry.details and not self._equipment.underway.held(entry.key):
                if not (entry.provisional or entry.printing_begun):
                    await self._moved(entry.key, Debt.CANCEL)
                elif await on_paper_beside(self._equipment, entry):
                    await self._moved(entry.key, Debt.NONE)  # they came again, and have it
                    self._perhaps_on_paper.discard(entry.key)
                else:
                    await self._to_staff(entry.key)

    async def _to_staff(self, key: str) -> None:
        try:
            if self._is_away():
                return
            await leave_to_staff(self._equipment, key, NO_PAPER)
            self._calls_due = True
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.CONFIRM).kind, step="replay")
            return
        except JournalError:
            pass  # a visit was faster: it is the patient's again
        self._perhaps_on_paper.discard(key)

    async def _moved(self, key: str, debt: Debt) -> None:
        async with self._equipment.underway.alone(key):
            try:
                await self._journal.abandoned(key, debt)
            except JournalError:
                return  # a visit was faster: it is the patient's again

    def _due(self, now: datetime, at_once: bool) -> list[Entry]:
        return [
            entry
            for entry in self._journal.owed()
            if (at_once or not _must_wait(entry, now))
            and not (entry.debt in _THE_VISITS and self._equipment.underway.held(entry.key))
            and entry.key not in self._perhaps_on_paper
        ]

    async def _tell(self, due: list[Entry]) -> None:
        rest = iter(due)
        going = asyncio.Event()
        going.set()
        await asyncio.gather(*(self._work(rest, going) for _ in range(min(AT_ONCE, len(due)))))

    async def _work(self, rest: Iterator[Entry], going: asyncio.Event) -> None:
        for entry in rest:
            if not going.is_set():
                return
            if not await self._told(entry):
                going.clear()

    async def _told(self, entry: Entry) -> bool:
        """Whether it is worth to go on with the next one."""
        try:
            if await settle(self._equipment, entry.key):
                self._calls_due = True
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.CONFIRM).kind, step="replay")
            away = isinstance(error, HospitalAway)
            await self._later(entry, away)
            return not away
        except JournalError:
            pass  # staff or a visit were faster
        except Exception as error:  # one check-in keeps nobody from the others
            unexpected(error)
            await self._later(entry, away=True)
        return True

    async def _later(self, entry: Entry, away: bool) -> None:
        pause = min(2.0**entry.attempts, LONGEST_PAUSE_S)
        try:
            if not away and entry.attempts + 1 >= MOST_GARBLED:
                await self._journal.rejected(entry.key, GARBLED)
                self._calls_due = True
            else:
                next_at = self._equipment.clock.now() + timedelta(seconds=pause)
                await self._journal.tried(entry.key, next_at)
        except JournalError:
            return  # it was settled meanwhile

    async def _learn_services(self) -> None:
        """For the first patient who comes while the hospital is away."""
        try:
            await list_services(self._equipment)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.OFFER).kind, step=Step.OFFER.value)


def _must_wait(entry: Entry, now: datetime) -> bool:
    """Whether its next try is still to come. One that is further away than any pause was set by a
    clock that was ahead."""
    if entry.next_at is None:
        return False
    return now < entry.next_at <= now + timedelta(seconds=LONGEST_PAUSE_S)
