"""Which check-ins somebody has in hand at this moment, so that nobody else works on them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Underway:
    """Visits hold check-ins for as long as they last; a question to the hospital holds one for
    as long as it takes. For one event loop."""

    def __init__(self) -> None:
        self._visits: Counter[str] = Counter()
        # Weak: a lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def hold(self, key: str) -> None:
        """A visit decides about this check-in from now on."""
        self._visits[key] += 1

    def release(self, key: str) -> None:
        """As often as :meth:`hold`."""
        self._visits[key] -= 1
        if self._visits[key] <= 0:
            del self._visits[key]

    def held(self, key: str) -> bool:
        """Whether a visit decides what becomes of it."""
        return key in self._visits

    @asynccontextmanager
    async def alone(self, key: str) -> AsyncIterator[None]:
        """Nobody else asks the hospital about this check-in inside the block."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            yield
