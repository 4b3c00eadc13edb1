"""The count of wrong PINs at the staff page, kept over a restart."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.app.latest_file import LatestFile
from kiosk.checkin.staff_lock import LOCKS_S, TRIES, Tries

FILE = "staff-tries.json"
_LONGEST = 256
_PATIENCE_S = 2.0
"""For the disk. One that takes longer keeps nobody from the staff page that says so."""


class StaffFile:
    """A small file in the kiosk's state folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._file = LatestFile(self._path, "staff-file")

    def held(self, now: datetime) -> Tries:
        """What the file says. One that says nothing of the kind counts as five wrong tries just
        now: damaging it opens no door."""
        try:
            with self._path.open(encoding="utf-8") as file:
                return Tries.from_json(file.read(_LONGEST))
        except FileNotFoundError:
            return Tries()
        except (OSError, ValueError, RecursionError):
            return Tries(TRIES, now + timedelta(seconds=LOCKS_S[0]))

    async def keep(self, tries: Tries) -> None:
        """On a disk that takes nothing it counts for as long as the kiosk runs."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await asyncio.wrap_future(self._file.put(tries.to_json()))
