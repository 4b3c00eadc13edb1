"""A kiosk without a camera."""

import asyncio

from kiosk.errors import NotADocument
from kiosk.model.document import Document


class Blind:
    """A :class:`~kiosk.checkin.equipment.Reader` that never sees anything: patients type."""

    available = False
    frame_taken = 0.0

    async def availability_changed(self) -> None:
        await asyncio.Event().wait()

    async def next(self) -> Document | NotADocument:
        await asyncio.Event().wait()
        raise AssertionError("nothing sets the event")

    def forget(self) -> None:
        pass

    async def close(self) -> None:
        pass
