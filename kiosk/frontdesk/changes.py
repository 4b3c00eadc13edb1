"""Word that something changed, for those who show it."""

import asyncio


class Changes:
    """Told after each committed write. Belongs to one event loop."""

    def __init__(self) -> None:
        self.revision = 0
        self._changed = asyncio.Event()

    def tell(self) -> None:
        self.revision += 1
        self._changed.set()

    async def wait(self, after: int) -> int:
        """The revision, as soon as it is above ``after``."""
        while self.revision <= after:
            self._changed.clear()
            await self._changed.wait()
        return self.revision
