"""From what a scanner sends to documents, for as long as the kiosk runs."""

import asyncio
import enum
from collections.abc import Callable
from contextlib import aclosing
from datetime import date, datetime

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.devices.scanner.base import Scan, Scanner
from kiosk.documents import Patterns, parse
from kiosk.errors import DeviceError, NotADocument
from kiosk.log import unexpected
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint

RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Waits before a scanner that is gone is opened again; the last one repeats."""


class ScannerState(enum.Enum):
    READY = "ready"
    AWAY = "away"
    """Missing, unplugged or held by another program: it is tried again."""


def _today() -> date:
    return datetime.now(HOSPITAL_ZONE).date()


class ScannerReader:
    """A :class:`~kiosk.checkin.equipment.Reader` of one scanner, which it owns from
    :meth:`start` to :meth:`close`. What is scanned while nobody waits in :meth:`next` is dropped.
    """

    hint: CodeHint | None = None
    """A scanner tells nothing of a code that it cannot read."""

    def __init__(
        self,
        scanner: Scanner,
        patterns: Patterns,
        *,
        today: Callable[[], date] = _today,
        on_state: Callable[[ScannerState], None] | None = None,
        retry_s: tuple[float, ...] = RETRY_S,
    ) -> None:
        """``on_state`` is called in the event loop at each change of the state."""
        self._scanner = scanner
        self._patterns = patterns
        self._today = today
        self._on_state = on_state
        self._retry_s = retry_s
        self._state = ScannerState.READY
        self._trouble = ""
        self._changed = asyncio.Event()
        self._wanted: asyncio.Future[Scan] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._taken = 0.0

    @property
    def available(self) -> bool:
        return self._state is ScannerState.READY

    @property
    def trouble(self) -> str:
        """For staff: what is wrong with the scanner and what to do, or ``""``."""
        return self._trouble

    @property
    def frame_taken(self) -> float:
        """``time.monotonic()`` at which the last code was there, in seconds."""
        return self._taken

    def start(self) -> None:
        """Open the scanner, and again whenever it comes back."""
        self._watching = asyncio.create_task(self._watch(), name="scanner")
        self._watching.add_done_callback(self._ended)

    async def close(self) -> None:
        """Let go of the scanner."""
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def availability_changed(self) -> None:
        """Returns when :attr:`available` has another value than at the call."""
        before = self.available
        while self.available == before:
            await self._changed.wait()

    async def hint_changed(self, seen: CodeHint | None) -> CodeHint | None:
        while seen is None:
            await asyncio.Event().wait()
        return None

    async def next(self) -> Document | NotADocument:
        """Wait for the next code. Never raises for a scanner's troubles. One caller at a time."""
        if self._wanted is not None:
            raise RuntimeError("somebody waits for the next scan already")
        self._wanted = asyncio.get_running_loop().create_future()
        try:
            scan = await self._wanted
        finally:
            self._wanted = None
        self._taken = scan.taken
        try:
            return parse(scan.data, self._patterns, today=self._today())
        except NotADocument as error:
            return error

    def forget(self) -> None:
        """A scanner sends each code once: there is nothing to take again."""

    async def _watch(self) -> None:
        failures = 0

        def opened() -> None:
            nonlocal failures
            failures = 0
            self._be(ScannerState.READY)

        while True:
            try:
                async with aclosing(self._scanner.scans(opened)) as scans:
                    async for scan in scans:
                        if self._wanted is not None and not self._wanted.done():
                            self._wanted.set_result(scan)
            except DeviceError as error:
                self._be(ScannerState.AWAY, str(error))
            await asyncio.sleep(self._retry_s[min(failures, len(self._retry_s) - 1)])
            failures += 1

    def _ended(self, watching: "asyncio.Task[None]") -> None:
        """A fault in a driver takes the scanner away, and nothing else from the visits."""
        if not watching.cancelled() and (error := watching.exception()):
            unexpected(error)
            self._be(ScannerState.AWAY)

    def _be(self, state: ScannerState, trouble: str = "") -> None:
        self._trouble = trouble
        if state is self._state:
            return
        self._state = state
        self._changed.set()
        self._changed = asyncio.Event()
        if self._on_state is not None:
            self._on_state(state)
