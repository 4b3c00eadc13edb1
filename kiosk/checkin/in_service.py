"""Whether the kiosk can serve anybody at all, and what is said where it cannot."""

import asyncio
import enum
from typing import Protocol

from kiosk.model.text import local


class Cause(enum.Enum):
    """Why nobody can be helped. Trouble that leaves a way to a ticket is no cause."""

    NOTHING_HOLDS = "nothing-holds"
    """A number would be kept nowhere: the hospital is away, the journal is not on disk, and
    there is no paper."""
    VISITS_FAIL = "visits-fail"
    """One patient after the other was sent to the desk by a failure that was not theirs."""
    ENGINE_STUCK = "engine-stuck"
    """The part of the program that serves does not answer the one that shows."""


class Service(Protocol):
    """Watches whether patients can be helped. Belongs to the visits' event loop."""

    @property
    def cause(self) -> Cause | None:
        """``None`` while they can."""
        ...

    async def changed(self, seen: Cause | None) -> Cause | None:
        """:attr:`cause`, as soon as it is another than ``seen``."""
        ...


class AlwaysInService:
    """:class:`Service` where nobody watches."""

    cause: Cause | None = None

    async def changed(self, seen: Cause | None) -> Cause | None:
        while seen is None:
            await asyncio.Event().wait()
        return None


SENTENCE = local("Máy này tạm ngừng phục vụ.", "This kiosk is out of order.")
NEXT_STEP = local(
    "Mời quý khách đến {desk} để lấy số.",
    "Please go to {desk} to get your number.",
)
ELSEWHERE = local("Máy khác: {place}", "Another kiosk: {place}")
"""Said only where the settings know of one."""
