"""The thread that waits for readers and cards, and writes on the board what is there."""

import re
import threading
from collections.abc import Callable

from kiosk.devices.card_reader.base import ServiceState, Slot, SlotState
from kiosk.devices.card_reader.board import SlotBoard
from kiosk.devices.card_reader.pcsc.winscard import (
    AWAY,
    CHANGED,
    MUTE,
    NEW_READERS,
    PRESENT,
    UNAWARE,
    Context,
    Event,
    PcscError,
)

LIST_AGAIN_S = (1.0, 2.0, 5.0, 15.0, 60.0)
"""The list of readers is taken anew after so long, though nothing was told; soon after it has
changed, then ever more seldom. pcsc-lite before 2.3 forgets a reader that is plugged in between
the list and the wait."""
MOST_READERS = 15
"""pcsc-lite waits for 16 names at once, and new readers are one of them."""
RETRY_S = (0.5, 1.0, 2.0, 5.0)
"""Until a service that failed is tried again; the last one from then on."""
BREATH_S = 0.05
"""After a wait that ended with nothing new, such as another program's use of a reader: whatever
a broken service tells, it is not asked more often."""

_SAM = re.compile(r"\bSAM\b")
"""Readers for a module that sits inside the housing; no patient's card ever lies there."""


class Watch:
    """Looks for readers whose name holds ``name_part`` (in any case; empty: all but those for
    security modules), until it is stopped."""

    def __init__(
        self, name_part: str, board: SlotBoard, on_state: Callable[[ServiceState], None]
    ) -> None:
        """``on_state`` is called in the thread."""
        self._name_part = name_part.casefold()
        self._board = board
        self._on_state = on_state
        self._laid = _Laid()
        self._stopping = threading.Event()
        self._context: Context | None = None
        self._failures = 0
        """Of the service, one after another."""
        self._lock = threading.Lock()
        self.state = ServiceState.STARTING
        # A daemon: a service that hangs must not keep the kiosk from ending.
        self._thread = threading.Thread(target=self._run, name="card-readers", daemon=True)
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """End the thread. Blocks for so long at most, if the service hangs."""
        self._stopping.set()
        # Waking asks the service, which may hang too.
        threading.Thread(target=self._wake, name="card-readers-end", daemon=True).start()
        self._thread.join(seconds)

    def _wake(self) -> None:
        while self._thread.is_alive():
            with self._lock:
                if self._context is not None:
                    self._context.cancel()
            # Cancelling a wait that has not begun does nothing, so again.
            self._thread.join(BREATH_S)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                context = Context()
            except PcscError:
                self._tell(ServiceState.NO_SERVICE)
            else:
                self._watch_until_it_fails(context)
            self._stopping.wait(RETRY_S[min(self._failures, len(RETRY_S) - 1)])
            self._failures += 1

    def _watch_until_it_fails(self, context: Context) -> None:
        with self._lock:
            self._context = context
        try:
            self._watch(context)
        except PcscError:  # the service ended: every card is a new one after that
            self._board.show(())
            self._laid.forget()
        finally:
            with self._lock:
                self._context = None
                context.release()

    def _watch(self, context: Context) -> None:
        known: dict[str, int] = {}
        before: list[str] = []
        quiet = 0
        while not self._stopping.is_set():
            names = sorted(filter(self._wanted, context.readers()))[:MOST_READERS]
            quiet = min(quiet + 1, len(LIST_AGAIN_S) - 1) if names == before else 0
            before = names
            if not names:
                self._board.show(())
            self._tell(ServiceState.READY if names else ServiceState.NO_READER)
            asked = [(name, known.get(name, UNAWARE)) for name in (NEW_READERS, *names)]
            try:
                events = context.wait(asked, LIST_AGAIN_S[quiet])
            except PcscError as error:
                if error.name != "E_UNKNOWN_READER":
                    raise
                events = []  # unplugged at this very moment
            self._failures = 0
            known = {event.reader: event.state & ~CHANGED for event in events}
            shown = self._board.slots
            if events:
                self._board.show(self._laid.slots(events))
            if self._board.slots == shown:
                self._stopping.wait(BREATH_S)

    def _wanted(self, name: str) -> bool:
        if self._name_part:
            return self._name_part in name.casefold()
        return _SAM.search(name) is None

    def _tell(self, state: ServiceState) -> None:
        if state is not self.state:
            self.state = state
            self._on_state(state)


class _Laid:
    """Gives each card that is laid on a reader its number."""

    def __init__(self) -> None:
        self._serials: dict[str, int] = {}
        self._present: dict[str, int] = {}
        """For readers with a card: how often one had come or gone when it was seen."""
        self._last = 0

    def slots(self, events: list[Event]) -> tuple[Slot, ...]:
        events = [e for e in events if e.reader != NEW_READERS and not e.state & AWAY]
        here = {event.reader for event in events}
        self._present = {reader: n for reader, n in self._present.items() if reader in here}
        return tuple(self._slot(event) for event in events)

    def forget(self) -> None:
        self._present.clear()

    def _slot(self, event: Event) -> Slot:
        reader = event.reader
        if not event.state & PRESENT:
            self._present.pop(reader, None)
            return Slot(reader, SlotState.EMPTY, serial=self._serials.get(reader, 0))
        changes = event.state >> 16
        if self._present.get(reader) != changes:
            self._present[reader] = changes
            self._last += 1
            self._serials[reader] = self._last
        if event.state & MUTE or not event.atr:
            return Slot(reader, SlotState.MUTE, serial=self._serials[reader])
        return Slot(reader, SlotState.CARD, event.atr, self._serials[reader])
