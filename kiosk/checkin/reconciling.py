"""Beside the visits: the hospital is told what it is owed, as soon as it can be reached."""

import asyncio
from datetime import datetime, timedelta

from kiosk.checkin.asking import failure_of, not_let_in
from kiosk.checkin.calls_due import CallsDue
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.hospital_link import changed_within, is_away
from kiosk.checkin.printing import NO_PAPER
from kiosk.checkin.records import list_services
from kiosk.checkin.settling import leave_to_staff, settle
from kiosk.checkin.sharing import on_paper_beside
from kiosk.checkin.troubles import Troubles
from kiosk.errors import HospitalError, JournalError
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
TROUBLED_AT_ONCE = 2
"""The same of those that failed although the hospital was there: patients need the connections."""
SERVICES_AGAIN_S = 10.0
"""After a failure to hear what can be chosen."""
STAFF_PAGE = "journal"
"""Named in the call for staff to a kiosk whose journal has something for them."""
ACCESS_PAGE = "hospital-access"
"""The same for a kiosk that the hospital does not let in."""
HOLD = timedelta(minutes=15)
_THE_VISITS = frozenset({Debt.CHECK_IN, Debt.NOT_PRINTED})
"""Debts that a visit which has a check-in in hand tells by itself, when it knows."""


class Reconciler:
    """Asks for one check-in after the other, in the order in which they began.

    A check-in that a visit has in hand is left to it, except for what was done already. A
    number without paper is held for its patient, then given back. What the hospital refuses is
    ``rejected``, and staff are called; so is what it cannot do although it does others
    (:mod:`kiosk.checkin.troubles`). Neither keeps it from being told of the rest.
    """

    def __init__(self, equipment: Equipment, hold: timedelta = HOLD) -> None:
        self._equipment = equipment
        self._journal = equipment.journal
        self._hold = hold
        self._troubles = Troubles(equipment.lately.took)
        self._calls = CallsDue(equipment)
        self._was_away = False
        self._let_in = True
        self._services_at = 0.0
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
        back, self._was_away = self._was_away, False
        due = self._due(self._equipment.clock.now(), at_once=back)
        troubled = [entry for entry in due if self._troubles.has(entry)]
        others = [entry for entry in due if not self._troubles.has(entry)]
        # Who waits behind a check-in that the hospital cannot do is told all the same.
        await self._tell(others, AT_ONCE, 2 * AT_ONCE)
        await self._tell(troubled, TROUBLED_AT_ONCE, TROUBLED_AT_ONCE)
        if self._is_away():
            self._was_away = True
            return
        await self._calls.make(at_once=back)
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
            held = entry.state is State.TICKETED and waited and not _must_wait(entry, now)
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
            self._calls.add(STAFF_PAGE)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.CONFIRM).kind, step="replay")
            await self._missed(key, error)
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
        """In the order in which they began. ``at_once``: what failed because nobody was there need
        not wait now that somebody is."""
        owed = self._journal.owed()
        self._troubles.keep(owed)
        return [
            entry
            for entry in owed
            if ((at_once and not self._troubles.has(entry)) or not _must_wait(entry, now))
            and not (entry.debt in _THE_VISITS and self._equipment.underway.held(entry.key))
            and entry.key not in self._perhaps_on_paper
        ]

    async def _tell(self, due: list[Entry], at_once: int, most: int) -> None:
        """``at_once`` of them, until so many in a row failed, or the hospital is away."""
        rest = iter(due)
        failed = 0

        async def work() -> None:
            nonlocal failed
            for entry in rest:
                if failed >= most or self._is_away():
                    return
                failed = 0 if await self._told(entry) else failed + 1

        await asyncio.gather(*(work() for _ in range(min(at_once, len(due)))))

    async def _told(self, entry: Entry) -> bool:
        """Whether the hospital answered."""
        try:
            if await settle(self._equipment, entry.key):
                self._calls.add(STAFF_PAGE)
        except HospitalError as error:
            log("hospital-error", kind=failure_of(error, Step.CONFIRM).kind, step="replay")
            await self._missed(entry.key, error)
            return False
        except JournalError:
            return True  # staff or a visit were faster
        except Exception as error:  # one check-in keeps nobody from the others
            unexpected(error)
            await self._missed(entry.key, error)
            return False
        self._let_in = True
        self._calls.drop(ACCESS_PAGE)
        return True

    async def _missed(self, key: str, error: Exception) -> None:
        """To staff if it is this check-in that is wrong, else later once more."""
        if not_let_in(error) and self._let_in:
            self._let_in = False
            self._calls.add(ACCESS_PAGE)
        away = await is_away(self._equipment.link, self._equipment.clock)
        try:
            entry = await self._journal.find(key)
            if not away and (reason := self._troubles.reason(entry, error)):
                await self._journal.rejected(key, reason)
                self._calls.add(STAFF_PAGE)
                return
            pause = min(2.0**entry.attempts, LONGEST_PAUSE_S)
            next_at = self._equipment.clock.now() + timedelta(seconds=pause)
            await self._journal.tried(key, next_at)
        except JournalError:
            return  # it was settled meanwhile

    async def _learn_services(self) -> None:
        """For the first patient who comes while the hospital is away."""
        now = self._equipment.clock.monotonic()
        known = bool(self._equipment.lately.services)
        if known or now < self._services_at or self._equipment.link.state is not LinkState.UP:
            return
        try:
            await list_services(self._equipment)
        except HospitalError as error:
            self._services_at = now + SERVICES_AGAIN_S
            log("hospital-error", kind=failure_of(error, Step.OFFER).kind, step=Step.OFFER.value)


def _must_wait(entry: Entry, now: datetime) -> bool:
    """Whether its next try is still to come. One that is further away than any pause was set by a
    clock that was ahead."""
    if entry.next_at is None:
        return False
    return now < entry.next_at <= now + timedelta(seconds=LONGEST_PAUSE_S)
