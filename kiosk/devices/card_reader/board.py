"""The slots of a reader as its thread last saw them, for who waits in event loops."""

import asyncio
import contextlib
import threading

from kiosk.devices.card_reader.base import Slot

_Waiting = tuple[asyncio.AbstractEventLoop, "asyncio.Future[None]"]


class SlotBoard:
    """One thread writes slots, others read them, and event loops wait without polling."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slots: tuple[Slot, ...] = ()
        self._closed = False
        self._waiting: list[_Waiting] = []

    @property
    def slots(self) -> tuple[Slot, ...]:
        with self._lock:
            return self._slots

    @property
    def closed(self) -> bool:
        with self._lock:
            return self._closed

    def show(self, slots: tuple[Slot, ...]) -> None:
        """Say what is there now. From any thread; nothing happens if it is nothing new, or after
        :meth:`close`."""
        with self._lock:
            if self._closed or slots == self._slots:
                return
            self._slots = slots
            waiting, self._waiting = self._waiting, []
        _wake(waiting)

    def close(self) -> None:
        """There are no slots any more: everybody who waits learns it, now and later."""
        with self._lock:
            self._closed = True
            self._slots = ()
            waiting, self._waiting = self._waiting, []
        _wake(waiting)

    async def changed(self, seen: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Wait until the slots differ from ``seen`` or the board is closed; the slots then."""
        loop = asyncio.get_running_loop()
        while True:
            with self._lock:
                if self._closed or self._slots != seen:
                    return self._slots
                waiting = (loop, loop.create_future())
                self._waiting.append(waiting)
            try:
                await waiting[1]
            finally:
                with self._lock, contextlib.suppress(ValueError):  # woken: it is off the list
                    self._waiting.remove(waiting)


def _wake(waiting: list[_Waiting]) -> None:
    for loop, future in waiting:
        with contextlib.suppress(RuntimeError):  # that loop has ended, and its wait with it
            loop.call_soon_threadsafe(_done, future)


def _done(future: "asyncio.Future[None]") -> None:
    if not future.done():
        future.set_result(None)
