"""A small file of which the latest content alone counts."""

import os
import threading
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

from kiosk.journal.files import sync


class LatestFile:
    """Written in a thread of its own, one content after the other: a disk that hangs holds up
    nobody but that thread, and never puts an older content over a newer one.

    For one process. A disk that takes nothing leaves the file as it was.
    """

    def __init__(self, path: Path, name: str) -> None:
        """``name`` is the thread's."""
        self._path = path
        self._name = name
        self._changed = threading.Condition()
        self._latest: str | None = None
        self._waiting: list[Future[None]] = []
        self._writing = False

    def put(self, content: str) -> Future[None]:
        """Write it soon. Done when it, or one that was put later, is on disk or cannot be; it
        cannot be cancelled."""
        done: Future[None] = Future()
        done.set_running_or_notify_cancel()
        with self._changed:
            self._latest = content
            self._waiting.append(done)
            if self._writing:
                return done
            self._writing = True
        # A daemon: what never returns must not keep the kiosk from ending.
        threading.Thread(target=self._write_all, name=self._name, daemon=True).start()
        return done

    def flush(self, within: float) -> bool:
        """Whether all is written, after so many seconds at most."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._writing, within)

    def _write_all(self) -> None:
        while True:
            with self._changed:
                content, self._latest = self._latest, None
                waiting, self._waiting = self._waiting, []
                if content is None:
                    self._writing = False
                    self._changed.notify_all()
                    return
            with suppress(OSError):
                self._write(content)
            for done in waiting:
                done.set_result(None)

    def _write(self, content: str) -> None:
        """Whole or not at all, and there after a power cut (fsync(2), rename(2))."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)
        sync(self._path.parent)
