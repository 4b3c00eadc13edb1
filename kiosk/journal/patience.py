"""Waiting for the disk, but not longer than a patient should."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from kiosk.journal.health import Broken, Trouble

T = TypeVar("T")

PATIENCE_S = 2.0
"""A disk that takes longer to write one entry is not waited for: the patient is."""


class Patience:
    """Used from one event loop."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._on_change = on_change
        self.stalled = False
        """The disk has not answered in time. Nobody waits for it until it answers again."""

    async def waited(self, future: "Future[T]", seconds: float | None = None) -> T | None:
        """The result; ``None`` where the disk cannot, or does not answer in time
        (:data:`PATIENCE_S`, or at once while it is stalled; ``seconds`` are waited in any case).

        Whoever is cancelled meanwhile does not undo what was asked of the disk.
        """
        answer = asyncio.wrap_future(future)
        answer.add_done_callback(self._answered)
        if seconds is None:
            seconds = 0.0 if self.stalled else PATIENCE_S
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(answer)
        except TimeoutError:
            self._is_stalled(not answer.done())
        except (Trouble, Broken):
            pass  # whoever has the file has said so
        return None

    def _answered(self, answer: "asyncio.Future[Any]") -> None:
        if not answer.cancelled():
            answer.exception()  # looked at, even if nobody waits any more
        self._is_stalled(False)

    def _is_stalled(self, stalled: bool) -> None:
        if stalled is not self.stalled:
            self.stalled = stalled
            self._on_change()
