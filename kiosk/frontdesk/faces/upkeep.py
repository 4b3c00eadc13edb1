"""What is left to do when a face was deleted: its traces in the records' files, and the copies in
the memory of servers that nobody asks for a face."""

import asyncio
import sys
from contextlib import suppress
from typing import Protocol

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House
from kiosk.frontdesk.store.database import StoreAway
from kiosk.frontdesk.wire.fault import fault_line

EACH_S = 60.0
"""So long, and a moment, a face that was deleted elsewhere is in the memory of a server that nobody
asks for one."""


class CatchesUp(Protocol):
    """:class:`~kiosk.frontdesk.faces.recogniser.Recogniser`."""

    async def catch_up(self) -> None: ...


class Upkeep:
    """Of one server; belongs to its event loop."""

    def __init__(self, house: House, faces: CatchesUp | None) -> None:
        """``faces``: ``None`` where nobody is known by theirs; they can be deleted all the same."""
        self._house = house
        self._faces = faces
        self._has_traces = False

    async def forgotten(self) -> None:
        """Something was deleted: do what can be done now, and the rest later. Raises nothing that
        has to do with the records being away: it is deleted whatever becomes of its traces."""
        self._has_traces = True
        await self._tidy()

    async def keep_up(self) -> None:
        """Do what is left each minute, for ever, until cancelled."""
        while True:
            await asyncio.sleep(EACH_S)
            try:
                await self._tidy()
            except Exception as error:
                # Nobody expected it. Who never tried again would keep faces in memory that are
                # deleted; the line has places in code alone.
                sys.stderr.write(fault_line(error))

    async def _tidy(self) -> None:
        with suppress(StoreAway):
            if self._has_traces:
                self._has_traces = not await self._house.read(_overwritten)
            if self._faces is not None:
                await self._faces.catch_up()


def _overwritten(desk: Desk) -> bool:
    return desk.store.db.overwrite_deleted()
