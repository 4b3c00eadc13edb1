"""Notes in the audit of those who were turned away: some of each minute, and how many more."""

import time
from contextlib import suppress

from kiosk.frontdesk.access.attempts import Attempts
from kiosk.frontdesk.house import House
from kiosk.frontdesk.store.database import StoreAway

_A_MINUTE = 30
"""Each note waits for the disk, as a check-in does: who knocks without end must not stop those."""


class Denials:
    def __init__(self, house: House) -> None:
        self._house = house
        self._budget = Attempts(_A_MINUTE, 60.0, time.monotonic)
        self._untold = 0

    async def note(self, who: str, what: str, about: str) -> None:
        """``who`` as far as it is known. A database that is away changes nobody's answer."""
        if self._budget.wait("") > 0:
            self._untold += 1
            return
        self._budget.failed("")
        untold, self._untold = self._untold, 0
        with suppress(StoreAway):
            await self._house.write(who, lambda desk: desk.store.audit(what, about))
            if untold:
                more = f"{untold} not noted"
                await self._house.write("system", lambda desk: desk.store.audit("denied", more))
