"""While the kiosk serves, what its journal has kept long enough goes."""

import asyncio
from datetime import datetime, timedelta

from kiosk.checkin.clock import Clock
from kiosk.config import Settings
from kiosk.journal.journal import Journal
from kiosk.log import unexpected

TIDY_S = 600.0
"""So often it is looked what has been kept long enough."""
OFF_AT_MOST = timedelta(days=7)
"""A kiosk is seldom off for longer, so that a clock which says so at a start may be ahead."""
DRIFT_S = 3600.0
"""Wall time that goes on by so much more than time does was set."""
DOUBTED_S = 24 * 3600.0
"""So long a clock that may be ahead can be put right, before anything is deleted by it."""


class WallTime:
    """Whether the clock may be believed that days have passed."""

    def __init__(self, clock: Clock, newest: datetime | None) -> None:
        """``newest`` is when the journal was last written, ``None`` where it never was."""
        self._clock = clock
        self._wall, self._time = clock.now(), clock.monotonic()
        self._doubted_until = float("-inf")
        if newest is not None and self._wall - newest > OFF_AT_MOST:
            self._doubted_until = self._time + DOUBTED_S

    def believed(self) -> bool:
        """Now. One that was set back is."""
        wall, time = self._clock.now(), self._clock.monotonic()
        set_by = (wall - self._wall).total_seconds() - (time - self._time)
        self._wall, self._time = wall, time
        if set_by > DRIFT_S:
            self._doubted_until = time + DOUBTED_S
        elif set_by < -DRIFT_S:
            self._doubted_until = float("-inf")
        return time >= self._doubted_until


async def tidy(journal: Journal, settings: Settings, clock: Clock) -> None:
    """For ever: erase and delete what has been kept long enough.

    What is done with loses nobody's number, so whose it was is erased by any clock. What waits for
    staff, and the record of the rest, go only by one that is believed.
    """
    kept = settings.journal
    newest = await journal.newest(lambda entry: True, 1)
    wall = WallTime(clock, newest[0].changed_at if newest else None)
    while True:
        try:
            now = clock.now()
            await journal.erase(now - timedelta(hours=kept.erase_after_h))
            if wall.believed():
                await journal.erase_waiting(now - timedelta(days=kept.keep_days))
                await journal.delete(now - timedelta(days=kept.keep_days))
        except Exception as error:  # the next look may do better; visits go on meanwhile
            unexpected(error)
        await asyncio.sleep(TIDY_S)
