"""Word that something changed, for those who show it."""

import asyncio


class Changes:
    """Told after each committed write. Belongs to one event loop."""

    def __init__(self) -> None:
        self.revision = 0
        self.urgent = 0
        """The last revision with something that people wait for: what staff did in a room. After a
        check-in alone, some have one person more ahead at most."""
        self._changed = asyncio.Event()

    def tell(self, *, urgent: bool) -> None:
        self.revision += 1
        if urgent:
            self.urgent = self.revision
        self._changed.set()

    async def wait(self, after: int) -> int:
        """The revision, as soon as it is above ``after``."""
        while self.revision <= after:
            self._changed.clear()
            await self._changed.wait()
        return self.revision
