"""Time, handed in: the visit never asks the machine for it, so tests and testers can jump."""

import asyncio
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

HOSPITAL_ZONE = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Vietnam has had one zone without daylight saving since 1975, so no tz database is needed."""


class Clock(Protocol):
    def now(self) -> datetime:
        """Wall time in the hospital's zone, aware."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump; only differences mean something."""
        ...

    async def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's clock, which a tester may shift."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        return (datetime.now(UTC) + self._shift).astimezone(HOSPITAL_ZONE)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def jump(self, by: timedelta) -> None:
        """Shift wall time; time-outs go on undisturbed, as on a machine whose clock is set."""
        self._shift += by

    def reset(self) -> None:
        """Back to the machine's wall time."""
        self._shift = timedelta()
