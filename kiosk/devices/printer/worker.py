"""A printer's own thread for work that blocks."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """Runs one blocking piece of work at a time, and waits for it only so long.

    The threads are the driver's own and daemons: a printer that hangs starves nobody else
    of a thread, and does not keep the kiosk from ending.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._free = threading.Lock()

    @property
    def busy(self) -> bool:
        """Whether work is under way, or hangs."""
        return self._free.locked()

    async def run(self, work: Callable[[], T], timeout: float) -> T:
        """The result of ``work``, or ``TimeoutError`` after ``timeout`` seconds.

        The time counts from the call: work that waits behind other work too long never
        begins. Work that has begun is not interrupted and keeps the worker busy until it
        ends, so it must have limits of its own.
        """
        done: Future[T] = Future()

        def body() -> None:
            if not self._free.acquire(timeout=timeout):
                return
            try:
                if not done.set_running_or_notify_cancel():
                    return
                settle = _done(done, work)
            finally:
                self._free.release()
            settle()  # last: whoever has the result does not find the worker busy with it

        threading.Thread(target=body, name=self._name, daemon=True).start()
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.wrap_future(done)
        finally:
            done.cancel()  # who has gone, cancelled or out of time, is not printed for any more


def _done(done: Future[T], work: Callable[[], T]) -> Callable[[], None]:
    """Do the work; how to tell what came of it."""
    try:
        result = work()
    except BaseException as error:  # whatever it is belongs to the one who waits
        return partial(done.set_exception, error)
    return partial(done.set_result, result)
