"""Beside the visits: while the hospital can be reached, the kiosk has some of its numbers ahead."""

from collections import Counter
from dataclasses import replace

from kiosk.checkin.ahead import leased_of
from kiosk.checkin.asking import failure_of, says_nothing
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.failures import Step
from kiosk.checkin.hospital_link import changed_within
from kiosk.checkin.key import new_key
from kiosk.checkin.records import list_services
from kiosk.errors import HospitalError, HospitalRefused
from kiosk.hospital.base import NOT_OFFERED, Capability
from kiosk.hospital.circuit import LinkState
from kiosk.log import log, unexpected
from kiosk.model.leases import LeasedNumber, LeaseRequest

RENEW_S = 600.0
"""So often the hospital is asked where its numbers lead now, and for the new day's."""
SOON_S = 10.0
"""After the hospital is back, or while it is still told of numbers that were used: those count as
the kiosk's, until it knows of them. And after an answer to what was asked for earlier: what is
missing now was not in that question."""
AGAIN_S = 60.0
"""After a failure."""
REFUSED_S = 3600.0
"""After a no to what was asked for, such as that it gives none; it may be switched on."""


class KeepsAhead:
    """Sees to it that there are ``most`` numbers of each service with an open room.

    What is asked for is on disk before it is asked, under its key, and what is answered before it
    is given: a power cut costs no number and doubles none. More than ``most`` go back.
    """

    def __init__(self, equipment: Equipment, most: int) -> None:
        self._equipment = equipment
        self._ahead = equipment.journal.ahead
        self._most = most
        self._had: int | None = None

    async def run(self) -> None:
        """For ever, until cancelled; or to its end at once where the hospital's software cannot
        do it."""
        await self._recall_services()
        if Capability.NUMBERS_AHEAD not in self._equipment.hospital.capabilities:
            return
        while True:
            try:
                pause = await self.round()
            except Exception as error:  # without it there would be no numbers any more
                unexpected(error)
                pause = AGAIN_S
            await self._wait(pause)

    async def round(self) -> float:
        """Ask for what is missing, once. Answers in how many seconds it is to be looked again."""
        if self._equipment.link.state is not LinkState.UP or self._untold():
            return SOON_S
        free = await self._ahead.free(self._equipment.clock.now())
        if free is None:
            return RENEW_S  # a journal that cannot keep them
        try:
            return await self._renewed(free)
        except HospitalError as error:
            if _none_are_given(error):
                return REFUSED_S
            self._failed(error)
            return AGAIN_S

    async def _renewed(self, free: tuple[LeasedNumber, ...]) -> float:
        await self._put_back_unheld()
        kept = self._without_surplus(free)
        if len(kept) < len(free):
            await self._ahead.put_back(tuple(one for one in free if one not in kept))
        if back := await self._ahead.going_back():
            try:
                await self._equipment.hospital.return_numbers(self._equipment.rules.kiosk, back)
            except HospitalRefused as refusal:
                if _none_are_given(refusal) or says_nothing(refusal):
                    raise
                self._failed(refusal)  # it knows nothing of them: there is nothing to give back
            await self._ahead.gone(back)
        if not self._most:
            self._say(0)
            return RENEW_S
        services = await list_services(self._equipment)
        have = Counter(one.service for one in kept)
        wanted = tuple(
            (one.code, self._most - have[one.code])
            for one in services
            if one.open_rooms and have[one.code] < self._most
        )
        await self._ahead.note_services(services)
        return await self._asked(wanted, tuple(one.number for one in kept))

    async def _put_back_unheld(self) -> None:
        """Numbers that were taken for somebody who went away, or when the power was cut."""
        journal = self._equipment.journal
        unfinished = journal.unfinished()
        if any(not entry.number for entry in unfinished):
            return  # who has none yet may be about to be given one
        held = {entry.number for entry in (*journal.owed(), *unfinished)}
        # Without waiting between look and question: what a visit takes from now on comes after it.
        await self._ahead.put_back_unheld(held, self._equipment.clock.now())

    async def _asked(self, wanted: tuple[tuple[str, int], ...], held: tuple[str, ...]) -> float:
        before = await self._ahead.asked()
        if before is not None:
            # Its answer was never heard, or never kept: under its key it is the same.
            request = replace(before, held=held)
        elif wanted or held:
            now = self._equipment.clock.now()
            key = new_key(int(now.timestamp() * 1000))
            request = LeaseRequest(key, self._equipment.rules.kiosk, wanted, held)
            if wanted and not await self._ahead.ask(request):
                return AGAIN_S  # it could be lost between answer and disk
        else:
            return RENEW_S
        try:
            given = await self._equipment.hospital.lease_numbers(request)
        except HospitalRefused as refusal:
            return await self._refused(refusal, anew=before is not None)
        if not await self._ahead.keep(request, given, self._equipment.clock.now()):
            return AGAIN_S  # they are answered again under the same key
        self._say(len(given))
        return RENEW_S if before is None else SOON_S

    async def _refused(self, refusal: HospitalRefused, *, anew: bool) -> float:
        """``anew``: what was refused was asked for earlier, and is to be asked for afresh."""
        if says_nothing(refusal):
            raise refusal  # they may be the kiosk's already: asked for again under the same key
        forgotten = await self._ahead.forget_asked()
        if _none_are_given(refusal):
            return REFUSED_S
        self._failed(refusal)
        if not forgotten:
            return AGAIN_S
        return SOON_S if anew else REFUSED_S

    def _without_surplus(self, free: tuple[LeasedNumber, ...]) -> tuple[LeasedNumber, ...]:
        """As many of each service as the settings want, those that were given first."""
        seen: Counter[str] = Counter()
        kept = []
        for one in free:
            seen[one.service] += 1
            if seen[one.service] <= self._most:
                kept.append(one)
        return tuple(kept)

    def _untold(self) -> bool:
        """Whether the hospital does not know yet of a number that a patient has."""
        owed = self._equipment.journal.owed()
        return any(leased_of(entry) and not entry.encounter for entry in owed)

    def _failed(self, error: HospitalError) -> None:
        log("hospital-error", kind=failure_of(error, Step.OFFER).kind, step="numbers-ahead")

    def _say(self, count: int) -> None:
        if count != self._had:
            log("numbers-ahead", count=count)
        self._had = count

    async def _recall_services(self) -> None:
        """For who comes after a start without the hospital."""
        known = await self._ahead.services()
        if not self._equipment.lately.services:
            self._equipment.lately.services = known

    async def _wait(self, seconds: float) -> None:
        """So long; less where the hospital comes back meanwhile."""
        clock, link = self._equipment.clock, self._equipment.link
        end = clock.monotonic() + seconds
        while (rest := end - clock.monotonic()) > 0:
            before = link.state
            await changed_within(link, before, rest, clock)
            if before is not LinkState.UP and link.state is LinkState.UP:
                end = min(end, clock.monotonic() + SOON_S)


def _none_are_given(error: HospitalError) -> bool:
    """Whether it is no failure, but a hospital that lets kiosks have none."""
    return isinstance(error, HospitalRefused) and error.reason == NOT_OFFERED
