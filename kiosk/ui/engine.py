"""The engine thread: one asyncio loop beside Qt's, where the visit lives."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, TypeVar
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from kiosk.errors import KioskError
from kiosk.ui.collector import Collector

T = TypeVar("T")

STOP_S = 15.0
"""How long :meth:`EngineThread.stop` waits, in seconds: work under way may need two calls to a
slow hospital, which is 8 s, then a slow disk has 5 s for the journal, and devices are closed."""


class EngineStuck(KioskError):
    """The engine thread did not end in time after what was submitted was cancelled."""


class EngineThread(QObject):
    """Runs one asyncio loop in a thread of its own, from :meth:`start` to :meth:`stop`.

    Made, started and stopped in Qt's main thread, and its signals arrive there. The loop runs
    nothing of Qt; what it has for the screen goes through :class:`~kiosk.ui.front.QtFront`.
    """

    failed = Signal(object)
    """``BaseException``: a submitted coroutine ended with it. Nobody expected that."""

    stray = Signal(object)
    """``BaseException``: an error outside every submitted coroutine (a task that nobody
    awaits, a callback, a cleanup). The engine goes on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        # Weak: one that has ended is of no interest.
        self._submitted: WeakSet[Coroutine[Any, Any, Any]] = WeakSet()
        self._running = threading.Event()
        self._thread: threading.Thread | None = None
        self._collector = Collector(self)

    @property
    def running(self) -> bool:
        """Between :meth:`start` and :meth:`stop`."""
        return self._loop is not None

    def start(self) -> None:
        """Start the thread; the loop runs when this returns."""
        if self._thread is not None:
            raise RuntimeError("the engine is started once")
        self._collector.start()
        # A daemon, so that a stuck device call cannot keep the process from its restart.
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()
        self._running.wait()

    def ask(self, answer: Callable[[], None]) -> None:
        """Have the loop call ``answer``: a sign that it lives. From any thread; never, where the
        engine does not run."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # closed meanwhile
                loop.call_soon_threadsafe(answer)

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Run ``coroutine`` in the loop.

        Its error is in the future for who waits, and in :attr:`failed` in any case;
        being cancelled is no error. Raises ``RuntimeError`` if the engine does not run.
        """
        if self._loop is None:
            coroutine.close()
            raise RuntimeError("the engine does not run")
        self._submitted.add(coroutine)
        future = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        future.add_done_callback(self._ended)
        return future

    def stop(self, timeout: float = STOP_S) -> None:
        """Cancel what was submitted, wait for its cleanup, end the thread.

        That cleanup may await other tasks, such as a ticket that is being given back; they go
        on meanwhile. Tasks that are left after it are cancelled, and waited for too.

        ``timeout`` in seconds, for all of it. Raises :class:`EngineStuck` if it was too short;
        stopping again then waits again. Stopping twice, or before the start, does nothing.
        """
        if self._thread is None:
            return
        if self._loop is not None and self._end is not None:
            loop, self._loop = self._loop, None
            loop.call_soon_threadsafe(self._end.set)
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise EngineStuck(f"the engine did not end within {timeout:g} s")
        self._collector.stop()

    def _run(self) -> None:
        # At the end the runner cancels and awaits what _serve left, closes generators and joins
        # worker threads.
        with asyncio.Runner() as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._stray)
        self._loop = loop
        self._end = asyncio.Event()
        self._running.set()
        await self._end.wait()
        submitted = [task for task in asyncio.all_tasks() if task.get_coro() in self._submitted]
        for task in submitted:
            task.cancel()
        if submitted:
            await asyncio.wait(submitted)

    def _ended(self, future: Future[Any]) -> None:
        try:
            error = future.exception()
        except CancelledError:
            return
        if error is not None:
            self.failed.emit(error)

    def _stray(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, BaseException):
            error = RuntimeError(str(context.get("message", "unknown")))
        self.stray.emit(error)
