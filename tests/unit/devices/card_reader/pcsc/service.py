"""A PC/SC service that does what a test tells it, in place of the calls of winscard.h.

For what no daemon can be brought to do here: readers that are plugged in and unplugged, codes
that are seldom seen. What a real one does is in ``tests/contract/card_readers``.
"""

import threading

from smartcard import scard

from kiosk.devices.card_reader.pcsc.winscard import (
    CHANGED,
    NEW_READERS,
    PRESENT,
    UNAWARE,
    Event,
    PcscError,
)

EMPTY: int = scard.SCARD_STATE_EMPTY
ATR = bytes.fromhex("3B80800101")


def error(name: str) -> PcscError:
    return PcscError(getattr(scard, f"SCARD_{name}"))


class Service:
    """Keeps the state of readers, as flags and how often a card came or went; notifies."""

    def __init__(self) -> None:
        self.lock = threading.Condition()
        self.runs = True
        self.readers: dict[str, tuple[int, bytes]] = {}
        self.plugs = 1
        self.waits = 0
        self.fails_always = False
        self.forgets = False
        """Whether it tells nobody of readers that come and go."""
        self.fail_once: str = ""
        """The code that the next wait ends with."""

    def plug(self, name: str) -> None:
        with self.lock:
            self.readers[name] = (EMPTY, b"")
            self._plugged()

    def unplug(self, name: str) -> None:
        with self.lock:
            del self.readers[name]
            self._plugged()

    def card(self, name: str, *, moves: int = 1, flags: int = 0, atr: bytes = ATR) -> None:
        """Lay a card there, or take it and lay another (2 moves)."""
        self._be(name, PRESENT | flags, moves, atr)

    def take(self, name: str) -> None:
        self._be(name, EMPTY, 1, b"")

    def flag(self, name: str, flags: int) -> None:
        """A change that is not of the card, such as a program that begins to use it."""
        state, atr = self.readers[name]
        self._be(name, (state & 0xFFFF) | flags, 0, atr)

    def end(self) -> None:
        with self.lock:
            self.runs = False
            self.lock.notify_all()

    def begin(self) -> None:
        with self.lock:
            self.runs = True
            self.readers = dict.fromkeys(self.readers, (EMPTY, b""))

    def fail(self, code: str) -> None:
        with self.lock:
            self.fail_once = code
            self.lock.notify_all()

    def context(self) -> "FakeContext":
        """In place of the class ``Context``."""
        if not self.runs:
            raise error("E_NO_SERVICE")
        return FakeContext(self)

    def _plugged(self) -> None:
        self.plugs += not self.forgets
        self.lock.notify_all()

    def _be(self, name: str, flags: int, moves: int, atr: bytes) -> None:
        with self.lock:
            moved = (self.readers[name][0] >> 16) + moves
            self.readers[name] = (moved << 16 | flags, atr)
            self.lock.notify_all()


class FakeContext:
    def __init__(self, service: Service) -> None:
        self._service = service
        self._cancelled = False

    def readers(self) -> list[str]:
        with self._service.lock:
            self._check()
            return list(self._service.readers)

    def wait(self, known: list[tuple[str, int]], seconds: float) -> list[Event]:
        service = self._service
        with service.lock:
            service.waits += 1
            self._check()
            if service.fails_always or len(known) > 16:
                raise error("E_INVALID_PARAMETER")
            names = {name for name, _ in known} - {NEW_READERS}
            if not names <= set(service.readers):
                raise error("E_UNKNOWN_READER")
            plugs = known[0][1] >> 16 or service.plugs
            service.lock.wait_for(lambda: self._ends(known, plugs), seconds)
            self._check()
            if service.fail_once:
                code, service.fail_once = service.fail_once, ""
                raise error(code)
            if self._cancelled:
                self._cancelled = False
                raise error("E_CANCELLED")
            return [self._event(name) for name, _ in known]

    def cancel(self) -> None:
        with self._service.lock:
            self._cancelled = True
            self._service.lock.notify_all()

    def release(self) -> None:
        """Nothing is held."""

    def _check(self) -> None:
        if not self._service.runs:
            raise error("E_NO_SERVICE")

    def _event(self, name: str) -> Event:
        told = (self._service.plugs << 16, b"")  # as pcsc-lite does since 2.3
        state, atr = told if name == NEW_READERS else self._service.readers.get(name, (0, b""))
        return Event(name, state | CHANGED, atr)

    def _ends(self, known: list[tuple[str, int]], plugs: int) -> bool:
        service = self._service
        return (
            not service.runs
            or bool(service.fail_once)
            or self._cancelled
            or service.plugs != plugs
            or any(
                state == UNAWARE or service.readers[name][0] != state
                for name, state in known
                if name in service.readers
            )
        )
