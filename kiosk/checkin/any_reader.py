"""A camera and a scanner as one: whichever reads a code first."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from kiosk.checkin.equipment import Reader
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint

SAME_S = 1.0
"""The same code from the other device within this time is the same presentation: a card that is
held to the scanner passes before the camera, too."""


class AnyReader:
    """A :class:`~kiosk.checkin.equipment.Reader` of an ``eye``, whose hints it hands on, and a
    ``scanner``. Opens and closes neither."""

    def __init__(
        self, eye: Reader, scanner: Reader, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._eye = eye
        self._scanner = scanner
        self._now = now
        self._last: tuple[Reader, int, float] | None = None
        """Who read last, what (its hash) and when."""

    @property
    def available(self) -> bool:
        return self._eye.available or self._scanner.available

    @property
    def scanner_available(self) -> bool:
        """Whether the scanner alone can be read from."""
        return self._scanner.available

    @property
    def frame_taken(self) -> float:
        return self._last[0].frame_taken if self._last else 0.0

    @property
    def hint(self) -> CodeHint | None:
        return self._eye.hint

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        return await self._eye.hint_changed(seen)

    async def availability_changed(self) -> None:
        """Returns when :attr:`available` has another value than at the call."""
        before = self.available
        while self.available == before:
            await _first(self._eye.availability_changed(), self._scanner.availability_changed())

    def forget(self) -> None:
        self._last = None
        self._eye.forget()
        self._scanner.forget()

    async def next(self) -> Document | NotADocument:
        """Wait for the next code of either."""
        while True:
            reader, seen = await self._either()
            what = hash(seen) if isinstance(seen, Document) else hash(seen.reason)
            before, now = self._last, self._now()
            self._last = (reader, what, now)
            if before is None or before[0] is reader or before[1] != what:
                return seen
            if now - before[2] >= SAME_S:
                return seen

    async def _either(self) -> tuple[Reader, Document | NotADocument]:
        tasks = {
            asyncio.ensure_future(reader.next()): reader for reader in (self._eye, self._scanner)
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            # Of both in the same instant one is taken: a document rather than none.
            first = min(done, key=lambda task: not isinstance(task.result(), Document))
            return tasks[first], first.result()
        finally:
            await _over(*tasks)


async def _first(*waits: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _over(*tasks)


async def _over(*tasks: "asyncio.Future[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
