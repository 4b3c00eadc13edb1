"""Calls that may block for ever, with a bound: in a thread of their own, one after another."""

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Turns:
    """One thread that makes calls in the order in which they were asked for.

    A call that does not return in time is left behind; those after it wait for it.
    """

    def __init__(self, name: str) -> None:
        self._asked: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        # A daemon: what never returns must not keep the kiosk from ending.
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def call(self, function: Callable[[], T], seconds: float) -> T:
        """What ``function`` returns or raises, ``TimeoutError`` if it takes longer."""
        answers: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()

        def run() -> None:
            try:
                answers.put((function(), None))
            except BaseException as error:  # raised below, in the thread that asked
                answers.put((None, error))

        self._asked.put(run)
        try:
            result, error = answers.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError from None
        if error is not None:
            raise error
        answer: T = result
        return answer

    def end(self, last: Callable[[], None]) -> None:
        """Make one more call after those before it, whose result nobody wants, and end the
        thread. Returns at once."""
        self._asked.put(last)
        self._asked.put(None)

    def _run(self) -> None:
        while (function := self._asked.get()) is not None:
            function()
