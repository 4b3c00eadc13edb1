"""Who waits for codes, and what each of them has not been told yet."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable

from kiosk.vision.sight import SeenCode, Sight
from kiosk.vision.wire.messages import Order, Saw, Watch

MOST_WAITING = 8
"""Sights that wait for a slow listener; the oldest go."""


class _Listener:
    def __init__(self) -> None:
        self.sights: deque[Sight] = deque(maxlen=MOST_WAITING)
        self.news = asyncio.Event()


class Watching:
    """Belongs to one event loop. Codes are looked for while there is a listener."""

    def __init__(self, order: Callable[[Order], None]) -> None:
        self._order = order
        self._listeners: set[_Listener] = set()
        self._number = 0
        self._closed = False

    async def sights(self) -> AsyncGenerator[Sight, None]:
        """See :meth:`kiosk.vision.eyes.Eyes.sights`."""
        listener = _Listener()
        if not self._listeners:
            # Each time another number: what was seen for those before is none of our business.
            self._number += 1
        self._listeners.add(listener)
        self.begin_anew()
        try:
            while not self._closed:
                await listener.news.wait()
                listener.news.clear()
                while listener.sights:
                    yield listener.sights.popleft()
        finally:
            self._listeners.discard(listener)
            self.begin_anew()

    def told(self, saw: Saw) -> None:
        """What the process saw."""
        if saw.watch != self._number:
            return
        codes = tuple(SeenCode(c.symbology, c.data, c.area, c.corners) for c in saw.codes)
        for listener in self._listeners:
            listener.sights.append(Sight(saw.taken, codes, saw.hint))
            listener.news.set()

    def begin_anew(self) -> None:
        """Tell the process what is wanted."""
        self._order(Watch(self._number if self._listeners else 0))

    def open(self) -> None:
        self._closed = False

    def close(self) -> None:
        """All listeners are at the end."""
        self._closed = True
        for listener in self._listeners:
            listener.news.set()
