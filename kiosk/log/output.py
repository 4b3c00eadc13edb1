"""From a record to its line: at once, or by a thread of its own."""

import queue
import threading
import time
from collections.abc import Sequence
from typing import Protocol

from kiosk.log.flood import Flood
from kiosk.log.lines import Render
from kiosk.log.record import Record
from kiosk.log.sinks import Sink, StandardError

MOST_WAITING = 2000
"""Records, of half a kilobyte each. A disk that hangs is not waited for."""
AT_ONCE = 200
"""Records that are written together."""
TELL_S = 30.0
"""So often it is told what was left out."""
END_S = 2.0
"""At the end what waits has so long to be written."""
_MOST = 9_999_999
"""Larger numbers are in no field of the log."""


class Output(Protocol):
    """Where records go, from any thread. Never raises, never waits for a disk."""

    def put(self, record: Record) -> None: ...

    def end(self) -> None:
        """What waits is written, if that is soon."""
        ...


class AtOnce:
    """Writes in the thread of who logs: commands and tests, which write few lines."""

    def __init__(self, sink: Sink, render: Render) -> None:
        self._sink = sink
        self._render = render

    def put(self, record: Record) -> None:
        self._sink.write([self._render(record)])

    def end(self) -> None:
        """Nothing waits."""


class Queued:
    """Hands over to a thread, as a disk may hang for seconds. What is too much is counted."""

    def __init__(self, sink: Sink, render: Render) -> None:
        self._sink = sink
        self._render = render
        self._flood = Flood()
        # Its put() may come while another put() of the same thread is under way, as of a finalizer
        # that fails (queue.SimpleQueue); queue.Queue would wait for itself.
        self._waiting: queue.SimpleQueue[Record | None] = queue.SimpleQueue()
        self._counting = threading.RLock()
        self._too_many = 0
        self._unwritten = 0
        self._writes = True
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def put(self, record: Record) -> None:
        if not self._flood.passes((record.event, record.where), time.monotonic()):
            return
        if self._waiting.qsize() >= MOST_WAITING:
            with self._counting:
                self._too_many += 1
            return
        self._waiting.put(record)

    def end(self) -> None:
        self._waiting.put(None)
        self._thread.join(END_S)

    def _run(self) -> None:
        tell_at = time.monotonic() + TELL_S
        while True:
            records, ended = self._next(max(0.0, tell_at - time.monotonic()))
            self._write(records)
            if ended or time.monotonic() >= tell_at:
                self._tell()
                tell_at = time.monotonic() + TELL_S
            if ended:
                return

    def _next(self, within: float) -> tuple[list[Record], bool]:
        """What waits, or comes first within so many seconds; and whether that is all."""
        found: list[Record] = []
        try:
            record = self._waiting.get(timeout=within)
            while record is not None:
                found.append(record)
                if len(found) == AT_ONCE:
                    return found, False
                record = self._waiting.get_nowait()
        except queue.Empty:
            return found, False
        return found, True

    def _write(self, records: Sequence[Record]) -> None:
        if not records:
            return
        lines = [self._render(record) for record in records]
        if self._unwritten:
            lines.insert(0, self._dropped("disk", self._unwritten))
        written = self._sink.write(lines)
        if self._unwritten and written:
            self._unwritten = 0
            written -= 1
        self._unwritten += len(records) - written
        self._say(written == len(records))

    def _say(self, writes: bool) -> None:
        """When a disk stops to take the log, who reads standard error may still learn it."""
        if self._writes and not writes:
            StandardError().write([self._dropped("disk", self._unwritten)])
        self._writes = writes

    def _tell(self) -> None:
        if not self._writes:
            return  # later: numbers that nobody hears would be lost
        with self._counting:
            too_many, self._too_many = self._too_many, 0
        lines = [
            self._line("log-left-out", name=name, where=where, lines=min(times, _MOST))
            for (name, where), times in self._flood.left_out()
        ]
        if too_many:
            lines.append(self._dropped("queue", too_many))
        if lines:
            self._sink.write(lines)

    def _dropped(self, why: str, lines: int) -> str:
        return self._line("log-dropped", why=why, lines=min(lines, _MOST))

    def _line(self, event: str, **fields: str | int) -> str:
        return self._render(Record(time.time(), event, fields))
