"""A kiosk without a camera."""

import asyncio

from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint


class Blind:
    """A :class:`~kiosk.checkin.equipment.Reader` that never sees anything: patients type."""

    available = False
    frame_taken = 0.0
    hint: CodeHint | None = None

    async def availability_changed(self) -> None:
        await asyncio.Event().wait()

    async def next(self) -> Document | NotADocument:
        await asyncio.Event().wait()
        raise AssertionError("nothing sets the event")

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        while seen is None:
            await asyncio.Event().wait()
        return None

    def forget(self) -> None:
        pass
