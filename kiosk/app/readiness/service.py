"""Whether the kiosk serves, as visits hear it, and how long it did not."""

import asyncio
from collections.abc import Callable

from kiosk.checkin.in_service import Cause
from kiosk.log import log


class InService:
    """A :class:`~kiosk.checkin.in_service.Service` that is turned by whoever watches. Belongs to
    the visits' event loop."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._cause: Cause | None = None
        self._changed = asyncio.Event()
        self._since = 0.0
        self._seconds = 0.0

    @property
    def cause(self) -> Cause | None:
        return self._cause

    @property
    def seconds_out(self) -> float:
        """Seconds out of order since the kiosk's start."""
        now = self._monotonic() - self._since if self._cause is not None else 0.0
        return self._seconds + now

    async def changed(self, seen: Cause | None) -> Cause | None:
        while self._cause is seen:
            await self._changed.wait()
        return self._cause

    def turn(self, cause: Cause | None) -> bool:
        """It is so from now on; whether it was otherwise."""
        if cause is self._cause:
            return False
        if self._cause is None:
            self._since = self._monotonic()
        if cause is None:
            self._seconds += self._monotonic() - self._since
            log("in-service", seconds=round(self._monotonic() - self._since))
        else:
            log("out-of-order", cause=cause.value)
        self._cause = cause
        self._changed.set()
        self._changed = asyncio.Event()
        return True
