"""The journal's own thread: it writes, and keeps in memory what the disk does not take."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from kiosk.journal.entry import Entry
from kiosk.journal.health import Broken, Health, Trouble
from kiosk.journal.sealed import Seal
from kiosk.journal.steerable import SteerableDisk
from kiosk.journal.store import Asked, Loaded, Store
from kiosk.log import log, unexpected

T = TypeVar("T")
Job = Callable[[Store | None], Any]

RETRY_S = 1.0
"""A disk that does not take entries is tried again so often."""
LOOK_S = 2.0
"""So often it is looked whether a command has left a wish."""
_AT_ONCE = 500
"""Entries in one transaction."""


class Disk:
    """Takes entries and jobs from one thread, does them in another, in this order.

    A disk that fails, is full or broken makes no future fail: :attr:`on_health` hears of it, and
    what it did not take is tried again each :data:`RETRY_S`. The callbacks are called in the
    journal's thread.
    """

    def __init__(
        self,
        folder: Path,
        seal: Seal,
        now: Callable[[], datetime],
        steered: SteerableDisk | None = None,
    ) -> None:
        """``steered`` breaks it on command."""
        self._folder = folder
        self._seal = seal
        self._now = now
        self._steered = steered
        self._queue: queue.Queue[tuple[Future[Any], Entry | Job | None]] = queue.Queue()
        self._store: Store | None = None
        self._unwritten: dict[str, Entry] = {}
        self._queued: dict[Future[Any], str] = {}
        self._health = Health.OK
        self._tried = float("-inf")
        self._looked = float("-inf")
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self.on_loaded: Callable[[Loaded, Store], None] = lambda loaded, store: None
        self.on_health: Callable[[Health], None] = lambda health: None
        self.on_asked: Callable[[list[Asked]], None] = lambda asked: None

    @property
    def unwritten(self) -> int:
        """Entries that are in memory only: those that wait for the thread, and those that the disk
        has not taken. In any thread, as copying a dictionary is one step of the interpreter."""
        return len({*self._queued.copy().values(), *self._unwritten.copy()})

    def start(self) -> Future[None]:
        """Done when the file was opened, or could not be."""
        opened = self.run(lambda store: None)
        self._thread.start()
        return opened

    def write(self, entry: Entry) -> Future[None]:
        """Done when the entry is on disk, or the disk has not taken it."""
        done: Future[None] = _begun()
        self._queued[done] = entry.key
        self._queue.put((done, entry))
        return done

    def run(self, job: Callable[[Store | None], T]) -> Future[T]:
        """What ``job`` makes of the file, after all that was given before; ``None`` is given to
        it while the file cannot be used. It may raise ``Trouble`` and ``Broken``."""
        done: Future[T] = _begun()
        self._queue.put((done, job))
        return done

    def ask(self, answer: Callable[[], None]) -> None:
        """Have the thread call ``answer`` after all that was given before: a sign that it lives,
        and that the disk under it does."""
        self.run(lambda store: answer())

    def find(self, key: str) -> Future[Entry | None]:
        """The entry as it was last written or is to be."""
        return self.run(
            lambda store: self._unwritten.get(key) or (store.read(key) if store else None)
        )

    def newest(self, wanted: Callable[[Entry], bool], most: int) -> Future[list[Entry]]:
        """So many of those that are wanted, the newest first. ``wanted`` is called in the
        journal's thread, with entries that may lack their details."""

        def found(store: Store | None) -> list[Entry]:
            held = {entry.key: entry for entry in (store.newest(wanted, most) if store else ())}
            held |= self._unwritten
            ordered = (held[key] for key in sorted(held, reverse=True))
            return [entry for entry in ordered if wanted(entry)][:most]

        return self.run(found)

    def sharing(self, encounter: str, holder: bytes) -> Future[list[Entry]]:
        """All of this place, and all of this holder; they may lack their details."""

        def found(store: Store | None) -> list[Entry]:
            held = {
                entry.key: entry for entry in (store.sharing(encounter, holder) if store else ())
            }
            return list((held | self._unwritten).values())

        return self.run(found)

    def states(self) -> Future[dict[str, str]]:
        """Of each entry, by its key."""
        return self.run(
            lambda store: (
                (store.states() if store else {})
                | {key: entry.state.value for key, entry in self._unwritten.items()}
            )
        )

    def stop(self) -> Future[None]:
        """Write what can be written and close the file; nothing is done after this."""
        done: Future[None] = _begun()
        self._queue.put((done, None))
        return done

    def tell_lost(self) -> None:
        """Log how many entries end with the process, whether or not it could be stopped."""
        if self.unwritten:
            log("journal-unwritten", count=self.unwritten)

    def _run(self) -> None:
        going = True
        while going:
            going = self._round(self._given())

    def _given(self) -> list[tuple[Future[Any], Entry | Job | None]]:
        """All that waits, up to a bound; none after a while without."""
        idle = RETRY_S if self._unwritten or self._store is None else LOOK_S
        given = []
        with suppress(queue.Empty):
            given.append(self._queue.get(timeout=idle))
            while len(given) < _AT_ONCE:
                given.append(self._queue.get_nowait())
        return given

    def _round(self, given: list[tuple[Future[Any], Entry | Job | None]]) -> bool:
        for _, one in given:
            if isinstance(one, Entry):
                self._unwritten[one.key] = one
            elif one is None:
                self._tried = float("-inf")  # the last chance: what is refused now is lost
        self._guarded(self._flush)
        going = True
        for done, one in given:
            if one is None:
                going = False
                if self._store is not None:
                    self._store.close()
                    self._store = None
            if callable(one):
                self._settle(done, one)
            else:
                self._queued.pop(done, None)
                done.set_result(None)
        if going and time.monotonic() - self._looked >= LOOK_S:
            self._looked = time.monotonic()
            self._guarded(self._look)
        return going

    def _settle(self, done: "Future[Any]", job: Job) -> None:
        try:
            done.set_result(job(self._store))
        except (Trouble, Broken) as error:
            self._failed(error)
            done.set_exception(error)
        except Exception as error:  # a fault of ours belongs to the caller, and ends no thread
            done.set_exception(error)

    def _guarded(self, step: Callable[[], None]) -> None:
        try:
            step()
        except (Trouble, Broken) as error:
            self._failed(error)
        except Exception as error:  # without this thread nothing would be written any more
            unexpected(error)
            self._failed(Trouble(Health.MEMORY_ONLY))

    def _failed(self, error: Trouble | Broken) -> None:
        # A full disk has room again by itself; whatever else it was, the file is opened anew: a
        # write that failed (fsync(2)) may be believed done by the kernel, a disk that was
        # read-only is opened so until then, and a broken file is set aside by opening.
        health = error.health if isinstance(error, Trouble) else Health.MEMORY_ONLY
        if health is not Health.FULL and self._store is not None:
            self._store.close()
            self._store = None
        self._say(health)

    def _flush(self) -> None:
        if self._store is None:
            self._open()
        if self._unwritten and self._store is not None:
            self._store.write(self._unwritten.values())
            self._unwritten.clear()
        if self._store is not None:
            self._say(Health.OK)

    def _open(self) -> None:
        if time.monotonic() - self._tried < RETRY_S:
            return
        self._tried = time.monotonic()
        store, loaded = Store.open(self._folder, self._seal, self._now(), self._steered)
        self._store = store
        newer = self._unwritten
        live = tuple(entry for entry in loaded.live if entry.key not in newer)
        self.on_loaded(replace(loaded, live=live), store)

    def _look(self) -> None:
        asked = self._store.asked() if self._store else []
        if asked and self._store:
            # Noted as answered first: a wish that a fault of ours follows is not repeated for ever.
            self._store.answered([one.id for one in asked])
            self.on_asked(asked)

    def _say(self, health: Health) -> None:
        if health is not self._health:
            self._health = health
            self.on_health(health)


def _begun() -> "Future[Any]":
    """A future that cannot be cancelled: whoever goes away does not undo what was asked."""
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    return future
