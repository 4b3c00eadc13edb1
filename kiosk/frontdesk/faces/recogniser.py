"""Looks a face up, in a copy of the records in memory or in a database that has vectors."""

import asyncio
import struct

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.faces.candidate import candidate
from kiosk.frontdesk.faces.enrolment import PER_PATIENT
from kiosk.frontdesk.faces.gallery import LENGTH, Gallery
from kiosk.frontdesk.house import House
from kiosk.frontdesk.records import Patient
from kiosk.frontdesk.store.faces import FaceRow

_AT_A_TIME = 2_000
"""So many rows are read before others may ask the records."""
_MOST = PER_PATIENT + 1
"""Among so many of the nearest there are two patients."""
_UNPACK = struct.Struct(f"<{LENGTH}f").unpack


class Recogniser:
    """Of one server. What others write, to the same records, it reads before each search."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._gallery = Gallery()
        self._last_face = 0
        self._last_gone: int | None = None
        self._at_work = asyncio.Lock()

    async def look_up(self, who: str, descriptor: bytes) -> Patient | None:
        """The one patient whose face it is, or ``None``. The audit has ``who`` asked, and the
        patient's id."""
        found = candidate(await self._nearest(descriptor))
        return await self._house.write(who, lambda desk: desk.enrolment.matched(found))

    async def catch_up(self) -> None:
        """Read what was written since the last time, and drop what was deleted."""
        async with self._at_work:
            if await self._house.read(_has_vectors):
                self._drop_all()
            else:
                await self._catch_up()

    async def _nearest(self, descriptor: bytes) -> list[tuple[str, float]]:
        if await self._house.read(_has_vectors):
            async with self._at_work:  # nor while somebody fills it: it would be half of them
                self._drop_all()
            numbers = _UNPACK(descriptor)
            return await self._house.read(lambda desk: desk.store.faces.nearest(numbers, _MOST))
        async with self._at_work:
            await self._catch_up()
            # In a thread: others are served meanwhile.
            return await asyncio.to_thread(self._gallery.nearest, descriptor, _MOST)

    def _drop_all(self) -> None:
        self._gallery = Gallery()
        self._last_face, self._last_gone = 0, None

    async def _catch_up(self) -> None:
        if self._last_gone is None:
            # Before the rows are read: what goes from now on is noted after it.
            self._last_gone = await self._house.read(lambda desk: desk.store.faces.last_gone())
        while rows := await self._house.read(self._new_rows):
            self._gallery.add(rows)
            self._last_face = rows[-1][0]
        while gone := await self._house.read(self._gone_rows):
            for _, face in gone:
                self._gallery.remove(face)
            self._last_gone = gone[-1][0]

    def _new_rows(self, desk: Desk) -> list[FaceRow]:
        return desk.store.faces.after(self._last_face, _AT_A_TIME)

    def _gone_rows(self, desk: Desk) -> list[tuple[int, int]]:
        return desk.store.faces.gone_after(self._last_gone or 0, _AT_A_TIME)


def _has_vectors(desk: Desk) -> bool:
    return desk.store.faces.has_vectors()
