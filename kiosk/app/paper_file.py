"""The count of a printer's paper, kept over restarts."""

import json
import threading
from contextlib import suppress
from pathlib import Path

from kiosk.devices.printer.paper import PaperCount

_LONGEST = 4096


class PaperFile:
    """A small file for one printer. It is an estimate: what is damaged begins anew, and a disk
    that takes nothing costs the count and no ticket."""

    def __init__(self, path: Path, target: str) -> None:
        """``target`` is the printer: a count is not another one's."""
        self._path = path
        self._target = target
        self._changed = threading.Condition()
        self._latest: PaperCount | None = None
        self._writing = False

    def held(self) -> PaperCount:
        """What the file says; a full roll if it says nothing of this printer."""
        try:
            with self._path.open(encoding="utf-8") as file:
                held = json.loads(file.read(_LONGEST))
            if held["printer"] == self._target:
                return PaperCount.from_json(held["count"])
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            pass  # whatever stands there, it is no count of ours
        return PaperCount()

    def keep(self, count: PaperCount) -> None:
        """Write it soon, in a thread of its own: a disk that hangs holds up no ticket."""
        with self._changed:
            self._latest = count
            if self._writing:
                return
            self._writing = True
        threading.Thread(target=self._write_all, name="paper-file", daemon=True).start()

    def flush(self, within: float) -> bool:
        """Whether all is written, after so many seconds at most."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._writing, within)

    def _write_all(self) -> None:
        while True:
            with self._changed:
                count, self._latest = self._latest, None
                if count is None:
                    self._writing = False
                    self._changed.notify_all()
                    return
            with suppress(OSError):
                self._write(count)

    def _write(self, count: PaperCount) -> None:
        """Whole or not at all, so that a power cut leaves the count before."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"printer": self._target, "count": count.to_json()}))
        fresh.replace(self._path)
